"""Exercises answered by picking an option, or in one's own words."""

from dataclasses import dataclass

from ..inputs import InputError
from .exercise import LETTERS, Exercise, Mistake, describe
from .verdict import Verdict


@dataclass(frozen=True)
class Option:
    """One option of a `Choice`: its text, and why it is wrong (or that it is right)."""

    text: str
    why: str = ""
    right: bool = False


@dataclass(kw_only=True, eq=False)
class Choice(Exercise):
    """One option of several; the wrong options are the classic mistakes."""

    options: tuple = ()

    wanted = "one of the options"
    cue = "Pick an option in the list above, then run this cell again."

    def __post_init__(self):
        self.expected = next(o.text for o in self.options if o.right)
        self.mistakes = tuple(Mistake(o.text, o.why) for o in self.options if not o.right)

    def read(self, answer):
        """Return the option's letter, from its letter, its text or what prints as its text."""
        text = getattr(answer, "__name__", None) or str(answer)
        text = text.strip().casefold()
        for letter, option in zip(LETTERS, self.options, strict=False):
            if text == option.text.casefold():
                return letter
        if len(text) == 1 and text in LETTERS[: len(self.options)]:
            return text
        raise InputError(
            f"Your answer is {describe(answer)}, which is not one of the options: pick one of "
            f"{', '.join(LETTERS[: len(self.options)])}."
        )

    def secrets(self):
        """Return the text of the right option."""
        return (self.expected,)


@dataclass(kw_only=True, eq=False)
class Reflection(Exercise):
    """A thought in the learner's own words; answered with a model answer, not a verdict."""

    expected: str = "any three words"

    wanted = "a sentence of your own"
    cue = "Write a sentence or two in the box above, then run this cell again."

    def untouched(self, answer):
        """Tell whether nothing has been written."""
        return answer is ... or (isinstance(answer, str) and not answer.strip())

    def read(self, answer):
        """Return the text."""
        if not isinstance(answer, str):
            raise TypeError
        if len(answer.split()) < 3:
            raise InputError("Write a few more words, so that there is something to compare.")
        return answer

    def same(self, value, right):
        """Take every text: there is no wrong thought."""
        return True

    def accept(self, value, right):
        """Show the model answer."""
        return Verdict("noted", self.title, f"You wrote: “{value}”", (f"Ours: {self.solution}",))
