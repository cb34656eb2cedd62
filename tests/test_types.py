"""The machinery's types agree; pyproject.toml says which wings are looked at."""

import subprocess
import sys

from tests.conftest import ROOT


def test_mypy_finds_nothing():
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""
