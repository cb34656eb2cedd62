"""Open the workbook in JupyterLab; with no browser here, say which address to open."""

import os
import sys
import webbrowser
from pathlib import Path

from jupyterlab.labapp import LabApp

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


def arguments():
    """Return the options for JupyterLab that suit this machine."""
    words = ["--ServerApp.ip=127.0.0.1"]
    words += [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{START}"]
    # the workbook asks nothing of the network, and JupyterLab no question about its news
    words += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"]
    never = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    words.append(f"--LabApp.check_for_updates_class={never}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # as in a container, where root is the only user
    if not has_browser():
        words.append("--no-browser")
    return words


if __name__ == "__main__":
    if not has_browser():
        print(
            "No browser can be opened here: open the address below that ends in a token.",
            flush=True,
        )
    # so that a cell can call measure-nuclei
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    sys.exit(LabApp.launch_instance(argv=arguments()))
