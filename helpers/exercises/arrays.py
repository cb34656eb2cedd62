"""Exercises answered with many numbers: a list, a shape, a mask."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import check_mask
from .answers import as_array, numbers, only_text
from .exercise import Exercise
from .spelling import plural, readings, say


@dataclass(kw_only=True, eq=False)
class Array(Exercise):
    """Several numbers: a list, a shape, an image; compared one by one."""

    tolerance: float = 0.0
    any_order: bool = False
    unit: str = ""

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        order = ", in any order" if self.any_order else ""
        unit = f" ({self.unit})" if self.unit else ""
        return f"a list or an array of numbers{unit}{order}"

    def read(self, answer: Any) -> np.ndarray:
        """Return an array of floats; sorted, if the order does not matter.

        Parameters
        ----------
        answer : object
            What `as_array` takes, or a text such as "3, 60, 256".

        Returns
        -------
        ndarray of float64

        Raises
        ------
        InputError
            If it holds nan or inf, has rows of different lengths, or is too large to look at.
        """
        if isinstance(answer, str):
            parts = re.split(r"\s*;\s*|,?\s+", answer.strip("[]() \n"))
            answer = [readings(part, self.unit)[0] for part in parts]
        array = numbers(answer, self.unit)
        return np.sort(array, axis=None) if self.any_order else array

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

    def echo(self, value: np.ndarray) -> str:
        """Name the numbers, if they are few.

        Parameters
        ----------
        value : ndarray of float64

        Returns
        -------
        str
        """
        if value.ndim == 0:
            return f"You answered {say(value.item())}."
        if value.ndim > 1 or value.size > 20:
            return f"You answered with {plural(value.size, 'number')}."
        return f"You answered [{', '.join(say(number) for number in value)}]."

    def same(self, value: np.ndarray, right: np.ndarray) -> bool:
        """Compare shape and numbers.

        Parameters
        ----------
        value, right : ndarray of float64

        Returns
        -------
        bool
        """
        return value.shape == right.shape and bool(self._near(value, right).all())

    def _near(self, value: np.ndarray, right: np.ndarray) -> np.ndarray:
        return np.isclose(value, right, rtol=1e-12, atol=self.tolerance)

    def remark(self, value: np.ndarray, right: np.ndarray) -> str:
        """Say what is amiss: the commas, the order, the shape, or some numbers.

        Parameters
        ----------
        value, right : ndarray of float64

        Returns
        -------
        str
        """
        if value.size == 1 < right.size:
            return "That is one number, but several are wanted: in square brackets, with commas."
        if value.size == 2 * right.size and (value % 1 == 0).all() and (right % 1).any():
            return (
                f"Python reads a comma as “and”, so your answer has {value.size} numbers, twice as "
                "many as are wanted. Write a decimal number with a point, as in `0.5`."
            )
        if self.any_order:
            return self._members(value, right)
        if value.shape != right.shape:
            if value.ndim == right.ndim == 1:
                few = "More" if value.size < right.size else "Fewer"
                return f"Your answer has {plural(value.size, 'number')}. {few} are wanted."
            return f"Your answer has the shape {value.shape}, which is not the one wanted here."
        if right.ndim == 1 and self._near(value[::-1], right).all():
            return "The right numbers, turned round: read in the question which comes first."
        if right.ndim == 1 and self._near(np.sort(value), np.sort(right)).all():
            return "The right numbers, in another order than the one asked for."
        wrong = int((~self._near(value, right)).sum())
        return f"{wrong:,} of your {plural(value.size, 'number')} {_are(wrong)} not right."

    def _members(self, value: np.ndarray, right: np.ndarray) -> str:
        """Say how many of the numbers belong to the answer, and whether some are missing."""
        value = np.unique(value)
        belongs = self._near(value[:, None], right.ravel()).any(axis=1)
        hits, strangers = int(belongs.sum()), int((~belongs).sum())
        if not hits:
            return f"None of your numbers is right. Wanted is {self.wanted}."
        said = f"{hits} of your numbers {_are(hits)} right"
        if strangers:
            said += f", {strangers} {'does' if strangers == 1 else 'do'} not belong there"
        return said + (", and some are missing." if hits < right.size else ".")

    def secrets(self) -> tuple[str, ...]:
        """Return the numbers as lists are written, if they are few."""
        right = numbers(self.value(self.expected)).ravel()
        return (", ".join(f"{n:.10g}" for n in right),) if right.size <= 20 else ()


@dataclass(kw_only=True, eq=False)
class Mask(Array):
    """A mask: which voxels belong, whether written as True, 1 or 255."""

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        return "a mask (an array of True and False)"

    def read(self, answer: Any) -> np.ndarray:
        """Return a bool array.

        Parameters
        ----------
        answer : array_like of bool, or of 0 and one other value; or a layer of these

        Returns
        -------
        ndarray of bool, 2D or 3D

        Raises
        ------
        InputError
            If it has another number of axes, is empty, or holds more than two values.
        """
        if isinstance(answer, str):
            raise TypeError
        return check_mask(as_array(answer), "answer")

    def echo(self, value: np.ndarray) -> str:
        """Say how many voxels are marked.

        Parameters
        ----------
        value : ndarray of bool

        Returns
        -------
        str
        """
        return f"You marked {plural(int(value.sum()), 'voxel')} of {value.size:,}."

    def remark(self, value: np.ndarray, right: np.ndarray) -> str:
        """Count the voxels that differ.

        Parameters
        ----------
        value, right : ndarray of bool

        Returns
        -------
        str
        """
        if value.shape != right.shape:
            return (
                f"Your mask has the shape {value.shape}, which is not the one wanted here: it "
                "needs one True or False for each voxel of its image."
            )
        extra, missing = int((value & ~right).sum()), int((right & ~value).sum())
        are = _are(missing)
        return f"Your mask has {plural(extra, 'voxel')} too many, and {missing:,} {are} missing."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
