"""A screen that is not there: napari's own window, under Xvfb."""

import atexit
import os
import shutil
import subprocess

import pytest

from tests.conftest import need


@pytest.fixture(scope="session")
def screen():
    """Start Xvfb on a free display number, and let Qt find it."""
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", f":{number}")
        patch.delenv("QT_QPA_PLATFORM", raising=False)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        # Qt ends the process when its screen goes, so the screen goes last of all
        atexit.register(process.terminate)
        yield f":{number}"


@pytest.fixture(scope="session")
def session_window(screen):
    from helpers.viewer import open_viewer, window_can_open

    assert window_can_open()
    viewer = open_viewer()
    yield viewer
    viewer.close()


@pytest.fixture
def window(session_window):
    """Open napari's window, empty, as a person's cell finds it."""
    from helpers.viewer import open_viewer

    viewer = open_viewer("napari")
    assert viewer is session_window  # the window that is open is used again
    return viewer
