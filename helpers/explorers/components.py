"""Connected components on a grid small enough to do by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from ..colours import PAPER, ink_on, label_colours
from ..inputs import InputError, check_mask
from ..page import script, stylesheet
from .base import Explorer, choice, control, plural, result
from .canvas import Canvas

_HERE = Path(__file__).parent
EDGES, CORNERS = "edges only (4 neighbours)", "edges and corners (8 neighbours)"
START = (
    "..........",
    ".##...##..",
    ".##..####.",
    "...#..##..",
    "....#.....",
    ".#....##..",
    ".##..#.#..",
    "......##..",
)


def explore_components(cells: Any = None) -> "ComponentsExplorer":
    """Show a grid whose cells can be clicked on and off, and the labels they get.

    The same notebook cell run again with the same input keeps what was clicked.

    Parameters
    ----------
    cells : ndarray of bool, shape (y, x), optional
        What to begin with, up to 20 cells each way; by default a small example.

    Returns
    -------
    ComponentsExplorer
        With the attributes `cells`, `connectivity` (both may be set), `labels` and `count`.

    Examples
    --------
    >>> explorer = explore_components([[1, 0], [0, 1]])
    >>> explorer.count
    1
    >>> explorer.connectivity = "edges only (4 neighbours)"
    >>> explorer.labels.tolist()
    [[1, 0], [0, 2]]
    """
    return ComponentsExplorer.explore(cells)


class Grid(anywidget.AnyWidget):
    """Cells that are switched by a click, or by the arrow keys and the space bar.

    Attributes
    ----------
    value : list of list of int
        1 where a cell is on.
    labels : list of list of int
        The number shown in each cell; 0 shows none.
    colours : list of (str, str)
        The colour of each label and of the number on it, as CSS.
    """

    _esm = script(_HERE / "grid.js")
    _css = stylesheet(_HERE / "grid.css")
    value = traitlets.List().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    colours = traitlets.List().tag(sync=True)


class ComponentsExplorer(Explorer):
    """See :func:`explore_components`."""

    title = "Connected components: which cells belong together?"
    moving = ("connectivity",)
    connectivity = control("connectivity")
    labels = result(lambda self: self._labelled(), "The label of each cell.")
    count = result(lambda self: int(self.labels.max()), "How many components there are.")

    def __init__(self, cells: Any) -> None:
        if cells is None:
            cells = [[cell == "#" for cell in row] for row in START]
        cells = check_mask(cells, name="grid of cells")
        if cells.ndim != 2 or max(cells.shape) > 20:
            raise InputError(
                f"The grid of cells has shape {cells.shape}, but two axes of at most 20 cells are "
                "wanted: cut a small piece out, such as mask[30, :10, :10]."
            )
        self._grid = Grid(value=cells.astype(int).tolist())
        connectivity = choice("connected by", [CORNERS, EDGES])
        controls = {"cells": self._grid, "connectivity": connectivity}
        super().__init__(controls, [[connectivity]], stage=self._grid)

    @property
    def cells(self) -> np.ndarray:
        """Which cells are on, as a bool array."""
        return np.array(self._grid.value, bool)

    @cells.setter
    def cells(self, cells: Any) -> None:
        """Turn cells on and off.

        Parameters
        ----------
        cells : array-like of bool, 2D

        Raises
        ------
        InputError
            If the cells are no mask.
        """
        self._grid.value = check_mask(cells, name="grid of cells").astype(int).tolist()

    def _labelled(self) -> np.ndarray:
        from skimage.measure import label

        return label(self.cells, connectivity=1 if self.connectivity == EDGES else 2)

    def render(self) -> "Labelled":
        """Label the cells, and hand the labels to the grid."""
        labels, on = self.labels, int(np.count_nonzero(self.cells))
        colours = label_colours(int(labels.max()))[:, :3]
        self._grid.colours = [(f"rgb{tuple(c)}", ink_on(c)) for c in colours.tolist()]
        self._grid.labels = labels.tolist()
        words = plural(int(labels.max()), "component")
        text = f"{plural(on, 'cell')} on, connected by {self.connectivity}: {words}."
        if not on:
            text += " Click a cell, or press the space bar on it, to switch it on."
        return Labelled(text, labels)


@dataclass
class Labelled:
    """Cells with their labels, for a page without a kernel."""

    words: str
    labels: np.ndarray

    def columns(self) -> list[int]:
        """Keep the picture in one piece."""
        return [0]

    def draw(self) -> Canvas:
        """Draw the cells in the colours of their labels, and the count beside them."""
        rows, columns = self.labels.shape
        side, count = min(48, 480 // max(rows, columns)), int(self.labels.max())
        canvas = Canvas(columns * side + 340, max(rows * side, 120) + 2)
        colours = label_colours(count)[:, :3]
        for (y, x), number in np.ndenumerate(self.labels):
            box = x * side, y * side, (x + 1) * side, (y + 1) * side
            fill = tuple(colours[number].tolist()) if number else PAPER
            canvas.rectangle(*box, fill=fill, outline="#c9cfd6", width=2)
            if number:
                middle = (x + 0.5) * side, (y + 0.5) * side
                colour = ink_on(colours[number].tolist())
                canvas.text(*middle, str(number), side * 2 // 5, colour, bold=True, anchor="mm")
        figure, noun = plural(count, "component").split()
        left = columns * side + 36
        wide = canvas.text(left, 0, figure, size=88, bold=True)
        canvas.text(left + wide + 14, 58, noun, size=24)
        return canvas
