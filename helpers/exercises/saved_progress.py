"""A learner's own small file: what is solved, picked and guessed. Nothing is sent anywhere."""

import contextlib
import json
import os
from collections.abc import Container
from pathlib import Path
from typing import Any

import platformdirs

from ..files import write_whole
from ..inputs import InputError

State = dict[str, dict[str, Any]]
_SECTIONS = {"solved": bool, "answers": str, "guesses": str, "rooms": str}
_SECTIONS |= {"again": str, "tags": str}
_LATER = {"again", "tags"}  # a file of version 1.1 does not have them


def progress_file() -> Path:
    """Return the path of the progress file; the variable NUCLEI_PROGRESS overrides it."""
    own = os.environ.get("NUCLEI_PROGRESS")
    folder = platformdirs.user_data_path("nuclei-workbook", appauthor=False)
    return Path(own) if own else folder / "progress.json"


def load() -> tuple[State, str]:
    """Read the progress file.

    Returns
    -------
    state : dict of str to dict
        For ``solved``, ``answers``, ``guesses``, ``rooms`` (a room's votes), ``again`` (its second
        votes) and ``tags`` (whose code it is): a value by exercise name.
    problem : str
        What is wrong with the file, or "".
    """
    empty: State = {section: {} for section in _SECTIONS}
    path = progress_file()
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        for section, kind in _SECTIONS.items():
            if section in _LATER:
                state.setdefault(section, {})
            if not all(isinstance(value, kind) for value in state[section].values()):
                raise TypeError(section)
    except FileNotFoundError:
        return empty, ""
    except OSError as error:
        return empty, f"Your progress could not be read from {path} ({error.strerror})."
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return empty, (
            f"The progress file {path} is not as it was written, so counting starts afresh; "
            f"the next time something is saved it is kept beside it as {path.name}.damaged."
        )
    return {section: state[section] for section in _SECTIONS}, ""


def save(state: State) -> str:
    """Write the progress file, whole or not at all; return what went wrong, or "".

    Parameters
    ----------
    state : dict of str to dict
        As `load` returns it.

    Returns
    -------
    str
    """
    path = progress_file()
    try:
        write_whole(path, json.dumps(state, indent=1, sort_keys=True))
    except InputError as problem:
        reason = getattr(problem.__cause__, "strerror", None) or problem
        return (
            f"Your progress could not be saved in {path} ({reason}), so it will be "
            "forgotten when the kernel stops. Everything else works."
        )
    return ""


def record(section: str, name: str, value: bool | str) -> str:
    """Keep one thing about one exercise; return what went wrong, or "".

    Parameters
    ----------
    section : str
        As `load` names them.
    name : str
        The exercise.
    value : bool or str
        True for what is solved, a text in the other sections.

    Returns
    -------
    str
    """
    state, problem = load()
    if state[section].get(name) == value:
        return problem
    if problem and progress_file().is_file():
        with contextlib.suppress(OSError):
            os.replace(progress_file(), f"{progress_file()}.damaged")
    state[section][name] = value
    return save(state) or problem


def forget(names: Container[str]) -> str:
    """Drop everything about the exercises in `names`; return what went wrong, or "".

    Parameters
    ----------
    names : container of str

    Returns
    -------
    str
    """
    state, problem = load()
    kept = {
        section: {name: value for name, value in entries.items() if name not in names}
        for section, entries in state.items()
    }
    return save(kept) or problem
