"""Look at an image larger than memory: first all of it coarsely, then a part in full."""

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
from tqdm.auto import tqdm

from ..inputs import InputError, free_memory
from .reading import read_volume
from .stored import Source, open_source

MOST_VOXELS = 2**24  # what a slider still follows at ease
READ_AT_ONCE = (64, 512, 512)  # voxels, about 30 MB
SIZE = (64, 256, 256)


@dataclass(frozen=True)
class Part:
    """What is shown of an image, and where in the image it lies.

    Attributes
    ----------
    image : ndarray, shape (z, y, x)
    spacing : tuple of float, or None
        The size of these voxels (z, y, x) in µm.
    start : tuple of int
        The voxel of the whole image at which the part begins.
    step : tuple of float
        How many voxels of the whole image one voxel of the part stands for, along each axis.
    whole : tuple of int
        The shape of the whole image.
    """

    image: np.ndarray
    spacing: tuple | None
    start: tuple
    step: tuple
    whole: tuple

    def __repr__(self):
        whole = " × ".join(f"{n:,}" for n in self.whole)
        if max(self.step) > 1:
            step = " × ".join(f"{n:.3g}" for n in self.step)
            return (
                f"All of the image of {whole} voxels, but coarser: one voxel here stands for "
                f"{step} of them. Good for finding a place, not for measuring."
            )
        if self.image.shape == self.whole:
            return f"All of the image of {whole} voxels, as it was recorded."
        sides = zip("zyx", self.start, self.image.shape, strict=True)
        said = ", ".join(f"{axis} {first} to {first + n - 1}" for axis, first, n in sides)
        return f"A part of the image of {whole} voxels, as it was recorded: {said}."

    def around(self, z, y, x, size=SIZE):
        """Return the part of the whole image around a voxel of this one.

        Parameters
        ----------
        z, y, x : float
            A place in this part, as the viewer shows it.
        size : tuple of int
            How many voxels of the whole image, along z, y, x.

        Returns
        -------
        tuple of slice
            What `load_region` takes; at the edge of the image it is moved inwards.

        Examples
        --------
        >>> overview = Part(np.zeros((10, 50, 50)), None, (0, 0, 0), (2, 4, 4), (20, 200, 200))
        >>> overview.around(5, 10, 49, size=(8, 20, 20))
        (slice(6, 14, None), slice(30, 50, None), slice(180, 200, None))
        """
        region = []
        for place, first, step, n, most in zip(
            (z, y, x), self.start, self.step, size, self.whole, strict=True
        ):
            n = min(n, most)
            begin = min(max(round(first + place * step) - n // 2, 0), most - n)
            region.append(slice(begin, begin + n))
        return tuple(region)


def load_overview(path, channel=None, image=None, most=MOST_VOXELS):
    """Load all of an image with so few voxels that it can be looked at.

    A coarser copy that the file holds is taken where there is one. Otherwise the image is read
    piece by piece, and neighbouring voxels are averaged.

    Parameters
    ----------
    path : path-like
        Best an OME-Zarr folder, or a TIFF without compression: all others are read whole first.
    channel, image : int or str, optional
        As for `load_volume`.
    most : int
        How many voxels it may have.

    Returns
    -------
    Part
        Printed, it says what is shown.

    Raises
    ------
    InputError
        As `load_volume` does.
    """
    if most < 1:
        raise InputError(f"An overview of {most} voxels shows nothing: give at least 1.")
    source, spacing = _open(path, channel, image)
    levels = sorted(_levels(source), key=lambda level: -math.prod(level.shape))
    fitting = [level for level in levels if math.prod(level.shape) <= most]
    level = fitting[0] if fitting else levels[-1]
    factors = _factors(level.shape, _coarse(source, level, spacing), most)
    array = _averaged(level, factors)
    step = tuple(n / m for n, m in zip(source.shape, array.shape, strict=True))
    return Part(array, _times(spacing, step), (0, 0, 0), step, source.shape)


def load_region(path, region, channel=None, image=None):
    """Load a part of an image as it was recorded.

    Parameters
    ----------
    path : path-like
        Best an OME-Zarr folder, or a TIFF without compression: all others are read whole first.
    region : tuple of slice
        Which voxels along z, y, x, such as ``np.s_[0:64, 300:556, 300:556]``, or what
        `Part.around` returns.
    channel, image : int or str, optional
        As for `load_volume`.

    Returns
    -------
    Part
        Printed, it says what is shown.

    Raises
    ------
    InputError
        As `load_volume` does, and if the region is none or needs more memory than is free.
    """
    source, spacing = _open(path, channel, image)
    region = _inside(region, source.shape)
    shape = tuple(side.stop - side.start for side in region)
    needed = int(np.prod(shape, dtype=object)) * source.dtype.itemsize
    if needed > (free := free_memory()):
        raise InputError(
            f"This part of {source.path.name} needs {needed / 1e9:.1f} GB of memory, but "
            f"{free / 1e9:.1f} GB are free: choose a smaller one."
        )
    start = tuple(side.start for side in region)
    return Part(source[region], spacing, start, (1, 1, 1), source.shape)


def _open(path, channel, image):
    """Return the image as it lies in its file, or in memory if it can only be read whole."""
    try:
        return open_source(path, channel, image)[:2]
    except InputError:
        volume = read_volume(path, channel, image)  # which says it if anything else is wrong
    array = volume.image
    source = Source(volume.scan.path, "ZYX", {}, lambda: array, array.shape, array.dtype)
    return source, volume.spacing


def _inside(region, shape):
    """Return a region with its ends written out, or say what is wrong with it."""
    wanted = "give where it begins and ends along z, y and x, such as np.s_[0:64, 300:556, 300:556]"
    if not (isinstance(region, tuple) and len(region) == 3):
        raise InputError(f"{region!r} is no part of an image: {wanted}.")
    if not all(isinstance(side, slice) and side.step in (None, 1) for side in region):
        raise InputError(f"{region!r} is no part of an image: {wanted}.")
    try:
        ends = [slice(*side.indices(n)[:2]) for side, n in zip(region, shape, strict=True)]
    except TypeError:
        raise InputError(f"{region!r} is no part of an image: {wanted}.") from None
    if any(side.start >= side.stop for side in ends):
        whole = " × ".join(map(str, shape))
        raise InputError(
            f"No voxel of the image ({whole} along z, y, x) lies in {region!r}: {wanted}."
        )
    return tuple(ends)


def _levels(source):
    """Yield the image itself and the coarser copies of it that can be opened."""
    yield source
    for opener in source.coarser:
        try:
            stored = opener()
        except InputError:
            continue  # a lost copy leaves the image itself whole
        sizes = dict(zip(source.axes, stored.shape, strict=False))
        shape = tuple(sizes.get(axis, 1) for axis in "ZYX")
        if stored.ndim == len(source.axes) and all(
            m <= n for m, n in zip(shape, source.shape, strict=True)
        ):
            yield replace(source, stored=opener, shape=shape)


def _coarse(source, level, spacing):
    """Return the size of a level's voxels, in µm or in voxels of the image."""
    step = tuple(n / m for n, m in zip(source.shape, level.shape, strict=True))
    return _times(spacing or (1, 1, 1), step)


def _times(spacing, step):
    return spacing and tuple(size * n for size, n in zip(spacing, step, strict=True))


def _factors(shape, spacing, most):
    """Return how many voxels to average along each axis, so that no more than `most` are left.

    Examples
    --------
    >>> _factors((50, 1000, 1000), (1.0, 0.3, 0.3), 1_000_000)
    [2, 8, 4]
    """
    factors = [1, 1, 1]
    while (left := np.ceil(np.divide(shape, factors))).prod(dtype=float) > most:
        sizes = [s * f if n > 1 else np.inf for s, f, n in zip(spacing, factors, left, strict=True)]
        factors[min(range(3), key=lambda axis: (sizes[axis], -left[axis]))] *= 2
    return factors


def _averaged(source, factors):
    """Read an image piece by piece and average its voxels."""
    if max(factors) == 1:
        return source[tuple(slice(0, n) for n in source.shape)]
    array = np.empty([-(-n // f) for n, f in zip(source.shape, factors, strict=True)], source.dtype)
    pieces = [-(-n // f) for n, f in zip(READ_AT_ONCE, factors, strict=True)]
    sides = [range(0, n, piece) for n, piece in zip(array.shape, pieces, strict=True)]
    starts = list(itertools.product(*sides))
    for start in tqdm(starts, "reading", unit="piece", delay=2):
        own = tuple(
            slice(s, min(s + p, n)) for s, p, n in zip(start, pieces, array.shape, strict=True)
        )
        read = tuple(
            slice(side.start * f, min(side.stop * f, n))
            for side, f, n in zip(own, factors, source.shape, strict=True)
        )
        means = source[read]
        for axis, factor in enumerate(factors):
            firsts = np.arange(0, means.shape[axis], factor)
            counts = np.diff(np.append(firsts, means.shape[axis]))
            sums = np.add.reduceat(means, firsts, axis, dtype=float)
            means = sums / np.expand_dims(counts, [a for a in range(3) if a != axis])
        array[own] = np.rint(means) if array.dtype.kind in "ui" else means
    return array
