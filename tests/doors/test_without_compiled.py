"""Without edt, cc3d, distributed, psutil, imagecodecs and napari the arithmetic is the same.

So it is in a browser's Python, where none of them can be installed.
"""

import ast
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HIDDEN = "cc3d edt distributed imagecodecs psutil napari qtpy vispy numba"
LAWS = "nuclei/test_segmentation.py nuclei/test_labelling.py"
NAMED = "scikit or ties or pieces or any_mask"


def python(*words):
    """Run Python with the packages hidden; return how it ended and what it printed."""
    env = os.environ | {"NUCLEI_HIDDEN": HIDDEN, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_the_laws_hold_without_them():
    laws = [f"tests/{name}" for name in LAWS.split()]
    plain = ["-o", "addopts=", "-q", "-p", "no:cacheprovider"]
    for plugin in ("napari", "npe2", "napari-plugin-engine", "pytest-qt"):
        plain += ["-p", f"no:{plugin}"]
    code, said = python("-m", "pytest", "-p", "tests.doors.hide", *plain, "-k", NAMED, *laws)
    assert code == 0, said[-3000:]
    assert "skipped" not in said


SUMS = ("sum", "cumsum", "prod", "cumprod")
ARITHMETIC = ("nuclei", "workflow", "explorers", "pictures", "images", "blocks", "folder")


@pytest.mark.parametrize("wing", ARITHMETIC)
def test_no_sum_of_whole_numbers_depends_on_the_machine(wing):
    """Where a whole number has 32 bits, as in a browser, a sum would overflow in silence.

    So a sum of NumPy's says in which numbers it is made, and what is counted is counted.
    """
    silent = []
    for path in (ROOT / "helpers" / wing).glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            own = isinstance(call.func.value, ast.Name) and call.func.value.id == "math"
            said = any(word.arg == "dtype" for word in call.keywords)
            if call.func.attr in SUMS and not own and not said:
                silent.append(f"{path.name}:{call.lineno}: {ast.unparse(call)}")
    assert silent == []
