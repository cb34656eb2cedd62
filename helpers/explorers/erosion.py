"""Erosion: drag the radius, see the nuclei come apart, and what the count is made of."""

from typing import Any

import ipywidgets as widgets
import numpy as np

from ..colours import BAD, INK, SKY, WARN, grey, grey_rgb, outlined
from ..inputs import InputError, check_spacing
from ..nuclei.segmentation import ErosionStudy, check_length, overlap
from ..workflow.parameters import RADIUS
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
from .colouring import NIGHT, PALE, colour_codes, colour_labels, thin
from .count_words import Counts, Known
from .input_checks import image_given, mask_given
from .layout import Line, Shown
from .lengths import in_unit
from .plot import Plot

VIEWS = {
    "mask": "the mask itself",
    "eroded": "eroded: what is left",
    "labels": "labels: one colour for each piece",
    "expanded": "labels grown back by the radius",
    "lost": "after growing back: lost in orange",
}


def explore_erosion(
    mask: Any,
    spacing: Any = None,
    image: Any = None,
    core_radius: float | None = None,
    nuclei: int | None = None,
    radius: float = 0,
    z: int | None = None,
) -> "ErosionExplorer":
    """Show what erosion by a ball of any radius does to a mask, and to the count.

    Whether a piece is one nucleus cannot be known from a mask. So the explorer says what can: how
    many pieces came apart and how many vanished on the way from radius 0, and at which radii the
    very same pieces stay. If you know the number of nuclei, or want certain pieces to be taken for
    them, say so, and it compares.

    The same cell run again with the same input starts where the sliders were left.

    Parameters
    ----------
    mask : ndarray of bool, shape (z, y, x)
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm; with it the radius can be given in µm too.
    image : ndarray, shape (z, y, x), optional
        Shown beneath the outlines.
    core_radius : float, optional
        In voxels. The pieces at this radius are taken for the nuclei, also when the slider is in
        µm; the others are then called joined, fragments, split or vanished.
    nuclei : int, optional
        How many nuclei there are, if you counted them: the count is compared with it.
    radius : float
        Where the slider begins, in voxels, or as near to it as the slider goes.
    z : int, optional
        The slice that is shown first; by default the middle one.

    Returns
    -------
    ErosionExplorer
        With the attributes `radius`, `z`, `view`, `unit` (all may be set), `eroded`, `labels`,
        `expanded`, `count` and `curve`, and the method `workflow`.

    Examples
    --------
    >>> mask = np.zeros((3, 20, 40), dtype=bool)
    >>> mask[:, 2:18, 2:18] = mask[:, 2:18, 22:38] = mask[:, 9:11, 18:22] = True
    >>> explorer = explore_erosion(mask)
    >>> explorer.radius = 2
    >>> explorer.count
    2
    """
    return ErosionExplorer.explore(mask, spacing, image, core_radius, nuclei, radius, z)


