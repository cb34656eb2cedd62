"""Blur and threshold: where nuclei end and background begins."""

from functools import lru_cache
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np

from ..colours import ACCENT, GOOD, INK, WARN, grey, grey_rgb, outlined
from ..inputs import check_spacing
from ..nuclei.blur import as_float, blur
from ..nuclei.segmentation import (
    KEPT_BYTES,
    check_contrast,
    check_length,
    label_components,
    otsu,
    otsu_of_levels,
)
from ..workflow.parameters import SIGMA
from .ahead import MadeAhead
from .base import (
    Explorer,
    choice,
    control,
    lengths,
    nearest,
    plural,
    ready,
    result,
    slice_slider,
    slider,
)
from .canvas import Canvas
from .colouring import colour_labels, thin
from .input_checks import image_given
from .layout import Chart, Key, Line, Shown
from .lengths import in_unit, round_to
from .plot import Plot, nice_step

LEVELS = 201
LONGEST = 6
"""Where the slider of the blur ends, in voxels."""


def explore_threshold(
    image: Any, sigma: float = SIGMA.default, spacing: Any = None
) -> "ThresholdExplorer":
    """Show which voxels count as nuclei, for any blur and any threshold.

    The same cell run again with the same input starts where the sliders were left.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    sigma : float
        Where the blur begins, in voxels: 0, 0.5, 1 ... 6.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm; with it the blur can be given in µm too.

    Returns
    -------
    ThresholdExplorer
        With the attributes `sigma`, `unit`, `threshold`, `z` (all may be set), `mask`, `labels`,
        `count`, `percent` and `otsu`.

    Examples
    --------
    >>> image = np.zeros((3, 20, 20), np.uint8)
    >>> image[:, 4:9, 4:9] = image[:, 12:17, 12:17] = 200
    >>> explorer = explore_threshold(image, sigma=0)
    >>> explorer.count, round(explorer.percent, 1)
    (2, 12.5)
    """
    return ThresholdExplorer.explore(image, sigma, spacing)


class Blurred(NamedTuple):
    """An image after the blur, its histogram and Otsu's threshold."""

    image: np.ndarray
    counts: np.ndarray
    edges: np.ndarray
    otsu: float


