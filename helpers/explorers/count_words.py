"""What is known of the count at each radius, in words and as a chart."""

from dataclasses import dataclass

import numpy as np

from ..colours import ACCENT, GOOD, INK, WARN
from ..nuclei.pieces import Account, account, cores_by_piece, follow, standstills
from ..nuclei.segmentation import ErosionStudy
from .base import plural
from .canvas import Canvas
from .layout import Chart, Key
from .lengths import radii_of
from .plot import Plot

BAND = "#d9eaf6"
"""Behind the radii at which the same pieces stay."""


@dataclass(frozen=True)
class Known:
    """What somebody said about the nuclei, if anything.

    Parameters
    ----------
    cores : ndarray of int, optional
        Pieces that are taken for the nuclei.
    core_radius : float, optional
        At which radius they are found, in voxels.
    nuclei : int, optional
        How many nuclei were counted.
    """

    cores: np.ndarray | None = None
    core_radius: float | None = None
    nuclei: int | None = None


class Counts:
    """The pieces at every radius of a slider.

    Parameters
    ----------
    study : ErosionStudy
        In voxels, or in µm.
    known : Known
    """

    def __init__(self, study: ErosionStudy, known: Known) -> None:
        self.known, self.study = known, study
        self.unit = "voxels" if study.spacing is None else "µm"
        self.radii = radii_of(study)
        self.step = self.radii[1]
        self._with_core: list[np.ndarray] = []
        self._accounts: list[Account] = []
        self.steps = follow(map(self._labels_accounted, self.radii))
        long = max(2, round(len(self.radii) / 10))
        # where nothing has come apart yet, all stays the same too, and says nothing
        self._still = [one for one in standstills(self.steps, at_least=long) if one[0]]
        self.chart = self._draw()

    def _labels_accounted(self, radius: float) -> np.ndarray:
        """Return the pieces, and tell first which of them are which nuclei."""
        labels, cores = self.study.labels(radius), self.known.cores
        if cores is not None:
            met = cores_by_piece(labels, cores)
            self._with_core.append(np.array([True, *map(bool, met)]))
            self._accounts.append(account(met, int(cores.max())))
        return labels

    def columns(self) -> dict[str, list[int]]:
        """Return what is known at each radius, by name."""
        told = self._accounts or self.steps
        names = [name for name in told[0]._fields if name not in ("pieces", "voxels", "numbers")]
        columns = {"count": [step.pieces for step in self.steps]}
        return columns | {name: [getattr(one, name) for one in told] for name in names}

    def kept(self, at: int) -> str:
        """Say how much of the mask is left at a step of the slider.

        Parameters
        ----------
        at : int
            Which of the radii.

        Returns
        -------
        str
        """
        share = self.steps[at].voxels / max(self.study.voxels, 1)
        return f"{100 * share:.1f} % of the mask kept"

    def made_of(self, at: int) -> tuple[str, bool]:
        """Say what the count is made of, and whether there is something to object to.

        Parameters
        ----------
        at : int
            Which of the radii.

        Returns
        -------
        words : str
        objection : bool
        """
        if not self._accounts:
            step = self.steps[at]
            return f"on the way {step.came_apart:,} came apart, {step.vanished:,} vanished", False
        joined, fragments, split, vanished = made = self._accounts[at]
        words = [f"{plural(joined, 'pair')} joined", plural(fragments, "fragment")]
        if split or vanished:
            words = words if joined or fragments else []
            words += [f"{plural(split, 'nucleus', 'nuclei')} split", f"{vanished:,} vanished"]
        return ", ".join(words), any(made)

    def compared(self, at: int) -> str:
        """Say what the count is compared with, or whether the same pieces stay.

        Parameters
        ----------
        at : int
            Which of the radii.

        Returns
        -------
        str
            Empty if there is nothing to say.
        """
        if self.known.cores is not None:
            return f"taking the pieces at radius {self.known.core_radius:g} for the nuclei"
        if self.known.nuclei:
            more = self.steps[at].pieces - self.known.nuclei
            if not more:
                return f"as many as the {self.known.nuclei:,} there are"
            which = "more" if more > 0 else "fewer"
            return f"{abs(more):,} {which} than the {self.known.nuclei:,} there are"
        for first, last, _ in self._still:
            if first <= at <= last:
                low, high = self.radii[first], self.radii[last]
                return f"the same pieces stay from {low:g} to {high:g} {self.unit}"
        return ""

    def colours(self, at: int) -> np.ndarray:
        """Return the number whose colour each piece has: its own for good, or 0 for grey.

        Parameters
        ----------
        at : int
            Which of the radii.

        Returns
        -------
        ndarray of int
            One for each label at this radius, the background first.
        """
        numbers = self.steps[at].numbers
        return np.where(self._with_core[at], numbers, 0) if self._accounts else numbers

    def _draw(self) -> Chart:
        """Return the chart, without the mark of the present radius."""
        radii, step, counted = self.radii, self.step, int(self.known.nuclei or 0)
        cores = 0 if self.known.cores is None else int(self.known.cores.max())
        line = cores or counted
        top = 1.12 * max(*(one.pieces for one in self.steps), line, 1)
        edge = -step / 2, radii[-1] + step / 2

        def backdrop(plot: Plot, canvas: Canvas) -> None:
            if not self._accounts:
                for first, last, _ in self._still:
                    across = radii[first] - 0.45 * step, radii[last] + 0.45 * step
                    plot.bar(canvas, across, (0, top), BAND)
            for at, radius in enumerate(radii):
                across, count = (radius - 0.38 * step, radius + 0.38 * step), self.steps[at].pieces
                nuclei = count
                if self._accounts:
                    missing = self._accounts[at].joined_pairs + self._accounts[at].vanished
                    nuclei = max(cores - missing, 0)
                plot.bar(canvas, across, (0, nuclei), ACCENT)
                plot.bar(canvas, across, (nuclei, count), WARN)
            if line:
                plot.bar(canvas, edge, (line, line), GOOD if cores else INK, width=2)

        if self._accounts:
            core = f"{cores} at radius {self.known.core_radius:g}"
            key = [Key("■", "nuclei", ACCENT), Key("■", "extra", WARN), Key("–", core, GOOD)]
        else:
            key = [Key("■", "pieces", ACCENT)]
            key += [Key("■", "same pieces", BAND)] if self._still else []
            key += [Key("–", f"{counted} counted", INK)] if counted else []
        return Chart(edge, (0, top), f"radius ({self.unit})", "", backdrop, key)
