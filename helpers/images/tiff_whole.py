"""Is a TIFF whole? What its metadata promise is compared with what is there."""

import logging
import re
from contextlib import contextmanager

import numpy as np

from ..inputs import InputError

CUT_SHORT = "The file may be cut short: copy or export it again."
MOST_PLANES = 10_000_000
PACKED_AT_MOST = 100_000  # times; no compression makes real pixels smaller than this
# what tifffile writes into its log when it goes on without a part of the image
_LOSSES = re.compile(
    r"invalid page offset|invalid offset to|circular reference|corrupted (file|tag list)|"
    r"missing \d+ (pages|frames)|missing data|is missing files|failed to read|failed to reshape|"
    r"index out of range|incompletely written|does not match|discontiguous|series raised|"
    r"TiffTag (270|273|279|282|283|324|325) @\d+> invalid",
    re.I,
)


@contextmanager
def listening():
    """Collect what tifffile logs, as it goes on after most kinds of damage.

    Yields
    ------
    list of str
    """
    heard, logger = [], logging.getLogger("tifffile")
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def first_loss(heard):
    """Return a sentence if a part of the image is lost according to the log, or "".

    Parameters
    ----------
    heard : list of str
        From :func:`listening`.

    Returns
    -------
    str
    """
    for message in heard:
        if _LOSSES.search(message):
            reason = re.sub(r"<tifffile\.[^>]*>", "", message).strip()
            return f"not all of its slices can be read ({reason}). {CUT_SHORT}"
    return ""


def possible(tiff, promised, file):
    """Refuse metadata that promise so much that even listing it would take for ever.

    Parameters
    ----------
    tiff : tifffile.TiffFile
    promised : list of Promise
    file : str

    Raises
    ------
    InputError
        If a promise has more planes than any file, which only damaged metadata have.
    """
    page = tiff.pages.first
    area = max(page.imagewidth * page.imagelength, 1)
    for promise in promised:
        x, y = promise.sizes["X"], promise.sizes["Y"]
        if x * y * promise.planes // area > MOST_PLANES:
            raise InputError(
                f"The metadata of {file} promise {promise.planes} slices of {y} × {x} pixels, but "
                f"its slices have {page.imagelength} × {page.imagewidth}, so they are damaged: "
                "export the file again."
            )


def trouble(tiff, series, promise, path):
    """Say what an image lacks of what its metadata promise.

    Parameters
    ----------
    tiff : tifffile.TiffFile
    series : tifffile.TiffPageSeries
    promise : Promise or None
    path : pathlib.Path

    Returns
    -------
    str
        Empty if all of it is there.
    """
    files = promise.files if promise else ()
    missing = [name for name in files if not (path.parent / name).is_file()]
    if missing:
        return (
            f"the image is stored in {len(files)} files, of which {len(missing)} are not "
            f"in this folder ({', '.join(missing[:4])}{', ...' if len(missing) > 4 else ''}): copy "
            "all files of the set into one folder, and leave them their names."
        )
    page, size = series.keyframe, tiff.filehandle.size
    area = max(int(np.prod(page.shape, dtype=object)), 1)
    wanted = max(int(np.prod(series.get_shape(squeeze=False), dtype=object)) // area, 1)
    wanted = max(wanted, _promised_by_imagej(tiff, series))
    if series.dataoffset is not None:
        stored = max(size - series.dataoffset, 0)
        there = min(stored // max(area * series.dtype.itemsize, 1), wanted)
        if stored >= series.nbytes:
            there = max(there, series.nbytes // max(area * series.dtype.itemsize, 1))
    else:
        pages = list(series)
        there = sum(p is not None and _stored(p) for p in pages)
        packed = sum(sum(p.databytecounts) for p in pages if p is not None)
        if series.nbytes > 2**24 and series.nbytes > PACKED_AT_MOST * packed:
            return (
                f"its header promises {series.nbytes} bytes of pixels, but it holds {packed}. "
                f"{CUT_SHORT}"
            )
    if there < wanted:
        return f"only {there} of its {wanted} slices are there. {CUT_SHORT}"
    return ""


def _promised_by_imagej(tiff, series):
    """Return how many slices ImageJ's text promises, where the series was made from it."""
    if not tiff.is_imagej or series.kind == "ome":
        return 0
    said = tiff.imagej_metadata or {}
    counts = [said.get(name, 1) for name in ("channels", "slices", "frames")]
    if not all(isinstance(n, int) and n > 0 for n in counts):
        return 0
    images = said.get("images", 1)
    samples = series.keyframe.samplesperpixel  # may be called channels
    if samples > 1 and counts[0] == samples:
        return counts[1] * counts[2]
    return max(int(np.prod(counts, dtype=object)), images if isinstance(images, int) else 1)


def _stored(page):
    """Return whether all pixels of a page lie within its file."""
    ends = [o + n for o, n in zip(page.dataoffsets, page.databytecounts, strict=False)]
    return any(page.databytecounts) and max(ends, default=0) <= page.parent.filehandle.size
