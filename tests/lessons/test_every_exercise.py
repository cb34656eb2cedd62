"""Every exercise of the workbook proves itself, whoever wrote it."""

import collections
import keyword
import re

import ipywidgets
import numpy as np
import pytest

from helpers.exercises.catalogue import exercises, notebooks
from helpers.exercises.kinds import Array, Choice, Number, Reflection
from helpers.lessons.painted import Painted
from tests.conftest import NOTEBOOKS
from tests.exercises.demo import DEMO

ALL = [pytest.param(one, id=one.name) for one in (*exercises().values(), *DEMO.values())]
ODD = {
    "None": None,
    "text": "banana",
    "mixed": [1, "a"],
    "nan": float("nan"),
    "nan array": np.full((23, 41), np.nan),
    "infinite": np.inf,
    "beyond float": 10**400,
    "minus": -1e308,
    "object": object(),
    "shape": np.zeros((23, 41), int),
    "empty": [],
    "ragged": [[1], [2, 3]],
    "dictionary": {},
    "bytes": b"x",
    "complex": 1j,
    "function": lambda *args: 1 / 0,
    "class": dict,
    "box": ipywidgets.HBox(),
    "slider": ipywidgets.FloatSlider(-7),
    "cyclic": (lambda a: a.append(a) or a)([]),
}


def holds(text, secret):
    """Tell whether a text says a secret as a word or number of its own."""
    edge = r"(?<![\w.,]){}(?![\w%]|[.,]\d)"
    return re.search(edge.format(re.escape(secret.casefold())), text.casefold())


def test_names_are_unique_variables():
    names = [one.name for some in notebooks().values() for one in some]
    twice = [name for name, count in collections.Counter(names).items() if count > 1]
    assert not twice
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)


def test_every_content_module_belongs_to_a_notebook():
    assert set(notebooks()) <= {path.stem for path in NOTEBOOKS}


def test_notebooks_01_to_05_carry_at_least_30_exercises():
    counts = {key: len(some) for key, some in notebooks().items() if "01" <= key[:2] <= "05"}
    assert len(counts) == 5
    assert sum(counts.values()) >= 30


@pytest.mark.parametrize("exercise", ALL)
def test_three_dots_read_not_answered_yet(exercise):
    verdict = exercise.judge(...)
    assert verdict.status == "open"
    assert "Not answered yet" in repr(verdict)


@pytest.mark.parametrize("exercise", ALL)
def test_the_solution_is_accepted(exercise):
    wanted = "noted" if isinstance(exercise, Reflection) else "right"
    verdict = exercise.judge(exercise.value(exercise.expected))
    assert verdict.status == wanted, verdict


@pytest.mark.parametrize("exercise", ALL)
def test_each_mistake_gets_exactly_its_own_message(exercise):
    whys = [mistake.why for mistake in exercise.mistakes]
    assert len(set(whys)) == len(whys)
    for mistake in exercise.mistakes:
        verdict = exercise.judge(exercise.value(mistake.value))
        assert (verdict.status, verdict.message) == ("wrong", mistake.why)


@pytest.mark.parametrize("exercise", ALL)
def test_numbers_and_lists_know_at_least_three_mistakes(exercise):
    counts = isinstance(exercise, (Array, Number)) and exercise.name not in DEMO
    assert not counts or len(exercise.mistakes) >= 3


@pytest.mark.parametrize("exercise", ALL)
def test_a_wrong_answer_that_no_mistake_knows_is_told_what_is_wanted(exercise):
    """Whatever number is given to a check for a number, it never says "wrong" and no more."""
    if isinstance(exercise, Number):
        for answer in (123456.789, 123457, 1e-7, -3):
            verdict = exercise.judge(answer)
            assert verdict.status == "wrong"
            assert verdict.answered
            known = [mistake.why for mistake in exercise.mistakes]
            named = "wanted" in verdict.message.casefold()
            assert named or verdict.message in known or "less than 0" in verdict.message


@pytest.mark.parametrize("exercise", ALL)
def test_an_open_answer_shows_what_is_asked(exercise):
    verdict = exercise.judge(...)
    assert exercise.asks_itself or exercise.question == verdict.message


