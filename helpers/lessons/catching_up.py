"""Come to any section of a notebook without running what lies above it."""

import ast
import builtins
import contextlib
import io
import json
import re
import time
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from ..exercises.catalogue import find_notebook
from ..exercises.notebook_cells import namespace
from ..exercises.verdict import Verdict
from ..inputs import InputError, did_you_mean

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LOOKING = ("helpers.pictures", "helpers.exercises", "helpers.explorers", "IPython.display")
"""Modules whose functions only show or ask something, when nothing keeps what they return."""

_OWN = {"answer", "check", "hint", "predict"}  # the cells of an exercise that are the learner's


def catch_up(notebook: str, section: str | None = None, folder: Path | None = None) -> Verdict:
    """Bring a section's names into this notebook, as if all cells above it had been run.

    Of the cells above, only what the rest of the notebook builds on is run; no picture is drawn.

    Parameters
    ----------
    notebook : str
        Its name or its number, such as ``"04"``.
    section : str, optional
        Its heading, or a part that only one heading has. Without it, all headings are listed.
    folder : Path, optional
        Where the notebooks lie; by default where the workbook has them.

    Returns
    -------
    Verdict
        What is there now.

    Raises
    ------
    InputError
        If there is no such notebook or section, or the section cannot be reached like this.
    """
    name = find_notebook(str(notebook).zfill(2))
    cells = read_cells(name, folder)
    places = headings(cells)
    title = name.replace("_", " ")
    if section is None:
        return Verdict("plain", f"The sections of {title}", "; ".join(places))
    found = choose(section, list(places), title)
    above, below = cells[: places[found]], cells[places[found] :]
    began = time.perf_counter()
    steps = needed(above, below)
    program = ast.Module(body=steps, type_ignores=[])
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(program, f"<catch up with {title}>", "exec"), namespace())
    except Exception as problem:
        raise InputError(
            f"The cells above “{found}” stopped ({type(problem).__name__}: {problem}): click into "
            "the section, and choose Run > Run All Above Selected Cell to see where."
        ) from problem
    made = [one for step in steps if not isinstance(step, _IMPORTS) for one in sorted(makes(step))]
    names = ", ".join(f"`{one}`" for one in dict.fromkeys(made)) or "nothing but its tools"
    seconds = time.perf_counter() - began
    return Verdict(
        "plain",
        found,
        f"You can go on here. Ready after {seconds:.1f} seconds: {names}.",
        ("Now run the cells below this heading.",),
    )


def read_cells(name: str, folder: Path | None = None) -> list[dict[str, Any]]:
    """Return the cells of a notebook of the workbook.

    Parameters
    ----------
    name : str
        Its full name, without ``.ipynb``.
    folder : Path, optional
        Where it lies; by default where the workbook has it, or here.

    Returns
    -------
    list of dict
        As in the file, each ``source`` as one text.

    Raises
    ------
    InputError
        If it is not there, or is no notebook.
    """
    places = [folder] if folder else [NOTEBOOKS, Path()]
    path = next((one / f"{name}.ipynb" for one in places if (one / f"{name}.ipynb").exists()), None)
    if path is None:
        raise InputError(
            f"There is no {name}.ipynb in {places[0]}: open the notebook that came with the "
            "workbook, or say with folder= where it lies."
        )
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell | {"source": "".join(cell["source"])} for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise InputError(
            f"{path.name} cannot be read as a notebook: get a fresh copy of it."
        ) from None


def headings(cells: list[dict[str, Any]]) -> dict[str, int]:
    """Return the headings below the title, in order, and the cell that each begins.

    Parameters
    ----------
    cells : list of dict

    Returns
    -------
    dict of str to int
    """
    found = {}
    for place, cell in enumerate(cells):
        title = re.match(r"#{2,} (.+)", cell["source"]) if cell["cell_type"] == "markdown" else None
        if title:
            found[re.sub(r"[`*★]", "", title[1]).strip()] = place
    return found


