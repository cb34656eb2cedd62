"""The steps of the lesson on the lesson's image, for the exercises that ask about them."""

import functools

import numpy as np

RADIUS = 10


@functools.cache
def semantic_seg():
    """Return the mask: blurred with sigma 3, then Otsu."""
    from ..images.lesson import load_nuclei
    from ..nuclei.segmentation import threshold_nuclei

    return threshold_nuclei(load_nuclei()[0]).mask


@functools.cache
def study():
    """Return the mask with its distance map."""
    from ..nuclei.segmentation import ErosionStudy

    return ErosionStudy(semantic_seg())


@functools.cache
def expanded():
    """Return the 19 labels after erosion and expansion, border nuclei included."""
    return study().expanded(RADIUS)


@functools.cache
def whole():
    """Return the 11 labels that touch no border, numbered afresh."""
    from skimage.measure import label
    from skimage.segmentation import clear_border

    return label(clear_border(expanded()))


def sizes(labels):
    """Return how many voxels each label has, background left out.

    Parameters
    ----------
    labels : ndarray of int

    Returns
    -------
    ndarray of int
        The size of label 1 comes first.
    """
    return np.bincount(labels.ravel())[1:]


def whole_sizes(labels):
    """Return the sizes in voxels of the labels that touch no face.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)
        Numbered without gaps, from 1.

    Returns
    -------
    ndarray of int
    """
    from ..nuclei.measurement import touches_border

    return np.delete(sizes(labels), touches_border(labels) - 1)
