"""Behind a path, as on a JupyterHub, all moves, and nothing is asked for outside of that path."""

import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NotebookPage, Server, new_context

PATH = "/user/anna/"
CELLS = [
    "from helpers.setup_check import check_setup\ncheck_setup()",
    """
import numpy as np
from helpers.explorers import explore_erosion
from helpers.images.synthetic import make_nuclei
truth = make_nuclei(count=12, touching=0, border=1, size=2.5, shape=(50, 128, 128))
explorer = explore_erosion(truth.labels > 0, truth.spacing)
explorer
""",
    """
from helpers.viewer import open_viewer
viewer = open_viewer("notebook")
viewer.add_image(truth.image, name="nuclei")
viewer
""",
    """
from helpers.exercises.question import Question
question = Question(kind="choice", prompt="Which?", options=["one", "two"])
question
""",
    """
from helpers.nuclei.measurement import measure
from helpers.table import MeasurementTable
MeasurementTable(measure(truth.labels, truth.spacing, truth.image))
""",
]


@pytest.fixture
def hub(tmp_path, own_folders):
    words = [f"--ServerApp.base_url={PATH}", "--ServerApp.allow_remote_access=True"]
    server = Server(tmp_path, *words)
    yield server
    server.stop()


def test_every_widget_moves_behind_a_path_and_asks_for_nothing_outside_of_it(hub, browser):
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), hub.files / "all.ipynb")
    context, asked = new_context(browser), []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url.replace("ws://", "http://")))
    notebook = NotebookPage(hub, page, "all.ipynb")
    notebook.run_all()
    expect(notebook.cell(0).get_by_role("status")).to_contain_text("You are ready.")

    handle = notebook.cell(1).get_by_role("slider", name="radius").first
    before = notebook.kernel("explorer.radius")
    handle.focus()
    page.keyboard.press("ArrowRight")
    notebook._wait(lambda: notebook.kernel("explorer.radius") > before, "the radius")
    z = notebook.kernel("viewer.dims.current_step[0]")
    notebook.cell(2).locator(".nv-main canvas").first.focus()
    page.keyboard.press("ArrowRight")
    notebook._wait(lambda: notebook.kernel("viewer.dims.current_step[0]") == z + 1, "the slice")
    notebook.cell(3).locator("label").nth(1).click()
    notebook._wait(lambda: notebook.kernel("question.value") == "b", "the answer")
    notebook.cell(4).locator("tbody tr").first.wait_for()

    named = urllib.request.Request(f"{hub.url}api/status", headers={"Host": "hub.example"})
    assert urllib.request.urlopen(named, timeout=30).status == 200  # by another name, too
    outside = [url for url in asked if not url.startswith((hub.url, "data:", "blob:"))]
    assert hub.url.endswith(PATH) and len(asked) > 20 and outside == []
    notebook.close()
    context.close()
