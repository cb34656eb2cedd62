"""What happened in the learner's own cells: the names they set, and how they stopped."""

import builtins
import difflib
import re
import sys

from IPython.display import display

from ..inputs import InputError
from .catalogue import exercises
from .verdict import Verdict

_solved_by_cell = {}  # answer name -> whether the last cell that wrote it was the solution cell
_stopped_with = {}  # answer name -> the error that stopped the last cell that wrote it


def namespace():
    """Return the names of the notebook (or of the plain Python session)."""
    return vars(sys.modules["__main__"])


def remember(result):
    """Note how a cell that writes an answer ended; called by IPython after each cell."""
    source = result.info.raw_cell or ""
    error = result.error_before_exec or result.error_in_exec
    for name in re.findall(r"^(?:def\s+)?([A-Za-z_]\w*)\s*(?:=(?!=)|\(.*:\s*$)", source, re.M):
        _solved_by_cell[name] = bool(re.search(rf"^solution\(.{name}.\)", source, re.M))
        _stopped_with[name] = error
        if error and name in exercises():
            display(Verdict("plain", "In plain words", excuse(error)))


def watch(shell):
    """Ask IPython, if it runs, to report each cell; the newest copy of this module listens."""
    if shell is not None:
        for old in list(shell.events.callbacks["post_run_cell"]):
            if (old.__module__, old.__name__) == (__name__, "remember"):
                shell.events.unregister("post_run_cell", old)
        shell.events.register("post_run_cell", remember)


def answer_called(name):
    """Return the value of the answer `name`.

    Raises
    ------
    InputError
        If its cell was not run, stopped with an error, or if the value is the solution's own.
    """
    error = _stopped_with.get(name)
    if error is not None:
        raise InputError(excuse(error))
    if name not in namespace():
        raise InputError(
            f"There is no answer called `{name}` yet: run the answer cell first, then this one. "
            "After a restart, run the cells from the top of the notebook."
        )
    if _solved_by_cell.get(name):
        raise InputError(
            "The value at hand is the one from the solution cell: run your own answer cell "
            "again, then this one."
        )
    return namespace()[name]


def excuse(error):
    """Say in plain words why a cell stopped, and what to do.

    Examples
    --------
    >>> excuse(ZeroDivisionError("division by zero"))
    'Your answer cell stopped before its end. Python said: ZeroDivisionError: division by zero.'
    """
    start = "Your answer cell stopped before its end."
    if isinstance(error, SyntaxError):
        return (
            f"Python could not read line {error.lineno} of your answer cell: look for a bracket, "
            "a quotation mark or a colon that is missing there or in the line above."
        )
    if isinstance(error, NameError) and error.name:
        known = {*namespace(), *vars(builtins)}
        near = difflib.get_close_matches(error.name, known, n=1, cutoff=0.6)
        advice = f"Did you mean `{near[0]}`?" if near else "Was the cell that makes it run?"
        return f"{start} It uses the name `{error.name}`, which Python does not know. {advice}"
    reason = str(error).splitlines()[0] if str(error) else "no reason given"
    return f"{start} Python said: {type(error).__name__}: {reason[:160].rstrip('.')}."