def choose(section: str, titles: list[str], notebook: str) -> str:
    """Return the one heading that is meant.

    Parameters
    ----------
    section : str
        All of it, or a part that only one heading has; small and capital letters are the same.
    titles : list of str
    notebook : str
        What to call it in a message.

    Returns
    -------
    str

    Raises
    ------
    InputError
        If no heading has it, or several; the message lists them.
    """
    wanted = re.sub(r"[`*★#]", "", str(section)).strip().casefold()
    same = [title for title in titles if wanted == title.casefold()]
    within = [title for title in titles if wanted and wanted in title.casefold()]
    found = same or within
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f"“{section}” stands in several headings of {notebook}: give more of the one you "
            f"mean. They are: {'; '.join(found)}."
        )
    near = did_you_mean(str(section), titles, cutoff=0.5)
    raise InputError(
        f"{notebook} has no section “{section}”.{near} The sections are: {'; '.join(titles)}."
    )


_IMPORTS = (ast.Import, ast.ImportFrom)
_SCOPES = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def needed(above: list[dict[str, Any]], below: list[dict[str, Any]]) -> list[ast.stmt]:
    """Return those statements of the cells above that make what the cells below use.

    Parameters
    ----------
    above, below : list of dict
        Cells of a notebook.

    Returns
    -------
    list of ast.stmt
        In the order in which they have to run.
    """
    programs = [statements(cell) for cell in above]
    tools = _tools(programs)
    steps = [step for program in programs for step in _without_looking(program, tools, last=True)]
    kin, folders = _kin(steps, {*tools, *dir(builtins)}), _folders(steps)
    wanted = used_first(below)
    kept = []
    for step in reversed(steps):
        made, touched = makes(step), _changes(step, folders)
        reached = {other for one in touched & kin.keys() for other in kin[one]}
        if not (made | reached) & wanted:
            continue
        kept.append(step)
        if isinstance(step, (ast.Assign, ast.FunctionDef, *_IMPORTS)):
            wanted -= made  # an `if` or a loop may leave its names unmade
        wanted |= uses(step)
    return kept[::-1]


def statements(cell: dict[str, Any]) -> list[ast.stmt]:
    """Return the statements of a cell; none of a text, or of a cell that is the learner's own.

    Parameters
    ----------
    cell : dict

    Returns
    -------
    list of ast.stmt
    """
    tags = set(cell.get("metadata", {}).get("tags", []))
    if cell["cell_type"] != "code" or tags & _OWN:
        return []
    try:
        return ast.parse(TransformerManager().transform_cell(cell["source"])).body
    except SyntaxError:  # half typed: it makes nothing yet
        return []


def _tools(programs: list[list[ast.stmt]]) -> dict[str, str]:
    """Return the names that are imported, and where from."""
    found = {"print": "IPython.display", "get_ipython": "IPython.display"}
    for step in (step for program in programs for step in program):
        if isinstance(step, ast.ImportFrom):
            for one in step.names:
                module = step.module or ""
                whole = f"{module}.{one.name}"
                found[one.asname or one.name] = whole if whole in LOOKING else module
        elif isinstance(step, ast.Import):
            found |= {(one.asname or one.name).split(".")[0]: one.name for one in step.names}
    return found


def _without_looking(
    steps: list[ast.stmt], tools: dict[str, str], last: bool = False
) -> list[ast.stmt]:
    """Leave out what only shows something; `last`: the last line is what the cell shows."""
    kept = []
    for step in steps:
        if isinstance(step, ast.Expr):
            shown = last and step is steps[-1] and not _calls_method_of_data(step.value, tools)
            if shown or not isinstance(step.value, ast.Call) or _looks(step.value, tools):
                continue
        elif isinstance(step, ast.For | ast.While | ast.If | ast.With):
            step.body = _without_looking(step.body, tools)
            if hasattr(step, "orelse"):
                step.orelse = _without_looking(step.orelse, tools)
            if not step.body and not getattr(step, "orelse", []):
                continue
            step.body = step.body or [ast.copy_location(ast.Pass(), step)]
        kept.append(step)
    return kept


def _looks(call: ast.Call, tools: dict[str, str]) -> bool:
    return tools.get(_root(call.func), "") in LOOKING


def _calls_method_of_data(value: ast.expr, tools: dict[str, str]) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and _root(value) not in ("", *tools)
    )


