"""Histogram and exposure: what the detector recorded, and what no later step brings back."""

import numpy as np

from ..colours import ACCENT, BAD, MUTED, SKY, WARN, grey
from ..inputs import check_volume
from ..nuclei.quality import clipping, detector_limits, dynamic_range_used, expose, histogram
from .base import Explorer, choice, control, controls_row, plural, result, slice_slider, slider
from .canvas import Canvas, Plot, rgb, thin

FACTORS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8)
SCOPES = ("this slice", "whole volume")
BINS = 100


def explore_histogram(image):
    """Show the histogram of an image, and what a longer or shorter exposure would have given.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)

    Returns
    -------
    ExposureExplorer
        With the attributes `z`, `exposure`, `scope` (all may be set), `image` (the volume as
        exposed) and `clipping` (of the slice or the volume, whichever `scope` says).

    Examples
    --------
    >>> explorer = explore_histogram(np.full((3, 8, 8), 50, np.uint8))
    >>> explorer.exposure = 8
    >>> explorer.clipping.saturated_share > 0.9
    True
    """
    return ExposureExplorer(image)


class ExposureExplorer(Explorer):
    """See :func:`explore_histogram`."""

    title = "Histogram: is the image well exposed?"
    z, exposure, scope = control("z"), control("exposure"), control("scope")
    image = result(lambda self: self._exposed(), "The whole volume as exposed.")
    clipping = result(
        lambda self: clipping(self._counted(), self._limits), "The ends of the scale."
    )

    def prepare(self, image):
        """Check the image and make the sliders."""
        self._image = check_volume(image)
        self._limits = detector_limits(self._image)
        self._last = None, self._image
        exposure = [(f"× {factor:g}", factor) for factor in FACTORS]
        return {
            "exposure": slider("exposure time", exposure, 1),
            "z": slice_slider(len(self._image)),
            "scope": choice("histogram of", SCOPES),
        }

    def rows(self):
        """Keep the sliders together."""
        exposure, z, scope = self.controls.values()
        return [controls_row(exposure, z), controls_row(scope)]

    def _exposed(self):
        """Return the volume at the present exposure; the last one is kept."""
        if self._last[0] != self.exposure:
            self._last = self.exposure, expose(self._image, self.exposure, limits=self._limits)
        return self._last[1]

    def _counted(self):
        """Return the voxels that are counted: one slice, exposed by itself, or the volume."""
        if self.scope == "whole volume":
            return self._exposed()
        return expose(self._image[self.z], self.exposure, seed=self.z, limits=self._limits)

    def render(self):
        """Draw the slice as recorded, the slice scaled back, and the histogram."""
        factor, counted = self.exposure, self._counted()
        recorded = counted if counted.ndim == 2 else counted[self.z]
        found = clipping(counted, self._limits)
        share = dynamic_range_used(counted, limits=self._limits)
        low, high = self._limits
        canvas = Canvas(1200, 440)
        step = thin(self._image, 0)[1:]
        undo = f"÷ {factor:g}" if factor >= 1 else f"× {1 / factor:g}"
        later = "the same: nothing to bring back" if factor == 1 else f"{undo} in the computer"
        for x, divisor, title in ((0, 1, "as the detector records it"), (415, factor, later)):
            shown = np.repeat(grey(recorded[step] / divisor, low, high)[..., None], 3, axis=-1)
            if high > low:
                shown[recorded[step] >= high] = rgb(BAD)
            shown[recorded[step] <= low] = rgb(SKY)
            canvas.panel(x, 34, 400, shown, title)

        wide = canvas.text(835, -4, f"{100 * share:.0f} %", size=60, bold=True)
        canvas.text(850 + wide, 14, "of the", size=19, colour=MUTED)
        canvas.text(850 + wide, 36, "range used", size=19, colour=MUTED)
        clipped = (
            f"{plural(found.saturated, 'voxel')} saturated ({100 * found.saturated_share:.2g} %)"
        )
        zero = f"{plural(found.zero, 'voxel')} at {low:g} ({100 * found.zero_share:.2g} %)"
        for y, words, count, colour in (
            (74, clipped, found.saturated, BAD),
            (102, zero, found.zero, ACCENT),
        ):
            canvas.text(835, y, words, 20, colour if count else MUTED, bold=count > 0, width=365)

        counts, edges = histogram(counted, BINS, self._limits)
        top = 10 ** np.ceil(np.log10(counted.size))
        plot = Plot(
            canvas,
            (880, 190, 1190, 384),
            (low, edges[-1]),
            (1, top),
            "brightness (grey level)",
            log=True,
        )
        canvas.text(835, 170, "voxels", size=18, colour=MUTED, anchor="ls")
        plot.steps(edges, counts, ACCENT)
        plot.steps(edges[-2:], counts[-1:] * (found.saturated > 0), BAD)
        if factor != 1:
            restored, _ = np.histogram(counted / factor, edges)
            plot.line((edges[:-1] + edges[1:]) / 2, np.maximum(restored, 1), WARN, 3)
            canvas.text(1190, 170, f"– {undo} in the computer", 17, WARN, anchor="rs")
        where = f"slice {self.z}" if counted.ndim == 2 else "the whole volume"
        text = (
            f"Exposure × {factor:g}, {where}: {100 * share:.0f} % of the range used; {clipped}; "
            f"{zero}."
        )
        return canvas, text + self._lesson(found)

    def _lesson(self, found):
        """Say what the picture shows when there is something to see."""
        if self._limits[0] == self._limits[1]:
            return " Every voxel has the same value: check that the right channel was opened."
        if found.saturated_share > 1e-4:
            return (
                " The red voxels all read the same, and dividing afterwards leaves them the same: "
                "what was above the limit is lost."
            )
        return ""
