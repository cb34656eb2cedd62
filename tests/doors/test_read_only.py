"""A workbook in a folder that takes no files, as for a user who may not write there."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, need

RUN = """
import sys, nbformat
from nbclient import NotebookClient
page = nbformat.read("04_erosion_and_expansion.ipynb", as_version=4)
code = [cell for cell in page.cells if cell.cell_type == "code"]
page.cells = [code[0], next(cell for cell in code if cell.id == "save-write")]
NotebookClient(page, timeout=120).execute()  # a red cell would end it here
print(*(output["text"] for cell in page.cells for output in cell.outputs))
"""


@pytest.fixture
def unwritable(tmp_path):
    """Return a folder with the notebook that takes no files, and a home."""
    if os.name == "nt":
        pytest.skip("on Windows a folder's right to write is not taken with chmod")
    folder, home = tmp_path / "notebooks", tmp_path / "home"
    for path in (folder, home):
        path.mkdir()
    for name in ("00_welcome.ipynb", "04_erosion_and_expansion.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, folder)
    folder.chmod(0o555)
    yield folder, home
    folder.chmod(0o755)


def as_others():
    """Return what begins a command so that rights bind it, even if root gives it."""
    if os.geteuid():
        return []
    return [need(shutil.which("setpriv"), "setpriv"), "--bounding-set", "-dac_override"]


def test_the_cells_write_into_the_home_folder_and_say_so(unwritable):
    folder, home = unwritable
    env = os.environ | {"HOME": str(home), "PYTHONPATH": str(ROOT)}
    env = {k: v for k, v in env.items() if not k.startswith(("XDG_", "JUPYTER_", "IPYTHON"))}
    command = [*as_others(), sys.executable, "-c", RUN]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    work = home / "nuclei-workbook" / "my_work"
    assert f"{folder} cannot be written to (Permission denied)" in done.stdout
    assert str(work) in done.stdout and "19.47 %" in done.stdout
    assert (work / "measure_percent.py").exists() and not (folder / "my_work").exists()
