"""The explorers that a notebook shows, each as a page that moves without Python.

Nothing is listed: a cell that calls an explorer is found in the code, and of the cells above it
only those lines run on which it rests.
"""

import ast
from pathlib import Path
from typing import NamedTuple

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from helpers import explorers
from helpers.explorers.base import Explorer
from helpers.inputs import InputError


class Live(NamedTuple):
    """A cell that shows an explorer: the notebook, its place there, and the page's file name."""

    notebook: Path
    place: int
    name: str


def find(path):
    """Return a `Live` for each cell of a notebook that calls an explorer."""
    cells = nbformat.read(path, as_version=4).cells
    found = []
    for place, cell in enumerate(cells):
        called = calls(cell.source) if cell.cell_type == "code" else []
        if called:
            name = f"{path.stem[:2]}_{called[0].removeprefix('explore_')}_{len(found) + 1}.html"
            found.append(Live(path, place, name))
    return found


def parsed(source):
    """Return the code of a cell as a tree; what only a notebook understands is a call there."""
    return ast.parse(TransformerManager().transform_cell(source))


def calls(source):
    """Return the names of the explorers that a cell calls."""
    names = [node.func for node in ast.walk(parsed(source)) if isinstance(node, ast.Call)]
    return [one.id for one in names if isinstance(one, ast.Name) and one.id in explorers.__all__]


def save(live, folder):
    """Write the page of an explorer into a folder, and return the explorer."""
    explorer = run(live)
    explorer.save(folder / live.name)
    return explorer


def run(live):
    """Make the explorer that a cell shows, from the lines that it rests on alone.

    It must say what is stored below the cell: then it is the same one.
    """
    cells = nbformat.read(live.notebook, as_version=4).cells
    where = f"Cell {live.place + 1} of {live.notebook.name}"
    lines = [
        one
        for cell in cells[: live.place + 1]
        if cell.cell_type == "code"
        for one in parsed(cell.source).body
    ]
    if not isinstance(lines[-1], ast.Expr):
        raise InputError(
            f"{where} makes an explorer and does not show it, so its web page would have none: "
            "let the last line of the cell be the explorer."
        )
    *before, last = needed(lines)
    names = {"__name__": "__main__"}
    exec(compile(ast.Module(before, []), where, "exec"), names)
    explorer = eval(compile(ast.Expression(last.value), where, "eval"), names)
    stored = [one.get("data", {}).get("text/plain") for one in cells[live.place].outputs]
    if not isinstance(explorer, Explorer) or explorer.describe() not in stored:
        raise InputError(
            f"{where} shows something else than what is stored below it: run make notebooks, "
            "then make site again."
        )
    return explorer


def needed(lines):
    """Return the last of these statements, and before it those that it rests on.

    A name is followed to where it is given a value, or a part of it; what a called function
    changes in place is not seen.
    """
    kept, wanted = [lines[-1]], reads(lines[-1])
    for line in reversed(lines[:-1]):
        made = makes(line)
        if made & wanted:
            kept.insert(0, line)
            wanted = (wanted - made if always(line) else wanted) | reads(line)
    return kept


def reads(line):
    """Return the names that a statement uses."""
    return {one.id for one in ast.walk(line) if isinstance(one, ast.Name) and not stores(one)}


def makes(line):
    """Return the names that a statement gives a value, or a part of one."""
    if isinstance(line, ast.Import | ast.ImportFrom):
        return {one.asname or one.name.split(".")[0] for one in line.names}
    if isinstance(line, ast.FunctionDef | ast.ClassDef):
        return {line.name}
    targets = line.targets if isinstance(line, ast.Assign) else [line]
    stored = [one for target in targets for one in ast.walk(target) if stores(one)]
    return {one.id for place in stored for one in ast.walk(place) if isinstance(one, ast.Name)}


def stores(node):
    """Return whether something is stored at this place of the code."""
    return isinstance(getattr(node, "ctx", None), ast.Store)


def always(line):
    """Return whether a statement gives its names a whole new value, whatever happens."""
    return isinstance(line, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign)
