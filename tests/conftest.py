"""What every test shares: where things lie, and how a skip is treated."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

collect_ignore = ["no_network"]  # read by a Python that starts there, and by no other

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))

SYSTEM_PACKAGES = (
    "xvfb xauth libgl1 libegl1 libopengl0 libgl1-mesa-dri libglib2.0-0 libfontconfig1 "
    "libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xfixes0 libxcb-xkb1 chromium "
    "libtiff-tools"
)
INSTALL = f"on Debian or Ubuntu: apt-get install {SYSTEM_PACKAGES} nodejs npm"

# a law is about what comes out; how long it takes belongs to benchmarks/
# and where nobody searches, as in CI, red shall mean the change and not a new example
settings.register_profile("workbook", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("workbook")


def find_chromium():
    """Return the path of a Chromium or Chrome on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


def need(found, what):
    """Skip the test if `what` is missing; in CI a missing thing is a failure."""
    if found:
        return found
    message = f"{what} is not on this machine; {INSTALL}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def without_network(log):
    """Return the variables with which Python reaches this computer only; `log` has the attempts."""
    log.touch()
    path = os.pathsep.join([str(ROOT / "tests" / "no_network"), str(ROOT)])
    return {"PYTHONPATH": path, "NUCLEI_NETWORK_LOG": str(log)}


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory):
    """Keep the settings and the progress of whoever runs the tests out of them."""
    folder = tmp_path_factory.mktemp("home")
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    with pytest.MonkeyPatch.context() as patch:
        for name in (*names, "NUCLEI_PROGRESS", "NAPARI_CONFIG"):
            patch.setenv(name, str(folder / name.lower()))
        patch.setenv("PYTHONHASHSEED", "0")
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        yield folder


@pytest.fixture(autouse=True)
def no_loop_of_another_test(request):
    """Hide the event loop that Playwright leaves running in this process.

    Without a browser, a widget would take it for its kernel's loop and put its work off.
    """
    if request.path.parent.name == "browser":
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
