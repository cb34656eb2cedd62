"""Sizes: the volumes of the nuclei, and what the cut-off ones at the border do to the mean."""

import math
from typing import Any

import numpy as np

from ..colours import ACCENT, INK, paint
from ..inputs import InputError, check_spacing
from .base import Explorer, choice, control, plural, result, slice_slider
from .canvas import Canvas
from .colouring import GREY, colour_labels, thin
from .input_checks import labels_given
from .layout import Chart, Key, Line, Shown
from .plot import Plot, nice_step

IN, OUT = "counted in", "left out"
ROWS, BARS = "sorted", "histogram"
MOST_BARS = 600
SPREAD = "#d6e6f2"
"""Behind the bars: the mean and one SD either way."""


def explore_sizes(labels: Any, spacing: Any) -> "SizesExplorer":
    """Show the volumes of labelled nuclei, with those at the border in or out.

    The same cell run again with the same input starts where the controls were left.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)
        0 is background; each other number is one nucleus.
    spacing : tuple of float
        Voxel size (z, y, x) in µm.

    Returns
    -------
    SizesExplorer
        With the attributes `border` ("counted in" or "left out"), `plot`, `z` (all may be set),
        `volumes` (µm³, of the nuclei counted) and `summary`.

    Examples
    --------
    >>> labels = np.zeros((5, 9, 9), int)
    >>> labels[:2, 1:3, 1:3], labels[2:4, 5:8, 5:8] = 1, 2
    >>> explorer = explore_sizes(labels, spacing=(1, 0.5, 0.5))
    >>> explorer.volumes.tolist()
    [4.5]
    >>> explorer.border = "counted in"
    >>> explorer.volumes.tolist()
    [2.0, 4.5]
    """
    return SizesExplorer.explore(labels, spacing)


class SizesExplorer(Explorer):
    """See :func:`explore_sizes`."""

    title = "Sizes: how large are the nuclei?"
    moving = ("border", "plot", "z")
    border, plot, z = control("border"), control("plot"), control("z")
    volumes = result(lambda self: self._volumes[self._counted()], "Volumes counted, in µm³.")
    summary = result(lambda self: self._summarise(self.volumes), "Count, mean, SD and range.")

    def __init__(self, labels: Any, spacing: Any) -> None:
        from ..nuclei.measurement import (  # brings half of scikit-image
            summarise,
            touches_border,
        )

        labels, self._summarise = labels_given(labels), summarise
        # places instead of numbers, which may be huge
        numbers, places = np.unique(labels, return_inverse=True)
        self._numbers = numbers[numbers > 0]
        if not len(self._numbers):
            raise InputError("The label image holds no label above 0: segment the nuclei first.")
        places = places.reshape(labels.shape) + (numbers[0] > 0)
        self._places = places.astype(np.min_scalar_type(len(numbers)))
        self._volumes = np.bincount(places.ravel())[1:] * math.prod(check_spacing(spacing))
        self._cut = np.isin(self._numbers, touches_border(labels))
        border, plot = choice("nuclei at the border", [OUT, IN]), choice("show", [ROWS, BARS])
        z = slice_slider(len(labels))
        super().__init__({"border": border, "plot": plot, "z": z}, [[border, plot, z]])

    def _counted(self) -> np.ndarray:
        """Return which nuclei are counted."""
        return ~self._cut | (self.border == IN)

    def render(self) -> Shown:
        """Show the slice, the volumes, and mean and SD over them."""
        counted = self._counted()
        colours = np.array([0, *np.where(counted, self._numbers, 0)])
        picture = colour_labels(self._places[thin(self._places, self.z)], colours)
        found, swapped = self.summary, ~self._cut | (self.border != IN)
        other = self._summarise(self._volumes[swapped])
        nuclei = plural(found.count, "nucleus", "nuclei")
        cut = plural(int(np.count_nonzero(self._cut)), "nucleus", "nuclei")
        border = f"{cut} at the border {self.border}"
        sds = f"SD {found.sd:,.0f} µm³ (n) or {found.sd_sample:,.0f} µm³ (n − 1)"
        chart = self._sorted if self.plot == ROWS else self._histogram
        return Shown(
            words=f"Slice {self.z}; {nuclei}, {border}: mean {found.mean:.2f} µm³, "
            f"SD {found.sd:.2f} (n) or {found.sd_sample:.2f} (n − 1) µm³, range {found.range:.2f} "
            f"µm³. With the border nuclei {OUT if self.border == IN else IN}, the mean would be "
            f"{other.mean:.2f} µm³.",
            pictures=[(picture, "all nuclei counted" if counted.all() else "grey: left out")],
            figure=f"{found.mean:,.0f}",
            beside=["µm³: the mean of", nuclei],
            lines=[Line(sds)],
            chart=chart(counted, found, other),
        )

    def _key(self) -> list[Key]:
        otherwise = f"mean with the border nuclei {OUT if self.border == IN else IN}"
        return [Key("–", "mean", INK), Key("–", otherwise, GREY)]

    def _sorted(self, counted: np.ndarray, found: Any, other: Any) -> Chart:
        """Return one bar for each nucleus, from the smallest up, in the colour of its label."""
        order = np.argsort(self._volumes, kind="stable")
        table, across = paint(self._numbers), (0, len(order))

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            if not np.isnan(found.sd):
                low = max(found.mean - found.sd, 0)
                plot.bar(canvas, across, (low, found.mean + found.sd), SPREAD)
            every = -(-len(order) // MOST_BARS)  # of a great many nuclei, one bar for a few
            for place in range(0, len(order), every):
                index = order[place]
                colour = tuple(table[index, :3].tolist()) if counted[index] else GREY
                width, sides = (
                    0 if counted[index] else 2,
                    (place + 0.12 * every, place + 0.88 * every),
                )
                plot.bar(canvas, sides, (0, self._volumes[index]), colour, width)
                if len(order) <= 40:
                    plot.below(canvas, place + 0.5, str(self._numbers[index]), size=15)
            for summary, colour in ((other, GREY), (found, INK)):
                if summary.count:
                    plot.bar(canvas, across, (summary.mean, summary.mean), colour, width=3)

        top, words = 1.08 * self._volumes.max(), "nuclei, sorted by volume"
        return Chart(across, (0, top), words, "µm³", backdrop, self._key(), x_ticks=())

    def _histogram(self, counted: np.ndarray, found: Any, other: Any) -> Chart:
        """Return how many nuclei have which volume."""
        top = 1.08 * self._volumes.max()
        step = nice_step(top, at_most=10)
        edges = np.arange(np.ceil(top / step) + 1) * step
        counts, _ = np.histogram(self._volumes[counted], edges)

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            plot.steps(canvas, edges, counts, ACCENT)
            for summary, colour in ((other, GREY), (found, INK)):
                if summary.count:
                    plot.mark(canvas, summary.mean, colour, 4)

        limits = (0, float(edges[-1])), (0, float(max(counts.max() + 1, 4)))
        return Chart(*limits, "volume (µm³)", "nuclei", backdrop, self._key())
