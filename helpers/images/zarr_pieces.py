"""Whether all pieces of a Zarr array are there.

Zarr reads a piece that is not there as empty, and some writers leave empty pieces away.
"""

import itertools
import math
from pathlib import Path

import numpy as np

MOST_PIECES = 5_000_000


def piece_shape(array):
    """Return the shape of what lies in one file: a shard, or without shards a chunk.

    Parameters
    ----------
    array : zarr.Array

    Returns
    -------
    tuple of int
    """
    return array.shards or array.chunks


def count_pieces(array):
    """Return in how many files a whole array lies.

    Parameters
    ----------
    array : zarr.Array

    Returns
    -------
    int
    """
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


def holds_empty_pieces(image, absent, sides, empty):
    """Return whether a piece that is there holds nothing: its writer leaves no piece away.

    Parameters
    ----------
    image : ndarray
        What was read.
    absent : ndarray of bool
        One value for each piece of it.
    sides : sequence of int
        The shape of a piece.
    empty : number
        The value that stands for nothing.

    Returns
    -------
    bool

    Examples
    --------
    >>> absent = np.array([False, True, False])
    >>> holds_empty_pieces(np.array([7, 8, 0, 0, 9, 7]), absent, (2,), 0)
    False
    >>> holds_empty_pieces(np.array([7, 8, 0, 0, 0, 0]), absent, (2,), 0)
    True
    """
    return any(
        (
            image[tuple(slice(p * n, (p + 1) * n) for p, n in zip(place, sides, strict=True))]
            == empty
        ).all()
        for place in np.argwhere(~absent)
    )
