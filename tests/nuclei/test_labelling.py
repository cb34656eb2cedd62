"""Pieces of equal value are numbered as scikit-image numbers them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from skimage.measure import label

from helpers.nuclei.labelling import number_pieces

shapes = array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=9)


@given(
    st.sampled_from([bool, np.uint8, np.int32]).flatmap(
        lambda kind: arrays(
            kind, shapes, elements=st.booleans() if kind is bool else st.integers(0, 3)
        )
    )
)
def test_pieces_are_scikit_images(values):
    found = number_pieces(values)
    assert found.dtype == np.int32
    np.testing.assert_array_equal(found, label(values))
