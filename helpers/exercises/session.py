"""Exercises that answer back: predict, do, check, hints, solution, progress.

Each function takes the name of an exercise, which is the name of the variable that holds
its answer, and returns something that shows itself in a cell. None of them raises for what
a learner wrote; each says in a sentence what is missing.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from IPython import get_ipython

from ..inputs import InputError
from . import catalogue, notebook_cells, saved_progress
from .catalogue import exercises, find, find_notebook
from .verdict import Verdict
from .views import Hints, Progress, Solution

__all__ = ["ask", "check", "hint", "predict", "progress", "reset", "solution"]

_FROM_NOTEBOOK = object()
notebook_cells.watch(get_ipython())


def _kindly(function: Callable) -> Callable:
    """Turn an `InputError` of `function` into a sentence in the page."""

    @functools.wraps(function)
    def kind(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except InputError as problem:
            return Verdict("plain", "One step is missing", str(problem))

    return kind


@_kindly
def check(name: str, answer: Any = _FROM_NOTEBOOK) -> Verdict:
    """Judge an answer, and keep it if it is right.

    Parameters
    ----------
    name : str
        The exercise, and the name of the variable that holds the answer.
    answer : object, optional
        The answer; by default the notebook's variable of that name.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check("number_of_slices", 3)
    ↻ Not yet: How many slices
    You answered 3.
    That is how many axes the image has: z, y and x.
    """
    from .guesses import comparison, kept

    exercise = find(name)
    own_cell = answer is _FROM_NOTEBOOK
    verdict = exercise.judge(notebook_cells.answer_called(name) if own_cell else answer)
    if verdict.status in ("wrong", "unread") and own_cell:
        return replace(verdict, notes=(*verdict.notes, *notebook_cells.doubts(name)))
    if verdict.status not in ("right", "noted"):
        return verdict
    notes, figure = verdict.notes, ""
    if own_cell and (older := notebook_cells.age(name)):
        again = "It counts; run the answer cell once more to see whether it still comes out."
        notes = (*notes, f"{older} {again}")
    own, room = kept(exercise)
    if exercise.guess and (own is not None or room):
        beside = comparison(exercise, exercise.right())
        notes, figure = (*notes, beside.message, *beside.notes), beside.figure
    problem = saved_progress.record("solved", name, True)
    notes = (*notes, problem) if problem else notes
    return replace(verdict, notes=notes, figure=figure)


def ask(name: str) -> Any:
    """Show the question of a `Choice`, an `Order` or a `Reflection`, and return the widget.

    What is picked, ordered or written is kept, and stands there again when the cell is run again.

    Parameters
    ----------
    name : str

    Returns
    -------
    Question
        Its `value` is the answer; "" while untouched.
    """
    shown = _question(name, "answers")
    notebook_cells.show(shown)
    return ... if isinstance(shown, Verdict) else shown


@_kindly
def _question(name: str, section: str) -> Any:
    from .question import question

    return question(find(name), section)


def predict(name: str) -> Any:
    """Show the box for a guess, to be made before the result is known.

    Parameters
    ----------
    name : str

    Returns
    -------
    Question
    """
    return _question(name, "guesses")


@_kindly
def hint(name: str) -> Hints | Verdict:
    """Return the hints of an exercise, folded one inside the other.

    Parameters
    ----------
    name : str

    Returns
    -------
    Hints
        Or, for a name that is unknown, a Verdict that says so.
    """
    exercise = find(name)
    return Hints(exercise.title, exercise.hints)


@_kindly
def solution(name: str) -> Solution | Verdict:
    """Return why the right answer is right; the last line of a solution cell.

    Parameters
    ----------
    name : str

    Returns
    -------
    Solution
        Or, for a name that is unknown, a Verdict that says so.
    """
    exercise = find(name)
    return Solution(exercise.title, exercise.solution)


@_kindly
def progress(notebook: str | None = None) -> Progress | Verdict:
    """Return what is solved so far.

    Parameters
    ----------
    notebook : str, optional
        A notebook, such as ``"01"``; by default, a line for each.

    Returns
    -------
    Progress
    """
    state, problem = saved_progress.load()
    solved = state["solved"]
    if notebook is None:
        counts = (
            (key, [one.name in solved for one in some])
            for key, some in catalogue.notebooks().items()
        )
        rows = ((key.replace("_", " "), sum(done), len(done)) for key, done in counts)
        return Progress(tuple(rows), problem)
    some = catalogue.notebooks()[find_notebook(notebook)]
    return Progress(tuple((one.title, int(one.name in solved), 1) for one in some), problem)


@_kindly
def reset(which: str | None = None) -> Progress | Verdict:
    """Forget answers, guesses and progress.

    Parameters
    ----------
    which : str, optional
        An exercise or a notebook; by default everything.

    Returns
    -------
    Progress
        What is left.
    """
    if which is None:
        names = set(exercises())
    elif which in exercises():
        names = {which}
    else:
        names = {one.name for one in catalogue.notebooks()[find_notebook(which)]}
    problem = saved_progress.forget(names)
    return Verdict("plain", "Progress", problem) if problem else progress()
