"""What is said to a painting, and that it is never untrue."""

import numpy as np
import pytest

from helpers.exercises.catalogue import exercises
from helpers.lessons import steps
from helpers.lessons.painted import Painted
from tests.exercises.demo import DEMO, REFERENCE, texts


def painted(*strokes):
    labels = np.zeros_like(REFERENCE)
    for label, z, y, x in strokes:
        labels[z, y[0] : y[1], x[0] : x[1]] = label
    return labels


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([(3, 1, (12, 18), (2, 10))], "Label 3 lies on the background"),
        ([(1, 1, (2, 10), (2, 19))], "Label 1 covers 2 nuclei"),
        ([(1, 1, (2, 6), (2, 10))], "Label 1 leaves out part of its nucleus"),
        ([(1, 1, (2, 8), (2, 10)), (5, 1, (8, 10), (2, 10))], "labels 1 and 5 lie on one nucleus"),
        ([(1, 1, (2, 10), (2, 10)), (2, 1, (0, 20), (11, 20))], "spills over the edge"),
    ],
)
def test_a_painting_is_told_what_is_amiss(strokes, words):
    verdict = DEMO["painting"].judge(painted(*strokes))
    assert verdict.status == "wrong"
    assert words in verdict.message


def test_a_painting_is_compared_on_its_own_slices_only():
    verdict = DEMO["painting"].judge(painted((7, 1, (2, 10), (2, 9))))
    assert verdict.status == "right"
    assert "Label 7 covers nucleus 1 with an overlap (IoU) of 0.88" in repr(verdict)
    assert verdict.notes[-1] == "You painted in slice 1."


def test_too_few_painted_nuclei_are_counted():
    two = Painted(**texts("pair"), expected=REFERENCE, minimum=2)
    assert "1 so far; 2 nuclei" in two.judge(painted((1, 1, (2, 10), (2, 10)))).message


def test_who_has_not_handed_over_the_mended_draft_is_told_what_to_write():
    verdict = exercises()["mended"].judge(...)
    assert verdict.status == "open"
    assert 'new_viewer.layers["draft"]' in repr(verdict)


# ---- the lesson's own exercise -----------------------------------------------------------

TWO = exercises()["my_two_nuclei"]
REFERENCE_33 = steps.expanded()[33]


def paint_33(*labels):
    """Return a stack with these masks painted into slice 33 as labels 1, 2, ..."""
    painted = np.zeros(steps.expanded().shape, int)
    for number, mask in enumerate(labels, start=1):
        painted[33][mask] = number
    return painted


def nucleus(*numbers):
    return np.isin(REFERENCE_33, numbers)


def test_two_good_nuclei_are_right():
    assert TWO.judge(paint_33(nucleus(7), nucleus(17))).status == "right"


@pytest.mark.parametrize("pair", [(7, 18), (6, 18), (1, 3), (17, 19)])
def test_no_label_that_merges_two_nuclei_is_right(pair):
    verdict = TWO.judge(paint_33(nucleus(*pair), nucleus(14)))
    assert verdict.status == "wrong"
    assert "Label 1 covers 2 nuclei" in verdict.message


def test_the_praise_begins_where_the_page_says_that_good_begins():
    inside = np.flatnonzero(nucleus(7))
    for share, status in ((0.79, "wrong"), (0.81, "right")):
        part = np.zeros(REFERENCE_33.size, bool)
        part[inside[: round(share * inside.size)]] = True
        verdict = TWO.judge(paint_33(part.reshape(REFERENCE_33.shape), nucleus(17)))
        assert verdict.status == status
        assert status == "right" or "leaves out part of its nucleus" in verdict.message


@pytest.mark.parametrize("inside", [np.s_[0:10, 63:100], np.s_[0:12, 192:228]])
def test_a_nucleus_that_the_reference_lost_is_not_called_background(inside):
    lost = np.zeros(REFERENCE_33.shape, bool)
    lost[inside] = steps.semantic_seg()[33][inside] & (REFERENCE_33[inside] == 0)
    verdict = TWO.judge(paint_33(nucleus(7), lost))
    assert verdict.status == "wrong"
    assert "something bright, and the reference has nothing there" in verdict.message
    assert "choose a nucleus that does not touch the edge" in verdict.message
    three = TWO.judge(paint_33(nucleus(7), nucleus(17), lost))
    assert three.status == "right"
    assert "Label 3 lies on something bright" in repr(three)
    assert "covers no nucleus" not in repr(three)


def test_paint_on_the_dark_is_called_background():
    dark = np.zeros(REFERENCE_33.shape, bool)
    dark[230:245, 8:25] = True
    assert not (steps.semantic_seg()[33] & dark).any()
    assert "lies on the background" in TWO.judge(paint_33(nucleus(7), dark)).message


def test_a_nucleus_that_the_reference_has_in_part_only_is_not_blamed_on_the_hand():
    from skimage.measure import label

    pieces = label(steps.semantic_seg()[33])
    cut = pieces == pieces[252, 210]  # the reference has its left half
    verdict = TWO.judge(paint_33(nucleus(7), cut))
    assert "or only a part" in verdict.message


def test_a_hand_that_shakes_by_two_voxels_merges_nothing():
    from skimage.morphology import dilation, disk

    for number in np.unique(REFERENCE_33)[1:]:
        verdict = TWO.judge(paint_33(dilation(nucleus(number), disk(2))))
        assert "You painted 1 so far" in verdict.message, number
