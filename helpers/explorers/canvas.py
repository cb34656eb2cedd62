"""Draw pictures, words and plots straight into pixels, in milliseconds.

Redrawing a matplotlib figure takes a third of a second, too long to follow a slider.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..colours import ACCENT, INK, MUTED, PAPER, label_colours

NIGHT = "#101418"
"""Behind microscope pictures and labels."""
PALE = "#e4e8ec"
"""For a mask."""


@lru_cache(maxsize=32)
def _font(size, bold):
    # find_spec finds the typeface that comes with matplotlib without the cost of importing it
    fonts = Path(find_spec("matplotlib").submodule_search_locations[0]) / "mpl-data/fonts/ttf"
    return ImageFont.truetype(fonts / f"DejaVuSans{'-Bold' * bold}.ttf", size)


@lru_cache(maxsize=1024)
def _length(words, size, bold):
    return _font(size, bold).getlength(words)


@lru_cache(maxsize=256)
def _stencil(words, size, bold, anchor):
    """Return words as a grey picture, and where it lies as seen from the anchor."""
    font = _font(size, bold)
    left, top, right, bottom = font.getbbox(words, anchor=anchor)
    image = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(image).text((-left, -top), words, 255, font, anchor)
    return image, left, top


def rgb(colour):
    """Return a colour such as ``"#0072b2"`` as three whole numbers."""
    return tuple(bytes.fromhex(colour[1:]))


def ink_on(colour):
    """Return black or white, whichever reads better on an RGB colour."""
    return INK if np.dot(colour, (0.299, 0.587, 0.114)) > 115 else PAPER


def colour_codes(codes, *colours):
    """Return the RGB picture in which code 0, 1, 2 ... has the first, second, third ... colour.

    Examples
    --------
    >>> colour_codes(np.array([[0, 1]]), "#000000", "#ffffff").tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    return np.array([rgb(colour) for colour in colours], np.uint8).take(codes, axis=0)


def colour_labels(labels, numbers=None):
    """Return an RGB picture of labels on a dark ground.

    Parameters
    ----------
    labels : ndarray of int, shape (y, x)
    numbers : ndarray of int, optional
        For each label the number whose colour it takes, 0 for grey; its own by default.
    """
    numbers = np.arange(int(labels.max(initial=0)) + 1) if numbers is None else numbers
    table = label_colours(int(numbers.max(initial=0)))[numbers, :3].copy()
    table[numbers == 0] = rgb("#9aa4ae")
    table[0] = rgb(NIGHT)
    return table.take(labels, axis=0)


def with_outline(picture, mask, colour):
    """Return an RGB picture with the outline of a mask, one voxel wide, drawn over it."""
    picture = np.repeat(picture[..., None], 3, axis=-1) if picture.ndim == 2 else picture.copy()
    inner = mask.copy()
    for line, inside in (mask, inner), (mask.T, inner.T):
        inside[1:] &= line[:-1]
        inside[:-1] &= line[1:]
    picture[mask & ~inner] = rgb(colour)
    return picture


