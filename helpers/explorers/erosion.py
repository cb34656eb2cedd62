"""Erosion: drag the radius, see the nuclei come apart, and what the count is made of."""

import ipywidgets as widgets
import numpy as np

from ..colours import ACCENT, BAD, GOOD, INK, MUTED, SKY, WARN, grey
from ..inputs import InputError, check_mask, check_spacing, check_volume
from ..nuclei.pieces import cores_by_piece
from ..nuclei.segmentation import ErosionStudy, overlap
from ..workflow.parameters import PARAMETERS
from .base import Explorer, choice, control, controls_row, plural, result, slice_slider, slider
from .canvas import NIGHT, PALE, Canvas, Plot, colour_codes, colour_labels, thin, with_outline

RADIUS = PARAMETERS["radius"]
STEPS = len(RADIUS.stops(16))
VIEWS = {
    "mask": "the mask itself",
    "eroded": "eroded: what is left",
    "labels": "labels: one colour for each piece",
    "expanded": "labels grown back by the radius",
    "lost": "after growing back: lost in red",
}


def explore_erosion(mask, spacing=None, image=None, core_radius=RADIUS.default):
    """Show what erosion by a ball of any radius does to a mask, and to the count.

    Parameters
    ----------
    mask : ndarray of bool, shape (z, y, x)
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm; with it the radius can be given in µm too.
    image : ndarray, shape (z, y, x), optional
        Shown beneath the outlines.
    core_radius : int
        The step of the slider at which each piece is taken to be one nucleus.

    Returns
    -------
    ErosionExplorer
        With the attributes `radius`, `z`, `view`, `unit` (all may be set), `eroded`, `labels`,
        `expanded`, `count` and `curve`.

    Examples
    --------
    >>> mask = np.zeros((3, 20, 40), dtype=bool)
    >>> mask[:, 2:18, 2:18] = mask[:, 2:18, 22:38] = mask[:, 9:11, 18:22] = True
    >>> explorer = explore_erosion(mask, core_radius=2)
    >>> explorer.radius = 2
    >>> explorer.count
    2
    """
    return ErosionExplorer(mask, spacing, image, core_radius)


