"""Expansion: grow the cores back, and see what erosion took for good."""

from ..colours import BAD, INK, MUTED, PAPER, SKY
from ..inputs import check_mask, check_volume
from ..nuclei.segmentation import ErosionStudy, ExpansionStudy
from ..workflow.parameters import PARAMETERS
from .base import Explorer, control, controls_row, plural, result, slice_slider, slider
from .canvas import NIGHT, PALE, Canvas, Plot, colour_codes, colour_labels, thin, with_outline

RADIUS = PARAMETERS["radius"]
LENGTHS = RADIUS.stops(16)
RECOVERED = "pale: recovered; red: lost; blue: gained"


def explore_expansion(mask, radius=RADIUS.default):
    """Show how far growing the labels of an eroded mask restores the mask.

    Parameters
    ----------
    mask : ndarray of bool, shape (z, y, x)
    radius : int
        The radius of the erosion, in voxels, from 0 to 16.

    Returns
    -------
    ExpansionExplorer
        With the attributes `distance`, `radius`, `z` (all may be set), `labels`, `overlap`
        (lost, gained, dice) and `touching` (the pairs of labels that meet).

    Examples
    --------
    >>> import numpy as np
    >>> mask = np.zeros((3, 20, 40), dtype=bool)
    >>> mask[:, 2:18, 2:18] = mask[:, 2:18, 22:38] = mask[:, 9:11, 18:22] = True
    >>> explorer = explore_expansion(mask, radius=2)
    >>> explorer.overlap.lost, explorer.overlap.gained
    (84, 0)
    """
    return ExpansionExplorer(mask, radius)


class ExpansionExplorer(Explorer):
    """See :func:`explore_expansion`."""

    title = "Expansion: can erosion be undone?"
    distance, radius, z = control("distance"), control("radius"), control("z")
    labels = result(lambda self: self._growth.expanded(self.distance), "The labels after growing.")
    overlap = result(lambda self: self._curve[self.distance], "Mask against grown labels.")
    touching = result(
        lambda self: self._growth.touching(self.distance), "The pairs of labels that meet."
    )

    def prepare(self, mask, radius):
        """Check the mask, erode and label it, and make the sliders."""
        self._study = ErosionStudy(check_volume(check_mask(mask), name="mask"))
        lengths = [(f"{length} {RADIUS.unit}", length) for length in LENGTHS]
        eroded = slider("erosion radius", lengths, radius, tooltip=RADIUS.meaning)
        eroded.observe(lambda change: self._erode(change.new), "value")
        self._erode(radius)
        return {
            "distance": slider("grow by", lengths, radius, tooltip=PARAMETERS["expansion"].meaning),
            "radius": eroded,
            "z": slice_slider(len(self._study.mask)),
        }

    def rows(self):
        """Keep the lengths together."""
        distance, radius, z = self.controls.values()
        return [controls_row(distance, radius), controls_row(z)]

    def _erode(self, radius):
        """Find the nearest core of every voxel once: it answers every distance."""
        self.state.begin()
        self._cores = self._study.labels(radius)
        self._growth = ExpansionStudy(self._cores, LENGTHS[-1])
        self._curve = self._study.regrown(radius, LENGTHS)
        self._sheet = self._draw_curve()

    def _draw_curve(self):
        """Draw what does not change with the distance."""
        sheet = Canvas(1200, 440)
        lost, gained, _ = zip(*self._curve, strict=True)
        top = 1.1 * max(*lost, *gained, 1)
        box, words = (890, 200, 1190, 384), "growing by (voxels)"
        plot = Plot(sheet, box, (0, LENGTHS[-1]), (0, top), words, x_ticks=LENGTHS[::4])
        plot.line(LENGTHS, lost, BAD)
        plot.line(LENGTHS, gained, SKY)
        sheet.text(835, 180, "voxels", size=18, colour=MUTED, anchor="ls")
        sheet.text(1095, 180, "– lost", size=18, colour=BAD, anchor="rs")
        sheet.text(1190, 180, "– gained", size=18, colour="#1f7fc0", anchor="rs")
        return sheet, plot

    def render(self):
        """Draw the grown labels, what was lost and gained, and both along the distance."""
        here = thin(self._study.mask, self.z)
        mask, grown = self._study.mask[here], self._growth.expanded(self.distance, here)
        lost, gained, dice = self._curve[self.distance]
        sheet, plot = self._sheet
        canvas = plot.canvas = sheet.copy()
        first = with_outline(colour_labels(grown), self._cores[here] > 0, PAPER)
        codes = mask + 2 * (grown > 0)
        canvas.panel(0, 34, 400, first, "grown labels; cores outlined")
        canvas.panel(415, 34, 400, colour_codes(codes, NIGHT, BAD, SKY, PALE), RECOVERED)
        canvas.text(835, -4, f"{dice:.3f}", size=60, bold=True)
        canvas.text(1035, 14, "Dice: 1 would be", size=19, colour=MUTED, width=165)
        canvas.text(1035, 36, "the mask itself", size=19, colour=MUTED, width=165)
        words = f"{lost:,} voxels lost, {gained:,} gained"
        canvas.text(835, 78, words, size=21, colour=BAD, bold=True, width=365)
        meeting = len(self.touching)
        touch = f"{plural(meeting, 'pair')} of labels {'meets' if meeting == 1 else 'meet'}"
        canvas.text(835, 110, touch, size=21, width=365)
        plot.mark(self.distance, INK, 3)
        plot.dot(self.distance, lost, 8, BAD)
        plot.dot(self.distance, gained, 8, SKY)
        text = (
            f"Eroded by {self.radius} voxels, grown back by {self.distance}, slice {self.z}: "
            f"{words}, Dice {dice:.3f}; {touch} and stop each other there."
        )
        if not self._cores.any():
            text += " No core is left to grow: choose a smaller erosion radius."
        return canvas, text
