"""Sizes: the volumes of the nuclei, and what the cut-off ones at the border do to the mean."""

import numpy as np

from ..colours import ACCENT, INK, MUTED, label_colours
from ..inputs import InputError, check_labels, check_spacing, check_volume
from .base import Explorer, choice, control, controls_row, plural, result, slice_slider
from .canvas import Canvas, Plot, colour_labels, nice_step, thin

IN, OUT = "counted in", "left out"
ROWS, BARS = "sorted", "histogram"
GREY = "#9aa4ae"


def explore_sizes(labels, spacing):
    """Show the volumes of labelled nuclei, with those at the border in or out.

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
    return SizesExplorer(labels, spacing)


class SizesExplorer(Explorer):
    """See :func:`explore_sizes`."""

    title = "Sizes: how large are the nuclei?"
    border, plot, z = control("border"), control("plot"), control("z")
    volumes = result(lambda self: self._volumes[self._counted()], "Volumes counted, in µm³.")
    summary = result(lambda self: self._summarise(self.volumes), "Count, mean, SD and range.")

    def prepare(self, labels, spacing):
        """Check labels and spacing; measure."""
        from ..nuclei.measurement import summarise, touches_border  # brings half of scikit-image

        self._labels, self._summarise = check_volume(check_labels(labels), "label image"), summarise
        voxels = np.bincount(self._labels.ravel())
        self._numbers = np.flatnonzero(voxels[1:]) + 1
        if not len(self._numbers):
            raise InputError("The label image holds no label above 0: segment the nuclei first.")
        self._volumes = voxels[self._numbers] * np.prod(check_spacing(spacing))
        self._cut = np.isin(self._numbers, touches_border(self._labels))
        return {
            "border": choice("nuclei at the border", [OUT, IN]),
            "plot": choice("show", [ROWS, BARS]),
            "z": slice_slider(len(self._labels)),
        }

    def rows(self):
        """Keep the buttons together."""
        border, plot, z = self.controls.values()
        return [controls_row(border, plot, z)]

    def _counted(self):
        """Return which nuclei are counted."""
        return ~self._cut | (self.border == IN)

    def render(self):
        """Draw the slice, the volumes, and mean and SD over them."""
        counted, canvas = self._counted(), Canvas(1200, 440)
        colours = np.zeros(self._numbers[-1] + 1, int)
        colours[self._numbers] = np.where(counted, self._numbers, 0)
        picture = colour_labels(self._labels[thin(self._labels, self.z)], colours)
        canvas.panel(
            0, 34, 400, picture, "grey: left out" if not counted.all() else "all nuclei counted"
        )

        found, other = (
            self.summary,
            self._summarise(self._volumes[~self._cut | (self.border != IN)]),
        )
        wide = canvas.text(440, -4, f"{found.mean:,.0f} µm³", size=60, bold=True)
        canvas.text(456 + wide, 14, "mean of", size=19, colour=MUTED)
        canvas.text(456 + wide, 36, plural(found.count, "nucleus", "nuclei"), size=19, bold=True)
        canvas.text(1190, 10, f"SD {found.sd:,.0f} µm³ (n)", size=21, anchor="ra")
        canvas.text(1190, 38, f"SD {found.sd_sample:,.0f} µm³ (n − 1)", size=21, anchor="ra")
        box, top = (520, 110, 1190, 384), 1.08 * self._volumes.max()
        (self._draw_sorted if self.plot == ROWS else self._draw_histogram)(
            canvas, box, top, counted, found, other
        )
        border = f"{plural(int(self._cut.sum()), 'nucleus', 'nuclei')} at the border {self.border}"
        text = (
            f"Slice {self.z}; {plural(found.count, 'nucleus', 'nuclei')}, {border}: "
            f"mean {found.mean:.2f} µm³, SD {found.sd:.2f} (n) or {found.sd_sample:.2f} (n − 1) "
            f"µm³, range {found.range:.2f} µm³. With the border nuclei "
            f"{OUT if self.border == IN else IN}, the mean would be {other.mean:.2f} µm³."
        )
        return canvas, text

    def _draw_sorted(self, canvas, box, top, counted, found, other):
        """Draw one bar for each nucleus, from the smallest up, in the colour of its label."""
        order = np.argsort(self._volumes, kind="stable")
        plot = Plot(
            canvas, box, (0, len(order)), (0, top), "nuclei, sorted by volume", "µm³", x_ticks=()
        )
        if not np.isnan(found.sd):
            plot.bar(0, len(order), found.mean - found.sd, found.mean + found.sd, "#d6e6f2")
        table = label_colours(int(self._numbers[-1]))
        for place, index in enumerate(order):
            number = self._numbers[index]
            colour = tuple(table[number, :3].tolist()) if counted[index] else GREY
            width = 0 if counted[index] else 2
            plot.bar(place + 0.12, place + 0.88, 0, self._volumes[index], colour, width)
            if len(order) <= 40:
                at = plot.at(place + 0.5, 0)
                canvas.text(at[0], box[3] + 8, str(number), 15, MUTED, anchor="ma")
        for summary, colour in ((other, GREY), (found, INK)):
            if summary.count:
                plot.bar(0, len(order), summary.mean, summary.mean, colour, width=3)

    def _draw_histogram(self, canvas, box, top, counted, found, other):
        """Draw how many nuclei have which volume."""
        step = nice_step(top, at_most=10)
        edges = np.arange(np.ceil(top / step) + 1) * step
        counts, _ = np.histogram(self._volumes[counted], edges)
        plot = Plot(
            canvas, box, (0, edges[-1]), (0, max(counts.max() + 1, 4)), "volume (µm³)", "nuclei"
        )
        plot.steps(edges, counts, ACCENT)
        for summary, colour in ((other, GREY), (found, INK)):
            if summary.count:
                plot.mark(summary.mean, colour, 4)
