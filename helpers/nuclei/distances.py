"""Exact distances on a voxel grid: how far to the background, and whose label is nearest.

Both answer every erosion or expansion at once: compute the map, then compare it with
``reach_on_map(radius)``. In voxels the maps hold squared distances, whole numbers that float32
keeps exactly (up to 4096 voxels from the background). In µm they hold plain distances, rounded
just as :func:`scipy.ndimage.distance_transform_edt` rounds them, so that every comparison falls
on the same side as scikit-image's.
"""

import math

import numpy as np
import scipy  # its parts load when they are first used

try:
    import edt
except ImportError:  # as in a browser's Python: scipy gives the same, several times slower
    edt = None

from ..inputs import check_labels, check_spacing


def distance_map(mask, spacing=None):
    """Return the distance of every voxel to the nearest one outside the mask.

    Parameters
    ----------
    mask : ndarray of bool, 2D or 3D, C-contiguous
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    ndarray
        Squared distances in voxels (float32), or distances in µm (float64) with `spacing`;
        infinite everywhere if the mask covers the whole image.

    Examples
    --------
    >>> distance_map(np.array([[False, True, True]]))
    array([[0., 1., 4.]], dtype=float32)
    """
    if mask.all():
        return np.full(mask.shape, np.inf, np.float32)
    if spacing is None:
        return _squares(mask)
    distances = np.empty(mask.shape)
    for plane, away, _ in _planes(mask, spacing):
        distances[plane] = away
    return distances


def reach_on_map(length, spacing=None):
    """Return the value up to which a distance map lies within `length`.

    Parameters
    ----------
    length : float
        In voxels, or in µm if `spacing` is given.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    int or float
        In the units of :func:`distance_map`: squared voxels, or µm.

    Examples
    --------
    >>> reach_on_map(10), reach_on_map(1.5), reach_on_map(1.5, spacing=(0.29, 0.26, 0.26))
    (100, 2, 1.5)
    """
    if spacing is not None:
        return length
    square = int(length * length) + 1  # sqrt(3) ** 2 falls below 3: look from above
    while np.sqrt(square) > length:
        square -= 1
    return square


def nearest_label(labels, reach, spacing=None):
    """Find which label lies nearest to each voxel, as far as `reach`.

    One call serves every shorter distance of expansion.

    Parameters
    ----------
    labels : ndarray of int, 2D or 3D
    reach : float
        Beyond it the answer is undefined; in voxels, or in µm if `spacing` is given.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    owner : ndarray
        The nearest label. A tie goes to the labelled voxel with the lowest x, then y, then z,
        which is what :func:`scipy.ndimage.distance_transform_edt` does.
    distances : ndarray
        As from :func:`distance_map`.

    Raises
    ------
    InputError
        If `labels` is no label image, or `spacing` no voxel size.

    Examples
    --------
    >>> owner, distances = nearest_label(np.array([[0, 1, 0, 2, 0]]), reach=2)
    >>> owner, distances
    (array([[1, 1, 1, 2, 2]]), array([[1., 0., 1., 0., 1.]], dtype=float32))
    """
    labels = check_labels(labels)
    if spacing is not None:
        spacing = check_spacing(spacing, labels.ndim)
    elif labels.max() <= labels.size:  # sparser numbers would make a list longer than the image
        boxes = _grown_boxes(labels, reach)
        work = sum(math.prod(side.stop - side.start for side in box) for _, box in boxes)
        if work < 3 * labels.size:  # beyond that one transform of the whole image is faster
            return _nearest_by_box(labels, boxes, reach)
    owner = np.empty_like(labels)
    distances = np.empty(labels.shape, np.float32 if spacing is None else float)
    for plane, away, seeds in _planes(labels == 0, spacing):
        owner[plane] = labels[seeds]
        distances[plane] = np.rint(away**2) if spacing is None else away
    return owner, distances


def _planes(mask, spacing):
    """For each plane, the distances to what is outside the mask, and the places that are nearest.

    The numbers are those of :func:`scipy.ndimage.distance_transform_edt`, computed in its order;
    for all planes together it would hold 50 bytes a voxel.
    """
    nearest = scipy.ndimage.distance_transform_edt(
        mask, sampling=spacing, return_distances=False, return_indices=True
    )
    here = np.indices(mask.shape[1:], dtype=nearest.dtype)
    for number in range(len(mask)):
        seeds = nearest[:, number]
        squares = np.zeros(mask.shape[1:])
        for axis, seed in enumerate(seeds):
            away = (seed - (here[axis - 1] if axis else number)).astype(float)
            away *= 1 if spacing is None else spacing[axis]
            squares += away * away
        yield number, np.sqrt(squares), tuple(seeds)


def _squares(mask):
    """Squared distances in voxels; as bytes and on one core, edt is fastest."""
    if edt is None:
        squares = np.empty(mask.shape, np.float32)
        for plane, away, _ in _planes(mask, None):
            squares[plane] = np.rint(away**2)
        return squares
    return edt.edtsq(mask.view(np.uint8), parallel=1)


def _grown_boxes(labels, reach):
    """Each label with its bounding box grown by `reach` and cut at the edge of the image."""
    margin = int(np.ceil(reach))
    limits = labels.shape
    return [
        (
            label,
            tuple(
                slice(max(side.start - margin, 0), min(side.stop + margin, limit))
                for side, limit in zip(box, limits, strict=True)
            ),
        )
        for label, box in enumerate(scipy.ndimage.find_objects(labels), start=1)
        if box is not None
    ]


def _nearest_by_box(labels, boxes, reach):
    """:func:`nearest_label` by one small distance map per label, ties settled afterwards."""
    owner, tied = np.zeros_like(labels), np.zeros(labels.shape, bool)
    distances = np.full(labels.shape, np.inf, np.float32)
    for label, box in boxes:
        here, best = _squares(labels[box] != label), distances[box]
        closer = here < best
        tied[box] = (tied[box] & ~closer) | (here == best)
        owner[box][closer] = label
        np.minimum(best, here, out=best)
    tied &= distances <= reach_on_map(reach)
    owner[tied] = _settle(np.argwhere(tied), distances[tied].astype(int), labels)
    return owner, distances


def _settle(voxels, squares, labels):
    """For each voxel, the label that scipy's scan prefers among those at its squared distance."""
    margin, last = int(np.sqrt(squares.max(initial=0))), np.array(labels.shape) - 1
    side = [np.arange(-margin, margin + 1)] * labels.ndim
    offsets = np.stack(np.meshgrid(*side, indexing="ij"), -1).reshape(-1, labels.ndim)
    offsets = offsets[np.lexsort(offsets.T)]  # lowest x first, then y, then z
    lengths = (offsets**2).sum(axis=1, dtype=np.int64)
    winners = np.empty(len(voxels), labels.dtype)
    for square in np.unique(squares):
        ways, chosen = offsets[lengths == square], np.flatnonzero(squares == square)
        for some in np.array_split(chosen, 1 + chosen.size * len(ways) // 10**6):
            seeds = voxels[some, None] + ways
            inside = ((seeds >= 0) & (seeds <= last)).all(axis=-1)
            found = labels[tuple(np.moveaxis(seeds.clip(0, last), -1, 0))] * inside
            winners[some] = found[np.arange(some.size), (found > 0).argmax(axis=1)]
    return winners
