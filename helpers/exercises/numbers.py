"""Exercises answered with a number, or with a function that gives numbers."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import InputError
from .answers import describe, numbers, only_text
from .exercise import Exercise, Mistake
from .spelling import readings, say, with_unit


def tokens(number: float) -> set[str]:
    """Return the usual ways to write a number.

    Parameters
    ----------
    number : float

    Returns
    -------
    set of str

    Examples
    --------
    >>> sorted(tokens(43945.0))
    ['43,945', '43945', '43945.00']
    """
    whole = (f"{number:.0f}", f"{number:,.0f}") if number == round(number) else ()
    return {f"{number:.10g}", f"{number:.2f}", *whole}


@dataclass(kw_only=True, eq=False)
class Number(Exercise):
    """One number, with a tolerance and a unit; a tolerance of 0 stands for a count."""

    tolerance: float = 0.0
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What kind of number is wanted."""
        unit = f" ({self.unit})" if self.unit else ""
        return f"one {'' if self.tolerance else 'whole '}number{unit}"

    def read(self, answer: Any) -> float:
        """Return a float from a number of any kind, an array of one, or a text like "3.2 µm".

        Parameters
        ----------
        answer : number, str, array_like of one number

        Returns
        -------
        float

        Raises
        ------
        InputError
            If it holds several numbers, True or False, nan or inf, or another unit than is wanted.
        """
        if isinstance(answer, str):
            return self._likeliest(readings(answer, self.unit))
        if isinstance(answer, (tuple, list)) and len(answer) == 1:
            return self.read(answer[0])
        if np.asarray(answer).dtype == bool:
            raise InputError(
                f"Your answer is {describe(answer)}, but {self.wanted} is wanted: a comparison "
                "gives True or False for each voxel, and these have to be counted."
            )
        if isinstance(answer, tuple):
            self._explain_commas(answer)
        try:
            array = numbers(answer)
        except OverflowError:
            raise InputError("This number is too large for the computer to work with.") from None
        if array.size != 1:
            raise InputError(
                f"Your answer holds {array.size:,} numbers, but {self.wanted} is wanted."
            )
        return float(array.item())

    def _likeliest(self, values: list[float]) -> float:
        """Choose between two readings of a text, such as "15,364", by what is asked."""
        if not self.tolerance:
            return max(values, key=abs)
        if len(values) == 1:
            return values[0]
        right = self.right()
        return min(values, key=lambda value: abs(math.log(abs(value)) - math.log(abs(right) or 1)))

    def _explain_commas(self, parts: tuple) -> None:
        """Raise if a tuple looks like one number with commas, and say how Python writes it."""
        figures = [str(part) for part in parts]
        if len(parts) < 2 or not all(type(part) is int and part >= 0 for part in parts):
            return
        thousands = all(len(figure) == 3 for figure in figures[1:])
        if thousands and (len(parts) > 2 or not self.tolerance):
            meant, how = "".join(figures), "without a comma"
        elif len(parts) == 2:
            meant, how = ".".join(figures), "with a point"
        else:
            return
        if not 1e-4 < float(meant) / (abs(self.right()) or 1) < 1e4:
            return  # so nobody meant it: a shape, or what a tool has given back
        write = f"`{meant}`, {how}"
        found = " and ".join(figures)
        raise InputError(
            f"Python reads a comma as “and”, so your answer is {len(parts)} numbers, {found}. If "
            f"one number is meant, write {write}."
        )

    def aside(self, answer: Any) -> str:
        """Say that a text is no number to Python.

        Parameters
        ----------
        answer : object

        Returns
        -------
        str
            "" if it is no text.
        """
        return only_text(answer)

    def echo(self, value: float) -> str:
        """Name the number.

        Parameters
        ----------
        value : float

        Returns
        -------
        str
        """
        return f"You answered {with_unit(say(value), value, self.unit)}."

    def same(self, value: float, right: float) -> bool:
        """Compare within the tolerance.

        Parameters
        ----------
        value, right : float

        Returns
        -------
        bool
        """
        return math.isclose(value, right, rel_tol=1e-12, abs_tol=self.tolerance)

    def is_mistake(self, value: float, mistake: Mistake) -> bool:
        """Tell whether an answer is a classic mistake, also if it was rounded.

        Parameters
        ----------
        value : float
        mistake : Mistake

        Returns
        -------
        bool
        """
        known = super().is_mistake
        if known(value, mistake) or mistake.when or not self.tolerance:
            return known(value, mistake)
        example = self.read(self.value(mistake.value))
        rounded = math.isclose(value, example, rel_tol=0.003)
        nearest = abs(value - example) < abs(value - self.right())
        return rounded and nearest and not any(known(value, other) for other in self.mistakes)

    def remark(self, value: float, right: float) -> str:
        """Say when an answer is off by a hair, a sign or a factor that units bring.

        Parameters
        ----------
        value, right : float

        Returns
        -------
        str
        """
        if value < 0 < right:
            return "It cannot be less than 0: is a subtraction the wrong way round?"
        if not self.tolerance and value != round(value):
            return f"That is not a whole number, and {self.wanted} is wanted."
        if self.tolerance and value and any(value == round(right, places) for places in range(4)):
            return "It looks rounded: give the number as Python works it out."
        if 0 < abs(value - right) <= 0.01 * abs(right):
            if not self.tolerance:
                return "Very close, but not quite: count or work it out once more."
            return "Very close, but not quite: look for a number that was rounded on the way."
        if math.isclose(value, 100 * right, rel_tol=0.01) and 0 < right <= 1 and not self.unit:
            return "That is a percentage. Wanted is the number between 0 and 1."
        if self.unit == "%" and math.isclose(100 * value, right, rel_tol=0.01):
            return "That is a fraction. A percentage is a hundred times as large."
        if math.isclose(1000 * value, right, rel_tol=1e-9):
            return "In Python a point is the decimal point. Write thousands without it."
        return ""

    def secrets(self) -> tuple[str, ...]:
        """Return the number in its usual spellings."""
        return tuple(tokens(float(self.value(self.expected))))


