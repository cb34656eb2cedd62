"""Read the TIFF family: OME-TIFF, ImageJ and Fiji, LSM, STK, BTF, Micro-Manager, plain TIFF."""

import dataclasses
from contextlib import contextmanager
from functools import partial

import numpy as np
import tifffile

from ..inputs import InputError
from .ome import promises
from .scan import Opened, Scan
from .tiff_metadata import bits, channel_names, voxel_size
from .tiff_whole import CUT_SHORT, first_loss, listening, possible, trouble

POSITIONS = "PRM"  # TIFF's letters for position, region and tile: each is an image of its own


@contextmanager
def open_tiff(path):
    """Open a file of the TIFF family, and look at all images in it.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    list of Opened

    Raises
    ------
    InputError
        If the file holds no image, or its metadata are damaged.
    """
    with listening() as heard, tifffile.TiffFile(path) as tiff:
        promised = promises(tiff.ome_metadata, path.name) if tiff.is_ome else []
        possible(tiff, promised, path.name)
        # an LSM, or a file for slides, holds small previews beside the image
        whole = [s for s in tiff.series if not s.keyframe.is_reduced] or tiff.series
        if not whole:
            raise InputError(f"{path.name} holds no image. {CUT_SHORT}")
        wrong = ""
        if promised and len(promised) != len(whole):
            wrong = (
                f"its metadata promise {len(promised)} images, but {len(whole)} can be found. "
                f"{CUT_SHORT}"
            )
            promised = []
        opened = []
        for number, series in enumerate(whole):
            promise = promised[number] if promised else None
            why = trouble(tiff, series, promise, path) or wrong
            if first_loss(heard) and not (promise or tiff.is_imagej):
                why = first_loss(heard)  # how many slices there were is lost as well
            opened += _images(tiff, series, promise, path, why, heard)
        if unread := _unread(tiff, promised):
            opened = [one._replace(scan=_with_doubt(one.scan, unread)) for one in opened]
        yield opened


def _unread(tiff, promised):
    """Say how many slices there are that the metadata do not speak of, or ""."""
    if not promised or any(len(promise.files) > 1 for promise in promised):
        return ""
    pages, read = len(tiff.pages), sum(len(series) for series in tiff.series)
    if pages <= read:
        return ""
    return (
        f"slices: the metadata speak of {read} slices, but {pages} are in the file; the others "
        "are not read. Export the file again if they belong to the image."
    )


def _with_doubt(scan, doubt):
    return dataclasses.replace(scan, doubts=(*scan.doubts, doubt))


def _images(tiff, series, promise, path, why, heard):
    """Return one `Opened` for each image of a series, which may hold several positions."""
    letters = _letters(series)
    sizes = [(a, n) for a, n in zip(letters, series.get_shape(squeeze=False), strict=True) if a]
    split = next((a for a, n in sizes if a in POSITIONS and n > 1), "")
    voxel, doubts = voxel_size(tiff, promise, dict(sizes).get("Z", 1))
    scan = Scan(
        path,
        "".join(a for a, _ in sizes if a != split),
        tuple(n for a, n in sizes if a != split),
        series.dtype,
        name=series.name if promise is None else promise.name,
        channels=channel_names(tiff, promise),
        voxel=voxel,
        bits=bits(tiff, promise),
        files=tuple(path.parent / name for name in promise.files) if promise else (),
        trouble=why,
        doubts=tuple(doubts),
    )

    def take(chosen, place=None):
        image = _take(series, letters, chosen if place is None else chosen | {split: place})
        if lost := first_loss(heard):
            raise InputError(f"{path.name}: {lost}")
        return image, []

    if not split:
        return [Opened(scan, take, _stored(tiff, series, scan))]
    return [Opened(scan, partial(take, place=place)) for place in range(dict(sizes)[split])]


def _stored(tiff, series, scan):
    """Return how to open an image whose pixels lie in one piece, or None."""
    if series.dataoffset is None or not series.keyframe.is_memmappable:
        return None
    kind = series.dtype.newbyteorder(tiff.byteorder)
    open_it = partial(np.memmap, scan.path, kind, "r", series.dataoffset, scan.shape)
    return lambda chosen: (open_it, [])


def _letters(series):
    """Return a letter for each stored axis, empty for one of length 1 that says nothing."""
    shape = series.get_shape(squeeze=False)
    letters = [
        a if n > 1 or a in "ZYX" else ""
        for a, n in zip(series.get_axes(squeeze=False), shape, strict=True)
    ]
    unknown = [i for i, letter in enumerate(letters) if letter and letter in "IQ"]
    if len(unknown) == 1 and "Z" not in _longer(letters, shape):
        letters = ["" if letter == "Z" else letter for letter in letters]
        letters[unknown[0]] = "Z"  # pages of no known meaning are slices
    grey = series.keyframe.photometric <= 1 or series.dtype != np.uint8
    if "S" in letters and grey and "C" not in letters:
        letters[letters.index("S")] = "C"  # no colour picture, but channels side by side
    return letters


def _longer(letters, shape):
    return [a for a, n in zip(letters, shape, strict=True) if n > 1]


def _take(series, letters, chosen):
    """Read what is chosen of a series, and if it can be helped no more than that."""
    shape = series.get_shape(squeeze=False)
    index = tuple(chosen.get(a, slice(None)) if a else 0 for a in letters)
    if all(n == 1 for i, n in zip(index, shape, strict=True) if isinstance(i, int)):
        return _native(series.asarray(squeeze=False)[index])
    if series.dataoffset is not None and series.keyframe.is_memmappable:
        mapped = series.asarray(squeeze=False, out="memmap")[index]
        return np.array(mapped, mapped.dtype.newbyteorder("="))  # the file can be closed
    places = np.arange(len(series))
    for paged in range(len(shape) + 1):  # the axes that count pages come first
        if np.prod(shape[:paged], dtype=np.int64) == len(series):
            break
    else:
        return _native(series.asarray(squeeze=False)[index])
    if any(isinstance(i, int) and shape[n] > 1 for n, i in enumerate(index) if n >= paged):
        return _native(series.asarray(squeeze=False)[index])  # each page holds all channels
    wanted = places.reshape(shape[:paged])[index[:paged]]
    pages = series.asarray(key=wanted.ravel().tolist())
    return _native(pages.reshape(wanted.shape + shape[paged:])[(..., *index[paged:])])


def _native(image):
    """Return an array in this computer's byte order."""
    return np.ascontiguousarray(image, image.dtype.newbyteorder("="))
