"""Cards in order: any order is judged by its first wrong card, and typed slips are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.exercises import ask, check, reset
from helpers.exercises.catalogue import exercises
from helpers.exercises.kinds import Card, Order
from helpers.exercises.question import question
from helpers.exercises.saved_progress import load
from tests.exercises.demo import DEMO, texts

STEPS = exercises()["steps_in_order"]
RIGHT = STEPS.right()


@given(st.permutations(RIGHT))
def test_any_order_is_judged_by_its_first_wrong_card(order):
    verdict = STEPS.judge(" ".join(order))
    if tuple(order) == RIGHT:
        assert verdict.status == "right"
        return
    first = next(own for own, right in zip(order, RIGHT, strict=True) if own != right)
    card = STEPS.card(first)
    assert verdict.status == "wrong"
    assert f"is “{card.text}”: it comes too early. {card.early}" in verdict.message
    # all cards that belong before it and are missing come later: "too early" is always true
    assert RIGHT.index(first) > list(order).index(first)


@given(st.lists(st.sampled_from(STEPS.letters), max_size=9))
def test_letters_are_read_exactly_if_each_stands_there_once(letters):
    verdict = STEPS.judge(letters)
    assert (verdict.status == "unread") == (sorted(letters) != sorted(STEPS.letters))


def test_the_order_of_the_lesson_is_that_of_the_workflow():
    said = "Blur, Threshold, Erode, Label, Expand, Clear the border, Measure"
    assert said in STEPS.judge(said).answered
    assert STEPS.judge(said).status == "right"
    assert len(STEPS.mistakes) == 6


@pytest.mark.parametrize("exercise", [STEPS, DEMO["order"]], ids=lambda one: one.name)
def test_the_cards_as_they_are_shown_are_not_in_order(exercise):
    assert exercise.judge(exercise.letters).status == "wrong"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("b b c", "Your order has b more than once, and a not at all: give each"),
        ("b c", "Your order has a not at all"),
        ("b a c c", "Your order has c more than once"),
        ("", "Your order has a and b and c not at all"),
        ("Mix, Fry, Eat it", 'There is the text " Fry" among your cards'),
        ({"a": 1}, "but each of the letters a, b, c once"),
        ([1, 2, 3], "but each of the letters a, b, c once"),
    ],
)
def test_a_slip_is_named(answer, words):
    verdict = DEMO["order"].judge(answer)
    assert verdict.status == "unread"
    assert words in verdict.message


def test_a_card_without_a_sentence_of_its_own_gets_the_general_one():
    bare = Order(**texts("pair"), cards=(Card("Two"), Card("One")), expected="b a")
    assert bare.judge("a b").message.endswith(bare.otherwise)
    assert "“Two”" in bare.judge("a b").message


@pytest.fixture
def own_progress(monkeypatch, tmp_path):
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "progress.json"))


def test_an_order_is_kept_and_has_no_code(own_progress):
    widget = question(STEPS, "answers")
    assert (widget.kind, widget.value, widget.with_room) == ("order", "", False)
    assert widget.options[0] == "Label"
    assert check("steps_in_order", widget).status == "open"
    widget.value = "c e g a f d b"
    assert widget.note == "Kept. Now run the check below."
    assert check("steps_in_order", widget).status == "right"
    assert load()[0]["answers"]["steps_in_order"] == "c e g a f d b"
    again = ask("steps_in_order")
    assert again.value == "c e g a f d b"
    assert "a) Label" in again.describe()
    reset("steps_in_order")
    assert question(STEPS, "answers").value == ""
