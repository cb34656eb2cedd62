"""Which exercises there are: every public module of this package holds a notebook's."""

import difflib
import functools
import importlib
import pkgutil

from helpers.checks import InputError


@functools.cache
def notebooks():
    """Return the exercises of each notebook, in order.

    Returns
    -------
    dict of str to tuple of Exercise
        By notebook name, without ``.ipynb``.
    """
    package = importlib.import_module("helpers.exercises")
    names = (found.name for found in pkgutil.iter_modules(package.__path__))
    modules = [
        importlib.import_module(f"helpers.exercises.{name}") for name in names if name[0] != "_"
    ]
    return {m.NOTEBOOK: m.EXERCISES for m in sorted(modules, key=lambda m: m.NOTEBOOK)}


def exercises():
    """Return all exercises by name."""
    return {one.name: one for some in notebooks().values() for one in some}


def find(name):
    """Return the exercise of that name.

    Raises
    ------
    InputError
        If there is none; the message names the nearest.
    """
    if not isinstance(name, str):
        raise InputError(
            "An exercise is called by its name in quotation marks, as in `check('name_of_answer')`."
        )
    return _look_up(name, exercises(), "exercise")


def find_notebook(name):
    """Return a notebook's full name from itself or its number, such as "01"."""
    known = {key: key for key in notebooks()}
    return _look_up(name, known | {key[:2]: key for key in known}, "notebook with exercises")


def _look_up(name, known, what):
    if name in known:
        return known[name]
    near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.4)
    advice = f" Did you mean `{near[0]}`?" if near else ""
    raise InputError(f"There is no {what} called `{name}`.{advice}")
