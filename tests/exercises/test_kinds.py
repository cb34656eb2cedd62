"""What each kind of exercise accepts, and what it says to what it does not."""

import ipywidgets
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.exercises.answers import describe
from helpers.exercises.kinds import Array, Function, Number
from tests.exercises.demo import DEMO, REFERENCE, texts

RIGHT = {
    "count": [
        *(19, 19.0, np.int32(19), np.uint8(19), np.array(19), [19], (19,), ["19"], "19"),
        *(" 19 nuclei", "19 objects", "19.", "about 19", "１９"),
    ],
    "volume": [
        *(855.98, np.float32(855.98), "855.98 µm³", "855,98", pd.Series([855.975])),
        *("855.98 μm³", "855.98 um3", "855.98 µm^3", "855.98 um**3", "855.98 cubic micrometres"),
    ],
    "verdict": ["a", "A ", "uint8", np.dtype("uint8"), np.uint8, "a)", "(a)", "a) uint8", ["a"]],
    "extent": [
        *((17.4, 66.56, 66.5), ["17.4", "66.56", "66.5"], "17,4 66,56 66,5", "[17.4, 66.56, 66.5]"),
        ["17.4 µm", "66.56 um", "66.5"],
    ],
    "sizes": [{1, 2, 3}, (2, 1, 3), np.array([1, 2, 3]), range(1, 4), ["3", "2", "1"], "1 2 3"],
    "order": [
        *("b a c", "bac", "B, A, C", "b > a > c", "Mix, Bake, Eat it", "mix\nbake\neat it"),
        *(["b", "a", "c"], ("Mix", "a", "eat it"), np.array(["b", "a", "c"])),
    ],
    "mask": [REFERENCE > 0, (REFERENCE > 0) * 255, (REFERENCE > 0).tolist()],
    "to_um3": [lambda n, v: v * n, lambda n, v: np.float32(n * v)],
    "painting": [REFERENCE, np.where(np.arange(3)[:, None, None] == 1, REFERENCE * 4, 0)],
}


@pytest.mark.parametrize("name", RIGHT)
def test_any_correct_form_is_accepted(name):
    for answer in RIGHT[name]:
        assert DEMO[name].judge(answer).status == "right", answer


ALL_BUT_ONE = REFERENCE > 0
ALL_BUT_ONE[1, 2, 2], ALL_BUT_ONE[0, 0, 0] = False, True

