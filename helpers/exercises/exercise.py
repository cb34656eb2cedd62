"""What all exercises share: the one path from an answer of any type to a verdict.

An author gives content only; see CONTRIBUTING. A kind adds how to read an answer (`read`,
which raises `InputError`, or anything at all, for what it cannot read) and when two answers,
as read, are the same (`same`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..inputs import InputError
from .answers import describe, refuse_giants, unwrap
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
        What to say to a wrong answer that is no listed mistake, after what kind is wanted.
    """

    name: str
    title: str
    question: str
    hints: tuple
    solution: str
    expected: Any = None
    mistakes: tuple = ()
    guess: str = ""
    otherwise: str = "Read the question once more, or open a hint below."

    cue = "Replace the three dots `...` with your answer, run that cell, then run this one again."
    asks_itself = False  # whether the answer cell shows the question, as a widget does

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted, in a few words."""
        return "an answer"

    def judge(self, answer: Any) -> Verdict:
        """Return the `Verdict` on an answer of whatever type; never raises for it.

        Parameters
        ----------
        answer : object

        Returns
        -------
        Verdict
        """
        try:
            answer = unwrap(answer)
            refuse_giants(answer)
            if self.untouched(answer):
                asked = (self.cue,) if self.asks_itself else (self.question, self.cue)
                return Verdict("open", self.title, asked[0], asked[1:])
            if answer is None:
                raise TypeError
            value = self.read(answer)
        except InputError as problem:
            return Verdict("unread", self.title, str(problem))
        except Exception:  # whatever a learner's object does, it gets a sentence
            found = f"Your answer is {describe(answer)}, but {self.wanted} is wanted."
            return Verdict("unread", self.title, found)
        verdict = self._judged(value)
        aside = self.aside(answer) if verdict.status == "right" else ""
        notes = (*verdict.notes, aside) if aside else verdict.notes
        return replace(verdict, answered=self.echo(value), notes=notes)

    def _judged(self, value: Any) -> Verdict:
        right = self.right()
        if self.same(value, right):
            return self.accept(value, right)
        for mistake in self.mistakes:
            if self.is_mistake(value, mistake):
                return Verdict("wrong", self.title, mistake.why)
        said = self.remark(value, right) or self.unlike()
        return Verdict("wrong", self.title, said)

    def unlike(self) -> str:
        """Return what to say to an answer of the right kind of which nothing else is known."""
        return f"The form is right ({self.wanted} is wanted), the answer is not. {self.otherwise}"

    def untouched(self, answer: Any) -> bool:
        """Tell whether nothing has been answered.

        Parameters
        ----------
        answer : object

        Returns
        -------
        bool
            True also for a list in which one part is still `...`.
        """
        if isinstance(answer, (list, tuple)):
            return any(part is ... for part in answer)
        return answer is ...

    def value(self, thing: Any) -> Any:
        """Return `thing`, computed first if it is a function.

        Parameters
        ----------
        thing : object, or a function without arguments

        Returns
        -------
        object
        """
        return thing() if callable(thing) else thing

    def right(self) -> Any:
        """Return the right answer, as read."""
        return self.read(self.value(self.expected))

    def read(self, answer: Any) -> Any:
        """Return an answer in the form that `same` compares.

        Parameters
        ----------
        answer : object
            Never `...` or None, and no widget.

        Returns
        -------
        object

        Raises
        ------
        InputError
            If it cannot be read; the message says why.
        """
        raise NotImplementedError

    def echo(self, value: Any) -> str:
        """Return the sentence that names the value judged, or "".

        Parameters
        ----------
        value : object
            An answer, as read.

        Returns
        -------
        str
        """
        return ""

    def aside(self, answer: Any) -> str:
        """Return what is to be said of the form of a right answer, or "".

        Parameters
        ----------
        answer : object
            As it was given.

        Returns
        -------
        str
        """
        return ""

    def same(self, value: Any, right: Any) -> bool:
        """Tell whether two answers, as read, are the same.

        Parameters
        ----------
        value, right : object

        Returns
        -------
        bool
        """
        return value == right

    def is_mistake(self, value: Any, mistake: Mistake) -> bool:
        """Tell whether an answer, as read, is this classic mistake.

        Parameters
        ----------
        value : object
            An answer, as read.
        mistake : Mistake

        Returns
        -------
        bool
        """
        if mistake.when:
            return bool(mistake.when(value))
        return self.same(value, self.read(self.value(mistake.value)))

    def accept(self, value: Any, right: Any) -> Verdict:
        """Return the verdict on a right answer.

        Parameters
        ----------
        value, right : object
            The answer and the right one, as read.

        Returns
        -------
        Verdict
        """
        return Verdict("right", self.title, self.solution)

    def remark(self, value: Any, right: Any) -> str:
        """Return what can be said about a wrong answer that is no listed mistake, or "".

        Parameters
        ----------
        value, right : object
            The answer and the right one, as read.

        Returns
        -------
        str
        """
        return ""

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that neither a hint nor a mistake may hold."""
        return ()