def _root(node: ast.AST) -> str:
    """Return the name that an expression such as `viewer.layers[0].data` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _walk(node: ast.AST) -> list[ast.AST]:
    """Return the nodes of a statement, without those that have a scope of their own."""
    found = [node]
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _SCOPES):
            found += _walk(child)
    return found


def makes(step: ast.stmt) -> set[str]:
    """Return the names that a statement gives to something.

    Parameters
    ----------
    step : ast.stmt

    Returns
    -------
    set of str
    """
    if isinstance(step, ast.FunctionDef | ast.ClassDef):
        return {step.name}
    if isinstance(step, _IMPORTS):
        return {(one.asname or one.name).split(".")[0] for one in step.names}
    return {
        node.id
        for node in _walk(step)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def uses(step: ast.AST) -> set[str]:
    """Return the names that a statement reads and does not bring along.

    Parameters
    ----------
    step : ast.AST

    Returns
    -------
    set of str
    """
    nodes = list(ast.walk(step))
    read = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.comprehension | ast.For):
            own |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        elif isinstance(node, ast.AugAssign):
            read.add(_root(node.target))
    return read - own


def _changes(step: ast.stmt, folders: set[str]) -> set[str]:
    """Return the names whose things a statement may change: `a[0] = 1`, `a.append(1)`, `f(a)`.

    In a folder, any call to which it is given may leave a file.
    """
    found = set()
    for node in _walk(step):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.add(_root(node))
        elif isinstance(node, ast.AugAssign):
            found.add(_root(node.target))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            found |= uses(node.value)
        elif isinstance(node, ast.Call):
            found |= uses(node) & folders
    return found


def _folders(steps: list[ast.stmt]) -> set[str]:
    """Return the names of paths: made by `Path(...)`, or from another one with a slash."""
    found: set[str] = set()
    for step in steps:
        value = step.value if isinstance(step, ast.Assign) else None
        whole = isinstance(value, ast.BinOp) and isinstance(value.op, ast.Div)
        if _root(value) == "Path" or (whole and _root(value.left) in found):
            found |= makes(step)
    return found


def _kin(steps: list[ast.stmt], tools: set[str]) -> dict[str, set[str]]:
    """Return, for each name that is no tool, the names that may stand for a part of the same thing.

    After `layer = viewer.layers[0]`, what changes one of the two changes the other.
    """
    kin: dict[str, set[str]] = {}
    for step in steps:
        for name in (makes(step) | uses(step)) - tools:
            kin.setdefault(name, {name})
        pairs = [(step, step.value)] if isinstance(step, ast.Assign) else []
        pairs += [(n, n.iter) for n in _walk(step) if isinstance(n, ast.For)]
        for target, value in pairs:
            for root in {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} & kin.keys():
                if root == _root(value) or isinstance(value, ast.List | ast.Tuple | ast.Dict):
                    names = makes(step) if target is step else makes(ast.Expr(target.target))
                    group = kin[root].union(*(kin[one] for one in names if one in kin))
                    kin |= dict.fromkeys(group, group)
    return kin


def used_first(cells: list[dict[str, Any]]) -> set[str]:
    """Return the names that cells read before they make them.

    Parameters
    ----------
    cells : list of dict

    Returns
    -------
    set of str
    """
    return _read_first([step for cell in cells for step in statements(cell)], set())


def _read_first(steps: list[ast.stmt], known: set[str]) -> set[str]:
    wanted = set()
    for step in steps:
        if isinstance(step, ast.For | ast.While | ast.If | ast.With):
            bodies = [step.body, getattr(step, "orelse", [])]
            inside = {id(one) for body in bodies for one in body}
            heads = [one for one in ast.iter_child_nodes(step) if id(one) not in inside]
            own = {name for head in heads for name in makes(ast.Expr(head))}
            wanted |= {name for head in heads for name in uses(head)} - known
            for body in bodies:
                wanted |= _read_first(body, known | own)
        else:
            wanted |= uses(step) - known
        if isinstance(step, (ast.Assign, ast.FunctionDef, ast.For, ast.With, *_IMPORTS)):
            known = known | makes(step)
    return wanted
