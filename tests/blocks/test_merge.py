"""Pieces found block by block are numbered as scikit-image numbers those of the whole."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage.measure import label

from helpers.blocks import merge
from helpers.blocks.grid import Grid


def label_in_blocks(values, block):
    grid = Grid(values.shape, block)
    found = {}
    for place in grid.places():
        region = grid.region(place, after=merge.FAR)
        found[place] = merge.find_pieces(values[region], region, grid.region(place), grid.shape)
    pairs = [np.empty((0, 2), np.int64)]
    for place, mine in found.items():
        for neighbour, axis in merge.shared_faces(place, grid.counts):
            other = found[neighbour]
            faces = mine.far[axis], mine.names, neighbour, other.near[axis], other.names
            pairs.append(merge.same_pieces(place, *faces, axis))
    names = np.concatenate([pieces.names for pieces in found.values()])
    numbers = iter(merge.number(names, np.concatenate(pairs)).tolist())
    labels = np.empty(values.shape, np.int32)
    for place, pieces in found.items():
        own = np.array([next(numbers) for _ in pieces.names])
        labels[grid.region(place)] = own[pieces.labels]
    return labels


def lengths(shortest):
    return st.tuples(st.integers(shortest, 12), st.integers(1, 6))


# scikit-image turns an image that is one voxel wide along x, and scans it in another order
cuts = st.tuples(lengths(1), lengths(1), lengths(2))


@given(cut=cuts, data=st.data())
@settings(max_examples=150)
def test_pieces_of_any_label_image_in_any_blocks(cut, data):
    shape, block = zip(*cut, strict=True)
    share = data.draw(st.sampled_from([0.05, 0.2, 0.35, 0.9]))
    random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    values = random.integers(1, data.draw(st.integers(2, 4)), shape)
    values[random.random(shape) > share] = 0
    assert (label_in_blocks(values, block) == label(values)).all()


@given(arrays(bool, st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(2, 7))))
def test_pieces_of_any_mask_in_blocks_of_two(mask):
    assert (label_in_blocks(mask, (2, 2, 2)) == label(mask)).all()


def test_a_spiral_through_all_blocks_is_one_piece():
    mask = np.zeros((3, 21, 21), bool)
    for k in range(0, 10, 2):  # rings that hang together by one voxel each
        mask[1, k : 21 - k, k : 21 - k] = True
        mask[1, k + 1 : 20 - k, k + 1 : 20 - k] = False
        mask[1, k + 1, 10] = k < 8
    assert label(mask).max() == 1
    assert (label_in_blocks(mask, (2, 5, 5)) == mask).all()
