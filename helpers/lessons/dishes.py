"""Exercises of notebook 05: the whole workflow on other dishes, with less and less help."""

import functools
from typing import NamedTuple

import numpy as np

from ..exercises.kinds import Mistake, Number
from .steps import sizes, whole_sizes

LESSON_SPACING = (0.29, 0.26, 0.26)


class Dish(NamedTuple):
    """A drawn dish, as the notebook draws it, and the radius in µm that separates its nuclei."""

    count: int
    touching: int
    border: int
    size: float
    shape: tuple[int, int, int]
    spacing: tuple[float, float, float]
    seed: int
    radius: float


SECOND = Dish(12, 3, 3, 4.2, (40, 200, 240), (0.5, 0.3, 0.3), 1, 3.0)
THIRD = Dish(10, 2, 2, 3.6, (48, 220, 240), (0.4, 0.2, 0.2), 4, 2.5)


@functools.cache
def drawn(dish):
    """Return the image of a dish.

    Parameters
    ----------
    dish : Dish

    Returns
    -------
    ndarray of uint16, shape (z, y, x)
    """
    from ..images.synthetic import make_nuclei

    return make_nuclei(**{k: v for k, v in dish._asdict().items() if k != "radius"}).image


@functools.cache
def labels(dish, in_um=True):
    """Return the labels of a dish, eroded and grown back by its radius.

    Parameters
    ----------
    dish : Dish
    in_um : bool
        False takes the radius for voxels.

    Returns
    -------
    ndarray of int32, shape (z, y, x)
    """
    from ..nuclei.segmentation import ErosionStudy, threshold_nuclei

    mask = threshold_nuclei(drawn(dish), sigma=2).mask
    return ErosionStudy(mask, dish.spacing if in_um else None).expanded(dish.radius)


@functools.cache
def _all_in_um(dish):
    """Return the mean volume that a workflow with both sigma and radius in µm gives."""
    from ..workflow.run import Workflow

    workflow = Workflow(sigma=2, radius=dish.radius, unit="um")
    return workflow.run(drawn(dish), dish.spacing).table["volume_um3"].mean()


def mean_volume(dish, in_um=True, spacing=None):
    """Return the mean volume of the whole nuclei of a dish.

    Parameters
    ----------
    dish : Dish
    in_um : bool
        False takes the radius for voxels.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm; by default the dish's own.

    Returns
    -------
    float
        In µm³.
    """
    return whole_sizes(labels(dish, in_um)).mean() * np.prod(spacing or dish.spacing)


def cleared(dish, again):
    """Return the labels of a dish that touch no face.

    Parameters
    ----------
    dish : Dish
    again : bool
        False leaves them the numbers that they had among all.

    Returns
    -------
    ndarray of int, shape (z, y, x)
    """
    from skimage.measure import label
    from skimage.segmentation import clear_border

    whole = clear_border(labels(dish))
    return label(whole) if again else whole


def exercise(dish, name, variable, title, hints, solution):
    """Return the question for the mean volume of a dish's whole nuclei.

    Parameters
    ----------
    dish : Dish
    name, variable : str
        The answer's name, and that of the dish in the notebook.
    title : str
    hints : tuple of str
    solution : str

    Returns
    -------
    Number
    """
    radius = f"{dish.radius:g}"
    return Number(
        name=name,
        title=title,
        question=f"What is the mean volume, in µm³, of the whole nuclei of `{variable}`?",
        expected=lambda: mean_volume(dish),
        tolerance=0.05,
        unit="µm³",
        mistakes=(
            Mistake(
                lambda: mean_volume(dish, spacing=LESSON_SPACING),
                "These are µm³ with the lesson's voxel size. This microscope has other voxels: "
                f"use `{variable}.spacing`.",
            ),
            Mistake(
                lambda: mean_volume(dish, spacing=(1, 1, 1)),
                f"That is in voxels. Multiply by the volume of a voxel of `{variable}.spacing`.",
            ),
            Mistake(
                lambda: sizes(labels(dish)).mean() * np.prod(dish.spacing),
                "Nuclei cut by the border are among these. Clear it first.",
            ),
            Mistake(
                lambda: np.median(whole_sizes(labels(dish))) * np.prod(dish.spacing),
                "That is the median. The mean is wanted.",
            ),
            Mistake(
                lambda: sizes(cleared(dish, again=False)).mean() * np.prod(dish.spacing),
                "Numbers are missing after `clear_border`, and each gap counts as a nucleus of "
                "size 0. Label again.",
            ),
            Mistake(
                lambda: (
                    np.bincount(cleared(dish, again=True).ravel()).mean() * np.prod(dish.spacing)
                ),
                "The background is among the sizes: `np.bincount` counts it first, as number 0. "
                "`[1:]` leaves it out.",
            ),
            Mistake(
                lambda: mean_volume(dish, in_um=False),
                f"The radius was taken as {radius} voxels, and nuclei are still joined. Give "
                f"`isotropic_erosion` the `spacing`, so that it is {radius} µm.",
            ),
            Mistake(
                lambda: _all_in_um(dish),
                "Sigma was taken in µm as well, which blurs far too much here. Sigma is 2 voxels; "
                "only the radius is in µm.",
            ),
        ),
        otherwise=f"Go through the steps in order: blur with sigma 2, Otsu, erode by {radius} µm, "
        f"label, expand by {radius} µm, clear the border, label again, measure.",
        hints=hints,
        solution=solution,
    )


EXERCISES = (
    exercise(
        SECOND,
        "dish_mean",
        "dish",
        "Another dish, with gaps",
        (
            "The steps are those of the first dish, with `dish.image` for its image, and "
            "`3, spacing=dish.spacing` for the erosion and for the expansion.",
            "Then `clear_border`, `label`, and `np.bincount(labels.ravel())[1:]` for the sizes. "
            "Multiply their mean by the volume of one voxel of this dish.",
        ),
        "The same steps with another voxel size. Nine whole nuclei, 316.9 µm³ on average. The true "
        "mean, known because the computer drew them, is 308.4 µm³: off by 3 %.",
    ),
    exercise(
        THIRD,
        "last_mean",
        "last",
        "The last dish, with nothing given",
        (
            "Say the seven steps aloud before you type: blur, threshold, erode, label, expand, "
            "clear the border and label again, measure.",
            "Each step takes what the one before has made. Which two of them need "
            "`spacing=last.spacing`?",
        ),
        "Eight whole nuclei, 207.4 µm³ on average; the true mean is 198.3 µm³. You have written a "
        "whole measurement by yourself.",
    ),
)
