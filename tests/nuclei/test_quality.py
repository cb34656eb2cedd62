"""What the quality figures claim, on images where the answer is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.images.lesson import load_nuclei
from helpers.inputs import InputError
from helpers.nuclei.quality import (
    clipping,
    detector_limits,
    dynamic_range_used,
    expose,
    histogram,
    signal_to_noise,
)

images = st.sampled_from([np.uint8, np.uint16]).flatmap(lambda dtype: arrays(dtype, (3, 6, 7)))


@pytest.fixture(scope="module")
def image():
    return load_nuclei()[0]


@settings(deadline=None)
@given(image=images, bins=st.integers(1, 300))
def test_every_voxel_falls_in_one_bin_of_the_detectors_range(image, bins):
    counts, edges = histogram(image, bins)
    np.testing.assert_array_equal(counts, np.histogram(image, bins, detector_limits(image))[0])
    assert counts.sum() == image.size
    assert (edges[0], edges[-1]) == detector_limits(image)


@settings(deadline=None)
@given(image=images)
def test_clipping_counts_the_ends_of_the_scale(image):
    found = clipping(image)
    assert found.saturated == (image == detector_limits(image)[1]).sum()
    assert found.zero == (image == 0).sum()
    assert found.saturated >= (image == np.iinfo(image.dtype).max).sum()


def camera(bits, brightest, kind=np.uint16, shape=(8, 60, 60)):
    """Nuclei as a camera of so many bits records them, the brightest at a share of its scale."""
    light = np.random.default_rng(0).normal(0.1, 0.01, shape)
    light[2:6, 10:50, 10:50] += np.linspace(0, 0.85, 40)
    top = 2**bits - 1
    return np.rint(light * brightest * top).clip(0, top).astype(kind)


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
@pytest.mark.parametrize("kind", [np.uint16, np.int32, np.uint32])
def test_the_scale_of_a_camera_ends_where_its_bits_end_not_where_the_file_does(bits, kind):
    well, long = camera(bits, 0.8, kind), camera(bits, 1.6, kind)
    assert detector_limits(well) == detector_limits(long) == (0, 2**bits - 1)
    assert clipping(well).saturated == 0 and 0.6 < dynamic_range_used(well) < 0.9
    assert clipping(long).saturated_share > 0.05
    assert histogram(well).edges[-1] == 2**bits - 1


@pytest.mark.parametrize("factor", [16, 1 / 4095, 7.3])
def test_a_pile_at_the_top_is_clipping_whatever_the_values_were_multiplied_by(factor):
    long = camera(12, 1.6) * (factor if factor != 16 else np.uint16(16))
    assert detector_limits(long)[1] == long.max()
    assert clipping(long).saturated == np.count_nonzero(long == long.max()) > 1000


def test_a_few_voxels_at_the_top_and_an_image_of_two_values_are_no_pile():
    image = camera(12, 0.8)
    image[0, 0, :9] = 3600
    assert clipping(image).saturated == 0
    image[0, 0, :10] = 3600
    assert clipping(image).saturated == 10
    assert detector_limits(image[:, :15] * 0 + (image[:, :15] > 3000))[1] == 255


def test_negative_values_keep_the_scale_of_their_type():
    assert detector_limits(np.array([[-5, 3000]], np.int16)) == (-32768, 4095)


def test_a_slice_is_judged_by_the_limits_of_its_volume():
    volume = camera(12, 0.8)
    limits = detector_limits(volume)
    assert detector_limits(volume[0])[1] < limits[1]
    assert dynamic_range_used(volume[0], limits=limits) < 0.12
    assert histogram(volume[0], 10, limits).edges[-1] == 4095
    longer = expose(volume[0], 3, limits=limits)
    assert longer.max() <= 4095 and clipping(longer, limits).saturated == 0
    assert expose(volume, 6, limits=limits).max() == 4095


def test_the_lessons_image_is_not_clipped_and_leaves_range_unused(image):
    assert clipping(image)[:2] == (1, 1)
    assert 0.5 < dynamic_range_used(image) < 0.7


def test_a_float_image_has_no_ceiling_but_its_own():
    assert detector_limits(np.array([[0.25, 2.0]])) == (0.0, 2.0)
    assert clipping(np.zeros((2, 2))).saturated == 0


@settings(deadline=None)
@given(image=images, factor=st.floats(0.05, 20), seed=st.integers(0, 3))
def test_an_exposure_keeps_shape_type_and_range_and_repeats(image, factor, seed):
    exposed = expose(image, factor, seed)
    assert (exposed.shape, exposed.dtype) == (image.shape, image.dtype)
    np.testing.assert_array_equal(exposed, expose(image, factor, seed))


@pytest.mark.parametrize("factor", [0.25, 0.5, 2, 3])
def test_light_grows_with_exposure_and_noise_with_its_root(factor):
    photons = np.random.default_rng(1).poisson(100, (20, 64, 64))
    image, limits = (photons * 100).astype(np.uint16), (0, 65535)
    exposed = expose(image, factor, seed=2, full_scale=655.35, limits=limits) / 100
    assert exposed.mean() == pytest.approx(100 * factor, rel=0.01)
    # The smoothed image that a longer exposure draws on keeps a little of its own noise.
    assert exposed.std() == pytest.approx(np.sqrt(100 * factor), rel=0.25)


def test_turning_it_down_afterwards_does_not_undo_clipping(image):
    long = expose(image, 4)
    clipped = long == 65535
    assert clipped.sum() > 100_000
    restored = long / 4
    assert restored[clipped].std() == 0 < image[clipped].std()


def test_signal_to_noise_is_the_step_over_the_background_noise():
    rng = np.random.default_rng(0)
    image = rng.normal(100, 5, (20, 50, 50))
    mask = np.zeros(image.shape, bool)
    mask[:, 20:30, 20:30] = True
    image[mask] += 60
    assert signal_to_noise(image, mask) == pytest.approx(12, rel=0.02)


@pytest.mark.parametrize("fill", [True, False])
def test_signal_to_noise_needs_both_kinds_of_voxel(fill):
    with pytest.raises(InputError, match="both needed"):
        signal_to_noise(np.zeros((2, 3, 4)), np.full((2, 3, 4), fill))


def test_signal_to_noise_needs_a_mask_of_the_same_voxels():
    with pytest.raises(InputError, match="same voxels"):
        signal_to_noise(np.zeros((2, 3, 4)), np.eye(3, dtype=bool))


def test_no_exposure_at_all_is_refused():
    with pytest.raises(InputError, match="above 0"):
        expose(np.zeros((1, 2, 2), np.uint8), 0)
