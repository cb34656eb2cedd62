"""The cell that the page gives for Colab makes the workbook usable in a Python that lacks it."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, need

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
AFTER = """
import helpers
print(helpers.__file__)
from helpers.setup_check import check_setup
print(check_setup())
"""


def test_the_first_cell_brings_helpers_and_the_image(tmp_path):
    if os.name == "nt":
        pytest.skip("Colab's computers are Linux, and so is its cell")
    need((ROOT / ".git").exists() and shutil.which("git"), "git, and a clone")
    (tmp_path / ".gitconfig").write_text("[safe]\ndirectory = *\n")  # CI's clone is another user's
    section = PAGE.partition("## Colab")[2].partition("\n## ")[0]
    cell = re.search(r"```\n(.*?)```", section, re.S)[1]
    content, address = tmp_path / "content", "https://github.com/OWNER/NAME"
    content.mkdir()
    # what the line with pip brings is here already
    kept = [line for line in cell.splitlines() if not line.startswith("%pip install")]
    assert len(kept) == len(cell.splitlines()) - 1 and address in cell and "/content/" in cell
    here = "\n".join(kept).replace(address, ROOT.as_uri()).replace("/content", str(content))
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--colors=nocolor", "-c", here + AFTER],
        cwd=content,
        env=os.environ | {"HOME": str(tmp_path), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
    )
    assert f"{content / 'workbook' / 'helpers'}" in done.stdout, done.stdout + done.stderr
    assert "every voxel in it is right" in done.stdout, done.stdout + done.stderr
