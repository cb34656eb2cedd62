"""Open the workbook in JupyterLab; with no browser here, say which address to open."""

import os
import sys
import webbrowser
from pathlib import Path

ROOT = Path(__file__).parent.parent
START = "notebooks/00_welcome.ipynb"


def has_browser():
    """Return whether a page can be opened on this machine's own screen."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def command():
    """Return the JupyterLab command that suits this machine."""
    words = [sys.executable, "-m", "jupyterlab", START, "--ServerApp.ip=127.0.0.1"]
    words.append("--LabApp.news_url=")  # the workbook asks nothing of the network
    words.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # as in a container, where root is the only user
    if not has_browser():
        words.append("--no-browser")
    return words


if __name__ == "__main__":
    os.chdir(ROOT)
    if not has_browser():
        print("No browser can be opened here: open the address below that ends in a token.")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.execv(sys.executable, command())
