"""Whether all pieces of a Zarr array are there.

Zarr reads a piece that is not there as empty, and writers leave empty pieces away. Real pixels do
not turn from light to exactly nothing at the very edge of a piece, so that tells both apart.
"""

import itertools
import math
from pathlib import Path

import numpy as np
from scipy import ndimage

MOST_PIECES = 5_000_000
MOST_FACES = 20_000  # between pieces that are there and pieces that are not
EMPTY_SHARE = 0.05  # of a face; where empty space goes on beyond it, far more is empty


def piece_shape(array):
    """Return the shape of what lies in one file: a shard, or without shards a chunk."""
    return array.shards or array.chunks


def count_pieces(array):
    """Return in how many files a whole array lies."""
    return math.prod(
        -(-n // max(p, 1)) for n, p in zip(array.shape, piece_shape(array), strict=True)
    )


def absent_pieces(array, folder, chosen):
    """Return which pieces of a part of an array are not there.

    Parameters
    ----------
    array : zarr.Array
    folder : path-like
        Where the array lies.
    chosen : sequence of int or None
        The entry to be taken on each axis; None for all.

    Returns
    -------
    ndarray of bool
        One value for each piece, on the axes that are taken whole.
    """
    sides = piece_shape(array)
    ranges = [
        range(-(-n // side)) if one is None else [one // side]
        for n, side, one in zip(array.shape, sides, chosen, strict=True)
    ]
    key, folder = array.metadata.encode_chunk_key, Path(folder)
    there = [(folder / key(place)).is_file() for place in itertools.product(*ranges)]
    shape = [len(r) for r, one in zip(ranges, chosen, strict=True) if one is None]
    return ~np.array(there, bool).reshape(shape)


def lost_pieces(absent, image, sides, empty):
    """Return how many absent pieces cannot just be empty.

    Parameters
    ----------
    absent : ndarray of bool
        One value for each piece.
    image : ndarray
        What was read.
    sides : sequence of int
        The shape of a piece, on the axes of the image.
    empty : number
        The value that stands for an absent piece.

    Returns
    -------
    int

    Examples
    --------
    >>> image = np.array([7, 8, 0, 0, 9, 7])
    >>> lost_pieces(np.array([False, True, False]), image, (2,), 0)
    1
    >>> image = np.array([7, 0, 0, 0, 9, 7])
    >>> lost_pieces(np.array([False, True, False]), image, (2,), 0)
    0
    """
    if absent.all():
        return absent.size
    groups, count = ndimage.label(absent)
    emptiest = np.zeros(count + 1)
    faces = 0
    for axis, step in itertools.product(range(absent.ndim), (-1, 1)):
        for place in np.argwhere(absent):
            other = place.copy()
            other[axis] += step
            if not 0 <= other[axis] < absent.shape[axis] or absent[tuple(other)]:
                continue
            faces += 1
            if faces > MOST_FACES:
                return 0
            box = [slice(p * n, (p + 1) * n) for p, n in zip(other, sides, strict=True)]
            edge = (other[axis] + 1) * sides[axis] - 1 if step < 0 else other[axis] * sides[axis]
            box[axis] = slice(edge, edge + 1)
            share = np.mean(image[tuple(box)] == empty)
            group = groups[tuple(place)]
            emptiest[group] = max(emptiest[group], share)
    sizes = np.bincount(groups.ravel(), minlength=count + 1)
    return int(sizes[1:][emptiest[1:] < EMPTY_SHARE].sum())
