"""The Gaussian blur of scikit-image, number for number, on all cores of the computer."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..inputs import IN_BROWSER


def as_float(image):
    """Return an image as floats, whole numbers scaled so that their type's highest becomes 1.

    Parameters
    ----------
    image : ndarray of numbers

    Returns
    -------
    ndarray of float
        What :func:`skimage.filters.gaussian` makes of an image before it blurs.

    Examples
    --------
    >>> as_float(np.array([0, 51], np.uint8)).tolist()
    [0.0, 0.2]
    """
    from skimage.util import img_as_float

    return img_as_float(image.astype(np.float32) if image.dtype == np.float16 else image)


def blur(image, sigma):
    """Blur an image with a Gaussian.

    Each line of voxels is blurred by itself, one axis after the other, so lines can be shared out
    among the cores without any change to a number.

    Parameters
    ----------
    image : ndarray of numbers, 2D or 3D
    sigma : sequence of float
        The standard deviation along each axis, in voxels; 0 leaves an axis as it is.

    Returns
    -------
    ndarray of float, same shape
        Equal to ``skimage.filters.gaussian(image, sigma=sigma)``.

    Examples
    --------
    >>> blur(np.eye(3), (0, 0)).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    blurred = own_floats(image)
    for axis, width in enumerate(sigma):
        blur_along(blurred, axis, width)
    return blurred


def own_floats(image):
    """Return an image as floats that may be written into.

    Parameters
    ----------
    image : ndarray of numbers

    Returns
    -------
    ndarray of float, C-contiguous
        As from :func:`as_float`, but never the image itself.
    """
    floats = as_float(image)
    return np.array(floats, order="C", copy=True if floats is image else None)


def blur_along(floats, axis, sigma):
    """Blur along one axis, in place: each line is read before it is written.

    Parameters
    ----------
    floats : ndarray of float, 2D or 3D
        Blurred afterwards; it may be a part of another array.
    axis : int
    sigma : float
        In voxels; 0 changes nothing.
    """
    from scipy.ndimage import gaussian_filter1d

    if sigma <= 1e-15:
        return
    across = 1 if axis == 0 else 0  # cut where no line is cut

    def along(part):
        lines = floats[(slice(None),) * across + (part,)]
        gaussian_filter1d(lines, sigma, axis, output=lines, mode="nearest")

    if IN_BROWSER:  # where no thread can be started
        along(slice(None))
        return
    ends = np.linspace(0, floats.shape[across], (cores := os.cpu_count() or 1) + 1).astype(int)
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(along, [slice(*pair) for pair in itertools.pairwise(ends)]))
