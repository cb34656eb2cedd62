"""Say how many minutes each notebook takes, and how many its head promises.

Usage: python tools/minutes.py [--sections] [NOTEBOOK ...]

What counts is the core path, which a workshop walks through. A heading with the cell tag
`at-home` takes its section out of it, down to the next heading of the same or a higher level.
"""

import argparse
import ast
import re
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from helpers.exercises.catalogue import exercises  # noqa: E402 (needs the folder of the workbook)

WORDS = 183  # read aloud in a minute
CELL = 20  # seconds to run a cell and to look at what it shows
KINDS = {"Choice": 30, "Number": 90, "Order": 60, "Reflection": 60, "Painted": 180}
FORMULA = 120  # any other kind, and a number that has to be computed
PARTS = {"answer", "check", "hint"}


class Times(NamedTuple):
    """Minutes together and minutes of exercises; None: as long as you like."""

    together: float
    exercises: float | None


class Section(NamedTuple):
    """A heading, its level (1 is the title), whether it is on the core path, and its times."""

    title: str
    level: int
    core: bool
    times: Times


def level(cell):
    """Return the level of the heading that a cell begins with; 0 if it begins with none."""
    found = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0


def tags(cell):
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def core_path(cells):
    """Return the cells that are not folded as *at home*."""
    core, folded = [], 0
    for cell in cells:
        if folded and 0 < level(cell) <= folded:
            folded = 0
        if "at-home" in tags(cell):
            folded = level(cell)
        if not folded:
            core.append(cell)
    return core


def words(cell):
    """Count the words of a text cell, the addresses of its links left out."""
    text = re.sub(r"\]\([^)]*\)", "]", cell.source)
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def seconds_for(name, solution):
    """Return the seconds for one exercise; a number is quicker to read off than to compute."""
    kinds = [kind.__name__ for kind in type(exercises()[name]).__mro__]
    kind = next((kind for kind in kinds if kind in KINDS), "")
    if kind == "Number":
        tree = ast.parse(solution)
        sums = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp | ast.Compare)]
        return FORMULA if sums or len(tree.body) > 2 else KINDS[kind]
    return KINDS.get(kind, FORMULA)


def seconds(cells):
    """Return (together, exercises) in seconds for these cells of a notebook."""
    together = practice = 0
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type == "markdown":
            asks = following is not None and tags(following) & {"answer", "predict"}
            time = 60 * words(cell) / WORDS
            practice, together = practice + time * bool(asks), together + time * (not asks)
        elif "solution" in tags(cell):
            name = re.search(r"^solution\(\"(\w+)\"", cell.source, re.M)[1]
            practice += seconds_for(name, cell.source)
        elif "predict" in tags(cell):
            practice += CELL
        elif not tags(cell) & PARTS:
            together += CELL
    return together, practice


def sections(notebook):
    """Return each `Section` of a notebook: what stands from one heading to the next."""
    core = {cell.id for cell in core_path(notebook.cells)}
    starts = [place for place, cell in enumerate(notebook.cells) if level(cell)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(notebook.cells)], strict=True):
        head = notebook.cells[start]
        together, practice = seconds(notebook.cells[start:end])
        times = Times(together / 60, practice / 60)
        title = re.sub(r"[#`*★]", "", head.source.splitlines()[0]).strip()
        found.append(Section(title, level(head), head.id in core, times))
    return found


def needed(notebook):
    """Return how many minutes the core path of a notebook takes."""
    together, practice = seconds(core_path(notebook.cells))
    return Times(together / 60, practice / 60)


def stated(notebook):
    """Return the minutes in a notebook's head, which is the one place that says them."""
    head = notebook.cells[0].source
    found = re.search(r"\*\*Time:\*\* (\d+) minutes(?:.*?, (\d+) minutes of exercises)?", head)
    return Times(int(found[1]), int(found[2]) if found[2] else None)


def main():
    """Print the minutes of the notebooks that the command line names; by default all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sections", action="store_true", help="each section of the core path too")
    parser.add_argument("notebooks", nargs="*", type=Path)
    options = parser.parse_args()
    for path in options.notebooks or sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        takes, says = needed(notebook), stated(notebook)
        print(
            f"{path.stem:28} takes {takes[0]:4.1f} + {takes[1]:4.1f}   says {says[0]} + {says[1]}"
        )
        if options.sections:
            for one in sections(notebook):
                if one.core:
                    together, practice = one.times
                    print(f"  {together:4.1f} + {practice:4.1f}  {'#' * one.level} {one.title}")


if __name__ == "__main__":
    main()
