import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.inputs import InputError
from helpers.nuclei.matching import compare, match, overlaps

label_images = arrays(np.int32, (3, 4, 5), elements=st.integers(0, 4))


@given(label_images.filter(lambda labels: labels.any()), st.permutations(range(1, 5)))
def test_the_truth_under_other_numbers_is_perfect(truth, numbers):
    labels = np.array([0, *numbers])[truth]
    found = match(labels, truth)
    assert (found["iou"] == 1).all() and not found["merged"].any()
    assert found["label"].tolist() == [numbers[t - 1] for t in found["truth"]]
    assert compare(labels, truth)["volume_bias_percent"] == 0


@given(label_images, label_images)
def test_iou_is_what_its_name_says(labels, truth):
    for row in match(labels, truth).to_dict("records"):
        true = truth == row["truth"]
        ious = [(true & (labels == n)).sum() / (true | (labels == n)).sum() for n in range(1, 5)]
        assert row["iou"] == max(ious)


def test_merged_split_missed_and_shrunk_are_told_apart():
    truth = np.repeat([[1] * 4 + [2] * 4 + [3] * 4 + [4] * 4 + [0] * 2], 2, axis=0)
    labels = np.repeat([[1] * 8 + [2] * 2 + [3] * 2 + [0] * 6], 2, axis=0)
    found = match(labels, truth)
    assert found["merged"].tolist() == [True, True, False, False]
    assert found["pieces"].tolist() == [0, 0, 2, 0]
    assert found["iou"].tolist() == [0.5, 0.5, 0.5, 0]
    assert found["label"].tolist()[3] == 0
    assert compare(labels, truth)["count_error"] == -1


@given(label_images, label_images)
def test_every_voxel_is_counted_where_its_two_labels_meet(labels, truth):
    found = overlaps(labels, truth)
    assert found.truths.tolist() == [n for n in np.unique(truth).tolist() if n]
    assert found.labels.tolist() == [n for n in np.unique(labels).tolist() if n]
    for row, true in enumerate([0, *found.truths]):
        for column, label in enumerate([0, *found.labels]):
            shared = np.count_nonzero((truth == true) & (labels == label))
            assert found.shared[row, column] == shared


@given(label_images, label_images, st.floats(0, 1))
def test_a_label_covers_a_nucleus_from_its_share_on(labels, truth, share):
    found = overlaps(labels, truth)
    for row, true in enumerate(found.truths):
        for column, label in enumerate(found.labels):
            inside = np.count_nonzero((truth == true) & (labels == label))
            wanted = inside > 0 and inside >= share * np.count_nonzero(truth == true)
            assert found.covers(share)[row, column] == wanted


def test_huge_numbers_cost_no_memory_and_change_nothing():
    truth = np.repeat([[0, 1, 1, 2, 2, 0]], 4, axis=0).astype(np.uint32)
    labels = np.where(truth == 2, 3_000_000_000, truth).astype(np.uint32)
    tracemalloc.start()
    found = match(labels, truth)
    assert compare(truth, labels)["matched_iou"] == 1
    assert tracemalloc.get_traced_memory()[1] < 1e7
    tracemalloc.stop()
    assert found["label"].tolist() == [1, 3_000_000_000] and (found["iou"] == 1).all()


def test_a_comparison_with_nothing_or_another_shape_is_refused():
    ones = np.ones((2, 2, 2), int)
    with pytest.raises(InputError, match="no nucleus"):
        compare(ones, np.zeros((2, 2, 2), int))
    with pytest.raises(InputError, match="must be the same"):
        match(ones, np.ones((2, 2, 3), int))


def test_a_label_is_a_piece_of_the_nucleus_that_holds_more_than_half_of_it():
    for inside, pieces in ((4, 1), (3, 0), (2, 0)):
        truth = np.array([[1] * inside + [0] * (6 - inside)])
        assert match(np.ones((1, 6), int), truth)["pieces"].tolist() == [pieces]


def test_huge_numbers_without_any_background_change_nothing():
    small, truth = np.array([[1, 2, 2, 1]]), np.array([[1, 1, 2, 2]])
    huge = np.array([5, 10**9])[small - 1]
    assert overlaps(huge, truth).shared.tolist() == overlaps(small, truth).shared.tolist()
    assert overlaps(huge, truth).labels.tolist() == [5, 10**9]
