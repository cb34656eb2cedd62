"""The lists of packages agree, and the project's own promises hold."""

import ast
import io
import re
import shutil
import subprocess
import sys
import tokenize
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


def test_every_dependency_says_from_which_version_on():
    extras = PROJECT["optional-dependencies"].values()
    every = [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]
    assert [one for one in every if ">=" not in one] == []


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


def test_every_package_has_a_lowest_version_that_the_lock_does_not_fall_below():
    held = pins(LOCK)
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        assert sorted(part.operator for part in wanted.specifier) in ([">="], ["<", ">="]), line
        assert all(map(wanted.specifier.contains, held[canonicalize_name(wanted.name)])), line


def test_learners_install_neither_qt_nor_the_tools_of_the_tests():
    extras = PROJECT["optional-dependencies"]
    assert [Requirement(line).extras for line in extras["window"]] == [{"pyqt6"}]
    apart = names(extras["plugins"]) | names(extras["test"]) | {"pyqt6", "pyqt6-qt6", "pyqt6-sip"}
    assert not (apart - {"pytest", "coverage"}) & set(pins(LOCK))  # nbval runs on these two
    assert apart <= set(pins(DEV_LOCK))


def test_conda_brings_python_and_the_locks_bring_the_rest():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, rest = environment["dependencies"]
    version = python.removeprefix("python=")
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(version)
    pins_of_all, all_of_lab, *named = rest["pip"]
    assert (pip, pins_of_all, all_of_lab) == ("pip", f"-c {DEV_LOCK.name}", f"-r {LOCK.name}")
    found = {one.name: (one.extras, {str(one.specifier)}) for one in map(Requirement, named)}
    seven = ["jupyterlab", "ipywidgets", "napari", "numpy", "scikit-image", "matplotlib", "nbval"]
    held = {name: {f"=={version}" for version in pins(LOCK)[name]} for name in seven}
    assert found == {name: ({"pyqt6"} if name == "napari" else set(), held[name]) for name in seven}


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
    by_module |= {"traitlets": "ipywidgets"} | dict.fromkeys(
        ["magicgui", "npe2", "pydantic"], "napari"
    )
    declared = names(PROJECT["dependencies"])
    third_party = modules - set(sys.stdlib_module_names) - {"helpers"}
    optional = {"napari_skimage_regionprops", "napari_matplotlib", "napari_skimage", "bioio"}
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


def python_lines(text):
    """Return how many lines hold code: not blank, no comment, no docstring."""
    lines, bare = set(), (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (*bare, tokenize.INDENT, tokenize.DEDENT):
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if documented and ast.get_docstring(node) is not None:
            lines.difference_update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def javascript_lines(text):
    """Return how many lines hold code: not blank, no comment."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S).splitlines()
    return sum(bool(line.strip()) and not line.strip().startswith("//") for line in bare)


def test_lines_of_code_are_counted_as_a_reader_counts_them():
    assert python_lines('"""Doc."""\n\n# why\nA = (\n    1,\n    2,\n)\n') == 4
    assert python_lines('def f():\n    """Doc.\n\n    More."""\n    return """a\nb"""\n') == 3
    assert javascript_lines("// why\n\n/* a\nb */\nconst a = 1; // one\n") == 1


LONGEST = {"lessons": 500}  # the texts of a lesson's exercises read from top to bottom


@pytest.mark.parametrize(("ending", "count"), [(".py", python_lines), (".js", javascript_lines)])
def test_a_module_has_one_subject_and_about_250_lines(ending, count):
    house = ROOT / "helpers"
    lines = {path: count(path.read_text(encoding="utf-8")) for path in house.rglob(f"*{ending}")}
    assert lines
    assert {
        path.relative_to(house).as_posix(): found
        for path, found in lines.items()
        if found > LONGEST.get(path.relative_to(house).parts[0], 250)
    } == {}


@pytest.mark.parametrize(
    ("wing", "ground"),
    [
        ("viewer", {"inputs", "page", "png"}),
        ("exercises", {"colours", "files", "inputs", "page"}),
    ],
)
def test_a_wing_stands_alone(wing, ground, tmp_path):
    """A copy of it, with nothing of the house but the ground it needs, can be imported whole."""
    alone = tmp_path / "helpers"
    shutil.copytree(ROOT / "helpers" / wing, alone / wing)
    for name in ("__init__", *ground):
        shutil.copy(ROOT / "helpers" / f"{name}.py", alone)
    for path in [*(ROOT / "helpers").glob("*.js"), *(ROOT / "helpers").glob("*.css")]:
        shutil.copy(path, alone)
    modules = sorted(path.stem for path in (alone / wing).glob("*.py") if path.stem != "window")
    code = f"""
import importlib, sys
sys.path.insert(0, {str(tmp_path)!r})
import helpers
assert helpers.__file__.startswith({str(tmp_path)!r})
for name in {modules!r}:
    importlib.import_module(f"helpers.{wing}.{{name}}")
"""
    if wing == "exercises":
        code += readme_lines(wing) + "print(check('slices', 59))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if wing == "exercises":
        assert done.stdout.splitlines()[:2] == ["↻ Not yet: Slices", "You answered 59."]


def readme_lines(wing):
    """Return the lines of Python that a wing's README shows."""
    text = (ROOT / "helpers" / wing / "README.md").read_text(encoding="utf-8")
    return re.search(r"```python\n(.*?)```", text, re.S)[1]


def test_make_without_a_target_lists_the_targets():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"make lab", "make test"} <= {line[:18].strip() for line in listed.splitlines()}