@dataclass(kw_only=True, eq=False)
class Function(Exercise):
    """A function: `expected` is a right one, tried on the same `cases` as the learner's."""

    cases: tuple = ()
    tolerance: float = 0.0

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        return "a function"

    def value(self, thing: Any) -> Any:
        """Return the function itself.

        Parameters
        ----------
        thing : function

        Returns
        -------
        function
        """
        return thing

    def untouched(self, answer: Any) -> bool:
        """Tell whether the function still returns the three dots.

        Parameters
        ----------
        answer : object

        Returns
        -------
        bool
        """
        return answer is ... or (callable(answer) and self._call(answer, self.cases[0]) is ...)

    def _call(self, function: Callable, case: tuple) -> Any:
        try:
            return function(*copy.deepcopy(case))
        except Exception as error:
            raise InputError(
                f"Your function stopped for {', '.join(map(repr, case))[:80]}: "
                f"{type(error).__name__}: {error}"
            ) from None

    def read(self, answer: Any) -> list[np.ndarray]:
        """Return what the function gives for each case.

        Parameters
        ----------
        answer : function

        Returns
        -------
        list of ndarray of float64

        Raises
        ------
        InputError
            If it is no function, stops with an error, or gives something else than numbers.
        """
        if not callable(answer):
            raise InputError(
                f"Your answer is {describe(answer)}, but a function is wanted: a cell that begins "
                f"with `def {self.name}(`."
            )
        results = [self._call(answer, case) for case in self.cases]
        if any(result is None for result in results):
            raise InputError("Your function gives nothing back: its last line needs a `return`.")
        try:
            return [numbers(result) for result in results]
        except (TypeError, ValueError, OverflowError):
            raise InputError(
                f"Your function gives back {describe(results[0])}, but numbers are wanted."
            ) from None

    def same(self, value: list, right: list) -> bool:
        """Compare the results for all cases.

        Parameters
        ----------
        value, right : list of ndarray of float64
            The results, one for each case.

        Returns
        -------
        bool
        """
        return all(map(self._equal, value, right))

    def _equal(self, one: np.ndarray, other: np.ndarray) -> bool:
        return one.shape == other.shape and np.allclose(one, other, rtol=1e-9, atol=self.tolerance)

    def remark(self, value: list, right: list) -> str:
        """Name the first case that fails.

        Parameters
        ----------
        value, right : list of ndarray of float64
            The results, one for each case.

        Returns
        -------
        str
        """
        for case, one, other in zip(self.cases, value, right, strict=True):
            if not self._equal(one, other):
                tried = ", ".join(map(repr, case))[:80]
                return f"For {tried} your function gives {str(one)[:40]}, which is not right."
        return ""
