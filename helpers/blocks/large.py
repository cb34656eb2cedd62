"""Measure a nucleus that is itself too large for memory, part by part.

Voxels, box and centre are exact. Surface and axes agree with those measured in one go to about
one part in a million: the corners of the triangles are single-precision numbers that count from
the part's own edge, and sums of fractions depend on their order.
"""

import itertools

import numpy as np

from ..nuclei.measurement import make_row, surface_area
from .grid import Grid

PART = 128  # voxels along a side of what is looked at together


def measure_large(labels, number, region, spacing, image):
    """Return the row of the table for one nucleus.

    Parameters
    ----------
    labels, image : array_like, shape (z, y, x)
        Read region by region.
    number : int
        The label of the nucleus.
    region : tuple of slice
        Its box.
    spacing : tuple of float

    Returns
    -------
    dict
    """
    voxels, sums, squares = 0, [0] * 3, np.zeros((3, 3), object)
    surface = total = 0.0
    for own, padded, pads in _parts(region):
        mask = np.pad(labels[padded] == number, pads)
        if mask.any() and not mask.all():
            surface += surface_area(mask, spacing)
        inner = labels[own] == number
        total += float(image[own][inner].sum(dtype=float))
        voxels += int(np.count_nonzero(inner))
        places = [np.arange(side.start, side.stop) for side in own]
        for one, other in itertools.combinations_with_replacement(range(3), 2):
            rest = tuple(axis for axis in range(3) if axis not in (one, other))
            counts = inner.sum(axis=rest, dtype=np.int64)
            if one == other:
                sums[one] += int(counts @ places[one])
                squares[one, one] += int(counts @ places[one] ** 2)
            else:
                squares[one, other] += int(places[one] @ counts @ places[other])
    centroid = [total_ / voxels * step for total_, step in zip(sums, spacing, strict=True)]
    spread = np.empty((3, 3))
    for one, other in itertools.product(range(3), repeat=2):
        mixed = squares[min(one, other), max(one, other)]
        exact = voxels * mixed - sums[one] * sums[other]  # whole numbers: nothing is rounded
        spread[one, other] = exact / voxels**2 * spacing[one] * spacing[other]
    inertia = np.linalg.eigvalsh(np.trace(spread) * np.eye(3) - spread)[::-1].clip(0)
    found = (number, voxels, centroid, region, surface, inertia, total)
    return make_row(*found, labels.shape, spacing)


def _parts(region):
    """Cut a box; yield each part, the part with a layer on the near side, and empty voxels to add.

    Marching cubes looks at two layers at a time, so a layer shared with the part before makes
    each pair of layers come once. Outside its box there is nothing of the nucleus.
    """
    grid = Grid(tuple(side.stop - side.start for side in region), (PART,) * 3)
    last = [count - 1 for count in grid.counts]
    for place in grid.places():
        own = tuple(
            slice(here.start + side.start, here.stop + side.start)
            for here, side in zip(grid.region(place), region, strict=True)
        )
        near = [slice(o.start - (n > 0), o.stop) for o, n in zip(own, place, strict=True)]
        pads = [(int(n == 0), int(n == end)) for n, end in zip(place, last, strict=True)]
        yield own, tuple(near), pads
