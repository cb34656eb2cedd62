"""What each kind of exercise accepts, and what it says to what it does not."""

import ipywidgets
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.exercises.exercise import describe
from helpers.exercises.kinds import Function, Number
from helpers.lessons.painted import Painted
from tests.exercises.demo import DEMO, REFERENCE, texts

RIGHT = {
    "count": [19, 19.0, np.int32(19), np.uint8(19), np.array(19), [19], "19", " 19 nuclei"],
    "volume": [855.98, np.float32(855.98), "855.98 µm³", "855,98", pd.Series([855.975])],
    "verdict": ["a", "A ", "uint8", np.dtype("uint8"), np.uint8],
    "sizes": [{1, 2, 3}, (2, 1, 3), np.array([1, 2, 3]), range(1, 4), pd.Series([1.0, 2, 3])],
    "mask": [REFERENCE > 0, (REFERENCE > 0) * 255, (REFERENCE > 0).tolist()],
    "labels": [REFERENCE, REFERENCE * 7, np.choose(REFERENCE, [0, 5, 3]).astype(np.uint8)],
    "table": [
        {"volume": [20, 10], "label": [2, 1], "colour": ["red", "blue"]},
        [{"label": 2, "volume": 20.05}, {"label": 1, "volume": 10}],
        pd.DataFrame({"volume": [10, 20]}, index=pd.Index([1, 2], name="label")),
    ],
    "to_um3": [lambda n, v: v * n, lambda n, v: np.float32(n * v)],
    "painting": [REFERENCE, np.where(np.arange(3)[:, None, None] == 1, REFERENCE * 4, 0)],
}


@pytest.mark.parametrize("name", RIGHT)
def test_any_correct_form_is_accepted(name):
    for answer in RIGHT[name]:
        assert DEMO[name].judge(answer).status == "right", answer


WRONG = [
    ("count", "many", "unread", 'the text "many"'),
    ("count", True, "unread", "not a number"),
    ("count", [1, 2], "unread", "one number"),
    ("count", 10**400, "unread", "too large"),
    ("count", float("nan"), "unread", "could not be computed"),
    ("count", None, "unread", "word for nothing"),
    ("volume", 856.2, "wrong", "Very close"),
    ("verdict", "d", "unread", "pick one of a, b, c"),
    ("sizes", [1, 2], "wrong", "(2,)"),
    ("sizes", [1, 2, 4], "wrong", "1 of 3"),
    ("mask", REFERENCE, "unread", "more than two values"),
    ("mask", REFERENCE == 1, "wrong", "64 are missing"),
    ("mask", REFERENCE[0] > 0, "wrong", "(20, 20)"),
    ("labels", REFERENCE > 0, "unread", "skimage.measure.label"),
    ("labels", (REFERENCE > 0) * 1, "wrong", "1 objects"),
    ("table", {"label": [1, 2]}, "unread", "no column named 'volume'"),
    ("table", {"label": [1], "volume": [10]}, "wrong", "1 rows"),
    ("table", {"label": [1, 2], "volume": [1, 2]}, "wrong", "the column 'volume'"),
    ("to_um3", 5, "unread", "def to_um3("),
    ("to_um3", lambda n, v: None, "unread", "`return`"),
    ("to_um3", lambda n: n, "unread", "stopped for 10, 0.5: TypeError"),
    ("to_um3", lambda n, v: "many", "unread", "numbers are wanted"),
    ("to_um3", lambda n, v: n * v if n > 5 else 0, "wrong", "For 3, 2.0 your function gives 0.0"),
    ("painting", np.ones((2, 2), int), "unread", "has shape (2, 2)"),
    ("thought", "because", "unread", "a few more words"),
]


@pytest.mark.parametrize(("name", "answer", "status", "words"), WRONG)
def test_what_cannot_be_right_is_named(name, answer, status, words):
    verdict = DEMO[name].judge(answer)
    assert verdict.status == status
    assert words in verdict.message


@pytest.mark.parametrize("name", DEMO)
def test_an_untouched_widget_is_not_an_answer(name):
    assert DEMO[name].judge(ipywidgets.Text()).status == "open"
    assert DEMO[name].judge(ipywidgets.RadioButtons(options=["a"], index=None)).status == "open"


def test_a_widget_answers_with_its_value():
    assert DEMO["verdict"].judge(ipywidgets.Text("a")).status == "right"
    assert DEMO["count"].judge(ipywidgets.IntSlider(19)).status == "right"


def test_three_dots_inside_an_answer_are_not_an_answer():
    assert DEMO["sizes"].judge([1, ..., 3]).status == "open"
    assert DEMO["to_um3"].judge(lambda voxels, size: ...).status == "open"


def test_a_mistake_can_stand_for_a_family():
    assert DEMO["count"].judge(7.25).message == "A count is whole."


def test_a_function_may_not_spoil_the_cases():
    spoil = Function(**texts("total"), expected=sum, cases=(([1, 2],),))
    assert spoil.judge(lambda values: values.pop() + values.pop()).status == "right"
    assert spoil.judge(sum).status == "right"


@given(st.floats(-1e9, 1e9), st.floats(0, 10), st.floats(0, 3))
def test_a_number_is_right_exactly_within_its_tolerance(right, tolerance, off):
    exercise = Number(**texts("n"), expected=right, tolerance=tolerance)
    away = abs(right + off * tolerance - right)
    if abs(away - tolerance) > 1e-6 + 1e-11 * abs(right):
        status = exercise.judge(right + off * tolerance).status
        assert (status == "right") == (away <= tolerance + 1e-12 * abs(right))


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=3)
    | st.just(...),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=2), inner, max_size=3)
        | st.builds(lambda value: lambda *args: value, inner)
    ),
    max_leaves=6,
)


@given(ANYTHING)
def test_whatever_is_answered_there_is_a_sentence(answer):
    for exercise in DEMO.values():
        verdict = exercise.judge(answer)
        assert verdict.message
        assert repr(verdict) in str(verdict)


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


def test_a_layer_is_an_answer():
    from napari.layers import Labels

    assert DEMO["painting"].judge(Labels(np.zeros_like(REFERENCE))).status == "open"
    for name in ("painting", "labels"):
        assert DEMO[name].judge(Labels(REFERENCE)).status == "right"


def test_a_reflection_is_answered_with_a_model():
    verdict = DEMO["thought"].judge("I <b>think</b> so")
    assert verdict.status == "noted"
    assert "Ours: Because" in repr(verdict)
    assert "<b>" not in verdict._repr_html_()


def test_every_type_has_a_name_in_words():
    assert describe(pd.DataFrame()) == "a DataFrame"
    assert describe(len) == "a function (was it called, with brackets?)"