class ErosionExplorer(Explorer):
    """See :func:`explore_erosion`."""

    title = "Erosion: when do the nuclei come apart?"
    moving = ("radius", "view")
    radius, z, view, unit = control("radius"), control("z"), control("view"), control("unit")
    eroded = result(lambda self: self._study.eroded(self.radius), "The eroded mask.")
    labels = result(lambda self: self._study.labels(self.radius), "The pieces, numbered.")
    expanded = result(lambda self: self._study.expanded(self.radius), "The pieces grown back.")
    count = result(lambda self: self._study.count(self.radius), "How many pieces there are.")
    curve = result(
        lambda self: self._counts.columns(), "What is known of the pieces at each radius."
    )

    def __init__(
        self,
        mask: Any,
        spacing: Any,
        image: Any,
        core_radius: float | None,
        nuclei: Any,
        radius: float,
        z: int | None,
    ) -> None:
        mask = mask_given(mask)
        image = None if image is None else image_given(image)
        if image is not None and image.shape != mask.shape:
            raise InputError(
                f"The image has shape {image.shape} and the mask {mask.shape}: give the image that "
                "the mask was made from."
            )
        if nuclei is not None and not (isinstance(nuclei, int | np.integer) and nuclei > 0):
            raise InputError(
                f"nuclei is {nuclei!r}, but a whole number above 0 is wanted: how many nuclei you "
                "counted. Leave it out if you do not know."
            )
        self._image = None if image is None else grey(image)
        self._spacing = None if spacing is None else check_spacing(spacing)
        self._studies = {"voxels": ErosionStudy(mask)}
        cores = None if core_radius is None else self._studies["voxels"].labels(core_radius)
        self._known = Known(cores, core_radius, None if nuclei is None else int(nuclei))
        radius = check_length(radius, "radius to begin with")
        unit = choice("in", ["voxels"] if spacing is None else ["voxels", "µm"])
        unit.observe(lambda change: self._measure_in(change.new, change.old), "value")
        self._radius = slider("radius", [("0 voxels", 0)], 0, tooltip=RADIUS.meaning)
        self._follow("voxels")
        self._radius.value = nearest(radius, self._counts.radii)
        plane, view = slice_slider(len(mask)), choice("show", list(VIEWS))
        if z is not None:
            plane.value = nearest(z, range(len(mask)))
        view.value = "labels"
        controls = {"unit": unit, "radius": self._radius, "z": plane, "view": view}
        super().__init__(controls, [[self._play(), self._radius, unit], [plane, view]])

    def _play(self) -> widgets.Play:
        """Return the buttons that walk through the radii."""
        radius = self._radius
        play = widgets.Play(max=len(self._counts.radii) - 1, interval=900, show_repeat=False)
        # by way of Python: a link in the page would answer every move of the slider as well
        play.observe(lambda change: radius.set_trait("index", change.new), "value")
        play.observe(lambda change: play.set_trait("value", radius.index), "playing")
        radius.observe(lambda change: play.set_trait("max", len(radius.options) - 1), "options")
        return play

    def _measure_in(self, unit: str, before: str) -> None:
        """Switch to voxels or µm, to a radius about as long as the one before."""
        self.state.begin()
        with self.changing_options():
            length = in_unit(self.radius, before, unit, self._spacing)
            self._follow(unit)
            self._radius.value = nearest(length, self._counts.radii)

    def _follow(self, unit: str) -> None:
        """Study the mask in voxels or in µm: other steps, the same nuclei."""
        self.forget()
        if unit not in self._studies:
            self._studies[unit] = ErosionStudy(self._studies["voxels"].mask, self._spacing)
        self._study = self._studies[unit]
        self._counts = Counts(self._study, self._known)
        self._radius.options = lengths(self._counts.radii, unit)

    def forget(self) -> None:
        """Give back the label images of all radii."""
        for study in self._studies.values():
            study.forget()

    def render(self) -> Shown:
        """Show the mask, the chosen view, and the count on its curve."""
        study, radius, view, at = self._study, self.radius, self.view, self._radius.index
        here = thin(study.mask, self.z)
        mask, labels = study.mask[here], study.labels(radius, here)
        eroded = labels > 0
        if self._image is None:
            title = "mask: orange goes, pale stays"
            first = colour_codes(mask.astype(np.uint8) + eroded, NIGHT, WARN, PALE)
        else:
            title = "outlines: mask orange, eroded blue"
            first = outlined(grey_rgb(self._image[here], 0, 255), mask, WARN)
            first = outlined(first, eroded, SKY)
        if view in ("mask", "eroded"):
            second = colour_codes((mask if view == "mask" else eroded).astype(int), NIGHT, PALE)
        elif view == "lost":
            grown = study.expanded(radius, part=here) > 0
            second = colour_codes(mask + 2 * grown, NIGHT, BAD, SKY, PALE)
        else:
            pieces = labels if view == "labels" else study.expanded(radius, part=here)
            second = colour_labels(pieces, self._counts.colours(at))

        counts, count = self._counts, self._counts.steps[at].pieces
        (made_of, doubtful), compared = counts.made_of(at), counts.compared(at)

        def marks(plot: Plot, canvas: Canvas) -> None:
            half = counts.step / 2
            plot.bar(canvas, (radius - half, radius + half), (0, plot.y[1]), INK, width=3)
            plot.dot(canvas, radius, count, 9)

        return Shown(
            words=self._words(count, [made_of, compared, counts.kept(at)]),
            pictures=[(first, title), (second, VIEWS[view])],
            figure=f"{count:,}",
            beside=["piece" if count == 1 else "pieces", counts.kept(at)],
            lines=[Line(made_of, BAD if doubtful else ""), Line(compared)],
            chart=counts.chart,
            marks=marks,
        )

    def _words(self, count: int, parts: list[str]) -> str:
        """Return the state in words."""
        study = self._study
        text = f"Radius {self.radius:g} {self.unit}, slice {self.z}: {plural(count, 'piece')}; "
        text += "; ".join(filter(None, parts)) + "."
        if self.view in ("expanded", "lost"):
            lost, gained, dice = overlap(study.mask, study.expanded(self.radius) > 0)
            text += f" Grown back: {lost:,} voxels lost, {gained:,} gained, Dice {dice:.3f}."
        return " ".join([text, *self._remarks(count)])

    def _remarks(self, count: int) -> list[str]:
        """Say what cannot be known, and what is wrong with a mask that leaves nothing to see."""
        study, remarks = self._study, []
        if not study.voxels:
            remarks.append(
                "The mask is empty, so there is nothing to erode: choose a lower threshold."
            )
        elif study.voxels == study.mask.size:
            remarks.append(
                "The mask covers the whole image, so no background can eat into it and no radius "
                "changes anything: choose a higher threshold."
            )
        elif not count:
            remarks.append(
                f"Nothing is left: the deepest voxel of the mask lies {study.depth:.3g} "
                f"{self.unit} from the background."
            )
        elif self._known.cores is None:
            remarks.append(
                "Whether each piece is one nucleus cannot be known from the count: nuclei may "
                "still be joined, and small ones may have vanished. Look at several slices."
            )
        if study.voxels and self._known.cores is not None and not self._known.cores.any():
            remarks.append(
                f"At radius {self._known.core_radius:g}, which should leave one piece for each "
                "nucleus, none is left: give a smaller core_radius to learn which are nuclei."
            )
        if self._spacing is None:
            remarks.append(
                "The voxel size is missing, so radii are in voxels only: give the spacing in µm."
            )
        return remarks

    def workflow(self, sigma: float, unit: str = "voxels") -> Any:
        """Return the workflow with this blur and the radius chosen here, both in one unit.

        Parameters
        ----------
        sigma : float
            How far the mask's image was blurred.
        unit : {"voxels", "µm"}
            What `sigma` is in.

        Returns
        -------
        helpers.workflow.run.Workflow

        Raises
        ------
        InputError
            If one length is in voxels and the other in µm, and voxels are not cubes.
        """
        from ..workflow.run import Workflow

        ready(self)
        if unit not in ("voxels", "um", "µm"):
            raise InputError(f"The unit of sigma is {unit!r}, but 'voxels' or 'µm' is wanted.")
        there, here = "voxels" if unit == "voxels" else "µm", self.unit
        if there != here:
            if self._spacing is None or len(set(self._spacing)) > 1:
                raise InputError(
                    f"sigma is in {there} and the radius in {here}, but a workflow is in one unit: "
                    f"choose {here} for the blur too (the threshold explorer has a button for it "
                    f"if it knows the spacing), or {there} for the radius."
                )
            sigma = in_unit(sigma, there, here, self._spacing)
        return Workflow(sigma=sigma, radius=self.radius, unit="um" if here == "µm" else here)
