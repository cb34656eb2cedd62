"""Number connected pieces as scikit-image does: with cc3d, and without it with scikit-image itself.

cc3d is a hundred times as fast. Where it cannot be installed, as in a browser's Python, the
result is the same, voxel for voxel.
"""

import numpy as np

try:
    import cc3d
except ImportError:
    cc3d = None


def number_pieces(values):
    """Give each connected piece of equal value its own number; touching by a corner connects.

    Parameters
    ----------
    values : ndarray of bool or int, 2D or 3D
        0 is background.

    Returns
    -------
    ndarray of int32
        Numbered from 1 in the order in which a scan from the first voxel meets the pieces.

    Examples
    --------
    >>> number_pieces(np.array([[7, 0, 7], [7, 9, 0]])).tolist()
    [[1, 0, 2], [1, 3, 0]]
    """
    if cc3d is None:
        from skimage.measure import label

        return label(values).astype(np.int32, copy=False)
    values = np.ascontiguousarray(values)
    if values.dtype == bool:  # cc3d 4.1 makes its table too short for bools one voxel thin
        values = values.view(np.uint8)
    connectivity = 26 if values.ndim == 3 else 8
    found = cc3d.connected_components(values, connectivity=connectivity, out_dtype=np.uint32)
    return found.view(np.int32)


def renumber(labels, numbers):
    """Give each label another number.

    Parameters
    ----------
    labels : ndarray of int
    numbers : ndarray
        By label: the number that it gets.

    Returns
    -------
    ndarray
        The same as ``numbers[labels]``, without 8 bytes a voxel on the way.

    Examples
    --------
    >>> renumber(np.array([[0, 2], [1, 2]]), np.array([0, 5, 7]))
    array([[0, 7],
           [5, 7]])
    """
    renumbered = np.empty(labels.shape, numbers.dtype)
    for plane, new in zip(labels, renumbered, strict=True):
        new[...] = numbers[plane]
    return renumbered
