"""`tools/start.py` makes the environment from the lock, goes on where it stopped, and says so."""

import importlib.util
import os
import shutil
import subprocess
import sys

import pytest
from packaging.utils import canonicalize_name

from tests.conftest import ROOT, need
from tests.test_project import DEV_LOCK, LOCK, PROJECT, pins

FAKE = """#!{python}
import sys
with open("said.txt", "a") as file:
    print(*sys.argv[1:], file=file)
print("Prepared 3 packages", "Installed 3 packages", " + numpy==1", sep="\\n", file=sys.stderr)
sys.exit("no wheel of pyqt6-qt6 for this system" if "{fails}" in sys.argv else 0)
"""


@pytest.fixture
def start():
    """Load the script as a module."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "tools" / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def house(tmp_path):
    """Copy what a set-up reads; the installer and Python in its .venv only note what they get."""
    if os.name == "nt":
        pytest.skip("the stand-ins are scripts for a Unix system")
    (tmp_path / "tools").mkdir()
    for path in (LOCK, DEV_LOCK, ROOT / "pyproject.toml", ROOT / "tools" / "start.py"):
        shutil.copy(path, tmp_path / path.relative_to(ROOT))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    fake(tmp_path)
    return tmp_path


def fake(house, fails="nothing"):
    for name in ("uv", "python", "ruff", "lint-imports"):
        path = house / ".venv" / "bin" / name
        path.write_text(FAKE.format(python=sys.executable, fails=fails))
        path.chmod(0o755)


def call(house, *words):
    """Run the script; return how it ended, what it printed, and what was called since."""
    said = house / "said.txt"
    said.unlink(missing_ok=True)
    command = [sys.executable, house / "tools" / "start.py", *words]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True)
    calls = said.read_text().splitlines() if said.exists() else []
    return done.returncode, done.stdout + done.stderr, calls


def test_lab_installs_from_the_lock_and_starts_at_once_the_second_time(house):
    code, printed, calls = call(house, "lab", "--port", "9000")
    install, own, started = calls
    assert code == 0 and "step 2 of 2" in printed
    assert "Installed 3 packages, now made quick to start" in printed
    assert "--require-hashes" in install and "--extra window" in install
    assert "--constraint requirements-dev.txt" in install
    assert own.endswith("--no-deps --editable .")
    assert started.endswith("lab.py --port 9000")
    code, printed, calls = call(house, "lab")
    assert "Setting up" not in printed and calls == [started.removesuffix(" --port 9000")]


def test_node_does_not_take_jupyterlabs_scripts_for_modules_as_ours_are(house):
    shutil.copy(ROOT / "package.json", house)
    call(house, "lab")
    script = house / ".venv" / "yarn.js"
    script.write_text('require("util");')
    node = need(shutil.which("node"), "Node")
    done = subprocess.run([node, script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_without_the_window_only_the_lock_of_learners_is_installed(house):
    _, _, calls = call(house, "lab", "--no-window")
    assert calls[0].endswith("--requirements requirements.txt") and "--extra" not in calls[0]
    assert calls[-1].endswith("lab.py")
    assert len(call(house, "lab")[2]) == 3  # the window comes on top when it is wanted


def test_a_larger_set_holds_the_smaller_and_a_changed_lock_is_installed_again(house):
    assert call(house, "setup", "dev")[2][0].endswith("--requirements requirements-dev.txt")
    assert call(house, "setup", "plugins") == (0, "", [])
    with open(house / LOCK.name, "a") as file:
        file.write("# another\n")
    assert "--extra plugins" in call(house, "setup", "plugins")[2][0]


def test_test_looks_the_code_over_and_runs_pytest(house):
    call(house, "setup", "dev")
    assert call(house, "test", "tests/doors")[2] == [
        "check .",
        "format --check .",
        "--no-logo",
        "-m pytest tests/doors",
    ]


def test_a_set_up_that_stops_gives_the_reason_and_goes_on_later(house):
    fake(house, fails="--require-hashes")
    code, printed, _ = call(house, "lab")
    assert code == 1 and "no wheel of pyqt6-qt6" in printed and "WINDOW=no" in printed
    fake(house)
    assert len(call(house, "lab")[2]) == 3


def test_what_it_does_not_know_is_answered_with_its_two_commands(house):
    code, printed, calls = call(house, "labb")
    assert code == 1 and calls == [] and "py tools/start.py lab" in printed


def test_an_old_python_and_a_path_too_long_for_windows_are_refused_in_a_sentence(
    start, monkeypatch, tmp_path
):
    monkeypatch.setattr(start, "WINDOWS", True)
    monkeypatch.setattr(start, "ROOT", tmp_path / ("deep" * 20))
    with pytest.raises(SystemExit, match="too long for Windows"):
        start.set_up("lab")
    monkeypatch.setattr(sys, "version_info", (3, 10, 14))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer"):
        start.set_up("lab")


def test_no_installed_path_is_longer_than_is_reckoned_with(start):
    home = sys.prefix
    longest = max(len(folder) + 1 + len(name) for folder, _, ns in os.walk(home) for name in ns)
    assert longest - len(home) + len(".venv") <= start.LONGEST


def test_the_installer_is_pinned_with_its_hashes(start):
    lines = start.pin_of("uv", DEV_LOCK.read_text(encoding="utf-8")).splitlines()
    assert lines[0].startswith("uv==") and all("--hash=sha256:" in line for line in lines[1:-1])
    assert len(lines) > 3


def test_every_set_is_in_the_locks(start):
    assert set(start.SETS) - {"lab", "dev"} <= set(PROJECT["optional-dependencies"])
    assert canonicalize_name("PyQt6") in pins(DEV_LOCK)
