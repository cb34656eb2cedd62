"""The blur is scikit-image's, number for number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from skimage.filters import gaussian, threshold_otsu

from helpers.nuclei.blur import blur
from helpers.nuclei.segmentation import label_components, otsu, threshold_nuclei

images = st.sampled_from([np.uint8, np.uint16, np.int16, np.float16, np.float32, np.float64, bool])
shapes = array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=9)
sigmas = st.sampled_from([0, 0.5, 1, 3]) | st.floats(0, 6)


@given(data=st.data(), dtype=images, shape=shapes, widths=st.lists(sigmas, min_size=3, max_size=3))
def test_the_blur_equals_scikit_images_for_any_image(data, dtype, shape, widths):
    limit = 1000 if np.dtype(dtype).kind == "f" else None
    elements = st.floats(0, limit, width=16) if limit else None
    image = data.draw(arrays(dtype, shape, elements=elements))
    widths = widths[: image.ndim]
    expected = gaussian(image, sigma=widths)
    blurred = blur(image, widths)
    np.testing.assert_array_equal(blurred, expected)
    assert blurred.dtype == expected.dtype and not np.shares_memory(blurred, image)


@given(values=arrays(float, array_shapes(min_dims=3, max_dims=3), elements=st.floats(0, 1)))
def test_otsus_threshold_of_a_histogram_is_scikit_images(values):
    if np.ptp(values) > 1e-9:
        assert otsu(values) == threshold_otsu(values.ravel())
        assert otsu(values, np.histogram(values, 256)) == threshold_otsu(values.ravel())


@given(
    data=st.data(),
    dtype=st.sampled_from([np.uint8, np.uint16, np.int16]),
    shape=array_shapes(min_dims=3, max_dims=3).filter(lambda shape: shape[-1] not in (3, 4)),
)
def test_without_a_blur_the_mask_is_that_of_the_grey_levels_themselves(data, dtype, shape):
    image = data.draw(arrays(dtype, shape))
    if image.min() < image.max():
        np.testing.assert_array_equal(
            threshold_nuclei(image, sigma=0).mask, image > threshold_otsu(image.ravel())
        )


def test_each_axis_can_have_a_blur_of_its_own():
    image = np.random.default_rng(0).integers(0, 255, (6, 9, 9)).astype(np.uint8)
    found = threshold_nuclei(image, (1, 2, 2))
    blurred = gaussian(image, sigma=(1, 2, 2))
    np.testing.assert_array_equal(found.mask, blurred > threshold_otsu(blurred))
    assert label_components(found.mask).max() > 0