# ---- answers that learners gave ------------------------------------------------------------


def judged(name, answer):
    return exercises()[name].judge(answer)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("bits_for_100", 8),
        ("bits_for_100", "8 bit"),
        ("bits_for_100", "8bit"),
        ("bits_for_100", "8 bits"),
        ("bits_for_1000", "16 Bits"),
        ("bits_for_100", "uint8"),
        ("bits_for_100", np.uint8),
        ("bits_for_1000", "16"),
        ("brightest_place", "a)"),
        ("brightest_place", "a) how much light came from that place"),
        ("twice_as_bright", "it stays the same."),
        ("iou", "40 %"),
        ("iou", "0,4"),
        ("hours_by_hand", "3.5 h"),
        ("size_in_um", ["17.4", "66.56", "66.56"]),
        ("pieces_at_five", "17 pieces"),
        ("nuclei_left", "11 nuclei"),
        ("images_to_doubt", "1 image"),
        ("ball_height", "2.9 um"),
        ("ball_height", "2.9 \N{GREEK SMALL LETTER MU}m"),
        ("voxel_volume", "0.0196 um3"),
        ("mean_volume", "855.98 µm^3"),
        ("islands_by_edge", "5 objects"),
        ("number_of_slices", "60 slices"),
        ("least_round", ["2", "1"]),
        ("volume_maximum", "65,535"),
    ],
)
def test_a_right_answer_in_any_usual_spelling_is_right(name, answer):
    verdict = judged(name, answer)
    assert verdict.status == "right", verdict


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("volume_maximum", (65, 535), "write `65535`, without a comma"),
        ("snr", (15, 4), "write `15.4`, with a point"),
        ("snr", 15, "looks rounded"),
        ("iou", 40, "a percentage"),
        ("size_in_um", [66.56, 66.56, 17.4], "turned round"),
        ("size_in_um", (17, 4, 66, 56, 66, 56), "with a point"),
        ("size_in_um", 17.4 * 66.56 * 66.56, "the volume"),
        ("voxels_of_two", (27, 187), "write `27187`, without a comma"),
        ("ball_height", (2, 9), "write `2.9`, with a point"),
        ("gone_components", [12, 13, 14], "3 of your numbers are right, and some are missing"),
        ("sd_to_report", 10, "the standard deviation itself"),
        ("sd_to_report", "n-1", "one number (µm³) is wanted"),
        ("most_nuclei_in_8_bits", 254, "count or work it out once more"),
        ("number_of_slices", 60.4, "not a whole number"),
        ("twice_as_bright", False, "Your answer is False, which"),
    ],
)
def test_a_slip_gets_its_own_reply(name, answer, words):
    verdict = judged(name, answer)
    assert verdict.status in ("wrong", "unread")
    assert words in verdict.message, verdict


@pytest.mark.parametrize("exercise", ALL)
def test_no_text_before_the_solution_holds_the_answer(exercise):
    texts = [*exercise.hints, exercise.question, exercise.guess, exercise.otherwise]
    texts += [mistake.why for mistake in exercise.mistakes]
    said = [(s, text) for s in exercise.secrets() for text in texts if holds(text, s)]
    assert not said


@pytest.mark.parametrize("exercise", ALL)
def test_the_texts_are_there(exercise):
    assert exercise.title and exercise.question and exercise.solution and exercise.hints
    assert all(mistake.why for mistake in exercise.mistakes)
    plain = isinstance(exercise, (Choice, Painted, Reflection))
    assert plain or exercise.mistakes or exercise.name in DEMO, "which mistake is the classic one?"


@pytest.mark.parametrize("exercise", ALL)
def test_any_answer_gets_a_sentence_that_does_not_say_the_answer(exercise):
    for kind, answer in ODD.items():
        verdict = exercise.judge(answer)
        assert verdict.status in ("unread", "wrong", "open"), (kind, verdict)
        assert len(verdict.message) > 15, (kind, verdict)
        assert not [s for s in exercise.secrets() if holds(verdict.message, s)], (kind, verdict)
