"""Exercises that answer back: predict, do, check, hints, solution, progress.

Each function takes the name of an exercise, which is the name of the variable that holds
its answer, and returns something that shows itself in a cell. None of them raises for what
a learner wrote; each says in a sentence what is missing.
"""

import functools

from IPython import get_ipython
from IPython.display import display

from ..inputs import InputError
from . import catalogue, notebook_cells, record
from .catalogue import exercises, find, find_notebook
from .folded import Hints, Progress, Solution
from .verdict import Verdict

__all__ = ["ask", "check", "compare", "guess", "hint", "predict", "progress", "reset", "solution"]

_FROM_NOTEBOOK = object()
notebook_cells.watch(get_ipython())


def _kindly(function):
    """Turn an `InputError` of `function` into a sentence in the page."""

    @functools.wraps(function)
    def kind(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except InputError as problem:
            return Verdict("plain", "One step is missing", str(problem))

    return kind


@_kindly
def check(name, answer=_FROM_NOTEBOOK):
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
    >>> check("exposure", "c")
    ↻ Not yet: Underexposed or clipped?
    Multiplying stretches the noise as much as the signal, so the nuclei stand out no better than
    before. Only more light at the microscope would help.
    """
    from .guesses import comparison, kept

    exercise = find(name)
    if answer is _FROM_NOTEBOOK:
        answer = notebook_cells.answer_called(name)
    verdict = exercise.judge(answer)
    if verdict.status not in ("right", "noted"):
        return verdict
    notes, figure = verdict.notes, ""
    own, room = kept(exercise)
    if exercise.guess and (own is not None or room):
        beside = comparison(exercise, exercise.value(exercise.expected))
        notes, figure = (*notes, beside.message, *beside.notes), beside.figure
    problem = record.record("solved", name, True)
    notes = (*notes, problem) if problem else notes
    return Verdict(verdict.status, verdict.title, verdict.message, notes, figure)


def ask(name):
    """Show the question of a `Choice` or a `Reflection`, and return the widget.

    What is picked or written is kept, and stands there again when the cell is run again.

    Parameters
    ----------
    name : str

    Returns
    -------
    Question
        Its `value` is the answer; "" while untouched.
    """
    shown = _question(name, "answers")
    display(shown)
    return ... if isinstance(shown, Verdict) else shown


@_kindly
def _question(name, section):
    from .question import question

    return question(find(name), section)


def predict(name):
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
def compare(name, result):
    """Put the guesses of `predict` beside the result.

    Parameters
    ----------
    name : str
    result : float or str
        The result; for a `Choice`, the option.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> compare("dark_percent", 67.28)
    How dark is it?
    No guess was made before the result was known.
    """
    from .guesses import comparison

    return comparison(find(name), result)


@_kindly
def guess(name):
    """Return the guess made in `predict`, to draw it in a plot.

    Parameters
    ----------
    name : str

    Returns
    -------
    float, str (the letter of an option) or None (no guess)
    """
    from .guesses import kept

    return kept(find(name))[0]


@_kindly
def hint(name):
    """Return the hints of an exercise, folded one inside the other.

    Parameters
    ----------
    name : str
    """
    exercise = find(name)
    return Hints(exercise.title, exercise.hints)


@_kindly
def solution(name):
    """Return why the right answer is right; the last line of a solution cell.

    Parameters
    ----------
    name : str
    """
    exercise = find(name)
    return Solution(exercise.title, exercise.solution)


@_kindly
def progress(notebook=None):
    """Return what is solved so far.

    Parameters
    ----------
    notebook : str, optional
        A notebook, such as ``"01"``; by default, a line for each.

    Returns
    -------
    Progress
    """
    state, problem = record.load()
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
def reset(which=None):
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
    problem = record.forget(names)
    return Verdict("plain", "Progress", problem) if problem else progress()
