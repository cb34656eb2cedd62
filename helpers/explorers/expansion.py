"""Expansion: grow the cores back, and see what erosion took for good."""

from typing import Any

from ..colours import BAD, INK, PAPER, SKY, outlined
from ..inputs import InputError
from ..nuclei.segmentation import ErosionStudy, ExpansionStudy, check_length
from ..workflow.parameters import EXPANSION, RADIUS
from .base import Explorer, control, lengths, plural, result, slice_slider, slider
from .canvas import Canvas
from .colouring import NIGHT, PALE, colour_codes, colour_labels, thin
from .input_checks import mask_given
from .layout import Chart, Key, Line, Shown
from .plot import Plot

LENGTHS = RADIUS.stops(16)
RECOVERED = "pale: recovered; orange: lost; blue: gained"


def explore_expansion(mask: Any, radius: float = RADIUS.default) -> "ExpansionExplorer":
    """Show how far growing the labels of an eroded mask restores the mask.

    The same cell run again with the same input starts where the sliders were left.

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
    return ExpansionExplorer.explore(mask, radius)


class ExpansionExplorer(Explorer):
    """See :func:`explore_expansion`."""

    title = "Expansion: can erosion be undone?"
    moving = ("distance",)
    radius, distance, z = control("radius"), control("distance"), control("z")
    labels = result(lambda self: self._growth.expanded(self.distance), "The labels after growing.")
    overlap = result(lambda self: self._curve[self.distance], "Mask against grown labels.")
    touching = result(
        lambda self: self._growth.touching(self.distance), "The pairs of labels that meet."
    )

    def __init__(self, mask: Any, radius: float) -> None:
        self._study = ErosionStudy(mask_given(mask))
        radius = check_length(radius, "radius of the erosion")
        if radius not in LENGTHS:
            raise InputError(
                f"The radius is {radius:g}, but the slider goes in whole voxels from 0 to "
                f"{LENGTHS[-1]:g}: choose one of these."
            )
        stops = lengths(LENGTHS, RADIUS.unit)
        eroded = slider("erosion radius", stops, radius, tooltip=RADIUS.meaning)
        eroded.observe(self._erode_anew, "value")
        distance = slider("grow by", stops, radius, tooltip=EXPANSION.meaning)
        z = slice_slider(len(self._study.mask))
        self._erode(radius)
        controls = {"radius": eroded, "distance": distance, "z": z}
        super().__init__(controls, [[distance, eroded], [z]])

    def forget(self) -> None:
        """Give back the label images of all radii."""
        self._study.forget()

    def _erode_anew(self, change: Any) -> None:
        self.state.begin()
        self._erode(change.new)

    def _erode(self, radius: float) -> None:
        """Find the nearest core of every voxel once: it answers every distance."""
        self._cores = self._study.labels(radius)
        self._growth = ExpansionStudy(self._cores, LENGTHS[-1])
        self._curve = self._study.regrown(radius, LENGTHS)
        lost, gained, _ = zip(*self._curve, strict=True)

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            plot.line(canvas, LENGTHS, lost, BAD)
            plot.line(canvas, LENGTHS, gained, SKY)

        self._chart = Chart(
            (0, LENGTHS[-1]),
            (0, 1.1 * max(*lost, *gained, 1)),
            "growing by (voxels)",
            "voxels",
            backdrop,
            [Key("–", "lost", BAD), Key("–", "gained", SKY)],
            x_ticks=LENGTHS[::4],
        )

    def render(self) -> Shown:
        """Show the grown labels, what was lost and gained, and both along the distance."""
        here, distance = thin(self._study.mask, self.z), self.distance
        mask, grown = self._study.mask[here], self._growth.expanded(distance, here)
        lost, gained, dice = self._curve[distance]
        first = outlined(colour_labels(grown), self._cores[here] > 0, PAPER)
        second = colour_codes(mask + 2 * (grown > 0), NIGHT, BAD, SKY, PALE)
        meeting = len(self.touching)
        touch = f"{plural(meeting, 'pair')} of labels {'meets' if meeting == 1 else 'meet'}"
        words = f"{lost:,} voxels lost, {gained:,} gained"

        def marks(plot: Plot, canvas: Canvas) -> None:
            plot.mark(canvas, distance, INK, 3)
            plot.dot(canvas, distance, lost, 8, BAD)
            plot.dot(canvas, distance, gained, 8, SKY)

        text = (
            f"Eroded by {self.radius:g} voxels, grown back by {distance:g}, slice {self.z}: "
            f"{words}, Dice {dice:.3f}; {touch} and stop each other there."
        )
        if not self._cores.any():
            text += " No core is left to grow: choose a smaller erosion radius."
        return Shown(
            words=text,
            pictures=[(first, "grown labels; cores outlined"), (second, RECOVERED)],
            figure=f"{dice:.3f}",
            beside=["Dice: 1 is", "the mask"],
            lines=[Line(words, BAD if lost or gained else ""), Line(touch)],
            chart=self._chart,
            marks=marks,
        )
