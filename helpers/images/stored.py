"""An image that stays in its file: any part of it can be read, and workers can be sent it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..inputs import InputError
from .image_cautions import spacing_cautions
from .reading import find_stored


@dataclass(frozen=True)
class Source:
    """One channel of an image in a file, of which any block can be read.

    Attributes
    ----------
    path : pathlib.Path
    axes : str
        One letter for each axis as stored.
    chosen : dict of str to int
        Which entry to take on the axes that are none of Z, Y, X.
    stored : callable
        Opens the stored array.
    shape : tuple of int
        (z, y, x).
    dtype : numpy.dtype
    coarser : tuple of callable
        Open the same image with fewer voxels, as far as the file holds it so.
    """

    path: Path
    axes: str
    chosen: dict
    stored: object
    shape: tuple
    dtype: np.dtype
    coarser: tuple = ()

    def stamp(self):
        """Return how many files the image has, their bytes, and when one was last changed."""
        files = [p for p in self.path.rglob("*") if p.is_file()] or [self.path]
        told = [file.stat() for file in files]
        return [len(told), sum(s.st_size for s in told), max(s.st_mtime_ns for s in told)]

    def __getitem__(self, region):
        """Read the voxels of a region, as an array (z, y, x)."""
        parts = dict(zip("ZYX", region, strict=True))
        index = tuple(parts.get(axis, self.chosen.get(axis)) for axis in self.axes)
        try:
            block = np.asarray(self.stored()[index])
        except Exception as error:  # zarr and its codecs raise many kinds
            where = ", ".join(f"{p.start} to {p.stop - 1}" for p in region)
            raise InputError(
                f"The voxels {where} (along z, y, x) of {self.path.name} cannot be read "
                f"({type(error).__name__}), so a file of it may be damaged or cut short: copy it "
                "again. What was finished before is kept."
            ) from None
        kept = [axis for axis in self.axes if axis in parts]
        if "Z" not in kept:
            block, kept = block[None], ["Z", *kept]
        block = np.moveaxis(block, [kept.index(axis) for axis in "ZYX"], (0, 1, 2))
        if block.dtype == bool:
            block = block * np.uint8(255)  # a mask, as the readers of whole images have it
        return np.ascontiguousarray(block, self.dtype)


def open_source(path, channel=None, image=None):
    """Open one channel of an image without reading it.

    Parameters
    ----------
    path : path-like
        An OME-Zarr folder, or a TIFF whose pixels lie in one piece.
    channel, image : int or str, optional
        As for `load_volume`.

    Returns
    -------
    source : Source
    spacing : tuple of float, or None
    cautions : list of str

    Raises
    ------
    InputError
        If the image is damaged or not whole, can only be read whole, or is not one 3D channel.
    """
    scan, chosen, stored, coarser, cautions = find_stored(path, channel, image)
    shape = tuple(scan.sizes.get(axis, 1) for axis in "ZYX")
    dtype = np.dtype(np.uint8) if scan.dtype == bool else scan.dtype.newbyteorder("=")
    source = Source(Path(path).absolute(), scan.axes, chosen, stored, shape, dtype, coarser)
    spacing = scan.voxel.spacing
    return source, spacing, cautions + (spacing_cautions(spacing, shape[0]) if spacing else [])