WRONG = [
    ("count", "many", "unread", 'the text "many", but one whole number (nuclei) is wanted'),
    ("count", True, "unread", "Your answer is True, but one whole number"),
    ("count", [1, 2], "unread", "2 numbers, but one whole number"),
    ("count", (1, 900), "unread", "write `1900`, without a comma"),
    ("count", 10**400, "unread", "too large"),
    ("count", "1e400", "unread", "too large"),
    ("count", 1e308, "wrong", "The form is right (one whole number"),
    ("count", float("nan"), "unread", "could not be computed"),
    ("count", None, "unread", "word for nothing"),
    ("count", "19 µm", "unread", "in µm, but nuclei is wanted"),
    ("count", "2^8", "unread", "`10**3`"),
    ("count", -4, "wrong", "less than 0"),
    (
        "count",
        7,
        "wrong",
        "The form is right (one whole number (nuclei) is wanted), the answer is not. Read",
    ),
    ("volume", 856.2, "wrong", "Very close"),
    ("volume", 856, "wrong", "looks rounded"),
    ("volume", 123.4, "wrong", "That is the volume of one voxel."),  # 123.45, rounded
    ("volume", 130, "wrong", "The form is right"),
    ("volume", "0", "wrong", "The form is right (one number (µm³) is wanted), the answer"),
    ("volume", "-0,0", "wrong", "The form is right (one number"),
    ("volume", 3, "wrong", "The form is right (one number (µm³) is wanted), the answer"),
    ("volume", (855, 98), "unread", "write `855.98`, with a point"),
    ("volume", (1, 855, 980), "unread", "write `1855980`, without a comma"),
    ("volume", (855.9, 8), "unread", "holds 2 numbers"),
    ("volume", "855.98 voxels", "unread", "“voxels”, but µm³ is wanted"),
    ("volume", "855.98 µm", "unread", "in µm, but µm³ is wanted"),
    ("verdict", "d", "unread", "pick one of a, b, c"),
    ("verdict", False, "unread", "Your answer is False, which is not one of the options"),
    ("verdict", "a) int8", "unread", "pick one of a, b, c"),
    ("verdict", [1, 2], "unread", "a list, but one of the options a, b, c is wanted"),
    ("extent", [66.5, 66.56, 17.4], "wrong", "turned round"),
    ("extent", [66.56, 17.4, 66.5], "wrong", "in another order"),
    ("extent", (17, 4, 66, 56, 66, 5), "wrong", "with a point"),
    ("extent", 17.4 * 66.56 * 66.56, "wrong", "one number, but several"),
    ("extent", (17.4, 66.56), "wrong", "2 numbers. More are wanted"),
    ("extent", range(4), "wrong", "Your answer has 4 numbers. Fewer are wanted."),
    ("extent", (17.4, 1, 1), "wrong", "2 of your 3 numbers are not right"),
    ("extent", (17.4, 66.56, 1), "wrong", "1 of your 3 numbers is not right."),
    ("extent", (1, 2, 3, 4, 5.5, 6), "wrong", "6 numbers. Fewer"),  # no commas of decimals
    ("extent", [[17.4, 66.56, 66.5]], "wrong", "the shape (1, 3)"),
    ("sizes", [1, 2], "wrong", "2 of your numbers are right, and some are missing."),
    ("sizes", [1, 1, 8], "wrong", "1 of your numbers is right, 1 does not belong there, and some"),
    ("sizes", [1, 2, 3, 3], "wrong", "3 of your numbers are right."),
    ("sizes", [1, 2, 4], "wrong", "right, 1 does not belong there, and some are missing."),
    ("sizes", [1, 2, 3, 8, 9], "wrong", "3 of your numbers are right, 2 do not belong there."),
    ("sizes", [8], "wrong", "one number, but several"),
    ("sizes", [7, 8, 9], "wrong", "None of your numbers is right"),
    ("mask", REFERENCE, "unread", "more than two values"),
    ("mask", REFERENCE == 1, "wrong", "has 0 voxels too many, and 64 are missing"),
    ("mask", ALL_BUT_ONE, "wrong", "has 1 voxel too many, and 1 is missing."),
    ("mask", REFERENCE[0] > 0, "wrong", "(20, 20)"),
    ("mask", [[0, 1, 0], [1, 0], [0, 0, 0]], "unread", "Row 2 of your answer has 2 numbers"),
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
        assert len(verdict.message) > 15
        assert exercise.title in verdict.heading


def test_a_layer_is_an_answer():
    from napari.layers import Labels

    assert DEMO["painting"].judge(Labels(np.zeros_like(REFERENCE))).status == "open"
    assert DEMO["painting"].judge(Labels(REFERENCE)).status == "right"
    assert DEMO["mask"].judge(Labels((REFERENCE > 0).astype(int))).status == "right"


def test_a_reflection_is_answered_with_a_model():
    verdict = DEMO["thought"].judge("I <b>think</b> so")
    assert verdict.status == "noted"
    assert "Ours: Because" in repr(verdict)
    assert "<b>" not in verdict._repr_html_()


def test_every_type_has_a_name_in_words():
    assert describe(pd.DataFrame()) == "a DataFrame"
    assert describe(len) == "a function (was it called, with brackets?)"
    assert describe(np.ones(2).view(np.ma.MaskedArray)) == "an array of shape (2,)"


# ---- what was judged, and what is asked ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("count", 59, "You answered 59 nuclei."),
        ("count", "1,900", "You answered 1900 nuclei."),
        ("volume", "15,4 µm³", "You answered 15.4 µm³."),
        ("sizes", [3, 9], "You answered [3, 9]."),
        ("extent", range(20), f"You answered [{', '.join(map(str, range(20)))}]."),
        ("extent", range(21), "You answered with 21 numbers."),
        ("extent", [[1, 2]], "You answered with 2 numbers."),
        ("extent", 3, "You answered 3."),
        ("verdict", "int8", "You picked b) int8."),
        ("mask", REFERENCE == 1, "You marked 68 voxels of 1,200."),
        ("count", "many", ""),
        ("painting", REFERENCE, ""),
    ],
)
def test_a_reply_names_the_value_it_judged(name, answer, words):
    verdict = DEMO[name].judge(answer)
    assert verdict.answered == words
    assert words in repr(verdict)
    assert words in verdict._repr_html_()


@pytest.mark.parametrize(("name", "answer"), [("count", "19"), ("sizes", ["1", "2", "3"])])
def test_a_number_written_as_a_text_is_right_and_told_so(name, answer):
    verdict = DEMO[name].judge(answer)
    assert verdict.status == "right"
    assert "leave out the quotation marks" in repr(verdict)
    number = [int(part) for part in answer] if name == "sizes" else int(answer)
    assert "quotation marks" not in repr(DEMO[name].judge(number))


def test_a_right_answer_is_named_too():
    assert "You answered 19 nuclei." in repr(DEMO["count"].judge("19"))


@pytest.mark.parametrize("name", DEMO)
def test_an_open_answer_shows_the_question_unless_its_widget_does(name):
    asked = "Pick an option" if name == "verdict" else DEMO[name].question
    asked = {"thought": "Write a sentence", "order": "Move the cards"}.get(name, asked)
    assert asked in DEMO[name].judge(...).message


