"""A screen that is not there: napari's own window, under Xvfb."""

import atexit
import os
import shutil
import subprocess

import pytest

from tests.conftest import need


@pytest.fixture(scope="session")
def screen():
    """Start Xvfb on a free display number."""
    server = need(shutil.which("Xvfb"), "Xvfb")
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    # Qt ends the process when its screen goes, so the screen goes last of all
    atexit.register(process.terminate)
    return f":{number}"


def _show_on(screen, patch):
    patch.setenv("DISPLAY", screen)
    patch.delenv("QT_QPA_PLATFORM", raising=False)
    patch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture(scope="session")
def session_window(screen):
    from helpers.viewer import open_viewer, window_can_open

    with pytest.MonkeyPatch.context() as patch:
        _show_on(screen, patch)
        assert window_can_open()
        viewer = open_viewer()
    yield viewer
    viewer.close()


@pytest.fixture(autouse=True)
def on_screen(screen, monkeypatch):
    """Let each test here find the screen, and no kernel of another test after it."""
    _show_on(screen, monkeypatch)


@pytest.fixture
def window(session_window):
    """Open napari's window, empty, as a person's cell finds it."""
    from helpers.viewer import open_viewer

    viewer = open_viewer("napari")
    assert viewer is session_window  # the window that is open is used again
    return viewer
