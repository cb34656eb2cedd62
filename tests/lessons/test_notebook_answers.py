"""Every notebook, answered right by its own solutions, and answered wrong throughout."""

import copy
import re
import shutil
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from helpers.exercises import notebook_cells
from helpers.exercises.catalogue import exercises, notebooks
from tests.conftest import NOTEBOOKS, ROOT

ROLES = ("answer", "check", "hint", "solution")
WRONG = ('{} = "banana"', "{} = -123.456", "{} = a_name_nobody_knows", "{} = (")


def role(cell):
    """Return the part that a cell plays in an exercise, or ""."""
    tags = cell.metadata.get("tags", [])
    return next((tag for tag in (*ROLES, "predict") if tag in tags), "")


def parts(notebook):
    """Return {exercise name: {role: [index of cell]}}; an answer belongs to the check after it."""
    found, waiting = {}, []
    for index, cell in enumerate(notebook.cells):
        if role(cell) == "answer":
            waiting.append(index)
        elif role(cell):
            call = re.search(rf"^{role(cell)}\(['\"](\w+)['\"]\)", cell.source, re.M)
            assert call, f"a {role(cell)} cell without its call: {cell.source}"
            cells = found.setdefault(call[1], {})
            cells.setdefault(role(cell), []).append(index)
            if role(cell) == "check":
                cells["answer"], waiting = waiting, []
    assert not waiting, "an answer without a check"
    return found


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def read(path):
    notebook = nbformat.read(path, as_version=4)
    return notebook, parts(notebook)


def run(notebook, monkeypatch, tmp_path):
    """Run a notebook beside a copy of the data, so that it overwrites nobody's work."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "progress.json"))
    client = NotebookClient(
        notebook,
        timeout=300,
        startup_timeout=180,
        kernel_name="python3",
        allow_errors=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(tmp_path / "notebooks")}},
    )
    client.execute()


def verdict(cell):
    """Return the first line of what a check says."""
    texts = [output["data"]["text/plain"] for output in cell.outputs if "data" in output]
    return texts[-1].splitlines()[0] if texts else str(cell.outputs)


def errors(cells):
    """Return what stopped these cells."""
    return [
        f"{cell.source}\n{output.ename}: {output.evalue}"
        for cell in cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


with_exercises = pytest.mark.parametrize(
    "path",
    [path for path in NOTEBOOKS if parts(nbformat.read(path, as_version=4))],
    ids=lambda path: path.stem,
)


@with_exercises
def test_each_exercise_has_its_cells_in_order(path):
    _, found = read(path)
    assert list(found) == [one.name for one in notebooks()[path.stem]]
    for name, cells in found.items():
        assert all(len(cells.get(part, [])) == 1 for part in ROLES), name
        order = [cells[part][0] for part in ROLES]
        assert order == sorted(order), name
        assert ("predict" in cells) == bool(exercises()[name].guess), name
        assert cells.get("predict", [0])[0] < cells["answer"][0], name


@with_exercises
def test_answers_start_as_three_dots_and_solutions_are_folded(path):
    notebook, found = read(path)
    for name, cells in found.items():
        answer, solution = (notebook.cells[cells[part][0]] for part in ("answer", "solution"))
        assert (
            "..." in answer.source
            or f'ask("{name}")' in answer.source
            or "layers" in (answer.source)
        )
        assert "raises-exception" in answer.metadata.tags, name
        assert solution.metadata.get("jupyter", {}).get("source_hidden"), name
        assert "hide-input" in solution.metadata.tags, name
        # JupyterLab shows the first line of a folded cell, and all that it prints
        assert solution.source.startswith("# Solution"), name
        assert {output.output_type for output in solution.outputs} <= {"execute_result"}, name


@with_exercises
def test_from_top_to_bottom_no_answer_is_called_old(path, monkeypatch):
    monkeypatch.setattr(notebook_cells, "_written", {})
    for cell in code_cells(path):
        told = re.match(r'check\("(\w+)"\)', cell.source)
        assert not told or notebook_cells.doubts(told[1]) == (), cell.id
        info = SimpleNamespace(raw_cell=cell.source, cell_id=cell.id)
        notebook_cells.remember(
            SimpleNamespace(info=info, error_before_exec=None, error_in_exec=None)
        )


@with_exercises
def test_answered_by_its_solutions_every_check_says_correct(path, monkeypatch, tmp_path):
    notebook, found = read(path)
    notebook = copy.deepcopy(notebook)
    for cells in found.values():
        solution = notebook.cells[cells["solution"][0]].source
        right = re.sub(r"^solution\(.*$", "", solution, flags=re.M)
        notebook.cells[cells["answer"][0]].source = right
    run(notebook, monkeypatch, tmp_path)
    assert not errors(notebook.cells)
    said = {name: verdict(notebook.cells[cells["check"][0]]) for name, cells in found.items()}
    assert {name: line for name, line in said.items() if not line.startswith("✓")} == {}


@with_exercises
def test_answered_wrong_throughout_all_other_cells_still_run(path, monkeypatch, tmp_path):
    notebook, found = read(path)
    answers = [cells["answer"][0] for cells in found.values()]
    for number, (name, index) in enumerate(zip(found, answers, strict=True)):
        notebook.cells[index].source = WRONG[number % len(WRONG)].format(name)
    run(notebook, monkeypatch, tmp_path)
    others = [cell for index, cell in enumerate(notebook.cells) if index not in answers]
    assert not errors(others)
    said = {name: verdict(notebook.cells[cells["check"][0]]) for name, cells in found.items()}
    assert not [line for line in said.values() if line.startswith("✓")]
