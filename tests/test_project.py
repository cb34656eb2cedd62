"""The lists of packages agree, and the project's own promises hold."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK, DEV_LOCK = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"


def pins(path):
    """Return {name: {versions}} of a lock."""
    found = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", path.read_text(), re.M):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def names(requirements):
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def test_every_dependency_is_in_the_lock():
    assert names(PROJECT["dependencies"]) <= set(pins(LOCK))
    extras = PROJECT["optional-dependencies"].values()
    assert set().union(*map(names, extras)) <= set(pins(DEV_LOCK))


def test_both_locks_hold_the_same_versions():
    lab, dev = pins(LOCK), pins(DEV_LOCK)
    assert {name: dev.get(name) for name in lab} == lab


@pytest.mark.parametrize("path", [LOCK, DEV_LOCK], ids=lambda path: path.name)
def test_a_lock_has_hashes_for_all_and_no_address(path):
    text = path.read_text()
    assert "://" not in text
    blocks = re.split(r"^(?=[a-zA-Z])", text, flags=re.M)[1:]
    assert len(blocks) > 100
    assert all("--hash=sha256:" in block for block in blocks)


def test_conda_brings_python_and_the_lock_brings_the_rest():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, rest = environment["dependencies"]
    version = python.removeprefix("python=")
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(version)
    assert (pip, rest) == ("pip", {"pip": [f"-r {LOCK.name}"]})


def test_every_package_we_import_is_declared():
    modules = set()
    for path in (ROOT / "helpers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add(node.module.split(".")[0])
    by_module = {
        "PIL": "pillow",
        "lazy_loader": "lazy-loader",
        "cc3d": "connected-components-3d",
        "skimage": "scikit-image",
    }
    by_module |= {"yaml": "pyyaml", "qtpy": "napari", "vispy": "napari", "IPython": "jupyterlab"}
    by_module |= {"traitlets": "ipywidgets", "magicgui": "napari", "pydantic": "napari"}
    declared = names(PROJECT["dependencies"])
    third_party = modules - set(sys.stdlib_module_names) - {"helpers"}
    optional = {"napari_skimage_regionprops", "napari_matplotlib", "napari_skimage"}
    missing = {m for m in third_party - optional if by_module.get(m, m) not in declared}
    assert not missing


@pytest.mark.parametrize("module", ["helpers", "helpers.explorers", "helpers.exercises"])
def test_importing_brings_nothing_heavy(module):
    code = (
        f"import sys, {module}; print(*{{'napari', 'pandas', 'dask', 'qtpy'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_version_is_said_once():
    import helpers

    assert helpers.__version__ == PROJECT["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def lines_of_code(path):
    """Count the lines that hold code: no docstrings, no comments, no empty lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return len(ast.unparse(tree).splitlines())


def test_a_module_has_one_subject_and_about_250_lines():
    counts = {
        path.relative_to(ROOT).as_posix(): lines_of_code(path)
        for path in (ROOT / "helpers").rglob("*.py")
    }
    assert {name: count for name, count in counts.items() if count > 250} == {}


def test_make_without_a_target_lists_the_targets():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"make lab", "make test"} <= {line[:18].strip() for line in listed.splitlines()}
