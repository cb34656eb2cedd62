"""The whole way from an image to a table as one object: run it, save it, take it home."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..files import write_whole
from ..inputs import InputError, check_spacing, check_volume
from ..nuclei.blur import blur
from ..nuclei.labelling import number_pieces, renumber
from ..nuclei.measurement import Summary, measure, summarise, touches_border
from ..nuclei.segmentation import ErosionStudy, threshold_nuclei
from . import workflow_file
from .parameters import CLEAR_BORDER, EXPANSION, PARAMETERS, RADIUS, SIGMA, UNIT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Workflow:
    """Blur, threshold, erode, label, expand, clear the border, measure.

    A workflow cannot be changed; make another one with other numbers. What each
    parameter means, its unit and its range are in `helpers.workflow.PARAMETERS`.

    Parameters
    ----------
    sigma, radius : float
    expansion : float, optional
        By default the labels grow back by `radius`.
    clear_border : bool
    unit : {"voxels", "um"}
        What the lengths are given in; ``"µm"`` is understood too.

    Raises
    ------
    InputError
        If a value is of the wrong kind or out of range.

    Examples
    --------
    >>> Workflow(radius=8)
    Workflow(sigma=3, radius=8, expansion=None, clear_border=True, unit='voxels')
    >>> Workflow(radius=800)
    Traceback (most recent call last):
    ...
    helpers.inputs.InputError: radius is 800, but a number from 0 to 100 is wanted: \
how far to erode, to separate nuclei that touch.
    """

    sigma: float = SIGMA.default
    radius: float = RADIUS.default
    expansion: float | None = EXPANSION.default
    clear_border: bool = CLEAR_BORDER.default
    unit: str = UNIT.default

    def __post_init__(self) -> None:
        for name, parameter in PARAMETERS.items():
            object.__setattr__(self, name, parameter.read(name, getattr(self, name)))

    def run(self, image: np.ndarray, spacing: tuple[float, ...]) -> "Result":
        """Segment and measure one image.

        Parameters
        ----------
        image : ndarray, shape (z, y, x)
            A single slice, of shape (1, y, x), is eroded and cleared as the 2D image it is.
        spacing : tuple of float
            The size of a voxel (z, y, x) in µm.

        Returns
        -------
        Result
            With no rows in its table if no nucleus is left.

        Raises
        ------
        InputError
            If the image cannot be segmented at all, such as one that is constant.
        """
        image, spacing = check_volume(image), check_spacing(spacing)
        mask, threshold, blurred = threshold_nuclei(image, self._sigmas(spacing))
        del blurred  # eight bytes a voxel, that few ask for: `steps` makes it anew
        study = ErosionStudy(mask, spacing if self.unit == "um" else None)
        study.count(self.radius)  # finds the pieces, and remembers them
        study.forget_distances()  # four bytes a voxel, or eight, for radii that few ask for
        expanded = study.expanded(self.radius, self.distance, small=True)
        cut = touches_border(expanded) if self.clear_border else np.empty(0, int)
        labels = _number_afresh(expanded, cut)
        table = measure(labels, spacing, image)
        return Result(self, image, spacing, labels, table, threshold, study, len(cut))

    def _sigmas(self, spacing: tuple[float, ...]) -> list[float]:
        """Return sigma along each axis, in voxels."""
        return [self.sigma / step if self.unit == "um" else self.sigma for step in spacing]

    def save(self, path: str | PathLike) -> Path:
        """Write the parameters to a text file, each with its unit and meaning.

        Parameters
        ----------
        path : path-like
            Such as ``"workflow.yaml"``; an older file of that name is replaced.

        Returns
        -------
        pathlib.Path
        """
        return write_whole(path, self.to_text())

    def to_text(self) -> str:
        """Return what `save` writes.

        Returns
        -------
        str

        Examples
        --------
        >>> print(Workflow(unit="um").to_text().splitlines()[1])
        sigma: 3  # µm, 0 to 10; how far to blur, to even out noise before the threshold
        """
        return workflow_file.to_text(asdict(self))

    @classmethod
    def load(cls, path: str | PathLike) -> "Workflow":
        """Read a workflow file; nothing in it is ever run.

        Parameters
        ----------
        path : path-like

        Returns
        -------
        Workflow
            Parameters that the file leaves out have their default.

        Raises
        ------
        InputError
            If the file is missing, tries to run code, or names an unknown parameter or a
            value that is out of range.
        """
        path = Path(path)
        text = workflow_file.read_text(path)
        try:
            return cls.from_text(text)
        except InputError as error:
            raise InputError(f"In the workflow file {path.name}: {error}") from None

    @classmethod
    def from_text(cls, text: str) -> "Workflow":
        """Return the workflow that a text such as that of `to_text` describes.

        Parameters
        ----------
        text : str

        Returns
        -------
        Workflow

        Raises
        ------
        InputError
            As `load` does.

        Examples
        --------
        >>> Workflow.from_text("radius: 8").radius
        8
        """
        return cls(**workflow_file.from_text(text))

    def to_script(self, spacing: tuple[float, ...], path: str | PathLike | None = None) -> str:
        """Write the workflow as a Python script that needs scikit-image only.

        It measures the image named on its command line, and writes the same table, digit
        for digit, as `run` does.

        Parameters
        ----------
        spacing : tuple of float
            The size of a voxel (z, y, x) in µm; plain TIFF files do not hold it.
        path : path-like, optional
            Where to write the script.

        Returns
        -------
        str
            The script.
        """
        from .script import make_script

        script = make_script(self, spacing)
        if path is not None:
            write_whole(path, script)
        return script

    @property
    def distance(self) -> float:
        """How far the labels grow back: the expansion if it is given, else the radius."""
        return self.radius if self.expansion is None else self.expansion


def _number_afresh(labels: np.ndarray, without: np.ndarray) -> np.ndarray:
    """Do what scikit-image's `label(clear_border(labels))` does, in a tenth of the time."""
    highest = int(labels.max())
    numbers = np.arange(highest + 1, dtype=np.min_scalar_type(highest))
    numbers[without] = 0
    return number_pieces(renumber(labels, numbers))


