"""The site for the browser alone: its packages, and its copies of the notebooks."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests.conftest import NOTEBOOKS, ROOT, need
from tests.doors.as_in_a_browser import HIDDEN

sys.path.insert(0, str(ROOT / "tools"))

import wheels
from browser_copies import browser_copy, split

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lock():
    """Pyodide's own list of its packages."""
    need(wheels.PYODIDE.exists(), "Node's packages")
    return json.loads((wheels.PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def copies():
    """The notebooks' copies, by name."""
    return {path.stem: browser_copy(nbformat.read(path, 4)) for path in NOTEBOOKS}


def imported():
    """Return the packages that `helpers` imports anywhere."""
    found = set()
    for path in (ROOT / "helpers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"helpers"}


def test_what_helpers_imports_is_pyodides_or_the_sites_or_does_without(lock):
    theirs = {name for one in lock["packages"].values() for name in one["imports"]}
    brought = {name.replace("-", "_") for name in (*wheels.to_bring(), *wheels.KERNEL)}
    unknown = imported() - theirs - brought - set(HIDDEN.split()) - {"IPython"}
    assert unknown == set()


def test_the_site_brings_pure_packages_only_in_the_versions_of_the_lock(lock, tmp_path):
    pins = dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements-dev.txt").read_text(), re.M))
    for name in wheels.to_bring():
        made = wheels.pack_installed(name, tmp_path)
        assert made.name.endswith("-py3-none-any.whl")
        assert made.name.split("-")[1] == pins[name]
        inside = zipfile.ZipFile(made).namelist()
        assert not [each for each in inside if each.endswith((".so", ".pyd", ".pyc"))]


def test_the_workbooks_wheel_asks_for_nothing_that_a_browser_lacks(lock, tmp_path):
    first = wheels.pack_workbook(tmp_path / "a")
    assert first.read_bytes() == wheels.pack_workbook(tmp_path / "b").read_bytes()
    with zipfile.ZipFile(first) as made:
        text = made.read(next(x for x in made.namelist() if x.endswith("METADATA"))).decode()
        assert "data/nuclei.ome.tif" in made.namelist()
    asked = {canonicalize_name(one) for one in re.findall(r"^Requires-Dist: ([\w.-]+)", text, re.M)}
    assert {"numpy", "scikit-image", "anywidget"} <= asked
    assert asked <= set(wheels.pyodide_versions()) | set(wheels.to_bring())
    assert not asked & set(wheels.ABSENT)


def test_a_requirement_is_read_as_in_a_browser():
    assert Marker("sys_platform == 'emscripten'").evaluate(wheels.BROWSER)
    assert not Marker("sys_platform == 'win32' or os_name == 'nt'").evaluate(wheels.BROWSER)
    assert Marker("python_version == '3.14'").evaluate(wheels.BROWSER)


def test_another_version_of_pyodide_than_the_kernels_is_refused(lock, monkeypatch):
    monkeypatch.setattr(wheels, "PYODIDE_VERSION", "1.2.3")
    with pytest.raises(SystemExit, match=r"wants Pyodide 1\.2\.3, but node_modules has"):
        wheels.pyodide_versions()


def test_without_node_it_is_said_what_is_wanted(monkeypatch, tmp_path):
    monkeypatch.setattr(wheels, "PYODIDE", tmp_path / "nowhere")
    with pytest.raises(SystemExit, match="install Node with its npm, then type npm ci"):
        wheels.pyodide_versions()


def test_the_kernel_fetches_just_this_version():
    kernel = wheels.extensions() / "@jupyterlite" / "pyodide-kernel-extension" / "static"
    texts = "".join(path.read_text(encoding="utf-8") for path in kernel.glob("*.js"))
    assert set(re.findall(r"/pyodide/v([\d.]+)/full/", texts)) == {wheels.PYODIDE_VERSION}


def test_the_page_on_the_doors_gives_the_versions_that_a_browser_gets(lock):
    there = wheels.pyodide_versions()
    said = f"Pyodide {wheels.PYODIDE_VERSION} (Python {lock['info']['python']})"
    assert said in PAGE
    for name in ("NumPy", "SciPy", "scikit-image", "pandas", "Matplotlib"):
        assert f"{name} {there[name.lower()]}" in PAGE


CELL = """\
import napari
from helpers.viewer import open_viewer
x = 1
viewer = open_viewer()
layer = viewer.layers[0]
y = x + 1
layer.name"""


def test_a_cell_is_cut_where_it_first_needs_the_viewer():
    gone = set()
    runs, shown = split(CELL, gone)
    assert runs == "x = 1"
    assert shown.splitlines()[0] == "viewer = open_viewer()" and "y = x + 1" in shown
    assert gone == {"napari", "open_viewer", "viewer", "layer", "y"}
    assert split("y = 5", gone) == ("y = 5", "") and "y" not in gone
    assert split("layer.name", gone) == ("", "layer.name")


def test_each_copy_says_which_parts_need_a_computer_and_marks_each_of_them(copies):
    for name, copy in copies.items():
        head = copy.cells[1].source
        assert "This copy runs in your browser alone" in head
        marked = sum("**On a computer**" in cell.source for cell in copy.cells[2:])
        said = re.search(r"need a computer, (\d+) in this", head)
        assert (int(said[1]) if said else 0) == marked, name
        nbformat.validate(copy)
    assert (
        "Everything in this notebook works here"
        not in copies["03_manual_labelling"].cells[1].source
    )


def test_nothing_is_lost_on_the_way_to_a_copy(copies):
    for path in NOTEBOOKS:
        text = "\n".join(cell.source for cell in copies[path.stem].cells)
        for cell in nbformat.read(path, 4).cells:
            lines = [] if "solution" in cell.metadata.get("tags", ()) else cell.source.splitlines()
            kept = [line for line in lines if "import" not in line]
            assert all(line in text for line in kept), (path.name, cell.source)


RUN = """
import json, sys
from tests.doors.as_in_a_browser import run, take_away
take_away()
with open(sys.argv[1], encoding="utf-8") as file:
    sys.exit(run([cell for cell in json.load(file) if cell["cell_type"] == "code"]))
"""


@pytest.mark.parametrize("name", ["00_welcome", "03_manual_labelling", "06_your_own_images"])
def test_a_copy_runs_with_what_a_browser_has(name, copies, tmp_path):
    first, *code = (cell for cell in copies[name].cells if cell.cell_type == "code")
    assert first.source.startswith("%pip install")
    (work := tmp_path / "notebooks").mkdir()
    (tmp_path / "cells.json").write_text(json.dumps(code), encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
    words = [sys.executable, "-c", RUN, str(tmp_path / "cells.json")]
    done = subprocess.run(words, cwd=work, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
