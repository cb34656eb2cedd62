"""Where the sliders of lengths stop, in voxels or in µm."""

import math
from collections.abc import Sequence

from ..nuclei.segmentation import ErosionStudy
from ..workflow.parameters import RADIUS
from .plot import nice_step

MOST = 60
"""How many stops a slider may have: each is a label image, and a bar in the chart."""


def radii_of(study: ErosionStudy) -> list[float]:
    """Return radii from 0 to where nothing of the mask is left.

    Parameters
    ----------
    study : ErosionStudy
        In voxels, or in µm.

    Returns
    -------
    list of float
        Evenly spaced, at least two: whole numbers in voxels, round ones in µm.
    """
    depth = study.depth
    if not math.isfinite(depth) or depth <= 0:  # no radius changes anything
        depth = float(RADIUS.default)
    step = nice_step(depth, MOST)
    if study.spacing is None:
        step = math.ceil(step)
    return [round_to(number * step, step) for number in range(math.ceil(depth / step) + 1)]


def in_unit(length: float, before: str, after: str, spacing: Sequence[float] | None) -> float:
    """Turn a length from voxels to µm or back, by the shortest side of a voxel.

    Parameters
    ----------
    length : float
    before, after : {"voxels", "µm"}
    spacing : sequence of float, optional
        Needed only if the units differ.

    Returns
    -------
    float

    Examples
    --------
    >>> in_unit(10, "voxels", "µm", (0.29, 0.26, 0.26)), in_unit(2.6, "µm", "µm", None)
    (2.6, 2.6)
    """
    if before == after or spacing is None:
        return length
    side = min(spacing)
    return length * side if after == "µm" else length / side


def round_to(value: float, step: float) -> float:
    """Take away what adding up steps leaves behind the last decimal.

    Parameters
    ----------
    value : float
    step : float
        An int leaves the value as it is.

    Returns
    -------
    float

    Examples
    --------
    >>> round_to(3 * 0.1, 0.1), round_to(12, 1)
    (0.3, 12)
    """
    return value if isinstance(step, int) else float(f"{value:.12g}")
