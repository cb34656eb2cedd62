import pytest

from helpers.images.synthetic import make_nuclei
from helpers.workflow.accuracy import accuracy_by_radius, accuracy_by_step
from helpers.workflow.run import Workflow


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
