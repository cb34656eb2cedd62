"""Every exercise of the workbook proves itself, whoever wrote it."""

import collections
import keyword
import re

import ipywidgets
import numpy as np
import pytest

from helpers.exercises.catalogue import exercises, notebooks
from helpers.exercises.kinds import Choice, Reflection
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
