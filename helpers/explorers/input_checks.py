"""What explorers are given, checked: nothing that a slider could not follow."""

from typing import Any

import numpy as np

from ..inputs import InputError, check_labels, check_mask, check_volume
from ..nuclei.segmentation import check_range

MOST_VOXELS = 10**9
"""Beyond it each step takes minutes, and the maps that make it quick take tens of gigabytes."""


def image_given(image: Any) -> np.ndarray:
    """Return a volume of grey levels.

    Parameters
    ----------
    image : array_like, shape (z, y, x)

    Returns
    -------
    ndarray

    Raises
    ------
    InputError
        If it is a mask, too large, or nothing that :func:`check_volume` takes.
    """
    _small_enough(image, "image")
    image = check_volume(image)
    if image.dtype == bool:
        raise InputError(
            "The image is a mask of True and False, so it has no grey levels: give the image that "
            "the mask was made from."
        )
    return check_range(image) if image.dtype.kind == "f" else image


def mask_given(mask: Any) -> np.ndarray:
    """Return a volume of True and False.

    Parameters
    ----------
    mask : array_like, shape (z, y, x)

    Returns
    -------
    ndarray of bool

    Raises
    ------
    InputError
        If it is too large, no mask, or no volume.
    """
    _small_enough(mask, "mask")
    return check_volume(check_mask(mask), name="mask")


def labels_given(labels: Any) -> np.ndarray:
    """Return a volume of labels.

    Parameters
    ----------
    labels : array_like, shape (z, y, x)

    Returns
    -------
    ndarray of int

    Raises
    ------
    InputError
        If it is too large, no label image, or no volume.
    """
    _small_enough(labels, "label image")
    return check_volume(check_labels(labels), name="label image")


def _small_enough(array: Any, name: str) -> None:
    """Look before anything is computed: an array of any size can be written down in a few bytes."""
    size = getattr(array, "size", 0)
    if isinstance(size, int | np.integer) and size > MOST_VOXELS:
        raise InputError(
            f"The {name} has {size:,} voxels, more than a slider can follow: cut a part out, such "
            "as the first ten slices with [:10]."
        )
