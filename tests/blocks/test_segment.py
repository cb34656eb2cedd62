"""Which threshold a voxel lies above is told by one byte, exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage.filters import threshold_otsu
from skimage.segmentation import expand_labels

from helpers.blocks import segment


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@given(seed=st.integers(0, 2**32 - 1), power=st.integers(1, 9), scale=st.floats(0.01, 1e5))
def test_a_level_says_which_values_lie_below(kind, seed, power, scale):
    random = np.random.default_rng(seed)
    values = ((random.random((6, 20, 20)) ** power + random.integers(-1, 2)) * scale).astype(kind)
    low, high = values.min(), values.max()
    counts, edges = np.histogram(values, 256)
    middle = segment.centres(edges)
    near = [np.nextafter(one, kind(way)) for one in (edges, middle) for way in (-1e9, 1e9)]
    special = np.concatenate([edges, middle, *near]).clip(low, high)
    values.flat[: len(special)] = special
    counts, edges = np.histogram(values, 256)
    levels, found = segment.levels(values, low, high)
    assert (found == counts).all()
    assert (levels == np.minimum(np.searchsorted(middle, values), 255)).all()
    threshold = threshold_otsu(values)
    number = np.searchsorted(middle, threshold)
    assert ((levels > number) == (values > threshold)).all()


def test_numbers_of_a_block_may_be_as_high_as_they_like():
    labels = np.zeros((3, 9, 9), np.int32)
    labels[1, 2, 2], labels[1, 2, 7] = 2_000_000_000 // 100, 5
    numbers, small = segment.compact(labels)
    assert small.dtype == np.uint8 and (numbers[small] == labels).all()
    grown = numbers[segment.grow(small, 2, None, np.s_[:, :, :])]
    assert (grown == expand_labels(labels, 2)).all()
