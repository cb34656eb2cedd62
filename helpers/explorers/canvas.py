"""Draw pictures and words straight into pixels.

A matplotlib figure of three panels takes several times as long to redraw, and a slider that is
followed has no time to give away.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..colours import INK, PAPER

Colour = str | tuple[int, ...]
"""Such as ``"#0072b2"``, or red, green and blue."""


@lru_cache(maxsize=32)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    # find_spec finds the typeface that comes with matplotlib without the cost of importing it
    found = find_spec("matplotlib")
    assert found and found.submodule_search_locations
    fonts = Path(found.submodule_search_locations[0]) / "mpl-data/fonts/ttf"
    return ImageFont.truetype(fonts / f"DejaVuSans{'-Bold' * bold}.ttf", size)


@lru_cache(maxsize=1024)
def _length(words: str, size: int, bold: bool) -> float:
    return _font(size, bold).getlength(words)


@lru_cache(maxsize=256)
def _stencil(words: str, size: int, bold: bool, anchor: str) -> tuple[Image.Image, float, float]:
    """Return words as a grey picture, and where it lies as seen from the anchor."""
    font = _font(size, bold)
    left, top, right, bottom = font.getbbox(words, anchor=anchor)
    image = Image.new("L", (round(right - left), round(bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), words, 255, font, anchor)
    return image, left, top


class Canvas:
    """A white sheet to draw on.

    Parameters
    ----------
    width, height : int
        In pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), PAPER)

    def copy(self) -> "Canvas":
        """Return a second sheet with the same drawing."""
        other = Canvas(1, 1)
        other.image = self.image.copy()
        return other

    def pixels(self) -> np.ndarray:
        """Return the drawing as an RGB array."""
        return np.asarray(self.image)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int = 20,
        colour: Colour = INK,
        bold: bool = False,
        anchor: str = "la",
        width: float | None = None,
    ) -> float:
        """Write words, in smaller type if they would be wider than `width`; return their width.

        Parameters
        ----------
        x, y : float
            Where the anchor lies, in pixels.
        words : str
        size : int
            Of the type, in pixels.
        colour : str or tuple of int
        bold : bool
        anchor : str
            Which point of the words it is, in two letters as for Pillow: "la" is the upper left.
        width : float, optional
            In pixels.

        Returns
        -------
        float
            In pixels.
        """
        while width and _length(words, size, bold) > width and size > 12:
            size -= 1
        length = _length(words, size, bold)
        if anchor[0] == "m":  # keep the number at the end of an axis on the sheet
            x = min(x, self.image.width - length / 2 - 1)
        stencil, left, top = _stencil(words, size, bold, anchor)
        self.image.paste(colour, (round(x + left), round(y + top)), stencil)
        return length

    def panel(self, x: int, y: int, side: int, picture: np.ndarray, behind: Colour) -> None:
        """Show a picture, grey or RGB, as large as fits in a square.

        Parameters
        ----------
        x, y : int
            The upper left corner, in pixels.
        side : int
            Of the square, in pixels.
        picture : ndarray of uint8, shape (y, x) or (y, x, 3)
        behind : str or tuple of int
            The colour of what it leaves free.
        """
        image = Image.fromarray(picture)
        scale = side / max(image.size)
        width, height = (max(round(length * scale), 1) for length in image.size)
        self.rectangle(x, y, x + side - 1, y + side - 1, fill=behind)
        image = image.resize((width, height), Image.Resampling.NEAREST)
        self.image.paste(image, (x + (side - width) // 2, y + (side - height) // 2))

    def rectangle(
        self,
        *corners: float,
        fill: Colour | None = None,
        outline: Colour | None = None,
        width: int = 1,
    ) -> None:
        """Draw a rectangle from its left, top, right and bottom.

        Parameters
        ----------
        *corners : float
            In pixels; all four belong to it.
        fill, outline : str or tuple of int, optional
            Colours.
        width : int
            Of the outline, in pixels.
        """
        ImageDraw.Draw(self.image).rectangle(corners, fill=fill, outline=outline, width=width)

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, width: int) -> None:
        """Join points by a smooth line.

        Parameters
        ----------
        points : sequence of (float, float)
            x and y in pixels.
        colour : str or tuple of int
        width : int
            In pixels.
        """

        def paint(draw: Any, at: Callable) -> None:
            draw.line(at(points), 255, width * 3, "curve")

        self._smoothly(colour, paint, ((0, 0), self.image.size))

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a disc.

        Parameters
        ----------
        x, y : float
            The middle, in pixels.
        radius : float
            In pixels.
        colour : str or tuple of int
        """
        corners = (x - radius, y - radius), (x + radius, y + radius)
        self._smoothly(colour, lambda draw, at: draw.ellipse(at(corners), fill=255), corners)

    def _smoothly(
        self,
        colour: Colour,
        paint: Callable,
        corners: tuple[tuple[float, float], tuple[float, float]],
    ) -> None:
        """Paint three times too large and shrink, which rounds off the stairs of the pixels."""
        low, high = corners
        left, top = int(low[0]) - 1, int(low[1]) - 1
        size = int(high[0]) + 2 - left, int(high[1]) + 2 - top
        stencil = Image.new("L", (size[0] * 3, size[1] * 3))
        paint(ImageDraw.Draw(stencil), lambda ps: [((x - left) * 3, (y - top) * 3) for x, y in ps])
        self.image.paste(colour, (left, top), stencil.reduce(3))
