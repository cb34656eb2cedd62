"""Connected components on a grid small enough to do by hand."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..colours import PAPER, label_colours
from ..inputs import InputError, check_mask
from ..page import script, stylesheet
from .base import Explorer, choice, control, controls_row, plural, result
from .canvas import Canvas, ink_on

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

_HERE = Path(__file__).parent


def explore_components(cells=None):
    """Show a grid whose cells can be clicked on and off, and the labels they get.

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
    return ComponentsExplorer(cells)


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
    connectivity = control("connectivity")
    labels = result(lambda self: self._labelled(), "The label of each cell.")
    count = result(lambda self: int(self.labels.max()), "How many components there are.")

    @property
    def cells(self):
        """Which cells are on, as a bool array."""
        return np.array(self._grid.value, bool)

    @cells.setter
    def cells(self, cells):
        self._grid.value = check_mask(cells, name="grid of cells").astype(int).tolist()

    def prepare(self, cells):
        """Check the cells and make the grid."""
        if cells is None:
            cells = [[cell == "#" for cell in row] for row in START]
        cells = check_mask(cells, name="grid of cells")
        if cells.ndim != 2 or max(cells.shape) > 20:
            raise InputError(
                f"The grid of cells has shape {cells.shape}, but two axes of at most 20 cells are "
                "wanted: cut a small piece out, such as mask[30, :10, :10]."
            )
        self._grid = Grid(value=cells.astype(int).tolist())
        return {"cells": self._grid, "connectivity": choice("connected by", [CORNERS, EDGES])}

    def rows(self):
        """Put the buttons above the grid."""
        return [controls_row(self.controls["connectivity"])]

    def stage(self):
        """Show the grid itself instead of a picture of it."""
        return self._grid

    def _labelled(self):
        from skimage.measure import label

        return label(self.cells, connectivity=1 if self.connectivity == EDGES else 2)

    def render(self):
        """Label the cells, and draw the grid for the still."""
        labels, cells = self.labels, self.cells
        colours = label_colours(int(labels.max()))[:, :3]
        self._grid.colours = [(f"rgb{tuple(c)}", ink_on(c)) for c in colours.tolist()]
        self._grid.labels = labels.tolist()
        side = min(48, 480 // max(labels.shape))
        canvas = Canvas(labels.shape[1] * side + 340, max(labels.shape[0] * side, 120) + 2)
        for (y, x), number in np.ndenumerate(labels):
            box = x * side, y * side, (x + 1) * side, (y + 1) * side
            fill = tuple(colours[number].tolist()) if number else PAPER
            canvas.rectangle(*box, fill=fill, outline="#c9cfd6", width=2)
            if number:
                middle = (x + 0.5) * side, (y + 0.5) * side
                colour = ink_on(colours[number])
                canvas.text(*middle, str(number), side * 2 // 5, colour, bold=True, anchor="mm")
        left, words = labels.shape[1] * side + 36, plural(int(labels.max()), "component")
        wide = canvas.text(left, 0, words.split()[0], size=88, bold=True)
        canvas.text(left + wide + 14, 58, words.split()[1], size=24)
        text = f"{plural(int(cells.sum()), 'cell')} on, connected by {self.connectivity}: {words}."
        if not cells.any():
            text += " Click a cell, or press the space bar on it, to switch it on."
        return canvas, text