class ThresholdExplorer(Explorer):
    """See :func:`explore_threshold`."""

    title = "Blur and threshold: which voxels are nuclei?"
    moving = ("threshold",)
    sigma, z, unit = control("sigma"), control("z"), control("unit")
    mask = result(lambda self: self._blurred.image > self.threshold, "Voxels above the threshold.")
    labels = result(lambda self: self._found(self.threshold)[0], "The connected pieces, numbered.")
    count = result(lambda self: self._found(self.threshold)[1], "How many pieces there are.")
    percent = result(lambda self: self._found(self.threshold)[2], "Percentage of nuclei voxels.")
    otsu = result(lambda self: self._blurred.otsu, "Otsu's threshold for the present blur.")

    def __init__(self, image: Any, sigma: float, spacing: Any) -> None:
        self._image = check_contrast(image_given(image))
        self._spacing = None if spacing is None else check_spacing(spacing)
        self._grey = grey(self._image)
        room = KEPT_BYTES // as_float(self._image[:1]).nbytes // len(self._image)
        self._blurs = MadeAhead(self._make_blur, room)
        unit = choice("in", ["voxels"] if spacing is None else ["voxels", "µm"])
        stops = SIGMA.stops(LONGEST)
        sigma = check_length(sigma, "sigma of the blur")
        self._sigma = slider(
            "blur (sigma)", lengths(stops, "voxels"), nearest(sigma, stops), tooltip=SIGMA.meaning
        )
        self._blur("voxels", self._sigma.value)
        level = self._blurred.otsu
        self._level = slider("threshold", [("", level)], level)
        self._set_levels(level)
        z, back = slice_slider(len(self._image)), widgets.Button(description="Otsu's threshold")
        back.on_click(lambda button: self._set_levels(self._blurred.otsu))
        unit.observe(self._measure_in, "value")
        self._sigma.observe(self._step_blur, "value")
        self._unit = unit
        controls = {"unit": unit, "sigma": self._sigma, "threshold": self._level, "z": z}
        super().__init__(controls, [[self._level, back], [self._sigma, unit, z]])

    @property
    def threshold(self) -> float:
        """The threshold, on the scale of the blurred image; any number may be set."""
        return ready(self).controls["threshold"].value

    @threshold.setter
    def threshold(self, level: float) -> None:
        """Move the threshold.

        Parameters
        ----------
        level : float
            On the scale of the blurred image.
        """
        ready(self)
        self._set_levels(float(level))

    def _measure_in(self, change: Any) -> None:
        """Switch to voxels or µm, to a blur about as wide as the one before."""
        if change.new == "voxels":
            stops = SIGMA.stops(LONGEST)
        else:
            longest = in_unit(LONGEST, "voxels", "µm", self._spacing)
            step = nice_step(longest, 20)
            stops = [round_to(step * n, step) for n in range(int(longest / step + 1e-9) + 1)]
        with self.changing_options():
            width = in_unit(self._sigma.value, change.old, change.new, self._spacing)
            # 0 is a stop in both units; the observer of the slider blurs for the last value only
            self._sigma.options = lengths(stops, change.new)
            self._sigma.value = nearest(width, stops)
            self._blur_anew(change.new, self._sigma.value)

    def _step_blur(self, change: Any) -> None:
        """Follow the slider of the blur, then make the blurs on either side of it."""
        unit, stops = self._unit.value, [value for _, value in self._sigma.options]
        self._blur_anew(unit, change.new)
        here, way = stops.index(change.new), 1 if change.new > change.old else -1
        beside = [here + way, here - way]
        self._blurs.prepare([(unit, stops[at]) for at in beside if 0 <= at < len(stops)])

    def _blur_anew(self, unit: str, sigma: float) -> None:
        """Blur for new settings; a threshold that followed Otsu goes on following."""
        follows = self.threshold == self._blurred.otsu
        self.state.begin()
        self._blur(unit, sigma)
        self._set_levels(self._blurred.otsu if follows else self.threshold)

    def _blur(self, unit: str, sigma: float) -> None:
        """Blur the whole volume, unless that is done already."""
        self._blurred = self._blurs.get((unit, sigma))
        self._found = lru_cache(maxsize=2)(self._above)  # another slice asks for the same pieces
        self._chart = self._draw_histogram()

    def _make_blur(self, key: tuple[str, float]) -> Blurred:
        """Return the volume blurred by a sigma in a unit."""
        unit, sigma = key
        sides = (1, 1, 1) if unit == "voxels" or not self._spacing else self._spacing
        blurred = blur(self._image, [sigma / side for side in sides])
        counts, edges = histogram = np.histogram(blurred, 256)
        level = otsu(blurred, histogram) if sigma else otsu_of_levels(self._image, blurred)
        return Blurred(blurred, counts, edges, level)

    def forget(self) -> None:
        """Give back all blurs but the present one."""
        self._blurs.forget()

    def _above(self, threshold: float) -> tuple[np.ndarray, int, float]:
        """Return the labels of what is above the threshold, their count, and its percentage."""
        mask = self._blurred.image > threshold
        labels = label_components(mask)
        return labels, int(labels.max()), 100 * int(np.count_nonzero(mask)) / mask.size

    def _draw_histogram(self) -> Chart:
        """Return the chart, which changes with the blur only."""
        _, counts, edges, level = self._blurred
        counts, edges = counts.reshape(-1, 2).sum(axis=1, dtype=np.int64), edges[::2]

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            plot.steps(canvas, edges, counts, ACCENT)
            plot.mark(canvas, level, GOOD, 10)

        top = float(10 ** np.ceil(np.log10(max(counts.max(), 2))))
        key = [Key("|", "Otsu", GOOD), Key("|", "threshold", INK)]
        limits = float(edges[0]), float(edges[-1])
        words = "brightness after the blur"
        return Chart(limits, (1, top), words, "voxels", backdrop, key, log=True)

    def _set_levels(self, level: float) -> None:
        """Let the slider stop at even steps, at Otsu's threshold, and at the level asked for."""
        edges = self._blurred.edges
        levels = np.linspace(edges[0], edges[-1], LEVELS).tolist()
        levels = sorted({*levels, self._blurred.otsu, level})
        with self.changing_options():
            self._level.options = [(f"{value:.4g}", value) for value in levels]
            self._level.value = level

    def render(self) -> Shown:
        """Show the outline over the image, the pieces, and the histogram of the blurred image."""
        here, level = thin(self._image, self.z), self.threshold
        labels, count, percent = self._found(level)
        first = outlined(grey_rgb(self._grey[here], 0, 255), labels[here] > 0, WARN)
        pieces = plural(count, "connected piece")
        text = (
            f"Blur {self.sigma:g} {self.unit}, threshold {level:.5f} (Otsu: {self.otsu:.5f}), "
            f"slice {self.z}: {percent:.2f} % of the voxels are nuclei, in {pieces}."
        )
        if not count:
            text += " Nothing is brighter than the threshold: move it to the left."
        elif percent == 100:
            text += " Everything is brighter than the threshold: move it to the right."
        return Shown(
            words=text,
            pictures=[
                (first, "the image, outlined"),
                (colour_labels(labels[here]), "connected pieces"),
            ],
            figure=f"{percent:.2f} %",
            beside=(),
            lines=[Line("of the voxels are nuclei"), Line(f"{pieces}", WARN)],
            chart=self._chart,
            marks=lambda plot, canvas: plot.mark(canvas, level, INK, 4),
        )
