"""Connected pieces of an image that was labelled block by block, numbered as in one go.

A block is labelled with one layer of voxels of its far neighbours. Two voxels that touch, be it
by a corner, lie together in at least one such block, so what a block and a neighbour say about
the voxels that both have labelled tells all that is connected. A piece is named by the first of
its voxels in raster order, and the lowest of the names that mean the same piece is that of its
first voxel in the whole image: sorted, they are scikit-image's numbers.
"""

import itertools
from typing import NamedTuple

import numpy as np
import scipy  # its parts load when they are first used

from ..nuclei.labelling import number_pieces

FAR = (1, 1, 1)  # how many voxels of its far neighbours a block is labelled with


class Pieces(NamedTuple):
    """The connected pieces of one block.

    Attributes
    ----------
    labels : ndarray of uint32
        The block's own voxels, numbered from 1 within the block.
    names : ndarray of int64
        By number: where the piece has its first voxel in the whole image, flat; -1 for 0.
    values : ndarray of int
        By number: the value that the piece had; 0 for 0.
    near, far : dict of int to ndarray
        By axis: the layer on the near side, and the layer beyond the far side (with the far
        neighbours' voxels on all axes), if there is one.
    """

    labels: np.ndarray
    names: np.ndarray
    values: np.ndarray
    near: dict
    far: dict

    def ends(self):
        """Return what a neighbour must know, as arrays under names that :func:`join` asks for."""
        faces = {f"near{axis}": face for axis, face in self.near.items()}
        return {"names": self.names} | faces | {f"far{a}": face for a, face in self.far.items()}


def find_pieces(values, region, own, shape):
    """Find the connected pieces of equal value in a block; touching by a corner connects.

    Parameters
    ----------
    values : ndarray of int or bool, 3D
        The block and one layer of its far neighbours; 0 is background.
    region, own : tuple of slice
        Where `values` and the block lie in the whole image.
    shape : tuple of int
        Of the whole image.

    Returns
    -------
    Pieces
    """
    labels = number_pieces(values).view(np.uint32)
    first = np.zeros(int(labels.max(initial=0)) + 1, np.int64)
    for z, plane in reversed(list(enumerate(labels.reshape(len(labels), -1)))):
        found = np.flatnonzero(plane)[::-1]
        first[plane[found]] = found + z * plane.size  # the last one written, the first met, stays
    places = np.unravel_index(first, labels.shape)
    starts = [part.start for part in region]
    whole = tuple(place + start for place, start in zip(places, starts, strict=True))
    names = np.ravel_multi_index(whole, shape).astype(np.int64)
    names[0] = -1
    said = values.flat[first].astype(np.int64)
    said[0] = 0
    block = labels[tuple(slice(part.stop - part.start) for part in own)]
    beyond = [axis for axis in range(3) if labels.shape[axis] > block.shape[axis]]
    return Pieces(
        np.ascontiguousarray(block),
        names,
        said,
        {axis: block.take(0, axis) for axis in range(3)},
        {axis: labels.take(-1, axis) for axis in beyond},
    )


def shared_faces(place, counts):
    """Return where a block and its far neighbours have labelled the same voxels.

    Parameters
    ----------
    place, counts : tuple of int
        The block, and how many there are along each axis.

    Yields
    ------
    neighbour : tuple of int
    axis : int
        Of the layers to be compared, `far` of the block and `near` of the neighbour.
    """
    for step in itertools.product((0, 1), repeat=3):
        neighbour = tuple(p + s for p, s in zip(place, step, strict=True))
        if any(step) and all(n < c for n, c in zip(neighbour, counts, strict=True)):
            yield neighbour, step.index(1)


def same_pieces(place, far, names, neighbour, near, near_names, axis):
    """Return which names of a block and of a neighbour mean the same piece.

    Parameters
    ----------
    place, neighbour : tuple of int
    far, near : ndarray of uint32
        The block's layer beyond its far side, and the neighbour's near layer.
    names, near_names : ndarray of int64
    axis : int

    Returns
    -------
    ndarray of int64, shape (n, 2)
    """
    others = [n for n in range(3) if n != axis]
    for side, other in enumerate(others):  # only a neighbour further along has the last voxels
        further = neighbour[other] > place[other]
        if further:
            far, near = far.take([-1], side), near.take([0], side)
        else:
            far = far.take(range(near.shape[side]), side)
    both = np.stack([names[far.ravel()], near_names[near.ravel()]], axis=1)
    return np.unique(both[(far > 0).ravel()], axis=0)


def number(names, pairs, leave_out=None):
    """Give each piece of the whole image its number.

    Parameters
    ----------
    names : ndarray of int64
        Of all pieces in all blocks, in any order, -1 for background.
    pairs : ndarray of int64, shape (n, 2)
        Names that mean the same piece.
    leave_out : ndarray of bool, optional
        For each of `names`, whether its piece becomes background.

    Returns
    -------
    ndarray of int32
        For each of `names` its number: from 1, in the order of the first voxels.

    Examples
    --------
    >>> number(np.array([-1, 30, 7, 12]), np.array([[30, 12]]))
    array([0, 2, 1, 2], dtype=int32)
    """
    known = np.unique(np.concatenate([names, pairs.ravel()]))
    one, other = np.searchsorted(known, pairs).reshape(-1, 2).T
    links = scipy.sparse.coo_array((np.ones(len(one), bool), (one, other)), [len(known)] * 2)
    _, piece = scipy.sparse.csgraph.connected_components(links, directed=False)
    mine = piece[np.searchsorted(known, names)]
    first = np.unique(piece, return_index=True)[1]  # of the sorted names: the lowest
    kept = np.ones(len(first), bool)
    kept[piece[known < 0]] = False
    if leave_out is not None:
        kept[mine[leave_out]] = False
    numbers = np.zeros(len(first), np.int32)
    order = np.argsort(first)
    order = order[kept[order]]
    numbers[order] = np.arange(1, len(order) + 1)
    return numbers[mine]
