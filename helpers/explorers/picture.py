"""A picture in a cell that is replaced in place."""

from pathlib import Path

import anywidget
import traitlets

from ..page import script


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
    """

    _esm = script(Path(__file__).parent / "picture.js")
    png = traitlets.Bytes(b"").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Unicode("").tag(sync=True)
