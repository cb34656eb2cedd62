"""Pictures that live in a widget, and what a page keeps of them without a kernel."""

import base64
import html
import io
import struct
import zlib

import anywidget
import imagecodecs
import numpy as np
import traitlets
from PIL import Image


def png(picture, colours=256):
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


def quick_png(picture):
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
    chunks = (b"IHDR", header), (b"IDAT", imagecodecs.zlibng_encode(rows, level=1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def img_tag(data, alt):
    """Return an HTML image that carries its PNG bytes and its description.

    Parameters
    ----------
    data : bytes
        A PNG file.
    alt : str
        What the picture shows, for someone who cannot see it.

    Returns
    -------
    str

    Examples
    --------
    >>> img_tag(b"", "an empty picture")
    '<img alt="an empty picture" style="max-width:100%" src="data:image/png;base64,">'
    """
    code = base64.b64encode(data).decode()
    return (
        f'<img alt="{html.escape(alt)}" style="max-width:100%" src="data:image/png;base64,{code}">'
    )


class Still:
    """Mix-in for a widget: what its page shows when no kernel runs.

    A subclass gives `still()`, the PNG bytes of its present state, and `describe()`,
    the same in words. It stands before the widget class in the list of bases.
    """

    def still(self):
        """Return the present picture as PNG bytes."""
        raise NotImplementedError

    def describe(self):
        """Return the present state in one or two sentences."""
        raise NotImplementedError

    def __repr__(self):
        return self.describe()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data["text/plain"] = self.describe()
        data["text/html"] = img_tag(self.still(), self.describe())
        return data, metadata


class Picture(anywidget.AnyWidget):
    """A picture in a cell that is replaced in place, without a flicker.

    Attributes
    ----------
    png : bytes
        The PNG file shown.
    alt : str
        What it shows, in words.
    width : str
        Its CSS width, such as ``"100%"``; empty for its own size.
    crisp : bool
        Show enlarged pixels as squares.
    """

    _esm = """
    // not the URL of a blob, which the browser fetches by way of two other processes
    const dataUrl = (view) => {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      const code = bytes.toBase64?.() ??
        btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      return "data:image/png;base64," + code;
    };
    export default {
      render({ model, el }) {
        const img = document.createElement("img");
        img.style.maxWidth = "100%";
        img.style.display = "block";
        el.append(img);
        const draw = () => { img.src = dataUrl(model.get("png")); };
        const describe = () => { img.alt = model.get("alt"); };
        const style = () => {
          img.style.width = model.get("width");
          img.style.imageRendering = model.get("crisp") ? "pixelated" : "auto";
        };
        model.on("change:png", draw);
        model.on("change:alt", describe);
        model.on("change:width", style);
        model.on("change:crisp", style);
        draw(); describe(); style();
        return () => {
          model.off("change:png", draw);
          model.off("change:alt", describe);
          model.off("change:width", style);
          model.off("change:crisp", style);
        };
      },
    };
    """
    png = traitlets.Bytes(b"").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Unicode("").tag(sync=True)
    crisp = traitlets.Bool(False).tag(sync=True)
