"""Blur and threshold: where nuclei end and background begins."""

from functools import lru_cache

import ipywidgets as widgets
import numpy as np

from ..colours import ACCENT, GOOD, INK, MUTED, WARN, grey
from ..inputs import check_volume
from ..nuclei.segmentation import label_components, threshold_nuclei
from ..workflow.parameters import PARAMETERS
from .base import Explorer, control, controls_row, plural, ready, result, slice_slider, slider
from .canvas import Canvas, Plot, colour_labels, thin, with_outline

BINS, LEVELS = 120, 201
SIGMA = PARAMETERS["sigma"]


def explore_threshold(image, sigma=SIGMA.default):
    """Show which voxels count as nuclei, for any blur and any threshold.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    sigma : float
        Where the blur begins, in voxels: 0, 0.5, 1 ... 6.

    Returns
    -------
    ThresholdExplorer
        With the attributes `sigma`, `threshold`, `z` (all may be set), `mask`, `labels`,
        `count`, `percent` and `otsu`.

    Examples
    --------
    >>> image = np.zeros((3, 20, 20), np.uint8)
    >>> image[:, 4:9, 4:9] = image[:, 12:17, 12:17] = 200
    >>> explorer = explore_threshold(image, sigma=0)
    >>> explorer.count, round(explorer.percent, 1)
    (2, 12.5)
    """
    return ThresholdExplorer(image, sigma)


class ThresholdExplorer(Explorer):
    """See :func:`explore_threshold`."""

    title = "Blur and threshold: which voxels are nuclei?"
    sigma, z = control("sigma"), control("z")
    mask = result(lambda self: self._blurred > self.threshold, "Voxels above the threshold.")
    labels = result(lambda self: self._found(self.threshold)[0], "The connected pieces, numbered.")
    count = result(lambda self: self._found(self.threshold)[1], "How many pieces there are.")
    percent = result(lambda self: self._found(self.threshold)[2], "Percentage of nuclei voxels.")
    otsu = result(lambda self: self._otsu, "Otsu's threshold for the present blur.")

    def prepare(self, image, sigma):
        """Check the image, blur it, and make the sliders."""
        self._image = check_volume(image)
        self._grey = grey(self._image)
        self._blur(sigma)
        self._level = slider("threshold", [("", self._otsu)], self._otsu)
        self._set_levels(self._otsu)
        sigmas = [(f"{stop:g} {SIGMA.unit}", stop) for stop in SIGMA.stops(6)]
        blur = slider("blur (sigma)", sigmas, sigma, tooltip=SIGMA.meaning)
        blur.observe(lambda change: self._blur(change.new), "value")
        return {"sigma": blur, "threshold": self._level, "z": slice_slider(len(self._image))}

    @property
    def threshold(self):
        """The threshold, on the scale of the blurred image; any number may be set."""
        return ready(self).controls["threshold"].value

    @threshold.setter
    def threshold(self, level):
        ready(self)
        self._set_levels(float(level))

    def rows(self):
        """Put the button beside the threshold."""
        sigma, threshold, z = self.controls.values()
        back = widgets.Button(description="Otsu's threshold", icon="crosshairs")
        back.on_click(lambda button: self._set_levels(self._otsu))
        return [controls_row(threshold, back), controls_row(sigma, z)]

    def _blur(self, sigma):
        """Blur the whole volume; a threshold that followed Otsu goes on following."""
        follows = self.controls and self.threshold == self._otsu
        self.state.begin()
        _, self._otsu, self._blurred = threshold_nuclei(self._image, sigma)
        self._found = lru_cache(maxsize=2)(self._above)  # another slice asks for the same pieces
        counts, self._edges = np.histogram(self._blurred, BINS)
        self._sheet = self._draw_histogram(counts, self._edges)
        if self.controls:
            self._set_levels(self._otsu if follows else self.threshold)

    def _above(self, threshold):
        """Return the labels of what is above the threshold, their count, and its percentage."""
        mask = self._blurred > threshold
        labels = label_components(mask)
        return labels, int(labels.max()), 100 * int(np.count_nonzero(mask)) / mask.size

    def _draw_histogram(self, counts, edges):
        """Draw what changes with the blur only."""
        sheet, top = Canvas(1200, 440), 10 ** np.ceil(np.log10(counts.max()))
        box, words = (880, 190, 1190, 384), "brightness after the blur"
        plot = Plot(sheet, box, (edges[0], edges[-1]), (1, top), words, log=True)
        sheet.text(835, 70, "of the voxels are nuclei", size=20, colour=MUTED)
        sheet.text(835, 170, "voxels", size=18, colour=MUTED, anchor="ls")
        sheet.text(1190, 170, "threshold", 18, INK, anchor="rs")
        sheet.text(1085, 170, "Otsu", 18, GOOD, anchor="rs")
        plot.steps(edges, counts, ACCENT)
        plot.mark(self._otsu, GOOD, 10)
        return sheet, plot

    def _set_levels(self, level):
        """Let the slider stop at even steps, at Otsu's threshold, and at the level asked for."""
        levels = np.linspace(self._edges[0], self._edges[-1], LEVELS).tolist()
        levels = sorted({*levels, self._otsu, level})
        with self.changing_options():
            self._level.options = [(f"{value:.4g}", value) for value in levels]
            self._level.value = level

    def render(self):
        """Draw the outline over the image, the pieces, and the histogram of the blurred image."""
        here = thin(self._image, self.z)
        labels, count, percent = self._found(self.threshold)
        outlined = with_outline(self._grey[here], labels[here] > 0, WARN)
        sheet, plot = self._sheet
        canvas = plot.canvas = sheet.copy()
        canvas.panel(0, 34, 400, outlined, "the image, outlined")
        canvas.panel(415, 34, 400, colour_labels(labels[here]), "connected pieces")
        canvas.text(835, -4, f"{percent:.2f} %", size=60, bold=True)
        canvas.text(835, 100, plural(count, "connected piece"), size=26, bold=True)
        plot.mark(self.threshold, INK, 4)
        text = (
            f"Blur {self.sigma:g} voxels, threshold {self.threshold:.5f} (Otsu: {self._otsu:.5f}), "
            f"slice {self.z}: {percent:.2f} % of the voxels are nuclei, in "
            f"{plural(count, 'connected piece')}."
        )
        if not count:
            text += " Nothing is brighter than the threshold: move it to the left."
        elif percent == 100:
            text += " Everything is brighter than the threshold: move it to the right."
        return canvas, text