class ErosionExplorer(Explorer):
    """See :func:`explore_erosion`."""

    title = "Erosion: when do the nuclei come apart?"
    radius, z, view, unit = control("radius"), control("z"), control("view"), control("unit")
    eroded = result(lambda self: self._study.eroded(self.radius), "The eroded mask.")
    labels = result(lambda self: self._study.labels(self.radius), "The pieces, numbered.")
    expanded = result(lambda self: self._study.expanded(self.radius), "The pieces grown back.")
    count = result(lambda self: self._study.count(self.radius), "How many pieces there are.")
    curve = result(lambda self: self._curve, "What the count is made of at each radius.")

    def prepare(self, mask, spacing, image, core_radius):
        """Check the mask and make the sliders."""
        mask = check_volume(check_mask(mask), name="mask")
        if image is not None and np.shape(image) != mask.shape:
            raise InputError(
                f"The image has shape {np.shape(image)} and the mask {mask.shape}: give the image "
                "that the mask was made from."
            )
        self._image = None if image is None else grey(check_volume(image))
        self._core_step, self._studies = core_radius, {"voxels": ErosionStudy(mask)}
        self._spacing = None if spacing is None else check_spacing(spacing)
        self._first_title = "mask: orange goes, pale stays"
        if image is not None:
            self._first_title = "outlines: mask orange, eroded blue"
        unit = choice("in", ["voxels"] if spacing is None else ["voxels", "µm"])
        unit.observe(lambda change: self._measure_in(change.new), "value")
        self._radius = slider("radius", range(STEPS), 0, tooltip=RADIUS.meaning)
        self._measure_in("voxels")
        view = choice("show", list(VIEWS), "labels")
        return {"radius": self._radius, "z": slice_slider(len(mask)), "view": view, "unit": unit}

    def rows(self):
        """Put the slider and its play button first."""
        radius, z, view, unit = self.controls.values()
        play = widgets.Play(max=STEPS - 1, interval=900, show_repeat=False)
        # by way of Python: a link in the page would answer every move of the slider as well
        play.observe(lambda change: radius.set_trait("index", change.new), "value")
        play.observe(lambda change: play.set_trait("value", radius.index), "playing")
        return [controls_row(play, radius, unit), controls_row(z, view)]

    def _measure_in(self, unit):
        """Switch to voxels or µm: another study, other steps, another curve."""
        if unit not in self._studies:
            self.state.begin()
            self._studies[unit] = ErosionStudy(self._studies["voxels"].mask, self._spacing)
        study, slider = self._studies[unit], self._radius
        step = 1 if unit == "voxels" else min(study.spacing)
        radii = [round(step * number, 6) for number in range(STEPS)]
        self._core_radius = round(step * self._core_step, 6)
        self._study, self._curve = study, study.curve(radii, self._core_radius)
        self._kept = [study.volume_kept(radius) for radius in radii]
        self._cores = study.count(self._core_radius)
        self._sheet = self._draw_curve(radii, unit)
        with self.changing_options():
            index, slider.options = slider.index, [(f"{r:g} {unit}", r) for r in radii]
            slider.index = index

    def _draw_curve(self, radii, unit):
        """Draw what does not change with the radius."""
        sheet, count, cores = Canvas(1200, 440), self._curve["count"], self._cores
        step, top = radii[1], 1.12 * max(*count, cores, 1)
        limits = (-step / 2, radii[-1] + step / 2)
        words, box = f"radius ({unit})", (860, 200, 1195, 384)
        ticks = radii[::2] if unit == "voxels" else None
        plot = Plot(sheet, box, limits, (0, top), words, x_ticks=ticks)
        for at, radius in enumerate(radii):
            edges = radius - 0.38 * step, radius + 0.38 * step
            missing = self._curve["joined_pairs"][at] + self._curve["vanished"][at]
            nuclei = cores - missing if cores else count[at]
            plot.bar(*edges, 0, nuclei, ACCENT)
            plot.bar(*edges, nuclei, count[at], WARN)
        if cores:
            plot.bar(*limits, cores, cores, GOOD, width=2)
            x = 860
            for words, colour in ("■ nuclei", ACCENT), ("■ extra", WARN), (f"– all {cores}", GOOD):
                x += 24 + sheet.text(x, 180, words, size=18, colour=colour, anchor="ls")
        return sheet, plot

    def render(self):
        """Draw the mask, the chosen view, and the count on its curve."""
        study, radius, view = self._study, self.radius, self.view
        here = thin(study.mask, self.z)
        mask, labels = study.mask[here], study.labels(radius, here)
        eroded = labels > 0
        if self._image is None:
            first = colour_codes(mask.astype(np.uint8) + eroded, NIGHT, WARN, PALE)
        else:
            first = with_outline(with_outline(self._image[here], mask, WARN), eroded, SKY)
        if view in ("mask", "eroded"):
            second = colour_codes((mask if view == "mask" else eroded).astype(int), NIGHT, PALE)
        elif view == "lost":
            grown = study.expanded(radius, part=here) > 0
            second = colour_codes(mask + 2 * grown, NIGHT, BAD, SKY, PALE)
        else:
            pieces = labels if view == "labels" else study.expanded(radius, part=here)
            second = colour_labels(pieces, self._piece_colours())

        step = self._radius.index
        count, joined, fragments, split, vanished = (row[step] for row in self._curve.values())
        kept = f"{100 * self._kept[step]:.1f} % of the mask kept"
        if radius <= self._core_radius:
            made_of = f"{plural(joined, 'pair')} joined, {plural(fragments, 'fragment')}"
        else:
            made_of = f"{plural(split, 'nucleus', 'nuclei')} split, {vanished:,} vanished"
        sheet, plot = self._sheet
        canvas = plot.canvas = sheet.copy()
        canvas.panel(0, 34, 400, first, self._first_title)
        canvas.panel(415, 34, 400, second, VIEWS[view])
        right = 850 + canvas.text(830, -8, f"{count:,}", size=100, bold=True)
        canvas.text(right, 24, "piece" if count == 1 else "pieces", size=28, bold=True)
        canvas.text(right, 64, kept, size=19, colour=MUTED, width=1200 - right)
        clean = joined + fragments + split + vanished == 0
        canvas.text(835, 118, made_of, size=22, colour=GOOD if clean else BAD, width=365)
        half = (self._radius.options[1][1]) / 2
        plot.bar(radius - half, radius + half, 0, plot.y[1], INK, width=3)
        plot.dot(radius, count, 9)

        text = (
            f"Radius {radius:g} {self.unit}, slice {self.z}: {plural(count, 'piece')}; "
            f"{made_of}; {kept}."
        )
        if view in ("expanded", "lost"):
            lost, gained, dice = overlap(study.mask, study.expanded(radius) > 0)
            text += f" Grown back: {lost:,} voxels lost, {gained:,} gained, Dice {dice:.3f}."
        return canvas, " ".join([text, *self._warnings(count)])

    def _warnings(self, count):
        """Say what is wrong with a mask that leaves nothing to see."""
        study = self._study
        if not study.voxels:
            yield "The mask is empty, so there is nothing to erode: choose a lower threshold."
        elif study.voxels == study.mask.size:
            yield (
                "The mask covers the whole image, so no background can eat into it and no radius "
                "changes anything: choose a higher threshold."
            )
        elif not count:
            yield (
                f"Nothing is left: the deepest voxel of the mask lies {study.depth:.3g} "
                f"{self.unit} from the background."
            )
        if study.voxels and not self._cores:
            yield (
                f"At radius {self._core_radius:g}, which should leave one piece for each nucleus, "
                "none is left: give a smaller core_radius to learn which pieces are nuclei."
            )
        if self._spacing is None:
            yield "The voxel size is missing, so radii are in voxels only: give the spacing in µm."

    def _piece_colours(self):
        """Give each piece the colour of its first core, which it keeps from radius to radius."""
        study = self._study
        found = cores_by_piece(study.labels(self.radius), study.labels(self._core_radius))
        if any(found):
            return np.array([0, *(cores[0] if cores else 0 for cores in found)])
        return None
