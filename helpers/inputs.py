"""Say clearly what is wrong with an input, and what to do next.

Every function returns its input in the form the rest of the package works with,
or raises :class:`InputError` with a sentence that a person can act on.
"""

import difflib
import math
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

try:
    import psutil
except ImportError:  # as in a browser's Python
    psutil = None

SMALLEST, LARGEST = 1e-6, 1e6
"""The sides that a voxel can have, in µm: from far below an atom's to a metre."""

IN_BROWSER = sys.platform == "emscripten"
"""Whether this Python runs in a browser alone, where there are no processes and no threads."""


class InputError(ValueError):
    """An input that cannot be used; the message says what to do next."""

    def _render_traceback_(self) -> list[str]:
        """Give a notebook the sentence alone; the lines of code that led to it help no learner."""
        return [f"{type(self).__name__}: {self}"]


def lacking(what: str, instead: str = "read on without it, or take another way in") -> InputError:
    """Return the error for what cannot be had where the workbook runs in a browser alone.

    Parameters
    ----------
    what : str
        The beginning of the sentence, up to what is lacking: "The viewer needs napari".
    instead : str
        What to do, now or another way.

    Returns
    -------
    InputError

    Examples
    --------
    >>> print(lacking("The stamp needs a second kernel"))
    The stamp needs a second kernel, which is not to be had in this Python, as in a browser alone: \
read on without it, or take another way in (docs/doors.md).
    """
    return InputError(
        f"{what}, which is not to be had in this Python, as in a browser alone: {instead} "
        "(docs/doors.md)."
    )


def free_memory() -> int:
    """Return how many bytes of memory are free on this computer, or could be.

    Returns
    -------
    int
    """
    if psutil is None:
        return sys.maxsize // 2  # half of what an address can reach: 1 GB in a browser
    return psutil.virtual_memory().available


def check_room(values: Any, name: str = "image") -> None:
    """Refuse an array that is larger than the free memory, before anything of it is read.

    An array of any size can be written down in a few bytes, or lie in a file.

    Parameters
    ----------
    values : array_like
    name : str
        What to call it in a message.

    Raises
    ------
    InputError
        If a byte for each value of an array in memory, or all of an array elsewhere, is more
        than is free.

    Examples
    --------
    >>> check_room(np.zeros((2, 3, 4)))
    """
    try:
        shape, itemsize = tuple(map(int, values.shape)), int(values.dtype.itemsize)
    except Exception:  # no array, or not yet: what it is will be looked at
        return
    size = math.prod(shape)
    free = free_memory()
    if size * (1 if isinstance(values, np.ndarray) else itemsize) <= free:
        return
    sides = " × ".join(map(str, shape))
    raise InputError(
        f"The {name} of {sides} values would take {size * itemsize / 1e9:.1f} GB of memory, but "
        f"{free / 1e9:.1f} GB are free: cut a part out first, such as "
        "[:64, :512, :512]; from a file, load_region opens a part and load_overview all of it "
        "coarsely, and measure-nuclei --blocks measures the whole."
    )


def as_array(values: Any, name: str = "image") -> np.ndarray:
    """Return an array, if there is room for it and it is no list whose rows differ in length.

    Parameters
    ----------
    values : array_like
    name : str
        What to call it in a message.

    Returns
    -------
    ndarray

    Raises
    ------
    InputError
        If it is larger than the free memory, or ragged.
    """
    check_room(values, name)
    try:
        return np.asarray(values)
    except ValueError:
        raise InputError(
            f"The {name} is a list whose rows have different lengths, but an array is wanted, with "
            "as many numbers in each row: check how it was put together."
        ) from None


def check_volume(image, name="image"):
    """Return `image` as an array if it is one 3D channel with finite numbers.

    Parameters
    ----------
    image : array_like
        The candidate, expected with axes (z, y, x).
    name : str
        What to call it in a message.

    Returns
    -------
    ndarray of shape (z, y, x)

    Raises
    ------
    InputError
        If it has another number of axes, is empty, holds no numbers, or NaN.

    Examples
    --------
    >>> check_volume(np.zeros((2, 3, 4))).shape
    (2, 3, 4)
    >>> check_volume(np.zeros((3, 4)))
    Traceback (most recent call last):
    ...
    helpers.inputs.InputError: The image is 2D, of shape (3, 4), but a stack of slices with axes \
(z, y, x) is wanted: open the whole z-stack. If there is one slice only, image[None] makes it a \
stack of one; its volumes are then areas times the z step.
    """
    image = as_array(image, name)
    if image.ndim == 3 and image.shape[-1] in (3, 4) and image.dtype == np.uint8:
        raise InputError(
            f"The {name} of shape {image.shape} looks like a colour (RGB) picture, but a stack of "
            "grey slices (z, y, x) is wanted: save the fluorescence channel itself, not a "
            "screenshot or a colour export."
        )
    if image.ndim == 2:
        raise InputError(
            f"The {name} is 2D, of shape {image.shape}, but a stack of slices with axes (z, y, x) "
            "is wanted: open the whole z-stack. If there is one slice only, image[None] makes it a "
            "stack of one; its volumes are then areas times the z step."
        )
    if image.ndim == 0:
        raise InputError(
            f"The {name} is one single value, but a stack of slices with axes (z, y, x) is wanted."
        )
    if image.ndim != 3:
        raise InputError(
            f"The {name} has {image.ndim} axes, of shape {image.shape}, but exactly three "
            "(z, y, x) are wanted: choose one channel and one time point first, for example "
            "image[:, 0]."
        )
    if image.size == 0:
        raise InputError(f"The {name} is empty, of shape {image.shape}: check how it was cut out.")
    if image.dtype.kind not in "buif":
        raise InputError(
            f"The {name} holds {image.dtype} values, but plain numbers are wanted: "
            "convert it with image.astype(float)."
        )
    if image.dtype.kind == "f" and not np.isfinite(image).all():
        bad = int(np.count_nonzero(~np.isfinite(image)))
        raise InputError(
            f"The {name} holds {bad} voxels that are not numbers (NaN or infinity): "
            "replace them first, for example with np.nan_to_num(image)."
        )
    return image


