"""Pictures as PNG bytes, small for a stored page or quick for a slider."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image

try:
    from imagecodecs import zlibng_encode as deflate
except ImportError:  # as in a browser's Python: zlib gives the same picture, more slowly
    from zlib import compress as deflate  # type: ignore[assignment]

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def png(picture: Figure | np.ndarray, colours: int = 256) -> bytes:
    """Return `picture` as the bytes of a small PNG file.

    Parameters
    ----------
    picture : matplotlib Figure, or ndarray of uint8
        An array is grey (y, x), RGB or RGBA (y, x, 3 or 4).
    colours : int
        How many different colours the file keeps; 0 keeps all and is fastest.

    Returns
    -------
    bytes

    Examples
    --------
    >>> png(np.zeros((4, 4), np.uint8))[1:4]
    b'PNG'
    """
    if isinstance(picture, np.ndarray):
        image = Image.fromarray(picture)
    else:
        buffer = io.BytesIO()
        picture.savefig(buffer, format="png", dpi=100)
        image = Image.open(buffer).convert("RGB")
    if colours and image.mode == "RGB":
        method = Image.Quantize.MAXCOVERAGE  # the fewest wrong dots in flat label colours
        image = image.quantize(colours, method=method, kmeans=2, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", compress_level=9 if colours else 1)
    return buffer.getvalue()


def quick_png(picture: np.ndarray) -> bytes:
    """Return an RGB picture as PNG bytes, many times as fast as PIL.

    PIL tries every filter on each row and compresses with zlib; this leaves the rows as they
    are and compresses with zlib-ng.

    Parameters
    ----------
    picture : ndarray of uint8, shape (y, x, 3)

    Returns
    -------
    bytes

    Examples
    --------
    >>> quick_png(np.zeros((2, 2, 3), np.uint8))[1:4]
    b'PNG'
    """
    height, width, _ = picture.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with 0: no filter
    rows[:, 1:].reshape(picture.shape)[:] = picture
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits, RGB
    # both take and give any buffer, whatever their types say
    packed = cast("bytes", deflate(cast("bytes", rows), level=1))
    chunks = (b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
