"""The steps of the workflow on one block: pure functions on arrays.

Each takes a block with a margin of its neighbours, wide enough that the block itself comes out
as it would in the whole image, bit for bit: a blur looks truncate × sigma far, an erosion and an
expansion as far as their radius, and all of them depend on differences of places only.
"""

import numpy as np

from ..nuclei import blur as whole
from ..nuclei.distances import distance_map, reach_on_map
from ..nuclei.labelling import renumber
from ..nuclei.segmentation import expand

TRUNCATE = 4.0  # scipy's gaussian_filter looks so many sigma far
BINS = 256  # of scikit-image's threshold_otsu


def blur_margin(sigma):
    """Return how many voxels a blur with `sigma` (one for each axis) looks to each side.

    Parameters
    ----------
    sigma : sequence of float
        In voxels.

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> blur_margin((3, 0.1, 0))
    (12, 0, 0)
    """
    return tuple(int(TRUNCATE * float(one) + 0.5) for one in sigma)


def reach_margin(distance, spacing=None):
    """Return how many voxels an erosion or expansion looks to each side, and one more.

    Parameters
    ----------
    distance : float
        In voxels, or in µm if `spacing` is given.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    tuple of int
        One for each axis.

    Examples
    --------
    >>> reach_margin(10), reach_margin(3, spacing=(2, 0.5, 0.5))
    ((11, 11, 11), (2, 7, 7))
    """
    return tuple(int(distance / step) + 1 for step in spacing or (1, 1, 1))


def blur(image, sigma, inner):
    """Return the `inner` part of what :func:`helpers.nuclei.blur.blur` makes of an image.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    sigma : sequence of float
        One for each axis.
    inner : tuple of slice
        At least :func:`blur_margin` away from where the image is cut; margins are dropped axis
        by axis, as soon as they are no longer needed.

    Returns
    -------
    ndarray of float
    """
    floats = whole.own_floats(image)
    for axis, part in enumerate(inner):
        whole.blur_along(floats, axis, sigma[axis])
        floats = floats[(slice(None),) * axis + (part,)]
    return floats


def levels(blurred, low, high):
    """Sort voxels by the 256 values that Otsu's threshold can take, in one byte each.

    Parameters
    ----------
    blurred : ndarray of float
    low, high : float
        The lowest and highest value of the whole image, of the same type.

    Returns
    -------
    levels : ndarray of uint8
        How many of the values lie below each voxel; voxels above value number n are those of a
        level above n.
    counts : ndarray of int
        The voxels in each bin; summed over all blocks, they tell the threshold.
    """
    edges = np.histogram_bin_edges(np.empty(0, blurred.dtype), BINS, (low, high))
    middle, found = centres(edges), np.empty(blurred.shape, np.uint8)
    counts = np.zeros(BINS, np.int64)
    per_grey = BINS / (high - low)
    for plane, below in zip(blurred, found, strict=True):  # whole, it would be copied to count it
        counts += np.histogram(plane, BINS, (low, high))[0]
        bins = np.minimum((plane - low) * per_grey, BINS - 1).astype(np.uint8)
        # rounding may take a voxel over an edge of a bin, but never over the middle of the next
        np.minimum(bins + (plane > middle[bins]).astype(np.uint16), BINS - 1, out=below)
    return found, counts


def greys(image, low, high):
    """Count the voxels of each grey level.

    Parameters
    ----------
    image : ndarray of int
    low, high : int
        The lowest and highest value of the whole image.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> greys(np.array([[[3, 5, 5]]]), 3, 6)
    array([1, 0, 2, 0])
    """
    counts = np.zeros(int(high) - int(low) + 1, np.int64)
    for plane in image:  # whole, it would take eight bytes a voxel
        counts += np.bincount(plane.ravel().astype(np.int64) - int(low), minlength=len(counts))
    return counts


def centres(edges):
    """Return the values that Otsu's threshold can take: the middle of each bin.

    Parameters
    ----------
    edges : ndarray of float, shape (n + 1,)
        Of the bins, ascending.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    return (edges[:-1] + edges[1:]) / 2


def erode(mask, radius, spacing, inner):
    """Return the `inner` part of a mask without what is within `radius` of the background.

    Parameters
    ----------
    mask : ndarray of bool, shape (z, y, x)
    radius : float
        In voxels, or in µm if `spacing` is given.
    spacing : tuple of float or None
    inner : tuple of slice
        At least :func:`reach_margin` away from where the mask is cut.

    Returns
    -------
    ndarray of bool
    """
    return (distance_map(mask, spacing) > reach_on_map(radius, spacing))[inner]


def grow(labels, distance, spacing, inner):
    """Return the `inner` part of labels that grow by `distance` into the background.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)
        Best those of :func:`compact`: the smaller their numbers, the less time and memory it takes.
    distance : float
        In voxels, or in µm if `spacing` is given.
    spacing : tuple of float or None
    inner : tuple of slice
        At least :func:`reach_margin` away from where the labels are cut.

    Returns
    -------
    ndarray of int
    """
    return expand(labels, distance, spacing)[inner] if labels.any() else labels[inner]


def compact(labels):
    """Return the few numbers that a block holds of all, and the block with those numbered anew.

    Parameters
    ----------
    labels : ndarray of int

    Returns
    -------
    numbers : ndarray of int
        Ascending; the first is 0.
    small : ndarray of the smallest unsigned type that holds them
        ``numbers[small]`` are the labels.

    Examples
    --------
    >>> compact(np.array([[70, 0], [9, 70]]))
    (array([ 0,  9, 70]), array([[2, 0],
           [1, 2]], dtype=uint8))
    """
    there = np.zeros(int(labels.max(initial=0)) + 1, bool)
    there[0] = True
    for plane in labels:
        there[plane] = True
    numbers = np.flatnonzero(there).astype(labels.dtype)
    ranks = (np.cumsum(there, dtype=np.int64) - 1).astype(np.min_scalar_type(len(numbers)))
    return numbers, renumber(labels, ranks)
