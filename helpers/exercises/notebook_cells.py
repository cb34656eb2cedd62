"""What happened in the learner's own cells: the names they set, and how they stopped."""

import os
import re
import symtable
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from IPython.display import display

from ..inputs import InputError
from .catalogue import exercises
from .error_words import excuse, is_bare_value, misread
from .verdict import Verdict


@dataclass
class Written:
    """The last cell that wrote an answer.

    Attributes
    ----------
    source : str
    error : BaseException or None
        What stopped it.
    cell : str or None
        The cell's own mark, which stays when its text changes; None outside of Jupyter.
    uses : set of str
        The names that it reads.
    named : bool
        Whether the cell still gives the answer its name, now that it was run again.
    newer : set of str
        Those of them that other cells have set since.
    """

    source: str
    error: BaseException | None
    cell: str | None
    uses: set[str] = field(default_factory=set)
    named: bool = True
    newer: set[str] = field(default_factory=set)


_written: dict[str, Written] = {}  # by the name of the answer
_last = {"source": ""}  # the cell that ran before this one
_shown: list[Any] = []  # what the running cell has shown last, by itself


def namespace() -> dict[str, Any]:
    """Return the names of the notebook (or of the plain Python session)."""
    return vars(sys.modules["__main__"])


def show(thing: Any) -> None:
    """Show a thing in the running cell, and not once more as the value of its last line.

    Parameters
    ----------
    thing : object
    """
    display(thing)
    _shown[:] = [thing]


def is_shown(thing: Any) -> bool:
    """Tell whether the running cell has shown a thing by `show` just now.

    Parameters
    ----------
    thing : object

    Returns
    -------
    bool
    """
    return any(one is thing for one in _shown)


def notebook_file() -> Path | None:
    """Return the file of the notebook that this kernel belongs to.

    JupyterLab and Notebook name it when they start the kernel, VS Code in a variable; a notebook
    that was renamed since is not found.

    Returns
    -------
    pathlib.Path or None
        None where nobody says so, or if there is no such file.
    """
    named = namespace().get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    path = Path(str(named)) if named else None
    return path if path and path.suffix == ".ipynb" and path.is_file() else None


def remember(result: Any) -> None:
    """Note how a cell ended, and what it set; called by IPython after each cell.

    Parameters
    ----------
    result : IPython.core.interactiveshell.ExecutionResult
    """
    source = result.info.raw_cell or ""
    cell = getattr(result.info, "cell_id", None)
    error = result.error_before_exec or result.error_in_exec
    assigned, imported, used = _top_level(source)
    names = assigned - set(re.findall(r"^([A-Za-z_]\w*)\s*:[^=\n]*$", source, re.M))  # a bare type
    for name, before in _written.items():
        if name not in names and cell and before.cell == cell:
            before.error, before.named = None, False
        elif before.cell != cell or not cell:
            before.newer |= (assigned - imported) & before.uses
    for name in names:
        _written[name] = Written(source, error, cell, used)
        if error and name in exercises():
            display(Verdict("plain", "In plain words", excuse(error, source, namespace())))
    _last["source"] = source
    _shown.clear()


def _top_level(source: str) -> tuple[set[str], set[str], set[str]]:
    """Return the names that a cell sets, which of them are imports, and those it takes as set."""
    try:
        symbols = symtable.symtable(source, "cell", "exec").get_symbols()
    except (SyntaxError, ValueError):  # a slip, or a line for IPython such as %time
        named = r"^(?:def\s+)?([A-Za-z_]\w*)\s*(?:[:=](?!=)|\(.*:\s*$)"
        return set(re.findall(named, source, re.M)), set(), set()
    imported = {one.get_name() for one in symbols if one.is_imported()}
    assigned = {one.get_name() for one in symbols if one.is_assigned()} | imported
    used = {one.get_name() for one in symbols if one.is_referenced()}
    return assigned, imported, used - assigned


def watch(shell: Any) -> None:
    """Ask IPython, if it runs, to report each cell; the newest copy of this module listens.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell or None
    """
    if shell is not None:
        for old in list(shell.events.callbacks["post_run_cell"]):
            if (old.__module__, old.__name__) == (__name__, "remember"):
                shell.events.unregister("post_run_cell", old)
        shell.events.register("post_run_cell", remember)


def answer_called(name: str) -> Any:
    """Return the value of the answer `name`.

    Parameters
    ----------
    name : str

    Returns
    -------
    object

    Raises
    ------
    InputError
        If its cell was not run, stopped with an error, gave the value no name, or if the value is
        the solution's own.
    """
    written = _written.get(name)
    missing = name not in namespace() or namespace()[name] is ... or (written and written.error)
    if written and not written.named:
        raise InputError(
            f"Your answer cell ran, but gave its value no name: it must begin with `{name} =`."
        )
    if missing and _is_nameless(name, _last["source"]):
        raise InputError(
            "The last cell that ran holds a value without a name. If it is your answer, it must "
            f"begin with `{name} =`."
        )
    if written and written.error is not None:
        raise InputError(excuse(written.error, written.source, namespace()))
    if name not in namespace():
        raise InputError(
            f"There is no answer called `{name}` yet: run the answer cell first, then this one. "
            "After a restart, run the cells from the top of the notebook."
        )
    if written and re.search(rf"^solution\(.{name}.\)", written.source, re.M):
        raise InputError(
            "The value at hand is the one from the solution cell: run your own answer cell "
            "again, then this one."
        )
    return namespace()[name]


def _is_nameless(name: str, source: str) -> bool:
    return is_bare_value(source) or bool(re.match(rf"\s*{name}\s*:[^=]*$", source))


def doubts(name: str) -> tuple[str, ...]:
    """Return what may have gone wrong on the way to a wrong answer, one sentence each.

    Parameters
    ----------
    name : str
        The name of the answer.

    Returns
    -------
    tuple of str
    """
    written = _written.get(name)
    said = misread(written.source) if written else ""
    again = " Run the answer cell once more, then this one."
    older = age(name)
    return tuple(text for text in (said, older and older + again, _out_of_order(name)) if text)


def _out_of_order(name: str) -> str:
    """Say that something on the way to an answer is older than what it was made from, or ""."""
    way, seen = list(_sources(name)), {name}
    while way:
        step = way.pop()
        if step not in seen and step in _written:
            if newer := _written[step].newer:
                return (
                    f"`{step}` is older than {_listed(newer)}, from which it is made: run the "
                    f"cells once more in order, from the one that makes `{step}` down to this one."
                )
            way.extend(_sources(step))
        seen.add(step)
    return ""


def _sources(name: str) -> set[str]:
    return _written[name].uses if name in _written else set()


def _listed(names: set[str]) -> str:
    return " and ".join(f"`{one}`" for one in sorted(names)[:3])


def age(name: str) -> str:
    """Say that an answer is older than what it was worked out from, or "".

    Parameters
    ----------
    name : str
        The name of the answer.

    Returns
    -------
    str
    """
    written = _written.get(name)
    if written is None or not written.newer:
        return ""
    return f"Since your answer was worked out, a cell has made {_listed(written.newer)} again."
