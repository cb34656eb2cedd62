"""Whatever the display, opening a viewer never ends the process that asks for it."""

import os
import subprocess
import sys

import pytest

from helpers.inputs import InputError
from helpers.viewer import open_viewer, window_can_open

NO_SCREEN = {
    "no display": {},
    "stale display": {"DISPLAY": ":7357"},
    "offscreen": {"QT_QPA_PLATFORM": "offscreen"},
    "stale and offscreen": {"DISPLAY": ":7357", "QT_QPA_PLATFORM": "offscreen"},
    "unknown platform": {"QT_QPA_PLATFORM": "nonsense"},
}
OPEN = """
from helpers.viewer import open_viewer
viewer = open_viewer()
print(type(viewer).__name__)
try:
    open_viewer("napari")
except ValueError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("settings", NO_SCREEN.values(), ids=NO_SCREEN)
def test_without_a_screen_the_viewer_is_in_the_cell_and_python_survives(settings):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {k: v for k, v in os.environ.items() if k not in hidden} | settings
    run = subprocess.run([sys.executable, "-c", OPEN], env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0] == "NotebookViewer"
    assert "napari's window cannot open here" in run.stdout


def test_the_window_is_refused_in_words_where_it_cannot_open(monkeypatch):
    monkeypatch.setattr("helpers.viewer.opening.window_can_open", lambda: False)
    with pytest.raises(InputError, match=r"open_viewer\('notebook'\)"):
        open_viewer("napari")
    assert type(open_viewer()).__name__ == "NotebookViewer"


def test_a_probe_that_hangs_or_cannot_start_means_no_window(monkeypatch):
    def hang(*args, **options):
        raise subprocess.TimeoutExpired("python", 20)

    monkeypatch.setattr("subprocess.run", hang)
    monkeypatch.setenv("DISPLAY", ":7358")
    assert window_can_open() is False


def test_importing_the_viewer_does_not_import_napari():
    code = "import sys, helpers.viewer; print('napari' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "False"
