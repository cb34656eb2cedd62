"""What the reasons to doubt a measurement look at, and how it is found in an image in memory."""

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from ..images.image_cautions import slice_cautions
from ..nuclei.blur import blur
from ..nuclei.measurement import touches_border
from ..nuclei.quality import clipping
from .run import Result, Workflow

if TYPE_CHECKING:
    import pandas as pd

THIN = (1, 2, 2)  # a quarter of the voxels tells brightness and noise as well


class Measured(Protocol):
    """What every measurement has, in one go or in blocks: a table, and how it came about."""

    @property
    def table(self) -> "pd.DataFrame": ...  # noqa: D102
    @property
    def workflow(self) -> Workflow: ...  # noqa: D102
    @property
    def spacing(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def slices(self) -> int: ...  # noqa: D102
    @property
    def threshold(self) -> float: ...  # noqa: D102
    @property
    def left_out(self) -> int: ...  # noqa: D102


class Thin(NamedTuple):
    """Every so-manieth voxel of an image, with its mask.

    Attributes
    ----------
    image : ndarray, shape (z, y, x)
    mask : ndarray of bool, same shape
    stands_for : int
        How many voxels of the image one of these stands for.
    """

    image: np.ndarray
    mask: np.ndarray
    stands_for: int


class Evidence(Protocol):
    """What is asked about an image and its measurement, however it was found out."""

    @property
    def result(self) -> Measured: ...  # noqa: D102

    def saturated_share(self) -> float:
        """Return the share of voxels at the end of the detector's scale."""
        ...

    def of_slices(self) -> list[str]:
        """Return what is doubtful about the values of the image and of its slices."""
        ...

    def thin(self) -> Thin:
        """Return every so-manieth voxel."""
        ...

    def thin_blurred(self, thin: Thin) -> np.ndarray:
        """Return the same voxels blurred, as an array of their own.

        Parameters
        ----------
        thin : Thin
            As from :meth:`thin`.

        Returns
        -------
        ndarray of float
        """
        ...

    def vanished(self) -> np.ndarray:
        """Return the sizes of the pieces of the mask of which the erosion leaves nothing.

        If the border is cleared, those that touch it do not count: they would go in any case.
        """
        ...

    def cores(self) -> int:
        """Return how many pieces there are after the erosion."""
        ...

    def mask_kept(self) -> tuple[int, int]:
        """Return how many voxels the mask has, and how many of them the expanded labels hold."""
        ...

    def segmented(self) -> int:
        """Return how many voxels the expanded labels have."""
        ...


class InMemory:
    """The evidence of a result that holds its image.

    Parameters
    ----------
    result : Result
    """

    def __init__(self, result: Result):
        self.result = result

    def saturated_share(self) -> float:  # noqa: D102
        return clipping(self.result.image).saturated_share

    def of_slices(self) -> list[str]:  # noqa: D102
        return slice_cautions(self.result.image)

    def thin(self) -> Thin:  # noqa: D102
        part = tuple(slice(None, None, step) for step in THIN)
        result = self.result
        return Thin(result.image[part], result.study.mask[part], math.prod(THIN))

    def thin_blurred(self, thin: Thin) -> np.ndarray:
        """Return the same voxels blurred, as an array of their own.

        Parameters
        ----------
        thin : Thin

        Returns
        -------
        ndarray of float
        """
        return blur_thin(thin.image, self.result)

    def vanished(self) -> np.ndarray:  # noqa: D102
        workflow, study = self.result.workflow, self.result.study
        sizes, gone = np.zeros(study.count(0) + 1, int), np.ones(study.count(0) + 1, bool)
        gone[0] = False
        for z in range(len(study.mask)):  # slice by slice, to spare the memory
            pieces = study.labels(0, z, small=True)
            cores = study.labels(workflow.radius, z, small=True)
            sizes += np.bincount(pieces.ravel(), minlength=len(sizes))
            gone[pieces[cores > 0]] = False
        if workflow.clear_border:
            gone[touches_border(study.labels(0, small=True))] = False
        return sizes[gone]

    def cores(self) -> int:  # noqa: D102
        return self.result.study.count(self.result.workflow.radius)

    def mask_kept(self) -> tuple[int, int]:  # noqa: D102
        mask = self.result.study.mask
        kept = np.count_nonzero(mask & (self._expanded() > 0))
        return int(np.count_nonzero(mask)), int(kept)

    def segmented(self) -> int:  # noqa: D102
        return int(np.count_nonzero(self._expanded()))

    def _expanded(self) -> np.ndarray:
        workflow = self.result.workflow
        return self.result.study.expanded(workflow.radius, workflow.distance, small=True)


def blur_thin(image: np.ndarray, result: Measured) -> np.ndarray:
    """Blur an image of which every ``THIN``-th voxel was taken, as far as the whole was blurred.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    result : Measured

    Returns
    -------
    ndarray of float
    """
    sigma = result.workflow._sigmas(result.spacing)
    return blur(image, [wide / step for wide, step in zip(sigma, THIN, strict=True)])
