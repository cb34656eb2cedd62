"""What the reasons to doubt a measurement look at, gathered block by block.

All counts are exact. Brightness and noise are told from every so-manieth voxel, as for an image
in memory, and from fewer where the image is larger than a few blocks: so many that they fit
into half a block.
"""

import math
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..images.image_cautions import value_cautions
from ..nuclei.blur import as_float, own_floats
from ..nuclei.quality import limits_of
from ..workflow.evidence import THIN, Thin, blur_thin

MOST_THIN = 2**20  # voxels that are looked at in any case; the lessons' image has fewer


def thin_step(grid):
    """Return every which voxel along z, y, x tells of brightness and noise.

    Parameters
    ----------
    grid : Grid

    Returns
    -------
    tuple of int
        At least ``THIN``.

    Examples
    --------
    >>> from helpers.blocks.grid import Grid
    >>> thin_step(Grid((60, 256, 256), (60, 256, 256)))
    (1, 2, 2)
    >>> thin_step(Grid((2000, 2000, 2000), (256, 256, 256)))
    (8, 8, 16)
    """
    step, most = list(THIN), max(MOST_THIN, math.prod(grid.block) // 2)
    while math.prod(-(-n // s) for n, s in zip(grid.shape, step, strict=True)) > most:
        finest = min(range(3), key=lambda axis: (step[axis], -axis))
        step[finest] *= 2
    return tuple(step)


def thin_part(region, step):
    """Return which voxels of a region are looked at, so that blocks side by side fit together.

    Parameters
    ----------
    region : tuple of slice
    step : tuple of int

    Returns
    -------
    tuple of slice

    Examples
    --------
    >>> thin_part((slice(5, 9), slice(0, 9)), (2, 3))
    (slice(1, None, 2), slice(0, None, 3))
    """
    return tuple(slice(-part.start % s, None, s) for part, s in zip(region, step, strict=True))


def of_values(image):
    """Return what is to be known of the values in a block.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)

    Returns
    -------
    dict of str to array
        `lows` and `highs` of each slice; the two highest `tops`, and their `counts`; whether
        there are only `two` values.
    """
    lows, highs = image.min(axis=(1, 2)), image.max(axis=(1, 2))
    tops = [highs.max()]
    below = [plane[plane < tops[0]].max() for plane in image if plane.min() < tops[0]]
    tops += [max(below)] if below else []
    counts = [sum(np.count_nonzero(plane == top) for plane in image) for top in tops]
    ends = np.array([lows.min(), tops[0]])
    two = all(np.isin(plane, ends).all() for plane in image)
    return {"lows": lows, "highs": highs, "tops": np.array(tops), "counts": counts, "two": two}


class InBlocks:
    """The evidence of a run in blocks, as `helpers.workflow.evidence.Evidence` has it.

    Parameters
    ----------
    job : helpers.blocks.steps.Job
        Finished, with its folder of work still there.
    outcome : helpers.blocks.Outcome
    number : int or None
        Which of the values that the threshold can take it is.
    """

    def __init__(self, job, outcome, number):
        self.result, self._job, self._number = outcome, job, number

    def saturated_share(self):  # noqa: D102
        found = [self._found("scan", place, "tops", "counts") for place in self._places]
        values, counts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        tops = np.unique(values)[:-3:-1]
        at_top, below = (
            int(counts[values == top].sum(dtype=np.int64)) for top in (*tops, tops[-1])[:2]
        )
        below = below if len(tops) > 1 else 0
        low, high = limits_of(values.dtype, self._lows.min(), tops[0], at_top, below)
        saturated = at_top if low < high <= tops[0] else 0
        return saturated / math.prod(self._job.grid.shape)

    def of_slices(self):  # noqa: D102
        low, high = self._lows.min(), self._highs.max()
        found = [self._found("scan", place, "image", "two") for place in self._places]
        two = all(only and np.isin(ends, [low, high]).all() for ends, only in found)
        flat = np.flatnonzero(self._lows == self._highs).tolist()
        return value_cautions((low, high) if two else None, flat, self._job.grid.shape[0])

    @cached_property
    def _thin(self):
        return self._put_together("thin")

    def thin(self):  # noqa: D102
        image = self._thin
        if any(self._job.sigma):
            mask = self._put_together("level") > self._number
        else:
            mask = as_float(image) > self.result.threshold
        return Thin(image, mask, math.prod(self._job.thin))

    def thin_blurred(self, thin):
        """Return the same voxels blurred, as an array of their own.

        Parameters
        ----------
        thin : Thin
            As from :meth:`thin`.

        Returns
        -------
        ndarray of float
        """
        if self._job.thin == THIN:
            return blur_thin(thin.image, self.result)
        blurred = any(self._job.sigma)
        return self._put_together("blurred") if blurred else own_floats(thin.image)

    def vanished(self):  # noqa: D102
        numbers, starts = self._job.work.numbers("pieces")
        sizes = np.zeros(int(numbers.max(initial=0)) + 1, np.int64)
        gone = np.ones(len(sizes), bool)
        gone[0] = False
        for place, (start, stop) in zip(self._places, pairwise(starts), strict=True):
            mine = numbers[start:stop]
            names = "sizes", "cored", "at_border"
            voxels, cored, at_border = self._found("pieces", place, *names)
            np.add.at(sizes, mine, voxels)
            gone[mine[cored]] = False
            if self.result.workflow.clear_border:
                gone[mine[at_border]] = False
        return sizes[gone]

    def cores(self):  # noqa: D102
        return int(self._job.work.numbers("cores")[0].max(initial=0))

    def mask_kept(self):  # noqa: D102
        return tuple(self._voxels[:2])

    def segmented(self):  # noqa: D102
        return self._voxels[2]

    @cached_property
    def _voxels(self):
        found = [self._found("nuclei", place, "voxels")[0] for place in self._places]
        return np.sum(found, axis=0, dtype=np.int64).tolist()

    @cached_property
    def _lows(self):
        return self._of_slices("lows", np.minimum)

    @cached_property
    def _highs(self):
        return self._of_slices("highs", np.maximum)

    def _of_slices(self, name, lower):
        """Bring together what the blocks know of each slice."""
        found = [None] * self._job.grid.shape[0]
        for place in self._places:
            slices = range(*self._job.grid.region(place)[0].indices(len(found)))
            for z, value in zip(slices, self._found("scan", place, name)[0], strict=True):
                found[z] = value if found[z] is None else lower(found[z], value)
        return np.array(found)

    def _put_together(self, name):
        """Return the voxels that the blocks kept, as one array."""
        step, whole = self._job.thin, None
        for place in self._places:
            (part,) = self._found("levels", place, name)
            if whole is None:
                sides = zip(self._job.grid.shape, step, strict=True)
                whole = np.empty([-(-n // s) for n, s in sides], part.dtype)
            own = zip(self._job.grid.region(place), step, part.shape, strict=True)
            starts = [(-(-side.start // s), n) for side, s, n in own]
            whole[tuple(slice(start, start + n) for start, n in starts)] = part
        return whole

    @property
    def _places(self):
        return self._job.grid.places()

    def _found(self, *names):
        return self._job.work.found(*names)
