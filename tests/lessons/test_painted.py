"""What is said to a painting, and that it is never untrue."""

import numpy as np
import pytest

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


def test_too_few_painted_nuclei_are_counted():
    two = Painted(**texts("pair"), expected=REFERENCE, minimum=2)
    assert "1 so far; 2 nuclei" in two.judge(painted((1, 1, (2, 10), (2, 10)))).message
