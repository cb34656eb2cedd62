"""Copies of the notebooks for a browser alone: what cannot run there is shown, with its picture.

A browser's Python has no napari, no second process and no second kernel. Each code cell is cut
where a line first needs one of them; what stands before it runs, and from there on the copy shows
the code and what it gave on a computer. All else is as in `notebooks/`.
"""

import ast
import copy
import html
import re

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

MISSING = ("napari", "subprocess", "helpers.viewer", "helpers.stamp", "bioio")
"""What a cell cannot import in a browser."""

FIRST = """\
%pip install -q nuclei-workbook
import os
os.environ.setdefault("NUCLEI_PROGRESS", os.path.abspath("../progress.json"))"""
"""The first cell of each copy: it finds `helpers`, and keeps the progress in the browser."""

HEAD = """\
> **This copy runs in your browser alone.** Nothing is installed, and nothing leaves your computer.
> Run the cell below first: it fetches Python's packages, which takes a minute the first time.
> What you change is kept in this browser only: download what you want to keep.
>
> {lacking}"""

NONE = "Everything in this notebook works here."
SOME = (
    "Parts that need a computer, {count} in this notebook, are marked **On a computer** and shown "
    "with what they give: the viewer, painting, and programs beside the notebook. To do them, take "
    "another [way in](../docs/doors.md)."
)
MARK = "**On a computer** (not in a browser alone):"
PICTURE = re.compile(r'<img alt="([^"]*)"[^>]*src="data:image/png;base64,([^"]*)"')


def browser_copy(notebook):
    """Return the copy of a notebook for a browser alone.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    nbformat.NotebookNode
    """
    made = copy.deepcopy(notebook)
    made.metadata.kernelspec = {"name": "python", "display_name": "Python (Pyodide)"}
    gone, cells, count = set(), [], 0
    for cell in made.cells:
        if cell.cell_type != "code":
            cells.append(cell)
            continue
        runs, shown = split(cell.source, gone)
        if "solution" in cell.metadata.get("tags", ()):
            runs, shown = _solution(runs, shown), ""  # or the answer would stand there, unfolded
        count += bool(shown)
        if runs:
            cells.append(_running(cell, runs, shown))
        if shown:
            cells.append(_shown(cell, shown, runs))
    lacking = SOME.format(count=count) if count else NONE
    head = nbformat.v4.new_markdown_cell(HEAD.format(lacking=lacking), id="browser-head")
    first = nbformat.v4.new_code_cell(FIRST, id="browser-first")
    made.cells = [cells[0], head, first, *cells[1:]]
    return made


def split(source, gone):
    """Cut the code of a cell where it first needs what a browser lacks.

    Parameters
    ----------
    source : str
    gone : set of str
        The names that are not there because the code before could not run; it is kept up to date.

    Returns
    -------
    runs, shown : str
        An import of what is lacking is left out of both.
    """
    lines = source.splitlines()
    tree = ast.parse(TransformerManager().transform_cell(source))
    dropped, cut = set(), len(lines)
    for statement in tree.body:
        bound, used = _names(statement)
        if isinstance(statement, ast.Import | ast.ImportFrom) and _imports_missing(statement):
            dropped |= set(range(statement.lineno - 1, statement.end_lineno))
            gone |= bound
            continue
        if used & gone:
            cut = min(cut, statement.lineno - 1)
        if cut < len(lines):
            gone |= bound
        else:
            gone -= bound
    kept = [line for k, line in enumerate(lines[:cut]) if k not in dropped]
    return "\n".join(kept).strip("\n"), "\n".join(lines[cut:])


def _imports_missing(statement):
    """Return whether an import needs what a browser lacks."""
    if isinstance(statement, ast.ImportFrom):
        modules = [statement.module or ""]
    else:
        modules = [alias.name for alias in statement.names]
    return any(
        module == lacking or module.startswith(f"{lacking}.")
        for module in modules
        for lacking in MISSING
    )


def _names(statement):
    """Return the names that a statement binds, and those that it uses."""
    bound, used = set(), set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
    return bound, used


def _solution(runs, shown):
    """Return what of a solution cell runs: without its value, its words alone."""
    words = re.search(r"^solution\(.*\)", shown, re.M)
    return f"{runs}\n{words[0]}".strip() if words else runs


def _running(cell, source, shown):
    """Return the part of a cell that runs, with the stored outputs that are its own."""
    part = copy.deepcopy(cell)
    part.source = source
    if shown:
        streams = [one for one in cell.outputs if one.output_type == "stream"]
        part.outputs = streams if "print(" in source else []
    return part


def _shown(cell, source, runs):
    """Return a cell of text with the code that does not run here, and what it gave."""
    parts, attachments = [MARK, f"```python\n{source.strip()}\n```"], {}
    for output in cell.outputs:
        if output.output_type == "stream" and "print(" not in runs:
            parts.append(f"```\n{output.text.strip()}\n```")
        for alt, code in PICTURE.findall("".join(output.get("data", {}).get("text/html", ""))):
            name = f"picture-{len(attachments)}.png"
            attachments[name] = {"image/png": code}
            parts.append(f"![{html.unescape(alt)}](attachment:{name})")
    made = nbformat.v4.new_markdown_cell("\n\n".join(parts), id=f"{cell.id[:56]}-shown")
    if attachments:
        made.attachments = attachments
    return made
