"""What all exercises share: the one path from an answer of any type to a verdict.

An author gives content only; see CONTRIBUTING. A kind adds how to read an answer (`read`,
which raises `InputError`, or anything at all, for what it cannot read) and when two answers,
as read, are the same (`same`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import traitlets

from ..inputs import InputError
from .verdict import Verdict

LETTERS = "abcdefghij"


@dataclass(frozen=True)
class Mistake:
    """A classic wrong answer: an example of it, what to say, and how to recognise it.

    `value` may be a function without arguments that computes the example. `when` tells, for
    an answer as read, whether it is this mistake; by default, if it is the same as `value`.
    """

    value: object
    why: str
    when: Callable | None = None


@dataclass(kw_only=True, eq=False)
class Exercise:
    """What all exercises share: the texts, and the path from an answer to a verdict.

    Attributes
    ----------
    name : str
        The name of the variable that holds the answer.
    title, question : str
        A few words for lists; the question as a sentence.
    expected : object
        The right answer, or a function without arguments that computes it.
    mistakes : tuple of Mistake
    hints : tuple of str
        In steps, never the answer.
    solution : str
        Why the right answer is right.
    guess : str
        What to ask beforehand, if there is something to predict.
    otherwise : str
        What to say to a wrong answer that is no listed mistake.
    """

    name: str
    title: str
    question: str
    hints: tuple
    solution: str
    expected: object = None
    mistakes: tuple = ()
    guess: str = ""
    otherwise: str = "Read the question once more, or open a hint below."

    wanted = "an answer"
    cue = "Replace the three dots `...` with your answer, run that cell, then run this one again."

    def judge(self, answer):
        """Return the `Verdict` on an answer of whatever type; never raises for it."""
        answer = unwrap(answer)
        try:
            if self.untouched(answer):
                return Verdict("open", self.title, self.cue)
            if answer is None:
                raise TypeError
            value = self.read(answer)
        except InputError as problem:
            return Verdict("unread", self.title, str(problem))
        except Exception:  # whatever a learner's object does, it gets a sentence
            found = f"Your answer is {describe(answer)}, but {self.wanted} is wanted."
            return Verdict("unread", self.title, found)
        right = self.right()
        if self.same(value, right):
            return self.accept(value, right)
        for mistake in self.mistakes:
            if self.is_mistake(value, mistake):
                return Verdict("wrong", self.title, mistake.why)
        return Verdict("wrong", self.title, self.remark(value, right) or self.otherwise)

    def untouched(self, answer):
        """Tell whether nothing has been answered."""
        if isinstance(answer, (list, tuple)):
            return any(part is ... for part in answer)
        return answer is ...

    def value(self, thing):
        """Return `thing`, computed first if it is a function."""
        return thing() if callable(thing) else thing

    def right(self):
        """Return the right answer, as read."""
        return self.read(self.value(self.expected))

    def read(self, answer):
        """Return an answer in the form that `same` compares."""
        raise NotImplementedError

    def same(self, value, right):
        """Tell whether two answers, as read, are the same."""
        return value == right

    def is_mistake(self, value, mistake):
        """Tell whether an answer, as read, is this classic mistake."""
        if mistake.when:
            return bool(mistake.when(value))
        return self.same(value, self.read(self.value(mistake.value)))

    def accept(self, value, right):
        """Return the verdict on a right answer."""
        return Verdict("right", self.title, self.solution)

    def remark(self, value, right):
        """Return what can be said about a wrong answer that is no listed mistake, or ""."""
        return ""

    def secrets(self):
        """Return the texts that neither a hint nor a mistake may hold."""
        return ()


def unwrap(answer):
    """Return what a widget holds; "untouched" reads as the three dots."""
    if isinstance(answer, traitlets.HasTraits) and hasattr(answer, "value"):
        return ... if answer.value in (None, "") else answer.value
    return answer


def describe(answer):
    """Name what an answer is, in plain words.

    Examples
    --------
    >>> describe("many"), describe([1, 2]), describe(np.zeros((2, 3)))
    ('the text "many"', 'a list', 'an array of shape (2, 3)')
    """
    if answer is None:
        return "None, Python's word for nothing (a cell that only prints gives nothing back)"
    if isinstance(answer, str):
        return f'the text "{answer[:40]}"'
    if isinstance(answer, np.ndarray):
        return f"an array of shape {answer.shape}"
    if isinstance(answer, (bool, np.bool_)):
        return f"{answer}, not a number"
    if isinstance(answer, (int, float)):
        return f"the number {str(answer)[:20]}" if abs(answer) < 1e300 else "a huge number"
    if callable(answer):
        return "a function (was it called, with brackets?)"
    return f"a {type(answer).__name__}"


def numbers(answer):
    """Return an answer as an array of float64 without NaN, or raise `InputError`."""
    if isinstance(answer, (set, frozenset, range)) or type(answer).__name__.startswith("dict_"):
        answer = sorted(answer)
    array = np.asarray(answer.data if is_layer(answer) else answer)
    if array.dtype.kind not in "buifO":
        raise TypeError(array.dtype)
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise InputError(
            "Your answer holds nan or inf, which stand for a number that could not be computed: "
            "look for a division by zero or a mean over nothing."
        )
    return array


def is_layer(answer):
    """Tell a napari layer without importing napari."""
    return any(kind.__module__.startswith("napari.layers") for kind in type(answer).__mro__)
