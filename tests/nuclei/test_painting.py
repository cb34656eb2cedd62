import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers.inputs import InputError
from helpers.lessons import steps
from helpers.nuclei.painting import (
    count_outlines,
    duration,
    painting_seconds,
    score_painting,
)


@pytest.fixture
def reference():
    labels = np.zeros((4, 20, 20), int)
    labels[:, 2:8, 2:8] = 1
    labels[:, 2:8, 10:16] = 2
    return labels


@given(arrays(np.uint8, (2, 5, 5), elements=st.integers(0, 3)))
def test_a_segmentation_scores_perfectly_against_itself(labels):
    score = score_painting(labels, labels)
    assert [s.nucleus for s in score.labels] == [s.label for s in score.labels]
    assert all(s.iou == 1 and not s.outside and not s.missed for s in score.labels)
    assert not any(s.merged or s.split for s in score.labels)


@given(arrays(np.uint8, (2, 6, 6), elements=st.integers(0, 2)), st.data())
def test_every_painted_voxel_is_either_inside_or_outside(reference, data):
    painted = data.draw(arrays(np.uint8, reference.shape, elements=st.integers(0, 3)))
    for score in score_painting(painted, reference).labels:
        assert score.inside + score.outside == (painted == score.label).sum()
        assert 0 <= score.iou <= 1


def test_one_label_over_two_nuclei_is_called_a_merge(reference):
    painted = np.zeros_like(reference)
    painted[1, 2:8, 2:16] = 5
    (score,) = score_painting(painted, reference).labels
    assert score.merged == (1, 2)
    assert "merges the nuclei 1 and 2" in repr(score_painting(painted, reference))


def test_two_labels_in_one_nucleus_are_called_a_split(reference):
    painted = np.zeros_like(reference)
    painted[1, 2:8, 2:5], painted[1, 2:8, 5:8] = 3, 4
    score = score_painting(painted, reference)
    assert [s.split for s in score.labels] == [(3, 4), (3, 4)]
    assert repr(score).count("is split between the labels 3 and 4") == 1


def test_only_the_painted_slices_count(reference):
    painted = np.zeros_like(reference)
    painted[1] = reference[1]
    score = score_painting(painted, reference, seconds=30)
    assert [s.iou for s in score.labels] == [1, 1]
    assert (score.outlines, score.outlines_in_stack) == (2, 8)
    assert (score.stack_seconds, score.hundred_stacks_seconds) == (120, 12000)


def test_a_label_on_background_covers_no_nucleus(reference):
    painted = np.zeros_like(reference)
    painted[0, 15:, 15:] = 1
    (score,) = score_painting(painted, reference).labels
    assert score.nucleus is None and score.iou == 0 and score.outside == 25


def test_an_empty_layer_says_what_to_do(reference):
    score = score_painting(np.zeros_like(reference), reference)
    assert "Nothing is painted yet" in repr(score) and score.stack_seconds is None


def test_long_pauses_do_not_count():
    assert painting_seconds([0, 10, 500, 505]) == 15
    assert painting_seconds([3]) is None


def test_the_score_shows_a_table_and_the_same_words(reference):
    shown = score_painting(reference, reference, seconds=80)._repr_html_()
    assert "<caption>" in shown and "<td>1.00</td>" in shown and "100 stacks" in shown


def test_the_golden_stack_has_its_count_of_outlines():
    assert count_outlines(steps.expanded()) == 623


def test_lengths_of_time_are_given_in_words():
    assert duration(200) == "3 minutes"


@pytest.mark.parametrize(
    ("painted", "words"),
    [
        (np.zeros((1, 2, 2), int), "same image"),
        (np.zeros((4, 20, 20)), "whole numbers"),
        (np.zeros((4, 20, 20), bool), "mask"),
    ],
)
def test_what_cannot_be_compared_is_refused(reference, painted, words):
    with pytest.raises(InputError, match=words):
        score_painting(painted, reference)


def test_labels_of_random_numbers_are_refused_at_once(reference):
    noise = np.random.default_rng(0).integers(1, 2**31, reference.shape)
    with pytest.raises(InputError, match="more than anybody paints"):
        score_painting(noise, reference)
