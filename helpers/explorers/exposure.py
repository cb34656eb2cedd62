"""Histogram and exposure: what more or less light does, and what no later step brings back."""

from typing import Any

import numpy as np

from ..colours import ACCENT, BAD, SKY, WARN, grey_rgb, rgb
from ..nuclei.quality import (
    SMALLEST_PILE,
    Clipping,
    clipping,
    detector_limits,
    dynamic_range_used,
    expose,
    histogram,
)
from .base import Explorer, choice, control, plural, result, slice_slider, slider
from .canvas import Canvas
from .colouring import thin
from .input_checks import image_given
from .layout import Chart, Key, Line, Shown
from .plot import Plot

FACTORS = (0.1, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8)
SCOPES = ("this slice", "whole volume")
BINS = 100


def explore_histogram(image: Any) -> "ExposureExplorer":
    """Show the histogram of an image, and what a longer or shorter exposure would have given.

    The scale ends where that of the camera does, as far as the image tells (see
    :func:`helpers.nuclei.quality.detector_limits`). The same cell run again with the same image
    starts where the sliders were left.

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
    return ExposureExplorer.explore(image)


class ExposureExplorer(Explorer):
    """See :func:`explore_histogram`."""

    title = "Histogram: what more or less light does"
    moving = ("exposure",)
    z, exposure, scope = control("z"), control("exposure"), control("scope")
    image = result(lambda self: self._exposed(), "The whole volume as exposed.")
    clipping = result(
        lambda self: clipping(self._counted(), self._limits), "The ends of the scale."
    )

    def __init__(self, image: Any) -> None:
        self._image = image_given(image)
        self._limits = detector_limits(self._image)
        self._last = 1.0, self._image
        stops = [(f"× {factor:g}", factor) for factor in FACTORS]
        exposure, z = slider("exposure time", stops, 1), slice_slider(len(self._image))
        scope = choice("histogram of", SCOPES)
        controls = {"exposure": exposure, "z": z, "scope": scope}
        super().__init__(controls, [[exposure, z], [scope]])

    def _exposed(self) -> np.ndarray:
        """Return the volume at the present exposure; the last one is kept."""
        if self._last[0] != self.exposure:
            self._last = self.exposure, expose(self._image, self.exposure, limits=self._limits)
        return self._last[1]

    def _counted(self) -> np.ndarray:
        """Return the voxels that are counted: one slice, exposed by itself, or the volume."""
        if self.scope == "whole volume":
            return self._exposed()
        return expose(self._image[self.z], self.exposure, seed=self.z, limits=self._limits)

    def render(self) -> Shown:
        """Show the slice as exposed, the slice scaled back, and the histogram."""
        factor, counted = self.exposure, self._counted()
        recorded = counted if counted.ndim == 2 else counted[self.z]
        found = clipping(counted, self._limits)
        share = dynamic_range_used(counted, limits=self._limits)
        undo = f"÷ {factor:g}" if factor >= 1 else f"× {1 / factor:g}"
        first = "as it is stored" if factor == 1 else f"with {factor:g} times the light"
        later = "the same: nothing to bring back" if factor == 1 else f"{undo} in the computer"
        thinned = recorded[thin(self._image, 0)[1:]]
        top, bottom = at_the_top(found), f"{plural(found.zero, 'voxel')} at {self._limits[0]:g}"
        bottom += f" ({percent(found.zero_share)})" if found.zero else ""
        clipped = found.saturated >= SMALLEST_PILE
        used = f"{100 * share:.1f} %"
        where = f"slice {self.z}" if counted.ndim == 2 else "the whole volume"
        return Shown(
            words=f"Exposure × {factor:g}, {where}: {used} of the range used; {top}; {bottom}."
            + self._lesson(clipped),
            pictures=[
                (self._picture(thinned, 1), first),
                (self._picture(thinned, factor), later),
            ],
            figure=used,
            beside=["of the", "range used"],
            lines=[
                Line(top, BAD if clipped else ""),
                Line(bottom, SKY if found.zero >= SMALLEST_PILE else ""),
            ],
            chart=self._chart(counted, clipped, "" if factor == 1 else f"{undo} in the computer"),
        )

    def _picture(self, recorded: np.ndarray, divisor: float) -> np.ndarray:
        """Return a slice on the scale of the detector, with what lies at its ends in colour."""
        low, high = self._limits
        shown = grey_rgb(recorded / divisor, low, high)
        if high > low:
            shown[recorded >= high] = rgb(BAD)
        shown[recorded <= low] = rgb(SKY)
        return shown

    def _chart(self, counted: np.ndarray, clipped: bool, undo: str) -> Chart:
        """Return the histogram, and with `undo` that of the image scaled back."""
        counts, edges = histogram(counted, BINS, self._limits)
        limits = float(self._limits[0]), float(edges[-1])

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            plot.steps(canvas, edges, counts, ACCENT)
            plot.steps(canvas, edges[-2:], counts[-1:] * clipped, BAD)
            if undo:
                restored, _ = np.histogram(counted / self.exposure, edges)
                middles = (edges[:-1] + edges[1:]) / 2
                plot.line(canvas, middles, np.maximum(restored, 1), WARN, 3)

        top = float(10 ** np.ceil(np.log10(max(counted.size, 10))))
        key = [Key("–", undo, WARN)] if undo else []
        words = "brightness (grey level)"
        return Chart(limits, (1, top), words, "voxels", backdrop, key, log=True)

    def _lesson(self, clipped: bool) -> str:
        """Say what the picture shows when there is something to see."""
        if self._limits[0] == self._limits[1]:
            return " Every voxel has the same value: check that the right channel was opened."
        if clipped:
            return (
                " The orange voxels all read the same, and dividing afterwards leaves them the "
                "same: what was above the limit is lost."
            )
        return ""


def at_the_top(found: Clipping) -> str:
    """Say how many voxels lie at the top of the scale, and whether that is clipping.

    Parameters
    ----------
    found : Clipping

    Returns
    -------
    str
    """
    if not found.saturated:
        return "no voxel at the top of the scale"
    if found.saturated < SMALLEST_PILE:
        return f"{plural(found.saturated, 'voxel')} at the top: too few to call it clipping"
    return f"{plural(found.saturated, 'voxel')} clipped ({percent(found.saturated_share)})"


def percent(share: float) -> str:
    """Return a share in per cent, as one reads it.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.0256), percent(1), percent(2.5e-7)
    ('2.6 %', '100 %', 'less than 0.001 %')
    """
    if 0 < share < 1e-5:
        return "less than 0.001 %"
    return f"{float(f'{100 * share:.2g}'):g} %"
