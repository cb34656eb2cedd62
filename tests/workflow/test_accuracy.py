import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.matching import compare, match
from helpers.workflow.accuracy import accuracy_by_radius, accuracy_by_step
from helpers.workflow.run import Workflow

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


@pytest.fixture(scope="module")
def synthetic():
    return make_nuclei(count=8, touching=2, border=2, size=3.5, shape=(60, 160, 160))


def test_each_step_comes_nearer_to_the_truth(synthetic):
    steps = accuracy_by_step(synthetic, Workflow(sigma=1, radius=9))
    assert list(steps.index) == ["threshold", "erosion", "expansion", "border"]
    assert steps["count_error"].tolist() == [-2, 0, 0, 0]
    assert steps.loc["threshold", "volume_bias_percent"] > 20
    assert steps.loc["erosion", "volume_bias_percent"] < -80
    assert abs(steps.loc["border", "volume_bias_percent"]) < 10
    assert steps.loc["border", "matched_iou"] > 0.9 > steps.loc["threshold", "matched_iou"]


def test_the_best_radius_counts_right_and_both_sides_of_it_are_worse(synthetic):
    table = accuracy_by_radius(synthetic, range(0, 17, 3), Workflow(sigma=1))
    best = table["matched_iou"].idxmax()
    assert table.loc[best, "count_error"] == 0
    assert table["count_error"].iloc[0] < 0 and table["count_error"].iloc[-1] < 0


def test_a_comparison_with_nothing_or_another_shape_is_refused():
    ones = np.ones((2, 2, 2), int)
    with pytest.raises(InputError, match="no nucleus"):
        compare(ones, np.zeros((2, 2, 2), int))
    with pytest.raises(InputError, match="must be the same"):
        match(ones, np.ones((2, 2, 3), int))