def thin(volume, z, at_most=800):
    """Return the index of slice z that leaves out rows and columns too fine to be shown."""
    step = -(-max(volume.shape[1:]) // at_most)
    return z, slice(None, None, step), slice(None, None, step)


def nice_step(length, at_most):
    """Return the smallest step 1, 2, 2.5 or 5 (times ten) that divides a length into few parts.

    Examples
    --------
    >>> nice_step(16, at_most=8), nice_step(0.9, at_most=4)
    (2.0, 0.25)
    """
    power = 10.0 ** np.floor(np.log10(length / at_most))
    return float(next(s * power for s in (1, 2, 2.5, 5, 10) if length / (s * power) <= at_most))


def short(number):
    """Return a number in few characters, for the axis of a plot.

    Examples
    --------
    >>> short(0.25), short(1250), short(20_000), short(3e6)
    ('0.25', '1,250', '20k', '3M')
    """
    for power, letter in (1e6, "M"), (1e4, "k"):
        if number >= power:
            return f"{number / (1e6 if letter == 'M' else 1e3):,g}{letter}"
    return f"{number:,g}"


class Canvas:
    """A white sheet to draw on, sized in pixels."""

    def __init__(self, width, height):
        self.image = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def copy(self):
        """Return a second sheet with the same drawing."""
        other = Canvas(1, 1)
        other.image = self.image.copy()
        other._draw = ImageDraw.Draw(other.image)
        return other

    def pixels(self):
        """Return the drawing as an RGB array."""
        return np.asarray(self.image)

    def text(self, x, y, words, size=20, colour=INK, bold=False, anchor="la", width=None):
        """Write words, in smaller type if they would be wider than `width`; return their width."""
        while width and _length(words, size, bold) > width and size > 12:
            size -= 1
        length = _length(words, size, bold)
        if anchor[0] == "m":  # keep the number at the end of an axis on the sheet
            x = min(x, self.image.width - length / 2 - 1)
        stencil, left, top = _stencil(words, size, bold, anchor)
        self.image.paste(colour, (round(x + left), round(y + top)), stencil)
        return length

    def panel(self, x, y, side, picture, title):
        """Show a picture, grey or RGB, as large as fits in a square below its title."""
        picture = Image.fromarray(picture)
        scale = side / max(picture.size)
        size = tuple(max(round(length * scale), 1) for length in picture.size)
        self._draw.rectangle((x, y, x + side - 1, y + side - 1), fill=NIGHT)
        middle = x + (side - size[0]) // 2, y + (side - size[1]) // 2
        self.image.paste(picture.resize(size, Image.Resampling.NEAREST), middle)
        self.text(x, y - 8, title, size=19, bold=True, anchor="ls", width=side)

    def rectangle(self, *corners, fill=None, outline=None, width=1):
        """Draw a rectangle from its left, top, right and bottom."""
        self._draw.rectangle(corners, fill=fill, outline=outline, width=width)

    def line(self, points, colour=INK, width=4):
        """Join points by a smooth line."""
        self._smoothly(colour, lambda draw, at: draw.line(at(points), 255, width * 3, "curve"))

    def dot(self, x, y, radius, colour=INK):
        """Draw a disc."""
        corners = (x - radius, y - radius), (x + radius, y + radius)
        self._smoothly(colour, lambda draw, at: draw.ellipse(at(corners), fill=255), corners)

    def _smoothly(self, colour, paint, corners=None):
        """Paint three times too large and shrink, which rounds off the stairs of the pixels."""
        low, high = corners or ((0, 0), self.image.size)
        left, top = int(low[0]) - 1, int(low[1]) - 1
        size = int(high[0]) + 2 - left, int(high[1]) + 2 - top
        stencil = Image.new("L", (size[0] * 3, size[1] * 3))
        paint(ImageDraw.Draw(stencil), lambda ps: [((x - left) * 3, (y - top) * 3) for x, y in ps])
        self.image.paste(colour, (left, top), stencil.reduce(3))


class Plot:
    """Axes on a canvas, from `x` to `y` limits in the units of the data.

    Parameters
    ----------
    canvas : Canvas
    box : tuple of int
        Left, top, right, bottom of the plotting area in pixels.
    x, y : tuple of float
        Limits. With `log`, y must begin above 0.
    x_label, y_label : str
        What the axes show, with units; `y_label` stands above the plot.
    log : bool
        Count in powers of ten along y.
    x_ticks : iterable of float, optional
        Where to put numbers; by default at round steps.
    """

    def __init__(self, canvas, box, x, y, x_label="", y_label="", log=False, x_ticks=None):
        self.canvas, self.box, self.x, self.y, self.log = canvas, box, x, y, log
        left, top, right, bottom = box
        for tick in self._ticks(x, at_most=5) if x_ticks is None else x_ticks:
            at = self.at(tick, y[0])[0]
            canvas.rectangle(at, bottom, at + 1, bottom + 6, fill=MUTED)
            canvas.text(at, bottom + 10, short(tick), size=16, colour=MUTED, anchor="ma")
        for tick in self._ticks(y, at_most=6, log=log):
            at = self.at(x[0], tick)[1]
            canvas.rectangle(left, at, right, at, fill="#e3e6ea")
            canvas.text(left - 8, at, short(tick), size=16, colour=MUTED, anchor="rm")
        canvas.rectangle(left, bottom, right, bottom + 1, fill=MUTED)
        canvas.text((left + right) / 2, bottom + 32, x_label, size=18, anchor="ma")
        canvas.text(left, top - 8, y_label, size=17, colour=MUTED, anchor="ls")

    @staticmethod
    def _ticks(limits, at_most, log=False):
        if log:
            return 10.0 ** np.arange(np.ceil(np.log10(limits[0])), np.log10(limits[1]) + 1e-9)
        step = nice_step(limits[1] - limits[0], at_most)
        return np.arange(np.ceil(limits[0] / step), np.floor(limits[1] / step) + 1) * step

    def at(self, x, y):
        """Return where a data point lies on the canvas, in pixels."""
        left, top, right, bottom = self.box
        low, high = np.log10(self.y) if self.log else self.y
        y = np.log10(max(y, self.y[0])) if self.log else y
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - low) / (high - low)
        return round(left + across * (right - left)), round(bottom - up * (bottom - top))

    def line(self, xs, ys, colour=INK, width=4):
        """Draw a curve."""
        self.canvas.line([self.at(x, y) for x, y in zip(xs, ys, strict=True)], colour, width)

    def dot(self, x, y, radius=7, colour=INK):
        """Mark a data point."""
        self.canvas.dot(*self.at(x, y), radius, colour)

    def bar(self, left, right, low, high, colour=INK, width=0):
        """Fill a bar, or outline it if `width` is given."""
        (x0, bottom), (x1, top) = self.at(left, low), self.at(right, high)
        if width:
            self.canvas.rectangle(x0, top, x1, bottom, outline=colour, width=width)
        elif top < bottom:
            self.canvas.rectangle(x0, top, max(x1 - 1, x0), bottom - 1, fill=colour)

    def steps(self, edges, heights, colour=INK):
        """Fill the steps of a histogram."""
        for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True):
            if height > 0:
                self.bar(left, right, self.y[0], height, colour)

    def mark(self, x, colour=ACCENT, width=4):
        """Draw an upright line at `x`, or at the end of the axis that `x` lies beyond."""
        at = self.at(min(max(x, self.x[0]), self.x[1]), self.y[0])[0]
        _, top, _, bottom = self.box
        self.canvas.rectangle(at - width // 2, top, at + (width - 1) // 2, bottom, fill=colour)
