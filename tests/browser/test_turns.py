"""In a JupyterLab with its own settings, a widget is answered after the running cell."""

import pytest

from tests.browser.test_viewer import SETUP, SHOW, Face

WATCH = """
import threading
busy, heard = False, []

def hear(name):
    heard.append((name, threading.current_thread() is threading.main_thread(), busy))

viewer.dims.events.current_step.connect(lambda event: hear("viewer"))
viewer
"""
SLIDER = """
from helpers.explorers import explore_threshold
explorer = explore_threshold(image)
explorer.controls["threshold"].observe(lambda change: hear("slider"), "value")
explorer
"""
LONG = """
import time
busy = True
for step in range(40):
    viewer.dims.order = (step % 3, (step + 1) % 3, (step + 2) % 3)
    time.sleep(0.1)
viewer.dims.order = (0, 1, 2)
busy = False
"""


@pytest.fixture
def notebook(open_notebook, lab_server):
    """Return a notebook in a JupyterLab that asks for a second thread, as it does by itself."""
    folder = lab_server.files.parent / "settings" / "@jupyterlab" / "apputils-extension"
    path = folder / "kernels-settings.jupyterlab-settings"
    ours = path.read_text()
    path.write_text('{"commsOverSubshells": "perCommTarget"}')
    page = open_notebook([SETUP + SHOW + WATCH, SLIDER])
    page.run_all()
    yield page
    path.write_text(ours)


def test_what_the_page_asks_while_a_cell_runs_waits_for_its_end(notebook):
    face = Face(notebook)
    handle = notebook.page.get_by_role("slider", name="threshold").first
    notebook.run_code("heard.clear()")
    notebook.client.execute(LONG)
    notebook.page.wait_for_timeout(700)  # the cell runs
    face.press("ArrowRight", "ArrowRight")
    handle.focus()
    notebook.page.keyboard.press("ArrowRight")
    notebook._wait(lambda: len(set(notebook.kernel("[name for name, *_ in heard]"))) == 2, "both")
    assert notebook.kernel("{(first, at_once) for _, first, at_once in heard}") == {(True, False)}
    manager = "get_ipython().kernel.shell_channel_thread.manager"
    assert notebook.kernel(f"{manager}.list_subshell()") == []
