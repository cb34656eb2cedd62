"""Which exercises there are: those of the workbook's lessons, or others that are handed in."""

import importlib
from collections.abc import Mapping
from typing import Any

from ..inputs import InputError, did_you_mean
from .exercise import Exercise

Texts = Mapping[str, tuple[Exercise, ...]]

TEXTS = "helpers.lessons"
"""The module whose `NOTEBOOKS` are asked, unless `use` has handed in others."""

_handed_in: dict[str, tuple[Exercise, ...]] = {}


def use(texts: Texts | None) -> None:
    """Ask these exercises from now on.

    Parameters
    ----------
    texts : dict of str to tuple of Exercise, or None
        The exercises of each notebook, by the notebook's name without ``.ipynb``; None goes back
        to those of the workbook.
    """
    _handed_in.clear()
    _handed_in.update(texts or {})


def notebooks() -> Texts:
    """Return the exercises of each notebook, in order.

    Returns
    -------
    dict of str to tuple of Exercise
        By notebook name, without ``.ipynb``.
    """
    return _handed_in or importlib.import_module(TEXTS).NOTEBOOKS


def exercises() -> dict[str, Exercise]:
    """Return all exercises by name."""
    return {one.name: one for some in notebooks().values() for one in some}


def find(name: str) -> Exercise:
    """Return the exercise of that name.

    Parameters
    ----------
    name : str

    Returns
    -------
    Exercise

    Raises
    ------
    InputError
        If there is none (the message names the nearest), or `name` is no text.
    """
    if not isinstance(name, str):
        raise InputError(
            "An exercise is called by its name in quotation marks, as in `check('name_of_answer')`."
        )
    return _look_up(name, exercises(), "exercise")


def find_notebook(name: str) -> str:
    """Return a notebook's full name from itself or its number, such as "01".

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        The file's name without ``.ipynb``.

    Raises
    ------
    InputError
        If there is none; the message names the nearest.
    """
    known = {key: key for key in notebooks()}
    return _look_up(name, known | {key[:2]: key for key in known}, "notebook with exercises")


def _look_up(name: str, known: Mapping[str, Any], what: str) -> Any:
    if name in known:
        return known[name]
    advice = did_you_mean(name, known, cutoff=0.4)
    raise InputError(f"There is no {what} called `{name}`.{advice}")
