"""The set-up check of the first notebook says in words what is wrong."""

import subprocess
import sys

import pytest

from helpers import setup_check
from helpers.setup_check import check_setup, check_window
from tests.test_project import PROJECT


def test_a_tested_computer_is_ready():
    found = check_setup()
    assert found.ready and not found.odd
    assert str(found).endswith("You are ready.")


def test_another_version_is_named_and_does_not_stop_anybody(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("numpy==0.0.1 \\\n    --hash=sha256:00\n")
    found = check_setup(lock)
    assert found.ready
    assert "made with 0.0.1" in found.odd[0]
    assert "make lab" in str(found) and str(found).endswith("You can go on as it is.")


def test_a_missing_lock_is_no_reason_to_stop(tmp_path):
    assert check_setup(tmp_path / "none.txt").ready


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(setup_check, "requires", lambda name: ["numpy", "no-such-package"])
    found = check_setup()
    assert not found.ready
    assert "The package no-such-package is missing." in str(found)
    assert "You are ready" not in str(found)


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
    assert "You are ready" not in str(found)


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
    assert "You are ready." in done.stdout and "viewer" in done.stdout