class Steps(Mapping[str, np.ndarray]):
    """The volume after each step, made when it is asked for and not kept.

    Parameters
    ----------
    result : Result
    """

    def __init__(self, result: "Result"):
        workflow, study = result.workflow, result.study
        self._make = {
            "blurred": lambda: blur(result.image, workflow._sigmas(result.spacing)),
            "mask": lambda: study.mask,
            "eroded": lambda: study.eroded(workflow.radius),
            "cores": lambda: study.labels(workflow.radius),
            "expanded": lambda: study.expanded(workflow.radius, workflow.distance),
            "labels": lambda: result.labels,
        }

    def __getitem__(self, name: str) -> np.ndarray:
        return self._make[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)


@dataclass(frozen=True)
class Result:
    """What a workflow made of one image.

    Attributes
    ----------
    workflow : Workflow
    image : ndarray, shape (z, y, x)
    spacing : tuple of float
    labels : ndarray of int, shape (z, y, x)
        The nuclei that were measured, numbered from 1 without gaps.
    table : pandas.DataFrame
        As `helpers.nuclei.measure` returns it.
    threshold : float
        Otsu's, on the scale of the blurred image.
    study : ErosionStudy
        The mask with its distance map, for asking about other radii.
    left_out : int
        How many pieces were left out because the side of the image cuts them.
    """

    workflow: Workflow
    image: np.ndarray = field(repr=False)
    spacing: tuple[float, ...]
    labels: np.ndarray = field(repr=False)
    table: "pd.DataFrame" = field(repr=False)
    threshold: float
    study: ErosionStudy = field(repr=False)
    left_out: int

    @property
    def slices(self) -> int:
        """How many slices the image has."""
        return len(self.image)

    @property
    def steps(self) -> Steps:
        """The volume after each step: blurred, mask, eroded, cores, expanded, labels."""
        return Steps(self)

    @cached_property
    def summary(self) -> Summary:
        """Count, mean, range and standard deviations of the volumes in µm³."""
        return summarise(self.table["volume_um3"])

    def picture(self, z: int | None = None) -> "Figure":
        """Draw one slice after each step.

        Parameters
        ----------
        z : int, optional
            The slice; by default the middle one.

        Returns
        -------
        matplotlib.figure.Figure
        """
        from ..pictures.slices import labelled, panels

        z, steps = len(self.image) // 2 if z is None else z, self.steps
        titles = {"blurred": "blurred", "mask": "above the threshold", "eroded": "eroded"}
        in_colour = {"cores": "numbered", "expanded": "expanded", "labels": "measured"}
        views = {title: steps[step][z] for step, title in titles.items()}
        views |= {title: labelled(steps[step][z]) for step, title in in_colour.items()}
        return panels(views, columns=3)
