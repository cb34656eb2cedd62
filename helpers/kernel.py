"""The kernel behind a page: one thread answers, what is freed goes back, and it can write."""

from __future__ import annotations

import ctypes
import os
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from IPython import get_ipython

WELCOME = "00_welcome.ipynb"

REFUSED = (
    "The workbook answers in one thread: its widgets share what the cells change, and neither "
    "napari's layers nor a table bears two at once."
)


def settle() -> None:
    """Make a notebook's kernel fit for the workbook; elsewhere, do nothing."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return
    answer_in_turn(kernel)
    shell.events.register("post_run_cell", give_memory_back)
    if moved := stand_where_one_can_write():
        print(moved)


def answer_in_turn(kernel: Any) -> None:
    """Let what a page asks of a widget be answered between two cells, never beside a running one.

    JupyterLab 4.6 and newer ask the kernel for a second thread, a subshell, in which widgets are
    answered while a cell runs. It is refused here, as by a kernel that knows no subshells, and
    the page falls back on the thread of the cells.

    Parameters
    ----------
    kernel : ipykernel.kernelbase.Kernel
        Or another one, which may know nothing of such threads.
    """
    handlers = getattr(kernel, "control_handlers", {})
    if "create_subshell_request" in handlers:
        handlers["create_subshell_request"] = partial(_refuse, kernel)


async def _refuse(kernel: Any, socket: Any, ident: Any, parent: Any) -> None:
    """Answer a page that asks for a subshell: it is given none."""
    content: dict[str, Any] = {
        "status": "error",
        "ename": "NotSupported",
        "evalue": REFUSED,
        "traceback": [],
        "subshell_id": None,  # what the page goes on with, and does not try to close
    }
    kernel.session.send(socket, "create_subshell_reply", content, parent, ident)


def give_memory_back(result: Any = None) -> None:
    """Give back to the system what a cell no longer needs: Linux' C library keeps it by itself.

    An image of this workbook is small enough to be put between others, and what is freed there
    would stay the kernel's own: 104 of 674 MB at the end of notebook 04.

    Parameters
    ----------
    result : object
        What IPython says of the cell; it is not needed.
    """
    with suppress(OSError, AttributeError):  # another system, or another C library
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def nearest(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that is there already.

    Parameters
    ----------
    folder : path-like

    Returns
    -------
    Path
    """
    return next(path for path in (Path(folder), *Path(folder).parents) if path.is_dir())


def writing_refused(folder: Path) -> str:
    """Return why nothing can be written to a folder, or "" if it can.

    Parameters
    ----------
    folder : path-like
        If it is not there yet, the nearest folder above it is tried.

    Returns
    -------
    str
        The system's own words, such as "Permission denied".
    """
    try:
        with tempfile.TemporaryFile(dir=nearest(folder)):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def own_folder() -> Path:
    """Return where a learner's files go if the workbook's folder takes none."""
    home = Path.home() / "nuclei-workbook"
    return Path(tempfile.gettempdir(), "nuclei-workbook") if writing_refused(home) else home


def stand_where_one_can_write() -> str:
    """Leave the workbook's notebooks for a folder of one's own if nothing can be written there.

    The cells write into `my_work`, which is then made in that folder.

    Returns
    -------
    str
        What was done and why, or "" where it was not needed.
    """
    here = Path.cwd()
    refused = (here / WELCOME).exists() and writing_refused(here)
    if not refused:
        return ""
    there = own_folder()
    there.mkdir(parents=True, exist_ok=True)
    os.chdir(there)
    return (
        f"{here} cannot be written to ({refused}), so what the cells write goes to "
        f"{there / 'my_work'}. To keep your changes in this page too, choose File > Download."
    )