# ---- numbers with commas, percent and rounding -----------------------------------------------

RATIO = Number(**texts("ratio"), expected=15.364, tolerance=0.05)
TOP = Number(**texts("top"), expected=65535)
IOU = Number(**texts("iou"), expected=0.4, tolerance=0.005)
SHARE = Number(**texts("share"), expected=67.28, tolerance=0.1, unit="%")
HOURS = Number(**texts("time"), expected=3.46, tolerance=0.05, unit="hours")


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        *((RATIO, text) for text in ("15,364", "15.364", "15,4", "15.364 ", "~15,36")),
        *((TOP, text) for text in ("65,535", "65535", "65 535", "65.535", "65'535", "65_535")),
        *((IOU, text) for text in ("0,4", ".4", "40 %", "40%", "40 percent", "0,400")),
        *((SHARE, text) for text in ("67,28", "67.28 %", "67.3 percent")),
        *((HOURS, text) for text in ("3.46 h", "3,5 h", "3.5 hrs", "3.5 hours", "3.5 hour")),
    ],
)
def test_a_text_is_read_as_its_writer_meant_it(exercise, answer):
    assert exercise.judge(answer).status == "right", exercise.judge(answer)


@pytest.mark.parametrize(
    ("exercise", "answer", "words"),
    [
        (RATIO, (15, 4), "write `15.4`, with a point"),
        (RATIO, (15, 364), "write `15.364`, with a point"),
        (TOP, (65, 535), "write `65535`, without a comma"),
        (TOP, 65.535, "not a whole number"),
        (TOP, 65534, "count or work it out once more"),
        (RATIO, 15, "looks rounded"),
        (IOU, 40, "a percentage"),
        (SHARE, 0.6728, "a fraction"),
        (HOURS, "207 min", "in min, but hours is wanted"),
        (HOURS, "12460 s", "in s, but hours is wanted"),
    ],
)
def test_a_number_that_is_nearly_right_gets_the_reason(exercise, answer, words):
    verdict = exercise.judge(answer)
    assert verdict.status in ("wrong", "unread")
    assert words in verdict.message


@given(st.integers(0, 10**9))
def test_any_number_is_read_with_and_without_thousands_commas(number):
    exercise = Number(**texts("n"), expected=number)
    for text in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " "), f"{number}.0"):
        assert exercise.judge(text).status == "right"


@given(st.floats(0.001, 1e6))
def test_any_number_is_read_with_a_decimal_comma(number):
    exercise = Number(**texts("n"), expected=number, tolerance=number / 1e6)
    assert exercise.judge(f"{number:.9f}".replace(".", ",")).status == "right"


# ---- answers that nobody should wait for -----------------------------------------------------


class Spiteful:
    """An object that answers every question with an error."""

    def __getattribute__(self, name):
        raise RuntimeError(name)


class Negative(float):
    """A number whose size cannot be asked for."""

    def __abs__(self):
        raise RuntimeError("no")

    def __float__(self):
        raise RuntimeError("no")


GIANTS = {
    "broadcast": lambda: np.broadcast_to(np.uint8(1), (10**4, 10**4, 10**4)),
    "a list of one list": lambda: [[0] * 10**5] * 10**7,
    "range": lambda: range(10**12),
    "beyond len": lambda: range(10**30),
    "dask": lambda: pytest.importorskip("dask.array").zeros((10**4, 10**4, 10**4)),
    "spiteful": Spiteful,
    "no size": lambda: Negative(3),
    "long text": lambda: "1" * 10**6,
    "long number": lambda: 10**6000,
    "many commas": lambda: "1,000" * 10**5,
}


@pytest.mark.parametrize("kind", GIANTS)
@pytest.mark.parametrize("name", DEMO)
@pytest.mark.timeout(20)
def test_giants_and_spiteful_objects_get_a_sentence_at_once(name, kind):
    verdict = DEMO[name].judge(GIANTS[kind]())
    assert verdict.status in ("unread", "wrong", "noted")
    assert verdict.message


@pytest.mark.parametrize(("count", "told"), [(20, 1), (21, 0)])
def test_a_text_may_not_hold_a_few_numbers_that_are_the_answer(count, told):
    exercise = Array(**texts("many"), expected=range(count))
    assert len(exercise.secrets()) == told
    assert not told or exercise.secrets()[0].startswith("0, 1, 2, ")


def test_the_places_after_the_point_count_as_far_as_python_keeps_them():
    exercise = Array(**texts("fine"), expected=[1.0, 2.0])
    assert exercise.judge([1 + 1e-13, 2]).status == "right"
    assert exercise.judge([1 + 1e-11, 2]).status == "wrong"
    assert exercise.judge([1 + 1e-11, 2]).message.startswith("1 of your 2 numbers is not right")
