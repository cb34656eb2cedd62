"""Exercises answered with a number, or with a function that gives numbers."""

import copy
import math
import re
from dataclasses import dataclass

import numpy as np

from ..inputs import InputError
from .exercise import Exercise, describe, numbers


def tokens(number):
    """Return the usual ways to write a number.

    Examples
    --------
    >>> sorted(tokens(43945.0))
    ['43,945', '43945', '43945.00']
    """
    whole = (f"{number:.0f}", f"{number:,.0f}") if number == round(number) else ()
    return {f"{number:.10g}", f"{number:.2f}", *whole}


@dataclass(kw_only=True, eq=False)
class Number(Exercise):
    """One number, with a tolerance and a unit."""

    tolerance: float = 0.0
    unit: str = ""

    wanted = "one number"

    def read(self, answer):
        """Return a float from a number of any kind, an array of one, or a text like "3.2 µm"."""
        if isinstance(answer, str):
            text = answer.strip().removesuffix(self.unit or "\n").strip()
            thousands = re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text)
            answer = float(text.replace(",", "" if thousands else "."))
        if np.asarray(answer).dtype == bool:
            raise InputError(f"Your answer is {describe(answer)}: a count or a measure is wanted.")
        try:
            array = numbers(answer)
        except OverflowError:
            raise InputError("This number is too large for the computer to work with.") from None
        if array.size != 1:
            raise InputError(
                f"Your answer holds {array.size:,} numbers (shape {array.shape}), but one number "
                "is wanted."
            )
        return float(array.item())

    def same(self, value, right):
        """Compare within the tolerance."""
        return math.isclose(value, right, rel_tol=1e-12, abs_tol=self.tolerance)

    def remark(self, value, right):
        """Say when an answer is off by a hair."""
        if 0 < abs(value - right) <= 0.01 * abs(right):
            return "Very close, but not quite: look for a number that was rounded on the way."
        return ""

    def secrets(self):
        """Return the number in its usual spellings."""
        return tuple(tokens(float(self.value(self.expected))))


@dataclass(kw_only=True, eq=False)
class Function(Exercise):
    """A function: `expected` is a right one, tried on the same `cases` as the learner's."""

    cases: tuple = ()
    tolerance: float = 0.0

    wanted = "a function"

    def value(self, thing):
        """Return the function itself."""
        return thing

    def untouched(self, answer):
        """Tell whether the function still returns the three dots."""
        return answer is ... or (callable(answer) and self._call(answer, self.cases[0]) is ...)

    def _call(self, function, case):
        try:
            return function(*copy.deepcopy(case))
        except Exception as error:
            raise InputError(
                f"Your function stopped for {', '.join(map(repr, case))[:80]}: "
                f"{type(error).__name__}: {error}"
            ) from None

    def read(self, answer):
        """Return what the function gives for each case."""
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

    def same(self, value, right):
        """Compare the results for all cases."""
        return all(map(self._equal, value, right))

    def _equal(self, one, other):
        return one.shape == other.shape and np.allclose(one, other, rtol=1e-9, atol=self.tolerance)

    def remark(self, value, right):
        """Name the first case that fails."""
        for case, one, other in zip(self.cases, value, right, strict=True):
            if not self._equal(one, other):
                tried = ", ".join(map(repr, case))[:80]
                return f"For {tried} your function gives {str(one)[:40]}, which is not right."
        return ""
