"""One call at the end of a notebook says whether all of it comes again, and what it rests on."""

import time
from contextlib import suppress
from datetime import datetime
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import display

from ..exercises.notebook_cells import notebook_file
from ..exercises.verdict import Verdict
from ..files import put_aside, write_whole
from ..inputs import IN_BROWSER, InputError, lacking
from .comparison import STAMPS, Comparison, compare
from .watching import digest

_SAVE = "save the notebook (Ctrl+S, on a Mac Cmd+S), and run this cell again"


def stamp_notebook(
    notebook: str | PathLike | None = None, folder: str | PathLike | None = None
) -> Verdict:
    """Run the saved notebook again from the top, compare every figure, and write a stamp.

    The rerun has a fresh kernel of its own. Your notebook, this kernel and your files stay as
    they are: what the rerun writes over is put back.

    Parameters
    ----------
    notebook : path-like, optional
        By default the notebook that calls.
    folder : path-like, optional
        Where the stamp goes; by default beside the notebook. An older stamp is kept under the
        date it was made on.

    Returns
    -------
    Verdict
        Whether all numbers and texts come again, and if not, where.

    Raises
    ------
    InputError
        If the notebook is not known, not saved, or cannot be read or run.
    """
    if IN_BROWSER:
        raise lacking("A stamp needs a second kernel")
    from .rerun import rerun

    own = notebook_file()
    path = Path(notebook) if notebook else own
    if path is None:
        raise InputError(
            "This notebook does not know its own file: say its name, as in "
            "stamp_notebook('my_notebook.ipynb')."
        )
    path = path.absolute()
    saved = _read(path)
    if own is not None and path == own.absolute():
        _check_saved(saved.cells)
    began, show = time.monotonic(), _line()
    again = rerun(path, lambda line: show(f"{line}, {time.monotonic() - began:.0f} s"))
    show("Run again from top to bottom.")
    found = compare(saved.cells, again["cells"])
    if again["stopped"]:
        found.errors.append(_last_run(again["cells"]))
    remarks = _remarks(found, saved.cells, again["stopped"])
    text = to_text(path, found, remarks, again["report"] or {})
    remarks.append(_write(Path(folder) if folder else path.parent, path.stem, text))
    return Verdict("plain", *in_words(found), tuple(remarks))


def _read(path: Path) -> Any:
    import nbformat

    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise InputError(
            f"There is no notebook {path.name} in {path.parent}: save it first, or check the name."
        ) from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened ({error.strerror}).") from None
    except Exception:  # the reader raises many kinds
        raise InputError(
            f"{path.name} cannot be read as a notebook: choose a file that ends in .ipynb."
        ) from None


def _check_saved(cells: list[Any]) -> None:
    """Stop if the file is older than what stands on the screen."""
    shell = get_ipython()
    history = list(shell.history_manager.input_hist_raw) if shell else []
    own, ran = history[-1:], [*enumerate(history)][1:-1]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    texts = {cell["source"].strip() for cell in code}
    if own and STAMPS.search(own[0]) and own[0].strip() not in texts:
        raise InputError(f"This cell is not in the saved file yet: {_SAVE}.")
    ran = [(k, text.strip()) for k, text in ran if text.strip() and not STAMPS.search(text)]
    if not ran:
        return
    count, source = ran[-1]
    cell = next((one for one in code if one.get("execution_count") == count), None)
    if cell is None:
        raise InputError(
            f"The saved file is older than the last cell you ran: {_SAVE}. If it says so again, "
            "choose Run > Restart Kernel and Run All Cells, and save before you run this cell."
        )
    if cell["source"].strip() != source:
        raise InputError(
            f"Cell {cells.index(cell) + 1} was changed after it was run: run it again, and {_SAVE}."
        )


def _line() -> Any:
    """Return a function that shows one line of text, each time in place of the one before."""
    if get_ipython() is None:
        return print
    handle = display({"text/plain": "Run again"}, raw=True, display_id=True)
    return lambda text: handle.update({"text/plain": text}, raw=True)


