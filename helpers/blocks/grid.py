"""An image cut into blocks: which voxels are a block's own, and which it must see besides."""

import itertools
import math
from typing import NamedTuple


class Grid(NamedTuple):
    """The cut of an image of `shape` (z, y, x) into blocks; the last ones may be smaller."""

    shape: tuple
    block: tuple

    @property
    def counts(self):
        """How many blocks there are along each axis."""
        return tuple(-(-n // b) for n, b in zip(self.shape, self.block, strict=True))

    def __len__(self):
        return math.prod(self.counts)

    def places(self):
        """Return the places (row along z, y, x) of all blocks, in raster order.

        Examples
        --------
        >>> Grid((4, 4, 4), (4, 4, 3)).places()
        [(0, 0, 0), (0, 0, 1)]
        """
        return list(itertools.product(*map(range, self.counts)))

    def number(self, place):
        """Return how many blocks come before this one.

        Parameters
        ----------
        place : tuple of int
            Row of blocks along z, y, x.

        Returns
        -------
        int
        """
        z, y, x = place
        return (z * self.counts[1] + y) * self.counts[2] + x

    def region(self, place, before=(0, 0, 0), after=(0, 0, 0)):
        """Return the slices of a block, longer on both sides, but never beyond the image.

        Parameters
        ----------
        place : tuple of int
        before, after : tuple of int
            How many voxels more on the near and on the far side of each axis.

        Returns
        -------
        tuple of slice

        Examples
        --------
        >>> Grid((4, 4, 9), (4, 4, 3)).region((0, 0, 1), before=(2, 2, 2))
        (slice(0, 4, None), slice(0, 4, None), slice(1, 6, None))
        """
        return tuple(
            slice(max(i * b - near, 0), min((i + 1) * b + far, n))
            for i, b, n, near, far in zip(place, self.block, self.shape, before, after, strict=True)
        )

    def meeting(self, region):
        """Return the places of the blocks that a region has voxels of.

        Parameters
        ----------
        region : tuple of slice
            With start and stop, along z, y, x.

        Returns
        -------
        iterator of tuple of int
        """
        rows = [
            range(part.start // b, -(-part.stop // b))
            for part, b in zip(region, self.block, strict=True)
        ]
        return itertools.product(*rows)


def within(inner, outer):
    """Return the slices of a region inside the array of another that contains it.

    Parameters
    ----------
    inner, outer : tuple of slice
        Both in the whole image.

    Returns
    -------
    tuple of slice

    Examples
    --------
    >>> within((slice(5, 8),), (slice(3, 9),))
    (slice(2, 5, None),)
    """
    return tuple(
        slice(a.start - b.start, a.stop - b.start) for a, b in zip(inner, outer, strict=True)
    )


def shared(one, other):
    """Return the region that two regions have in common.

    Parameters
    ----------
    one, other : tuple of slice
        Both in the whole image; they must overlap.

    Returns
    -------
    tuple of slice
    """
    return tuple(
        slice(max(a.start, b.start), min(a.stop, b.stop)) for a, b in zip(one, other, strict=True)
    )


def spanned(regions):
    """Return the smallest region that holds all of some regions.

    Parameters
    ----------
    regions : iterable of tuple of slice
        At least one.

    Returns
    -------
    tuple of slice
    """
    return tuple(
        slice(min(side.start for side in sides), max(side.stop for side in sides))
        for sides in zip(*regions, strict=True)
    )
