"""What a learner's answer is, whatever it is, and how it becomes an array."""

import math
from typing import Any

import numpy as np
import traitlets

from ..inputs import InputError
from .spelling import readings

MOST = 100_000_000
"""An answer with more numbers than this is not looked at."""


def unwrap(answer: Any) -> Any:
    """Return what a widget holds; "untouched" reads as the three dots.

    Parameters
    ----------
    answer : object

    Returns
    -------
    object
        The answer itself, if it is no widget.
    """
    if isinstance(answer, traitlets.HasTraits) and hasattr(answer, "value"):
        return ... if answer.value in (None, "") else answer.value
    return answer


def describe(answer: Any) -> str:
    """Name what an answer is, in plain words.

    Parameters
    ----------
    answer : object

    Returns
    -------
    str
        To stand behind "Your answer is".

    Examples
    --------
    >>> describe("many"), describe([1, 2]), describe(np.zeros((2, 3)))
    ('the text "many"', 'a list', 'an array of shape (2, 3)')
    """
    try:
        return _describe(answer)
    except Exception:  # an object of the learner's own may answer any question with an error
        return "something that cannot be looked at"


def _describe(answer: Any) -> str:
    if answer is None:
        return "None, Python's word for nothing (a cell that only prints gives nothing back)"
    if isinstance(answer, str):
        return f'the text "{answer[:40]}"'
    if isinstance(answer, np.ndarray):
        return f"an array of shape {answer.shape}"
    if isinstance(answer, (bool, np.bool_)):
        return f"{bool(answer)}"
    if isinstance(answer, (int, float)):
        return f"the number {str(answer)[:20]}" if abs(answer) < 1e300 else "a huge number"
    if callable(answer):
        return "a function (was it called, with brackets?)"
    name = type(answer).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def is_layer(answer: Any) -> bool:
    """Tell a napari layer without importing napari.

    Parameters
    ----------
    answer : object

    Returns
    -------
    bool
    """
    return any(kind.__module__.startswith("napari.layers") for kind in type(answer).__mro__)


def refuse_giants(answer: Any) -> None:
    """Raise if an answer holds more numbers than anybody would wait for.

    Arrays that are made only when they are looked at, and a list of the same list a million
    times, take no memory until somebody converts them.

    Parameters
    ----------
    answer : object
        An array, a layer, a list of lists, or anything else.

    Raises
    ------
    InputError
        If it holds more than `MOST` numbers.
    """
    size = _size(answer.data if is_layer(answer) else answer)
    if size > MOST:
        raise InputError(
            f"Your answer holds {size:,} numbers or more, too many to look at: is it the right "
            "variable?"
        )


def _size(answer: Any, known: dict[int, int] | None = None, depth: int = 4) -> int:
    """Count the parts of an answer, down to a depth, and not much further than `MOST`."""
    shape = getattr(answer, "shape", None)
    if isinstance(shape, tuple):
        return math.prod(shape)
    if isinstance(answer, (str, bytes, int, float)) or not hasattr(answer, "__len__"):
        return 1
    if not isinstance(answer, (list, tuple)) or not depth:
        return len(answer)
    known = {} if known is None else known  # by identity: one list may stand in many places
    size = 0
    for part in answer:
        if not isinstance(part, (list, tuple)):
            size += 1
            continue
        if id(part) not in known:
            known[id(part)] = _size(part, known, depth - 1)
        size += known[id(part)]
        if size > MOST:
            break
    return size


def as_array(answer: Any, unit: str = "") -> np.ndarray:
    """Return an answer as an array of bool or of numbers.

    Parameters
    ----------
    answer : object
        An array, a layer, a list (also of texts such as "17.4"), a set, a table's column.
    unit : str
        What may stand behind a number in a text.

    Returns
    -------
    ndarray
        Of bool, int or float; of object, if it is, or holds, anything else.

    Raises
    ------
    InputError
        If its rows are of different lengths, or it is too large to look at.
    ValueError
        If a text in it is no number.
    TypeError
        If it is an array of texts, dates or complex numbers, or a single text.
    """
    refuse_giants(answer)
    if isinstance(answer, (set, frozenset, range)) or type(answer).__name__.startswith("dict_"):
        answer = sorted(answer)
    if isinstance(answer, (list, tuple)):
        answer = [readings(part, unit)[0] if isinstance(part, str) else part for part in answer]
        _check_rows(answer)
    array = np.asarray(answer.data if is_layer(answer) else answer)
    if array.dtype.kind not in "buifO":
        raise TypeError(array.dtype)
    return array


def only_text(answer: Any) -> str:
    """Return what to say of numbers that were written as texts, or "".

    Parameters
    ----------
    answer : object

    Returns
    -------
    str

    Examples
    --------
    >>> only_text(19), only_text("19")[:42]
    ('', 'It is written as a text. Python computes w')
    """
    parts = answer if isinstance(answer, (list, tuple)) else (answer,)
    if not any(isinstance(part, str) for part in parts):
        return ""
    return (
        "It is written as a text. Python computes with numbers only: leave out the quotation marks "
        "and the unit if a later cell is to use it."
    )


def _check_rows(rows: list) -> None:
    """Raise if rows of numbers differ in length, and say which one does."""
    if not rows or not all(isinstance(row, (list, tuple)) for row in rows):
        return
    lengths = [len(row) for row in rows]
    usual = max(set(lengths), key=lengths.count)
    odd = next((at for at, length in enumerate(lengths) if length != usual), None)
    if odd is not None:
        raise InputError(
            f"Row {odd + 1} of your answer has {lengths[odd]} numbers, the others have {usual}: "
            "is a number or a comma missing, or one too many?"
        )


def numbers(answer: Any, unit: str = "") -> np.ndarray:
    """Return an answer as an array of float64 without NaN, or raise `InputError`.

    Parameters
    ----------
    answer : object
        What `as_array` takes.
    unit : str
        What may stand behind a number in a text.

    Returns
    -------
    ndarray of float64

    Raises
    ------
    InputError
        If it holds nan or inf, or `as_array` refuses it.
    """
    array = as_array(answer, unit).astype(np.float64)
    if not np.isfinite(array).all():
        raise InputError(
            "Your answer holds nan or inf, which stand for a number that could not be computed: "
            "look for a division by zero or a mean over nothing."
        )
    return array
