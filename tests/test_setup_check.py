"""The set-up check of the first notebook says in words what is wrong."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from helpers import kernel, setup_check
from helpers.setup_check import check_setup, check_window
from tests.test_project import PROJECT


@pytest.fixture(autouse=True)
def enough_room(monkeypatch):
    """Let the machine that tests be a large one, whatever else runs on it."""
    monkeypatch.setattr(setup_check, "free_memory", lambda: 8e9)
    monkeypatch.setattr(setup_check.shutil, "disk_usage", lambda path: SimpleNamespace(free=5e10))


def test_a_tested_computer_is_ready():
    found = check_setup()
    assert found.ready and not found.odd
    assert found.verdict == "You are ready."
    assert "ready" not in str(found)  # it is the page that says so


def test_another_version_is_named_and_does_not_stop_anybody(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("numpy==0.0.1 \\\n    --hash=sha256:00\n")
    found = check_setup(lock)
    assert found.ready
    assert "made with 0.0.1" in found.odd[0]
    assert setup_check.START in str(found) and found.verdict == "You can go on as it is."


def test_a_missing_lock_is_no_reason_to_stop(tmp_path):
    assert check_setup(tmp_path / "none.txt").ready


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(setup_check, "requires", lambda name: ["numpy", "no-such-package"])
    found = check_setup()
    assert not found.ready
    assert "The package no-such-package is missing." in str(found)
    assert found.verdict == ""


def test_every_declared_dependency_is_looked_at():
    count = len(PROJECT["dependencies"])
    assert f"All {count} packages are here" in str(check_setup())


def test_a_package_that_cannot_be_imported_is_named(monkeypatch, tmp_path):
    (tmp_path / "imagecodecs.py").write_text("raise ImportError('no codec for this processor')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "imagecodecs", raising=False)
    found = check_setup()
    assert not found.ready
    assert "imagecodecs is here, but it cannot be used (ImportError: no codec for" in str(found)
    assert found.verdict == ""


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert "Python is version 3.9, but 3.11 or newer is needed." in str(check_setup())


def test_a_missing_image_is_named(monkeypatch):
    def missing():
        raise setup_check.InputError("The image is not there.")

    monkeypatch.setattr(setup_check, "load_nuclei", missing)
    assert "✗ The image is not there." in str(check_setup())


@pytest.mark.parametrize(("opens", "words"), [(True, "can open here"), (False, "none is needed")])
def test_the_face_of_the_viewer_is_announced(monkeypatch, opens, words):
    monkeypatch.setattr("helpers.viewer.probe.window_can_open", lambda: opens)
    assert words in check_window()


def test_the_check_can_be_called_in_a_terminal():
    words = [sys.executable, "-m", "helpers.setup_check"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert "✓ The image is here" in done.stdout and "✗" not in done.stdout
    assert re.search("^[✓!] .*viewer", done.stdout, re.M)
    assert "You are ready" not in done.stdout and "notebook 00 says" in done.stdout


@pytest.mark.parametrize(
    ("system", "words"), [("win32", "Task Manager"), ("darwin", "Activity"), ("linux", "System")]
)
def test_little_memory_is_a_remark_with_what_to_do_on_this_system(monkeypatch, system, words):
    monkeypatch.setattr(setup_check, "free_memory", lambda: 1.4e9)
    monkeypatch.setattr(sys, "platform", system)
    (remark,) = check_setup().odd
    assert remark.startswith("Only 1.4 GB of memory are free") and words in remark


def test_a_remark_on_memory_does_not_ask_to_install_anything(monkeypatch):
    monkeypatch.setattr(setup_check, "free_memory", lambda: 1e9)
    found = check_setup()
    assert found.ready and "To mend this" not in str(found)
    assert found.verdict == "You can go on as it is."


def test_a_full_disk_is_a_remark(monkeypatch):
    monkeypatch.setattr(setup_check.shutil, "disk_usage", lambda path: SimpleNamespace(free=3e8))
    (remark,) = check_setup().odd
    assert remark.startswith("Only 0.3 GB are free on the disk")


@pytest.mark.parametrize(("system", "words"), [("win32", "Security"), ("linux", "chmod -R u+w")])
def test_folders_that_cannot_be_written_to_are_named(monkeypatch, system, words):
    def refuse(dir):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(kernel.tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(sys, "platform", system)
    found = check_setup()
    assert "notebooks cannot be written to (Permission denied)" in found.odd[0]
    assert "what the cells write goes to" in found.odd[0] and words in found.odd[0]
    assert "your progress" in found.odd[1] and "napari" in found.odd[2]
    assert found.ready and not found.install  # the lessons run without


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path):
    assert kernel.writing_refused(tmp_path / "a" / "b") == ""


@pytest.mark.parametrize(
    ("here", "screen", "words"),
    [
        (None, ":0", "its packages (napari and Qt) are missing"),
        (True, "", "no screen"),
        (True, ":0", "OpenGL does not start"),
    ],
)
def test_why_no_window_opens_is_said(monkeypatch, here, screen, words):
    monkeypatch.setattr("helpers.viewer.probe.window_can_open", lambda: False)
    monkeypatch.setattr(setup_check.importlib.util, "find_spec", lambda name: here)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert words in check_window()


def test_in_a_browser_the_figures_of_memory_and_disk_are_not_asked_for(monkeypatch):
    monkeypatch.setattr(setup_check, "free_memory", lambda: 1e9)
    monkeypatch.setattr(setup_check, "IN_BROWSER", True)
    assert not check_setup().odd
    assert check_window().startswith("The viewer needs napari")
