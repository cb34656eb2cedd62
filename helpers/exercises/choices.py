"""Exercises answered by picking an option, or in one's own words."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import InputError
from .answers import describe
from .exercise import LETTERS, Exercise, Mistake
from .verdict import Verdict


@dataclass(frozen=True)
class Option:
    """One option of a `Choice`: its text, and why it is wrong (or that it is right).

    `also` holds other words for it, such as ``("uint8",)`` for "8-bit".
    """

    text: str
    why: str = ""
    right: bool = False
    also: tuple = ()


@dataclass(kw_only=True, eq=False)
class Choice(Exercise):
    """One option of several; the wrong options are the classic mistakes."""

    options: tuple = ()

    cue = "Pick an option in the list above, then run this cell again."
    asks_itself = True

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        return f"one of the options {', '.join(LETTERS[: len(self.options)])}"

    def __post_init__(self) -> None:
        self.expected = next(o.text for o in self.options if o.right)
        self.mistakes = tuple(Mistake(o.text, o.why) for o in self.options if not o.right)

    def read(self, answer: Any) -> str:
        """Return the option's letter, from its letter, its text, its beginning or a data type.

        Parameters
        ----------
        answer : str, bool, number, numpy.dtype or type; or a list of one

        Returns
        -------
        str
            Such as "b".

        Raises
        ------
        InputError
            If it fits no option, or more than one.
        """
        if isinstance(answer, (list, tuple, set)) and len(answer) == 1:
            (answer,) = answer
        if not isinstance(answer, (str, bool, int, float, np.generic, np.dtype, type)):
            raise TypeError
        text = answer.__name__ if isinstance(answer, type) else str(answer)[:500]
        letters = LETTERS[: len(self.options)]
        first = re.fullmatch(r"(?:option )?\W*(\w)(?:\W+(.*))?", text.strip().casefold(), re.DOTALL)
        if first and first[1] in letters:
            own = words(self.options[letters.index(first[1])].text)
            if not first[2] or own.startswith(words(first[2])):
                return first[1]
        key = words(text)
        known = [{words(name) for name in (o.text, *o.also)} for o in self.options]
        exact = [letter for letter, names in zip(letters, known, strict=True) if key in names]
        begun = [
            letter
            for letter, names in zip(letters, known, strict=True)
            if key and any(name.startswith(f"{key} ") for name in names)
        ]
        for found in (exact, begun):
            if len(found) == 1:
                return found[0]
        raise InputError(
            f"Your answer is {describe(answer)}, which is not one of the options: pick one of "
            f"{', '.join(letters)}."
        )

    def echo(self, value: str) -> str:
        """Name the option.

        Parameters
        ----------
        value : str
            The option's letter.

        Returns
        -------
        str
        """
        return f"You picked {value}) {self.options[LETTERS.index(value)].text.rstrip('.')}."

    def secrets(self) -> tuple[str, ...]:
        """Return the text of the right option."""
        return (self.expected,)


def words(text: str) -> str:
    """Return the bare words of a text, so that two ways to write it compare as the same.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        In small letters, with single blanks between the words, and without a plural's s.

    Examples
    --------
    >>> words("8-bit") == words("8 bits") == words("`8bit`.")
    True
    """
    spaced = re.sub(r"(?<=\d)(?=[^\W\d])", " ", text.casefold())
    return " ".join(re.sub(r"(?<=\w{3})s$", "", word) for word in re.findall(r"[\w%]+", spaced))


@dataclass(kw_only=True, eq=False)
class Reflection(Exercise):
    """A thought in the learner's own words; answered with a model answer, not a verdict."""

    expected: Any = "any three words"

    cue = "Write a sentence or two in the box above, then run this cell again."
    asks_itself = True

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        return "a sentence of your own"

    def untouched(self, answer: Any) -> bool:
        """Tell whether nothing has been written.

        Parameters
        ----------
        answer : object

        Returns
        -------
        bool
        """
        return answer is ... or (isinstance(answer, str) and not answer.strip())

    def read(self, answer: Any) -> str:
        """Return the text.

        Parameters
        ----------
        answer : str

        Returns
        -------
        str

        Raises
        ------
        InputError
            If it has fewer than three words.
        """
        if not isinstance(answer, str):
            raise TypeError
        if len(answer.split()) < 3:
            raise InputError("Write a few more words, so that there is something to compare.")
        return answer

    def same(self, value: str, right: str) -> bool:
        """Take every text: there is no wrong thought.

        Parameters
        ----------
        value, right : str

        Returns
        -------
        bool
            Always True.
        """
        return True

    def accept(self, value: str, right: str) -> Verdict:
        """Show the model answer.

        Parameters
        ----------
        value, right : str

        Returns
        -------
        Verdict
            Its status is ``"noted"``.
        """
        return Verdict("noted", self.title, f"You wrote: “{value}”", (f"Ours: {self.solution}",))