def _last_run(cells: list[Any]) -> int:
    return max((number for number, one in enumerate(cells, 1) if one), default=1)


def in_words(found: Comparison) -> tuple[str, str]:
    """Return the verdict on a rerun: a title and a sentence.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    tuple of str
    """
    count = found.same + len(found.differences)
    if found.all_again:
        cells = "the one cell" if count == 1 else f"all {count} cells"
        said = f"{cells} that show numbers or words show the same as in the saved notebook."
        nothing = "The notebook runs from the top, but shows no number and no word to compare."
        return "All figures come again", f"Run from the top, {said}" if count else nothing
    parts = [str(one) for one in found.differences[:5]]
    more = len(found.differences) - len(parts)
    parts += [f"And {more} more cells."] if more else []
    if found.errors:
        numbers = ", ".join(map(str, found.errors))
        parts.append(f"Stopped by an error: cell {numbers}. Mend it, or take it out.")
    return "Not all figures come again", " ".join(parts)


def _remarks(found: Comparison, cells: list[Any], stopped: str) -> list[str]:
    """Return what else is to be known, a sentence each."""
    said = [stopped] if stopped else []
    counts = [cell.get("execution_count") for cell in cells if cell["cell_type"] == "code"]
    ran = [count for count in counts if count is not None]
    if any(later <= earlier for earlier, later in pairwise(ran)):
        said.append(
            "The cells of the saved notebook were not run in order, so what it shows may rest on "
            "something that is gone. The rerun went from top to bottom."
        )
    if found.unrun:
        numbers = ", ".join(map(str, found.unrun))
        said.append(f"Not run when the notebook was saved, so not compared: cell {numbers}.")
    if found.pictures_same or found.pictures_other:
        other = found.pictures_other
        said.append(
            f"Pictures: {found.pictures_same} came again dot by dot, {other} did not."
            + (" A picture is no figure and does not count: look at it yourself." * (other > 0))
        )
    if found.widgets:
        said.append(f"Not compared, because they move: {found.widgets} sliders, viewers, tables.")
    return said


def to_text(path: Path, found: Comparison, remarks: list[str], report: dict[str, Any]) -> str:
    """Return the stamp, in YAML.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    found : Comparison
    remarks : list of str
    report : dict
        What `watching.report` prints.

    Returns
    -------
    str
    """
    import yaml

    title, said = in_words(found)
    stamp = {
        "notebook": path.name,
        "notebook sha256": digest(path),
        "run again on": datetime.now().astimezone().isoformat(timespec="seconds"),
        "all figures come again": found.all_again,
        "verdict": f"{title}. {said}",
        "remarks": remarks,
        "cells that differ": [
            {"cell": one.cell, "begins": one.begins, "saved": one.old, "now": one.new}
            for one in found.differences
        ],
        "images read (sha256)": report.get("images", {}),
        "workflows": report.get("workflows", {}),
        "numbers and words set": report.get("values", {}),
        "versions": report.get("versions", {}),
    }
    head = "# What this notebook rests on: a stamp of the Nuclei Workbook. Keep it with the data.\n"
    return head + yaml.safe_dump(stamp, sort_keys=False, allow_unicode=True, width=100)


def _write(folder: Path, stem: str, text: str) -> str:
    """Write the stamp; return a sentence on where it is, or the stamp itself if it cannot be."""
    path = folder / f"{stem}.stamp.yaml"
    older = None
    with suppress(OSError):
        older = put_aside(path)
    try:
        write_whole(path, text)
    except InputError as problem:
        print(text)
        return (
            f"The stamp could not be kept: {problem} Its text stands above; "
            "stamp_notebook(folder='…') writes it elsewhere."
        )
    kept = f" The one before is kept as `{older.name}`." if older else ""
    return f"Written to `{path.name}` in {path.parent}: keep it with the data.{kept}"
