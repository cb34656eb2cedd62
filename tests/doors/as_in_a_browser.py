"""Make this Python one as in a browser alone: some packages, no thread, no process.

What a browser lacks is taken away before anything else is imported.
"""

import os
import subprocess
import sys
import threading

HIDDEN = (
    "bioio cc3d dask distributed edt imagecodecs napari nbclient nbformat nbval npe2 numba psutil "
    "qtpy vispy"
)


def take_away():
    """Hide the packages, and let no thread and no process start."""
    os.environ["NUCLEI_HIDDEN"] = HIDDEN
    import tests.doors.hide  # noqa: F401

    def no_thread(self):
        raise RuntimeError("can't start new thread")

    def no_process(*args, **words):
        raise OSError(138, "emscripten does not support processes.")

    threading.Thread.start = no_thread
    subprocess.Popen.__init__ = no_process
    import numpy  # noqa: F401 (it asks for the real system)

    real, sys.platform = sys.platform, "emscripten"
    import helpers.inputs  # noqa: F401 (it asks once)

    sys.platform = real


def run(cells):
    """Run cells of code one after the other; return what the first one says that fails, or None."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    for cell in cells:
        source = "".join(cell["source"])
        done = shell.run_cell(source)
        if not done.success and "raises-exception" not in cell["metadata"].get("tags", ()):
            return f"{source}\n{done.error_before_exec or done.error_in_exec}"
    return None