def check_mask(mask, name="mask"):
    """Return `mask` as a bool array of two or three axes.

    Parameters
    ----------
    mask : array_like of bool, or of 0 and one other value
    name : str
        What to call it in a message.

    Returns
    -------
    ndarray of bool

    Raises
    ------
    InputError
        If it has another number of axes, is empty, or holds more than two values.

    Examples
    --------
    >>> check_mask([[0, 1], [1, 0]])
    array([[False,  True],
           [ True, False]])
    """
    mask = as_array(mask, name)
    _check_axes(mask, name)
    if mask.dtype == bool:
        return mask
    if mask.dtype.kind not in "uif":
        raise InputError(f"The {name} holds {mask.dtype} values, but True and False are wanted.")
    low, high = mask.min(), mask.max()
    if low < 0 or np.any((mask != 0) & (mask != high)):
        raise InputError(
            f"The {name} holds more than two values ({low} to {high}), so it looks like labels or "
            "an image: make a mask first, with labels > 0 or image > threshold."
        )
    return mask.astype(bool)


def _check_axes(array, name):
    if array.ndim not in (2, 3) or array.size == 0:
        found = f"has shape {array.shape}" if array.ndim else "is one single value"
        raise InputError(
            f"The {name} {found}, but a filled array with axes (y, x) or (z, y, x) is wanted."
        )


def check_labels(labels, name="label image"):
    """Return `labels` as an integer array of two or three axes.

    Parameters
    ----------
    labels : array_like of int
        0 is background; every other number is one object.
    name : str
        What to call it in a message.

    Returns
    -------
    ndarray of int

    Raises
    ------
    InputError
        If the values are not whole numbers from 0 up, or the shape is unusable.

    Examples
    --------
    >>> check_labels([[0, 1], [2, 0]]).max()
    np.int64(2)
    """
    labels = as_array(labels, name)
    _check_axes(labels, name)
    if labels.dtype == bool:
        raise InputError(
            f"The {name} is a mask of True and False, so its objects have no numbers yet: "
            "number them first with skimage.measure.label(mask)."
        )
    if labels.dtype.kind not in "ui":
        raise InputError(
            f"The {name} holds {labels.dtype} values, but whole numbers are wanted: "
            "make it with skimage.measure.label(mask), or convert it with labels.astype(int)."
        )
    if labels.min() < 0:
        raise InputError(
            f"The {name} holds negative numbers (down to {labels.min()}), but 0 is background and "
            "objects count up from 1."
        )
    return labels


def check_spacing(spacing, ndim=3):
    """Return `spacing` as a tuple of `ndim` positive floats, in µm.

    Parameters
    ----------
    spacing : sequence of float
        The size of one voxel in µm, in the order of the axes: (z, y, x).
    ndim : int
        How many axes the image has.

    Returns
    -------
    tuple of float

    Raises
    ------
    InputError
        If it is missing, has another length, or holds anything but positive numbers.

    Examples
    --------
    >>> check_spacing((0.29, 0.26, 0.26))
    (0.29, 0.26, 0.26)
    >>> check_spacing((0.29, 0.26))
    Traceback (most recent call last):
    ...
    helpers.inputs.InputError: The spacing (0.29, 0.26) has 2 numbers, but 3 are wanted, one for \
each axis in the order (z, y, x), in µm: for example (0.29, 0.26, 0.26).
    """
    wanted = "(z, y, x)" if ndim == 3 else "(y, x)"
    example = (0.29, 0.26, 0.26)[-ndim:]
    if spacing is None:
        raise InputError(
            f"The voxel size is missing: give the spacing in µm in the order {wanted}, "
            f"for example {example}. Your microscope's software shows it."
        )
    try:
        values = tuple(float(step) for step in spacing)
    except (TypeError, ValueError):
        raise InputError(
            f"The spacing {spacing!r} is not a list of numbers, but {ndim} numbers in µm are "
            f"wanted, in the order {wanted}: for example {example}."
        ) from None
    if len(values) != ndim:
        raise InputError(
            f"The spacing {values} has {len(values)} numbers, but {ndim} are wanted, one for each "
            f"axis in the order {wanted}, in µm: for example {example}."
        )
    if not all(np.isfinite(step) and step > 0 for step in values):
        raise InputError(
            f"The spacing {values} holds a step that is not above 0 µm, so a voxel would have no "
            "volume: look the voxel size up in your microscope's software."
        )
    if not all(SMALLEST <= step <= LARGEST for step in values):
        raise InputError(
            f"The spacing {values} is not that of any microscope, whose voxels are between "
            f"{SMALLEST:g} and {LARGEST:g} µm wide: give it in µm, as your microscope's software "
            "shows it."
        )
    return values


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return a sentence that names the nearest of the known words, to put behind an error.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.
    cutoff : float
        How alike two words must be, from 0 to 1.

    Returns
    -------
    str
        With a blank in front; "" if none is near.

    Examples
    --------
    >>> did_you_mean("radus", ["sigma", "radius"])
    ' Did you mean `radius`?'
    """
    near = difflib.get_close_matches(str(word), known, n=1, cutoff=cutoff)
    return f" Did you mean `{near[0]}`?" if near else ""
