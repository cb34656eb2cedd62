"""Run a notebook from the top in a fresh kernel, in a process of its own.

Called as `python -m helpers.stamp.rerun NOTEBOOK ANSWER`; it says on each line how far it is, and
leaves a JSON file with what every cell shows. The notebook itself is not touched.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from ..exercises.saved_progress import progress_file
from ..files import write_whole
from ..inputs import InputError
from .comparison import STAMPS
from .watching import KEEP

_CALL = "from helpers.stamp import watching; watching."


def rerun(notebook: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Run a notebook in a fresh kernel, and put back the files that it wrote over.

    Parameters
    ----------
    notebook : pathlib.Path
    say : callable
        Told in a line how far it is.

    Returns
    -------
    dict
        ``cells``: the outputs of each; ``report``: what `watching.report` prints, or None;
        ``stopped``: why the kernel ended before its time, or "".

    Raises
    ------
    InputError
        If no kernel can be started.
    """
    with tempfile.TemporaryDirectory(prefix="nuclei-stamp-") as folder:
        answer, keep = Path(folder) / "answer.json", Path(folder) / "keep"
        keep.mkdir()
        with suppress(OSError):  # a learner's answers stand in the rerun too, and stay as they are
            shutil.copy(progress_file(), f"{folder}/progress.json")
        own = {KEEP: str(keep), "NUCLEI_PROGRESS": f"{folder}/progress.json"}
        words = [sys.executable, "-m", "helpers.stamp.rerun", str(notebook), str(answer)]
        paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        env = os.environ | own | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        # its kernel ends with it, so that stopping this cell stops all of it
        process = subprocess.Popen(
            words, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            with process:
                for line in process.stdout or ():
                    say(line.strip())
                said = process.stderr.read() if process.stderr else ""
        finally:
            if process.poll() is None:
                process.kill()
            put_back(keep)
        if not answer.exists():
            last = (said.strip().splitlines() or ["no reason was given"])[-1]
            raise InputError(
                f"No fresh kernel could run the notebook ({last[:200]}): choose Kernel > Restart "
                "Kernel, and run this cell again."
            )
        return json.loads(answer.read_text(encoding="utf-8"))


def put_back(keep: Path) -> None:
    """Give every file that a rerun changed its former content.

    Parameters
    ----------
    keep : pathlib.Path
        The folder that `watching.Watch` filled.
    """
    index = keep / "kept.jsonl"
    lines = index.read_text(encoding="utf-8").splitlines() if index.exists() else []
    for path, copy in map(json.loads, lines):
        write_whole(path, Path(copy).read_bytes())
        shutil.copystat(copy, path)


def main(path: Path, answer: Path) -> None:
    """Run a notebook, and write what it shows.

    Parameters
    ----------
    path, answer : pathlib.Path
    """
    notebook = nbformat.read(path, as_version=4)
    cells, new = notebook.cells, nbformat.v4.new_code_cell
    code = [cell for cell in cells if cell.cell_type == "code"]
    stamps = [cell for cell in code if STAMPS.search(cell.source)]
    imports = _imports([cell.source for cell in code])
    for cell in code:
        cell.outputs = []
    for cell in stamps:
        cell.source = ""
    notebook.cells = [new(f"{_CALL}begin()"), *cells, new(f"{_CALL}report({imports})")]
    stopped = ""

    def say(cell: Any, cell_index: int) -> None:
        if 0 < cell_index <= len(cells):
            print(f"Cell {cell_index} of {len(cells)}", flush=True)

    client = NotebookClient(
        notebook,
        timeout=None,
        allow_errors=True,
        kernel_name="python3",
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=say,
    )
    try:
        client.execute()
    except DeadKernelError:
        stopped = "The fresh kernel ended in the middle: its memory was probably full."
    printed = [one["text"] for one in notebook.cells[-1].outputs if one.output_type == "stream"]
    result = {
        "cells": [cell.get("outputs", []) for cell in cells],
        "report": json.loads(printed[-1].splitlines()[-1]) if printed else None,
        "stopped": stopped,
    }
    answer.write_text(json.dumps(result), encoding="utf-8")


def _imports(sources: list[str]) -> list[str]:
    """Return the packages that cells import, by the names they are imported under."""
    found = set()
    for source in sources:
        with suppress(SyntaxError):
            for node in ast.walk(ast.parse(TransformerManager().transform_cell(source))):
                if isinstance(node, ast.Import):
                    found |= {one.name.split(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return sorted(found)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
