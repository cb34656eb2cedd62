"""The whole way from an image to a table as one object: run it, save it, take it home."""

import difflib
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import cc3d
import numpy as np

from ..files import write_whole
from ..inputs import InputError, check_spacing, check_volume
from ..nuclei.measurement import measure, summarise, touches_border
from ..nuclei.segmentation import ErosionStudy, threshold_nuclei
from .parameters import PARAMETERS


@dataclass(frozen=True)
class Workflow:
    """Blur, threshold, erode, label, expand, clear the border, measure.

    A workflow cannot be changed; make another one with other numbers. What each
    parameter means, its unit and its range are in `helpers.workflow.parameters.PARAMETERS`.

    Parameters
    ----------
    sigma, radius : float
    expansion : float, optional
        By default the labels grow back by `radius`.
    clear_border : bool
    unit : {"voxels", "um"}

    Raises
    ------
    InputError
        If a value is of the wrong kind or out of range.

    Examples
    --------
    >>> Workflow(radius=8)
    Workflow(sigma=3, radius=8, expansion=None, clear_border=True, unit='voxels')
    >>> Workflow(radius=80)
    Traceback (most recent call last):
    ...
    helpers.inputs.InputError: radius is 80, but a number from 0 to 30 is wanted: \
how far to erode, to separate nuclei that touch.
    """

    sigma: float = PARAMETERS["sigma"].default
    radius: float = PARAMETERS["radius"].default
    expansion: float | None = PARAMETERS["expansion"].default
    clear_border: bool = PARAMETERS["clear_border"].default
    unit: str = PARAMETERS["unit"].default

    def __post_init__(self):
        for name, parameter in PARAMETERS.items():
            _check_value(name, getattr(self, name), parameter)

    def run(self, image, spacing):
        """Segment and measure one image.

        Parameters
        ----------
        image : ndarray, shape (z, y, x)
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
        in_um = self.unit == "um"
        sigmas = [self.sigma / step for step in spacing] if in_um else self.sigma
        mask, threshold, blurred = threshold_nuclei(image, sigmas)
        study = ErosionStudy(mask, spacing if in_um else None)
        expanded = study.expanded(self.radius, self.distance)
        labels = _number_afresh(expanded, without_border=self.clear_border)
        steps = {
            "blurred": blurred,
            "mask": mask,
            "eroded": study.eroded(self.radius),
            "cores": study.labels(self.radius),
            "expanded": expanded,
            "labels": labels,
        }
        table = measure(labels, spacing, image)
        return Result(self, image, spacing, labels, table, threshold, steps, study)

    def save(self, path):
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

    def to_text(self):
        """Return what `save` writes.

        Examples
        --------
        >>> print(Workflow().to_text().splitlines()[1])
        sigma: 3  # voxels, 0 to 10; how far to blur, to even out noise before the threshold
        """
        import yaml

        lines = ["# How nuclei were measured: a workflow of the Nuclei Workbook."]
        for name, value in asdict(self).items():
            parameter = PARAMETERS[name]
            limits = f"{parameter.unit}, {parameter.low:g} to {parameter.high:g}; "
            about = (limits if parameter.unit else "") + parameter.meaning
            lines.append(f"{name}: {yaml.safe_dump(value).splitlines()[0]}  # {about}")
        return "\n".join(lines) + "\n"

    @classmethod
    def load(cls, path):
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
        try:
            return cls.from_text(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(
                f"The workflow file {path} cannot be opened ({error.strerror}): check its name "
                "and folder, or write one with workflow.save('workflow.yaml')."
            ) from None
        except UnicodeDecodeError:
            raise InputError(
                f"The workflow file {path.name} is not a text file in UTF-8: choose the file that "
                "workflow.save wrote."
            ) from None
        except InputError as error:
            raise InputError(f"In the workflow file {path.name}: {error}") from None

    @classmethod
    def from_text(cls, text):
        """Return the workflow that a text such as that of `to_text` describes.

        Examples
        --------
        >>> Workflow.from_text("radius: 8").radius
        8
        """
        import yaml

        try:
            found = yaml.safe_load(text)
        except yaml.constructor.ConstructorError as error:
            raise InputError(
                f"It holds a command instead of a number ({error.problem}). It was refused and "
                "nothing was run: use only files whose origin you know."
            ) from None
        except yaml.YAMLError as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            raise InputError(
                f"Line {line} cannot be read; each line should look like radius: 10."
            ) from None
        if not isinstance(found, dict):
            raise InputError("It holds no parameters; each line should look like radius: 10.")
        for name in found:
            if name not in PARAMETERS:
                near = difflib.get_close_matches(str(name), PARAMETERS, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(PARAMETERS)}."
                raise InputError(f"{name} is not a parameter of a workflow. {hint}")
        return cls(**found)

    def to_script(self, spacing, path=None):
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
    def distance(self):
        """How far the labels grow back: the expansion if it is given, else the radius."""
        return self.radius if self.expansion is None else self.expansion


def _number_afresh(labels, without_border):
    """Do what scikit-image's `label(clear_border(labels))` does, in a tenth of the time."""
    numbers = np.arange(labels.max() + 1, dtype=np.int32)
    if without_border:
        numbers[touches_border(labels)] = 0
    return cc3d.connected_components(numbers[labels], connectivity=26).astype(np.int32)


def _check_value(name, value, parameter):
    """Refuse a value of the wrong kind or out of range."""
    default, wanted = parameter.default, None
    if name == "unit":
        if value not in ("voxels", "um"):
            wanted = "voxels or um"
    elif isinstance(default, bool):
        if not isinstance(value, bool):
            wanted = "true or false"
    elif not (value is None and default is None):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and parameter.low <= value <= parameter.high):
            wanted = f"a number from {parameter.low:g} to {parameter.high:g}"
    if wanted:
        raise InputError(f"{name} is {value}, but {wanted} is wanted: {parameter.meaning}.")


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
        As `helpers.nuclei.measurement.measure` returns it.
    threshold : float
        Otsu's, on the scale of the blurred image.
    steps : dict of str to ndarray
        The volume after each step: blurred, mask, eroded, cores, expanded, labels.
    study : ErosionStudy
        The mask with its distance map, for asking about other radii.
    """

    workflow: Workflow
    image: np.ndarray = field(repr=False)
    spacing: tuple
    labels: np.ndarray = field(repr=False)
    table: object = field(repr=False)
    threshold: float
    steps: dict = field(repr=False)
    study: ErosionStudy = field(repr=False)

    @cached_property
    def summary(self):
        """Count, mean, range and standard deviations of the volumes in µm³."""
        return summarise(self.table["volume_um3"])

    def picture(self, z=None):
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

        z = len(self.image) // 2 if z is None else z
        titles = {"blurred": "blurred", "mask": "above the threshold", "eroded": "eroded"}
        in_colour = {"cores": "numbered", "expanded": "expanded", "labels": "measured"}
        views = {title: self.steps[step][z] for step, title in titles.items()}
        views |= {title: labelled(self.steps[step][z]) for step, title in in_colour.items()}
        return panels(views, columns=3)
