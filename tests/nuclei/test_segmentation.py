"""Erosion, labelling and expansion are scikit-image's, voxel for voxel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import ndimage as ndi
from skimage.measure import label
from skimage.morphology import ball, disk, erosion, isotropic_erosion
from skimage.segmentation import expand_labels

from helpers.images.lesson import load_nuclei
from helpers.inputs import InputError
from helpers.nuclei.segmentation import (
    ErosionStudy,
    ExpansionStudy,
    check_contrast,
    expand,
    label_components,
    overlap,
    radius_curve,
    threshold_nuclei,
)

shapes = array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=9)
masks = arrays(bool, shapes) | shapes.flatmap(
    # Nearly full masks, or a ball of more than one voxel leaves nothing to compare.
    lambda shape: st.sets(st.integers(0, int(np.prod(shape)) - 1), max_size=4).map(
        lambda holes: mask_with_holes(shape, holes)
    )
)
lengths = st.integers(0, 8) | st.floats(0, 8) | st.integers(0, 64).map(np.sqrt)
steps = st.sampled_from([0.1, 0.26, 0.29, 0.5, 1.0]) | st.floats(0.05, 3)


def mask_with_holes(shape, holes):
    mask = np.ones(shape, bool)
    mask.flat[list(holes)] = False
    return mask


def erode(mask, radius, spacing=None):
    return ErosionStudy(mask, spacing).eroded(radius)


def touching_pairs(labels):
    """Which labels lie face to face, voxel by voxel."""
    found = set()
    for place in np.ndindex(labels.shape):
        for step in np.eye(labels.ndim, dtype=int):
            other = tuple(np.add(place, step))
            if all(np.less(other, labels.shape)):
                found.add(tuple(sorted((int(labels[place]), int(labels[other])))))
    return sorted((low, high) for low, high in found if 0 < low < high)


def spacing_for(data, array):
    return data.draw(st.none() | st.tuples(*[steps] * array.ndim), label="spacing")


@given(mask=masks, radius=lengths, data=st.data())
def test_erosion_equals_scikit_image_for_any_mask(mask, radius, data):
    spacing = spacing_for(data, mask)
    expected = mask if mask.all() else isotropic_erosion(mask, radius, spacing=spacing)
    np.testing.assert_array_equal(erode(mask, radius, spacing), expected)


@given(mask=masks, radius=st.integers(0, 4))
def test_whole_radii_are_erosion_by_a_ball_footprint_at_the_image_border_too(mask, radius):
    footprint = (ball if mask.ndim == 3 else disk)(radius)
    np.testing.assert_array_equal(erode(mask, radius), erosion(mask, footprint))


@given(mask=masks)
def test_labels_are_numbered_as_scikit_image_numbers_them(mask):
    labels, expected = label_components(mask), label(mask)
    np.testing.assert_array_equal(labels, expected)
    assert labels.dtype == expected.dtype


label_images = st.sampled_from([np.uint8, np.int32, np.int64]).flatmap(
    lambda dtype: arrays(
        dtype, shapes, elements=st.integers(0, 4) | st.sampled_from([0, 0, 0, 120]), fill=st.just(0)
    )
)


@settings(max_examples=300)
@given(labels=label_images, distance=lengths, data=st.data())
def test_expansion_equals_scikit_image_ties_included(labels, distance, data):
    spacing = spacing_for(data, labels)
    expanded = expand(labels, distance, spacing)
    expected = expand_labels(labels, distance, spacing=1 if spacing is None else spacing)
    np.testing.assert_array_equal(expanded, expected)
    assert expanded.dtype == labels.dtype


@settings(max_examples=300)
@given(
    seeds=st.lists(st.tuples(*[st.integers(0, 15)] * 3), min_size=2, max_size=4, unique=True),
    distance=st.integers(1, 16),
)
def test_ties_between_lone_voxels_go_where_scikit_image_sends_them(seeds, distance):
    labels = np.zeros((16, 16, 16), np.int32)
    for number, seed in enumerate(seeds, start=1):
        labels[seed] = number
    np.testing.assert_array_equal(expand(labels, distance), expand_labels(labels, distance))


@given(labels=label_images, distance=st.integers(0, 6), data=st.data())
def test_one_search_answers_every_shorter_distance(labels, distance, data):
    spacing = spacing_for(data, labels)
    study = ExpansionStudy(labels, reach=6, spacing=spacing)
    expanded = expand(labels, distance, spacing)
    np.testing.assert_array_equal(study.expanded(distance), expanded)
    np.testing.assert_array_equal(study.expanded(distance, 0), expanded[0])
    assert study.touching(distance) == touching_pairs(expanded)


def test_a_distance_beyond_the_reach_is_refused_in_words():
    with pytest.raises(InputError, match="beyond the reach of 2"):
        ExpansionStudy(np.eye(4, dtype=int), reach=2).expanded(3)


@given(labels=label_images, distance=lengths)
def test_expanding_never_moves_a_label_and_never_invents_one(labels, distance):
    expanded = expand(labels, distance)
    np.testing.assert_array_equal(expanded[labels > 0], labels[labels > 0])
    assert set(np.unique(expanded)) <= set(np.unique(labels)) | {0}


@given(mask=masks, radius=st.integers(0, 5), data=st.data())
def test_a_study_answers_every_radius_as_separate_calls_do(mask, radius, data):
    spacing = spacing_for(data, mask)
    study = ErosionStudy(mask, spacing)
    eroded = erode(mask, radius, spacing)
    np.testing.assert_array_equal(study.eroded(radius), eroded)
    np.testing.assert_array_equal(study.labels(radius), label(eroded))
    assert study.count(radius) == label(eroded).max()
    assert study.volume_kept(radius) == pytest.approx(eroded.sum() / max(mask.sum(), 1))
    sides = 1 if spacing is None else spacing
    np.testing.assert_array_equal(
        study.expanded(radius, 2), expand_labels(label(eroded), 2, spacing=sides)
    )


@given(mask=masks, core_radius=st.integers(0, 3))
def test_the_curve_accounts_for_every_piece(mask, core_radius):
    radii = range(6)
    table = radius_curve(mask, radii, core_radius)
    cores = label(erode(mask, core_radius))
    for radius, row in table.iterrows():
        pieces, count = label(erode(mask, radius), return_num=True)
        assert row["count"] == count
        met = [set(np.unique(cores[pieces == piece])) - {0} for piece in range(1, count + 1)]
        if radius <= core_radius:
            assert row["joined_pairs"] == sum(max(len(found) - 1, 0) for found in met)
            assert row["fragments"] == sum(not found for found in met)
            assert row["count"] == cores.max() - row["joined_pairs"] + row["fragments"]
        else:
            holders = [core for found in met for core in found]
            assert row["split"] == sum(holders.count(core) > 1 for core in set(holders))
            assert row["vanished"] == cores.max() - len(set(holders))


@given(mask=masks, radius=lengths, distance=lengths, data=st.data())
def test_regrowth_is_what_expanding_and_comparing_gives(mask, radius, distance, data):
    study = ErosionStudy(mask, spacing_for(data, mask))
    expected = overlap(mask, study.expanded(radius, distance) > 0)
    assert study.regrown(radius, [distance]) == [expected]


def test_what_lies_exactly_at_the_distance_counts_as_gained():
    mask = np.zeros((5, 5), bool)
    mask[2, 2] = True
    assert ErosionStudy(mask).regrown(0, [0, 1]) == [(0, 0, 1.0), (0, 4, 2 / 6)]


def test_growing_by_nothing_leaves_the_pieces_as_they_are():
    mask = np.zeros((9, 9), bool)
    mask[1:8, 1:8] = True
    study = ErosionStudy(mask)
    np.testing.assert_array_equal(study.expanded(2, 0), study.labels(2))
    assert np.count_nonzero(study.expanded(2)) > np.count_nonzero(study.labels(2))


def test_a_study_never_takes_one_radius_for_another():
    mask = np.zeros((9, 12), bool)
    mask[1:8, 1:11] = True
    for spacing in (None, (0.3, 0.3)):
        study = ErosionStudy(mask, spacing)
        for radius in (0.2, 0.7, 1, 1.2, 1.5, 2.5, 1.2, 1, 0.2):
            np.testing.assert_array_equal(study.labels(radius), label(erode(mask, radius, spacing)))
            np.testing.assert_array_equal(
                study.expanded(radius, 1), expand(study.labels(radius), 1, spacing)
            )


def test_a_study_tells_more_pieces_apart_than_a_byte_can_number():
    mask = np.zeros((40, 60), bool)
    mask[::2, ::2] = True
    study = ErosionStudy(mask)
    assert study.count(0) == 600
    np.testing.assert_array_equal(study.labels(0), label(mask))


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


@pytest.fixture(scope="module")
def nuclei_mask(nuclei):
    return threshold_nuclei(nuclei[0]).mask


@pytest.fixture(scope="module")
def study(nuclei_mask):
    return ErosionStudy(nuclei_mask)


def test_the_image_gives_the_figures_of_the_lesson(nuclei):
    image, _ = nuclei
    mask, threshold, _ = threshold_nuclei(image, sigma=3)
    assert round(threshold, 5) == 0.14077
    assert round(100 * mask.mean(), 2) == 19.47


def test_the_count_alone_misleads(study):
    curve = study.curve(range(17), core_radius=10)
    assert curve["count"] == [18, 17, 17, 17, 16, 17, 18, 17, 18, 19, 19, 21, 19, 17, 20, 11, 12]
    assert curve["joined_pairs"] == [8, 8, 7, 7, 7, 7, 5, 4, 3, 1, 0] + [0] * 6
    assert curve["fragments"] == [7, 6, 5, 5, 4, 5, 4, 2, 2, 1, 0] + [0] * 6
    assert curve["split"][:12] == [0] * 11 + [1]
    assert (curve["vanished"][12], curve["vanished"][16]) == (1, 13)


def test_components_of_the_raw_mask(study):
    sizes = np.bincount(study.labels(0).ravel())
    assert (sizes[1], sizes[3], sizes[18]) == (43945, 202258, 7)
    assert np.round(ndi.center_of_mass(study.labels(0) == 18), 1).tolist() == [33, 62.7, 0]
    cores = study.labels(10)
    assert set(np.unique(cores[study.labels(0) == 3])) == {0, 3, 4, 5, 13}


def test_erosion_by_ten_is_not_quite_undone_by_expansion(study, nuclei_mask):
    expanded = study.expanded(10)
    np.testing.assert_array_equal(expanded, expand_labels(study.labels(10), 10))
    lost, gained, dice = overlap(nuclei_mask, expanded > 0)
    assert (lost, gained, round(dice, 3)) == (38413, 0, 0.974)


@pytest.mark.parametrize("length", [-1, np.nan, np.inf])
def test_impossible_lengths_are_refused_in_words(length):
    mask = np.eye(4, dtype=bool)
    with pytest.raises(InputError, match="radius of the erosion"):
        erode(mask, length)
    with pytest.raises(InputError, match="distance of the expansion"):
        expand(label(mask), length)


def test_labels_in_place_of_a_mask_are_refused_in_words():
    with pytest.raises(InputError, match="labels > 0"):
        erode(np.arange(9).reshape(3, 3), 1)


def test_an_image_of_one_value_has_no_threshold():
    with pytest.raises(InputError, match="same value"):
        threshold_nuclei(np.full((3, 4, 5), 7, np.uint8))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_number_that_there_is_gets_a_sentence_and_no_warning(dtype):
    image = np.array([[[np.finfo(dtype).max, 0]]], dtype)
    with pytest.raises(InputError, match="no detector writes"):
        check_contrast(image)
