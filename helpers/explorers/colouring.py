"""Masks and labels as pictures in colour."""

import numpy as np

from ..colours import paint, rgb

NIGHT = "#101418"
"""Behind microscope pictures and labels."""
PALE = "#e4e8ec"
"""For a mask."""
GREY = "#9aa4ae"
"""For what does not count."""

Slice = tuple[int, slice, slice]
"""Which part of a volume is shown: one z, and every row and column, or every second one."""


def colour_codes(codes: np.ndarray, *colours: str) -> np.ndarray:
    """Return the RGB picture in which code 0, 1, 2 ... has the first, second, third ... colour.

    Parameters
    ----------
    codes : ndarray of int, shape (y, x)
    *colours : str
        Such as ``"#d55e00"``.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> colour_codes(np.array([[0, 1]]), "#000000", "#ffffff").tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    return np.array([rgb(colour) for colour in colours], np.uint8).take(codes, axis=0)


def colour_labels(labels: np.ndarray, numbers: np.ndarray | None = None) -> np.ndarray:
    """Return an RGB picture of labels on a dark ground.

    Parameters
    ----------
    labels : ndarray of int, shape (y, x)
    numbers : ndarray of int, optional
        For each label the number whose colour it takes, 0 for grey; its own by default.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)
    """
    numbers = np.arange(int(labels.max(initial=0)) + 1) if numbers is None else numbers
    table = paint(numbers)[:, :3].copy()
    table[numbers == 0] = rgb(GREY)
    table[0] = rgb(NIGHT)
    return table.take(labels, axis=0)


def thin(volume: np.ndarray, z: int, at_most: int = 800) -> Slice:
    """Return the index of slice z that leaves out rows and columns too fine to be shown.

    Parameters
    ----------
    volume : ndarray, shape (z, y, x)
    z : int
    at_most : int
        How many rows and columns the picture may have.

    Returns
    -------
    tuple of int and slices
    """
    step = -(-max(volume.shape[1:]) // at_most)
    return z, slice(None, None, step), slice(None, None, step)
