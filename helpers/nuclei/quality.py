"""Is the image good enough to measure? Histogram, clipping, dynamic range, noise, exposure."""

from typing import NamedTuple

import numpy as np
import scipy  # its parts load when they are first used

from ..inputs import InputError, as_array, check_mask, check_volume

FULL_SCALE_PHOTONS = 330
"""Photons that fill the range in the lessons' image: 65535 over the slope, near 200 grey levels,
of the variance between neighbouring voxels against their mean (Janesick 2007, Photon Transfer)."""


CAMERA_BITS = (8, 10, 12, 14, 16)
SMALLEST_PILE = 10  # voxels; a few may share the highest value by chance


class Histogram(NamedTuple):
    """How many voxels fall in each bin; `edges` has one number more than `counts`."""

    counts: np.ndarray
    edges: np.ndarray


class Clipping(NamedTuple):
    """Voxels at the highest and at the lowest value of the detector's scale."""

    saturated: int
    zero: int
    saturated_share: float
    zero_share: float
    highest: float


def detector_limits(image):
    """Return the darkest and the brightest value that the detector can have written.

    A camera of 12 bits writes 0 to 4095 into a file of 16 bits, so where the data type ends says
    little. The top of the scale is the brightest value itself if voxels pile up there. Else it is
    the end of the usual scale that the brightest voxel fits into: 8, 10, 12, 14 or 16 bits. From
    one image no more can be known: give all slices of a volume the limits of the volume.

    Parameters
    ----------
    image : ndarray of numbers

    Returns
    -------
    tuple of float
        The lower limit is 0; where values are negative it is the lowest of the data type. Floats
        without a pile have no ceiling but their own maximum.

    Examples
    --------
    >>> detector_limits(np.array([[90, 3100]], np.uint16))
    (0.0, 4095.0)
    >>> detector_limits(np.array([[90, 70_000]], np.float32))
    (0.0, 70000.0)
    """
    image = as_array(image)
    highest = image.max()
    at_top, below = int(np.count_nonzero(image == highest)), 0
    if at_top >= SMALLEST_PILE and image.dtype.kind in "ui":
        others = image[image < highest]
        below = int(np.count_nonzero(others == others.max())) if others.size else 0
    return limits_of(image.dtype, image.min(), highest, at_top, below)


def limits_of(dtype, lowest, highest, at_top, below):
    """Return what :func:`detector_limits` does, from a few numbers about an image.

    Parameters
    ----------
    dtype : numpy dtype
    lowest, highest : number
    at_top, below : int
        How many voxels have the highest value, and how many the one that comes next; far more
        of the first are a pile.

    Returns
    -------
    tuple of float

    Examples
    --------
    >>> limits_of(np.uint16, 90, 3100, at_top=12, below=3)
    (0.0, 3100.0)
    """
    dtype, lowest, highest = np.dtype(dtype), float(lowest), float(highest)
    if dtype.kind not in "ui":
        return min(0.0, lowest), highest
    info = np.iinfo(dtype)
    low = float(info.min) if lowest < 0 else 0.0
    if at_top >= SMALLEST_PILE and 0 < 3 * below < at_top:
        return low, highest
    ends = [2.0**bits - 1 for bits in CAMERA_BITS if 2**bits - 1 <= info.max]
    return low, next((end for end in ends if highest <= end), float(info.max))


def histogram(image, bins=256, limits=None):
    """Count voxels over the whole range the detector could have used, not just what occurs.

    Parameters
    ----------
    image : ndarray of numbers, any shape
        A volume, or one slice of it.
    bins : int
        Number of bins of equal width.
    limits : tuple of float, optional
        From where to where; by default the image's own :func:`detector_limits`.

    Returns
    -------
    Histogram

    Examples
    --------
    >>> counts, edges = histogram(np.array([[0, 100, 255]], np.uint8), bins=4)
    >>> counts.tolist(), edges.tolist()
    ([1, 1, 0, 1], [0.0, 63.75, 127.5, 191.25, 255.0])
    """
    image = as_array(image)
    low, high = limits or detector_limits(image)
    values, weights = image, None
    if image.dtype in (np.uint8, np.uint16):  # ten times faster: count each grey level first
        weights = np.bincount(image.ravel())
        values = np.arange(len(weights))
    if image.dtype.kind == "f":  # single precision may not have room for the bins
        values = values.astype(float)
    top = high if high > low else low + max(1.0, abs(low))
    counts, edges = np.histogram(values, bins, (low, top), weights=weights)
    return Histogram(counts, edges)


