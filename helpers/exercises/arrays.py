"""Exercises answered with many numbers: a list, a mask, labels, a table."""

from dataclasses import dataclass

import numpy as np

from ..inputs import InputError, check_labels, check_mask
from .exercise import Exercise, is_layer, numbers


@dataclass(kw_only=True, eq=False)
class Array(Exercise):
    """Several numbers: a list, a shape, an image; compared one by one."""

    tolerance: float = 0.0
    any_order: bool = False

    wanted = "a list or an array of numbers"

    def read(self, answer):
        """Return an array of floats; sorted, if the order does not matter."""
        array = numbers(answer)
        return np.sort(array, axis=None) if self.any_order else array

    def same(self, value, right):
        """Compare shape and numbers."""
        return value.shape == right.shape and np.allclose(
            value, right, rtol=1e-12, atol=self.tolerance
        )

    def remark(self, value, right):
        """Say whether the shape or some numbers differ."""
        if value.shape != right.shape:
            return f"Your answer has the shape {value.shape}, which is not the one wanted here."
        wrong = np.count_nonzero(~np.isclose(value, right, rtol=1e-12, atol=self.tolerance))
        return f"The shape is right, but {wrong:,} of {value.size:,} numbers are not."

    def secrets(self):
        """Return the numbers as lists are written, if they are few."""
        right = numbers(self.value(self.expected)).ravel()
        return (", ".join(f"{n:.10g}" for n in right),) if right.size <= 20 else ()


@dataclass(kw_only=True, eq=False)
class Mask(Array):
    """A mask: which voxels belong, whether written as True, 1 or 255."""

    wanted = "a mask (an array of True and False)"

    def read(self, answer):
        """Return a bool array."""
        return check_mask(answer.data if is_layer(answer) else answer, "answer")

    def remark(self, value, right):
        """Count the voxels that differ."""
        if value.shape != right.shape:
            return super().remark(value, right)
        extra, missing = np.count_nonzero(value & ~right), np.count_nonzero(right & ~value)
        return f"Your mask has {extra:,} voxels too many, and {missing:,} are missing."


@dataclass(kw_only=True, eq=False)
class Labels(Array):
    """A label image: which voxels form which object, whatever the objects' numbers."""

    wanted = "a label image (whole numbers; 0 is background)"

    def read(self, answer):
        """Return an integer array."""
        return check_labels(answer.data if is_layer(answer) else answer, "answer")

    def same(self, value, right):
        """Compare the objects, not their numbers."""
        if value.shape != right.shape or not np.array_equal(value > 0, right > 0):
            return False
        inside = right > 0
        pairs = np.unique(np.stack([value[inside], right[inside]]), axis=1)
        return all(len(np.unique(column)) == pairs.shape[1] for column in pairs)

    def remark(self, value, right):
        """Say how many objects there are."""
        if value.shape != right.shape:
            return super().remark(value, right)
        count = np.count_nonzero(np.unique(value))
        return f"Your image holds {count} objects, but not the ones wanted here."


@dataclass(kw_only=True, eq=False)
class Table(Exercise):
    """A table: `expected` maps column names to numbers; the first column names the rows."""

    tolerance: float = 0.0

    wanted = "a table (a DataFrame, or a dictionary of lists)"

    def read(self, answer):
        """Return the wanted columns as float arrays, rows sorted by the first column."""
        columns = list(self.value(self.expected))
        if isinstance(answer, list):
            answer = {key: [row[key] for row in answer] for key in answer[0]}
        if getattr(getattr(answer, "index", None), "name", None) == columns[0]:
            answer = answer.reset_index()
        missing = [name for name in columns if name not in answer.keys()]  # noqa: SIM118
        if missing:
            raise InputError(
                f"Your table has no column named {missing[0]!r}; it has "
                f"{', '.join(map(str, answer.keys())) or 'none'}."
            )
        table = {name: numbers(answer[name]) for name in columns}
        order = np.argsort(table[columns[0]], kind="stable")
        return {name: column[order] for name, column in table.items()}

    def same(self, value, right):
        """Compare every column."""
        return all(
            value[name].shape == column.shape
            and np.allclose(value[name], column, rtol=1e-12, atol=self.tolerance)
            for name, column in right.items()
        )

    def remark(self, value, right):
        """Name the first column that differs."""
        for name, column in right.items():
            if value[name].shape != column.shape:
                return f"Your table has {len(value[name])} rows, which are not the rows wanted."
            if not np.allclose(value[name], column, rtol=1e-12, atol=self.tolerance):
                return f"The rows are right; look at the column {name!r}."
        return ""
