"""Where things stand in the picture of an explorer; the explorers only say what is shown.

From left to right: one or two pictures, each below its title, then a column with a big figure, a
few lines of words, and a chart with its key.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..colours import INK, MUTED
from .canvas import Canvas, Colour
from .colouring import NIGHT
from .plot import Plot

WIDTH, HEIGHT = 1200, 440
SIDE, GAP, TITLE = 400, 15, 34  # a picture, what lies between two, and the room for a title
FIGURE, BASELINE, LINE = 88, 70, 29  # the largest type, and where lines stand below it
SCALE, RIGHT, BOTTOM = 46, 1192, 384  # room for the numbers beside a chart, and where it ends


class Line(NamedTuple):
    """A line of words; a coloured square before it makes it stand out."""

    words: str
    mark: str = ""


class Key(NamedTuple):
    """What a colour in a chart stands for."""

    sign: str
    words: str
    colour: Colour


def nothing(plot: Plot, canvas: Canvas) -> None:
    """Draw nothing.

    Parameters
    ----------
    plot : Plot
    canvas : Canvas
    """


@dataclass(eq=False)
class Chart:
    """A chart, and what in it stays while a slider moves.

    Parameters
    ----------
    x, y : tuple of float
        Limits, in the units of the data.
    x_label, y_label : str
        What they show, with the unit.
    backdrop : callable
        ``backdrop(plot, canvas)`` draws what stays. It is drawn once.
    key : sequence of Key
    log : bool
        Count in powers of ten along y.
    x_ticks : iterable of float, optional
        Where to put numbers.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    x_label: str
    y_label: str = ""
    backdrop: Callable[[Plot, Canvas], None] = nothing
    key: Sequence[Key] = ()
    log: bool = False
    x_ticks: Iterable[float] | None = None
    _drawn: dict[int, tuple[Plot, Canvas]] = field(default_factory=dict)

    def below(self, left: int, top: int) -> tuple[Plot, Canvas]:
        """Return the plot, and a fresh sheet that has it with its backdrop below `top`.

        Parameters
        ----------
        left, top : int
            Where the chart and its key begin, in pixels.

        Returns
        -------
        plot : Plot
        canvas : Canvas
        """
        if (place := left * HEIGHT + top) not in self._drawn:
            canvas = Canvas(WIDTH, HEIGHT)
            box = (left + SCALE, top + 36, RIGHT, BOTTOM)
            plot = Plot(box, self.x, self.y, self.x_label, self.log, self.x_ticks)
            x: float = left
            for sign, words, colour in (Key("", self.y_label, MUTED), *self.key):
                x += canvas.text(x, top + 25, sign, 18, colour, anchor="ls") + 6 * bool(sign)
                tone = INK if sign else colour
                x += canvas.text(x, top + 25, words, 17, tone, anchor="ls") + 18 * bool(words)
            plot.axes(canvas)
            self.backdrop(plot, canvas)
            self._drawn[place] = plot, canvas
        plot, canvas = self._drawn[place]
        return plot, canvas.copy()


@dataclass
class Shown:
    """All that an explorer shows at one state of its controls.

    Parameters
    ----------
    words : str
        The state in words, for the line below the picture.
    pictures : sequence of (ndarray, str)
        One or two, grey or RGB, each with its title.
    figure : str
        What is written largest.
    beside : sequence of str
        One or two short lines on its right, which say what it is.
    lines : sequence of Line
    chart : Chart
    marks : callable
        ``marks(plot, canvas)`` draws what moves in the chart.
    """

    words: str
    pictures: Sequence[tuple[np.ndarray, str]]
    figure: str
    beside: Sequence[str]
    lines: Sequence[Line]
    chart: Chart
    marks: Callable[[Plot, Canvas], None] = nothing

    def columns(self) -> list[int]:
        """Return where each picture and the words begin, in pixels from the left."""
        return [number * (SIDE + GAP) for number in range(len(self.pictures) + 1)]

    def draw(self) -> Canvas:
        """Put everything in its place."""
        left = len(self.pictures) * (SIDE + GAP) + 5
        top = BASELINE + 10
        plot, canvas = self.chart.below(left, top + LINE * len(self.lines))
        self.marks(plot, canvas)
        for number, (picture, title) in enumerate(self.pictures):
            at = number * (SIDE + GAP)
            canvas.text(at, TITLE - 8, title, 19, bold=True, anchor="ls", width=SIDE)
            canvas.panel(at, TITLE, SIDE, picture, NIGHT)
        room = (WIDTH - left) * (0.62 if self.beside else 1)
        x = (
            left
            + 14
            + canvas.text(left, BASELINE, self.figure, FIGURE, bold=True, anchor="ls", width=room)
        )
        for above, words in enumerate(reversed(self.beside)):
            canvas.text(x, BASELINE - 25 * above, words, 20, MUTED, anchor="ls", width=WIDTH - x)
        for number, (words, mark) in enumerate(self.lines):
            x, y = float(left), top + LINE * number
            if mark:
                x += 8 + canvas.text(x, y, "■", 20, mark)
            canvas.text(x, y, words, 20, INK, bold=bool(mark), width=WIDTH - x)
        return canvas