def clipping(image, limits=None):
    """Count the voxels that hit the end of the scale, where information is lost for good.

    Parameters
    ----------
    image : ndarray of numbers, any shape
    limits : tuple of float, optional
        The ends of the scale; by default the image's own :func:`detector_limits`.

    Returns
    -------
    Clipping
        Counts and shares (0 to 1) of voxels at the `highest` value and at the lowest, which is
        0 for a detector.

    Examples
    --------
    >>> clipping(np.array([[0, 7, 255, 255]], np.uint8))
    Clipping(saturated=2, zero=1, saturated_share=0.5, zero_share=0.25, highest=255.0)
    """
    image = as_array(image)
    low, high = limits or detector_limits(image)
    saturated = int(np.count_nonzero(image >= high)) if high > low else 0
    zero = int(np.count_nonzero(image <= low))
    return Clipping(saturated, zero, saturated / image.size, zero / image.size, high)


def dynamic_range_used(image, percent=99.9, limits=None):
    """Return the share of the detector's range between the darkest and the brightest voxels.

    Stray voxels say little about the exposure, hence percentiles: what lies below the lower one,
    such as a camera's offset, is not used. An image that was
    stretched afterwards fills the range however dim it was taken.

    Parameters
    ----------
    image : ndarray of numbers, any shape
    percent : float
        The upper percentile; the lower one is as far from 0 as this is from 100.
    limits : tuple of float, optional
        The ends of the scale; by default the image's own :func:`detector_limits`.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> float(dynamic_range_used(np.array([[51, 102]], np.uint8), percent=100))
    0.2
    """
    low, high = limits or detector_limits(image)
    darkest, brightest = np.percentile(image, (100 - percent, percent)).tolist()
    return (brightest - darkest) / (high - low) if high > low else 0.0


def signal_to_noise(image, mask):
    """Return how far the nuclei stand out from the background, in units of its noise.

    Parameters
    ----------
    image : ndarray of numbers
    mask : ndarray of bool, same shape
        True where the nuclei are.

    Returns
    -------
    float
        Mean of the nuclei minus mean of the background, over the standard deviation of the
        background (a contrast-to-noise ratio, as most microscopy texts define SNR).

    Raises
    ------
    InputError
        If the shapes differ, or the mask leaves no nuclei or no background.

    Examples
    --------
    >>> image = np.array([[10, 12, 8, 60, 60]])
    >>> round(float(signal_to_noise(image, image > 50)), 2)
    30.62
    """
    image, mask = as_array(image), check_mask(mask)
    if image.shape != mask.shape:
        raise InputError(
            f"The image has shape {image.shape} and the mask {mask.shape}: both must describe the "
            "same voxels."
        )
    if mask.all() or not mask.any():
        raise InputError(
            f"The mask is {'full' if mask.all() else 'empty'}, but signal and background are both "
            "needed: choose a threshold between them."
        )
    background = image[~mask]
    noise = background.std()
    return float((image[mask].mean() - background.mean()) / noise) if noise else np.inf


def expose(image, factor, seed=0, full_scale=FULL_SCALE_PHOTONS, limits=None):
    """Take the image again, as if with a longer or shorter exposure.

    A shorter exposure keeps each photon with probability `factor`; a longer one adds photons
    where the smoothed image has them. Either way the noise is that of counting photons, and what
    exceeds the detector's highest value is cut off there.

    Parameters
    ----------
    image : ndarray of numbers, 2D or 3D
        A volume, or one slice of it.
    factor : float
        New exposure time over the old one; 1 gives the image back.
    seed : int
        Chooses the noise; the same seed gives the same noise at every factor.
    full_scale : float
        Photons that bring a voxel to the highest value. The default fits the lessons' image.
    limits : tuple of float, optional
        The ends of the scale; by default the image's own :func:`detector_limits`.

    Returns
    -------
    ndarray of the same shape and dtype

    Raises
    ------
    InputError
        If `factor` is not above 0.

    Examples
    --------
    >>> image = np.full((1, 4, 4), 40_000, np.uint16)
    >>> int(expose(image, 2).min())
    65535
    >>> bool((expose(image, 1) == image).all())
    True
    """
    image = as_array(image)
    if not 0 < factor < np.inf:
        raise InputError(f"The exposure factor is {factor:g}, but a number above 0 is wanted.")
    if image.ndim == 3:
        check_volume(image)
    if factor == 1:
        return image.copy()
    low, high = limits or detector_limits(image)
    grey_per_photon = high / full_scale
    values = image.astype(np.float32 if image.dtype.itemsize <= 2 else np.float64)
    if factor < 1:
        expected = factor * values
        variance = factor * (1 - factor) * grey_per_photon * values
    else:
        extra = (factor - 1) * scipy.ndimage.gaussian_filter(values, 1)
        expected, variance = values + extra, grey_per_photon * extra
    noise = np.random.default_rng(seed).standard_normal(image.shape, np.float32)
    exposed = expected + noise * np.sqrt(np.maximum(variance, 0))
    if image.dtype.kind in "ui":
        exposed = np.rint(exposed).clip(low, high)
    return exposed.astype(image.dtype)
