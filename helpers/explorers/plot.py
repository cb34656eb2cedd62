"""Where a number lies in a chart, and how to draw it there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..colours import ACCENT, INK, MUTED
from .canvas import Canvas, Colour

Numbers = Sequence[float] | np.ndarray
GRID = "#e3e6ea"
"""For the lines across a chart."""


@dataclass(frozen=True)
class Plot:
    """From the units of the data to pixels, within a box.

    Parameters
    ----------
    box : tuple of int
        Left, top, right, bottom in pixels.
    x, y : tuple of float
        Limits. With `log`, y must begin above 0.
    x_label : str
        What runs from left to right, with its unit.
    log : bool
        Count in powers of ten along y.
    x_ticks : iterable of float, optional
        Where to put numbers; by default at round steps.
    """

    box: tuple[int, int, int, int]
    x: tuple[float, float]
    y: tuple[float, float]
    x_label: str = ""
    log: bool = False
    x_ticks: Iterable[float] | None = None

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Return where a data point lies, in pixels.

        Parameters
        ----------
        x, y : float
            In the units of the data.

        Returns
        -------
        tuple of int
            x, y.
        """
        left, top, right, bottom = self.box
        low, high = np.log10(self.y) if self.log else self.y
        y = np.log10(max(y, self.y[0])) if self.log else y
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1)
        up = (y - low) / ((high - low) or 1)
        return round(left + across * (right - left)), round(bottom - up * (bottom - top))

    def axes(self, canvas: Canvas) -> None:
        """Draw the axes with their numbers.

        Parameters
        ----------
        canvas : Canvas
        """
        left, _, right, bottom = self.box
        for tick in ticks(self.x, at_most=5) if self.x_ticks is None else self.x_ticks:
            at = self.at(tick, self.y[0])[0]
            canvas.rectangle(at, bottom, at + 1, bottom + 6, fill=MUTED)
            self.below(canvas, tick, short(tick))
        for tick in ticks(self.y, at_most=6, log=self.log):
            at = self.at(self.x[0], tick)[1]
            canvas.rectangle(left, at, right, at, fill=GRID)
            canvas.text(left - 8, at, short(tick), size=16, colour=MUTED, anchor="rm")
        canvas.rectangle(left, bottom, right, bottom + 1, fill=MUTED)
        canvas.text((left + right) / 2, bottom + 32, self.x_label, size=18, anchor="ma")

    def below(self, canvas: Canvas, x: float, words: str, size: int = 16) -> None:
        """Write a number below the axis at `x`.

        Parameters
        ----------
        canvas : Canvas
        x : float
            In the units of the data.
        words : str
        size : int
            Of the type, in pixels.
        """
        at = self.at(x, self.y[0])[0]
        canvas.text(at, self.box[3] + 10, words, size=size, colour=MUTED, anchor="ma")

    def line(
        self,
        canvas: Canvas,
        xs: Numbers,
        ys: Numbers,
        colour: Colour = INK,
        width: int = 4,
    ) -> None:
        """Draw a curve.

        Parameters
        ----------
        canvas : Canvas
        xs, ys : sequence of float
            In the units of the data; as many of one as of the other.
        colour : str or tuple of int
        width : int
            In pixels.
        """
        canvas.line([self.at(x, y) for x, y in zip(xs, ys, strict=True)], colour, width)

    def dot(
        self, canvas: Canvas, x: float, y: float, radius: int = 7, colour: Colour = INK
    ) -> None:
        """Mark a data point.

        Parameters
        ----------
        canvas : Canvas
        x, y : float
            In the units of the data.
        radius : int
            In pixels.
        colour : str or tuple of int
        """
        canvas.dot(*self.at(x, y), radius, colour)

    def bar(
        self,
        canvas: Canvas,
        across: tuple[float, float],
        up: tuple[float, float],
        colour: Colour = INK,
        width: int = 0,
    ) -> None:
        """Fill a bar, or outline it if `width` is given.

        Parameters
        ----------
        canvas : Canvas
        across, up : tuple of float
            From where to where, in the units of the data.
        colour : str or tuple of int
        width : int
            Of the outline, in pixels.
        """
        (x0, bottom), (x1, top) = self.at(across[0], up[0]), self.at(across[1], up[1])
        if width:
            canvas.rectangle(x0, top, x1, bottom, outline=colour, width=width)
        elif top < bottom:
            canvas.rectangle(x0, top, max(x1 - 1, x0), bottom - 1, fill=colour)

    def steps(
        self,
        canvas: Canvas,
        edges: Numbers,
        heights: Numbers,
        colour: Colour = INK,
    ) -> None:
        """Fill the steps of a histogram.

        Parameters
        ----------
        canvas : Canvas
        edges : sequence of float, length n + 1
            Of the bins, in the units of the data.
        heights : sequence of float, length n
        colour : str or tuple of int
        """
        for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True):
            if height > 0:
                self.bar(canvas, (left, right), (self.y[0], height), colour)

    def mark(self, canvas: Canvas, x: float, colour: Colour = ACCENT, width: int = 4) -> None:
        """Draw an upright line at `x`, or at the end of the axis that `x` lies beyond.

        Parameters
        ----------
        canvas : Canvas
        x : float
            In the units of the data.
        colour : str or tuple of int
        width : int
            In pixels.
        """
        at = self.at(min(max(x, self.x[0]), self.x[1]), self.y[0])[0]
        _, top, _, bottom = self.box
        canvas.rectangle(at - width // 2, top, at + (width - 1) // 2, bottom, fill=colour)


def ticks(limits: tuple[float, float], at_most: int, log: bool = False) -> np.ndarray:
    """Return round numbers between two limits.

    Parameters
    ----------
    limits : tuple of float
    at_most : int
        Into how many parts they may divide the whole.
    log : bool
        Powers of ten.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> ticks((-0.5, 16.5), at_most=5).tolist()
    [0.0, 5.0, 10.0, 15.0]
    """
    low, high = limits
    if log:
        return 10.0 ** np.arange(np.ceil(np.log10(low)), np.log10(high) + 1e-9)
    if not high > low:
        return np.array([low])
    step = nice_step(high - low, at_most)
    # adding 0 turns the -0 of a limit just below zero into 0
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step + 0.0


def nice_step(length: float, at_most: int) -> float:
    """Return the smallest step 1, 2, 2.5 or 5 (times ten) that divides a length into few parts.

    Parameters
    ----------
    length : float
        Above 0.
    at_most : int
        How many parts there may be.

    Returns
    -------
    float

    Examples
    --------
    >>> nice_step(16, at_most=8), nice_step(0.9, at_most=4)
    (2.0, 0.25)
    """
    power = np.floor(np.log10(length / at_most))
    sizes = (float(f"{size}e{power:.0f}") for size in (1, 2, 2.5, 5, 10))
    return next((size for size in sizes if length / size <= at_most), float(f"20e{power:.0f}"))


def short(number: float) -> str:
    """Return a number in few characters, for the axis of a chart.

    Parameters
    ----------
    number : float

    Returns
    -------
    str

    Examples
    --------
    >>> short(0.25), short(1250), short(20_000), short(3e6)
    ('0.25', '1,250', '20k', '3M')
    """
    for size, letter in (1e6, "M"), (1e3, "k"):
        if abs(number) >= 1e4 and abs(number) >= size:
            return f"{number / size:,g}{letter}"
    return f"{number:,g}"
