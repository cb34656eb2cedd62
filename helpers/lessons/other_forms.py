"""Exercises that know answers of another form than the wanted one, by what they are."""

import numbers
from dataclasses import dataclass
from typing import Any

from ..exercises.exercise import Exercise
from ..exercises.kinds import Mask, Number
from ..inputs import InputError


@dataclass(kw_only=True, eq=False)
class OtherForms(Exercise):
    """What a kind of exercise says to answers that it could not read, such as a shape for a count.

    Attributes
    ----------
    other_forms : tuple of Mistake
        The `when` of each is asked of the answer as it was given.
    """

    other_forms: tuple = ()

    def read(self, answer: Any) -> Any:
        """Return an answer in the form that `same` compares.

        Parameters
        ----------
        answer : object

        Returns
        -------
        object

        Raises
        ------
        InputError
            If it is one of the other forms, or cannot be read.
        """
        for form in self.other_forms:
            if form.when(answer):
                raise InputError(form.why)
        return super().read(answer)


@dataclass(kw_only=True, eq=False)
class NumberOrForm(OtherForms, Number):
    """A number, with words of its own for some answers that are none."""


@dataclass(kw_only=True, eq=False)
class MaskOrForm(OtherForms, Mask):
    """A mask, with words of its own for some answers that are none."""


def is_one_number(answer: Any) -> bool:
    """Tell a single number from arrays, lists, texts, True and False.

    Parameters
    ----------
    answer : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_one_number(0.14), is_one_number([0.14]), is_one_number("0.14")
    (True, False, False)
    """
    return isinstance(answer, numbers.Real) and not isinstance(answer, bool)
