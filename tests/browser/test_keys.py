"""Keys pressed in a widget never reach the notebook, where single letters change cells."""

import itertools
import string
from importlib.util import find_spec

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PANEL, NotebookPage, new_context
from tests.conftest import need

CELLS = {
    "viewer": """
import numpy as np
from helpers.viewer import open_viewer
viewer = open_viewer("notebook")
viewer.add_image(np.arange(20 * 64 * 64, dtype=np.uint16).reshape(20, 64, 64), name="nuclei")
viewer.add_labels(np.zeros((20, 64, 64), np.uint8), name="mine")
viewer
""",
    "sliders": """
from helpers.explorers import explore_components, explore_erosion
from helpers.images.synthetic import make_nuclei
truth = make_nuclei(count=12, touching=0, border=1, size=2.5, shape=(50, 128, 128))
explore_erosion(truth.labels > 0, truth.spacing)
""",
    "grid": "explore_components()",
    "table": """
from helpers.nuclei.measurement import measure
from helpers.table import MeasurementTable
MeasurementTable(measure(truth.labels, truth.spacing, truth.image))
""",
    "choice": """
from helpers.exercises.question import Question
Question(kind="choice", prompt="Which?", options=["one", "two"], with_room=True)
""",
    "line": 'Question(kind="line", prompt="How many?", unit="nuclei")',
    "order": 'Question(kind="order", prompt="Which first?", options=["one", "two"])',
    "text": 'Question(kind="text", prompt="Why?")',
}
# what a person clicks on in each, and where on it
CLICKS = [
    ("viewer", ".nv-main canvas", None),
    ("viewer", ".nv-side", "bottom"),  # the empty place under the layers
    ("viewer", ".nv-foot", "left"),  # the status line
    ("viewer", "input[aria-label='z slice']", None),
    ("viewer", "[aria-label^='Hide mine']", None),
    ("sliders", ".widget-toggle-button", None),
    ("sliders", ".nuclei-explorer img", None),
    ("sliders", ".nuclei-state", None),
    ("grid", ".nuclei-grid button", None),
    ("grid", ".nuclei-count", None),
    ("table", "tbody tr", None),
    ("table", ".title", None),
    ("table", "th button", None),
    ("choice", "label", None),
    ("choice", "legend", None),
    ("line", "input", None),
    ("order", ".cards li", None),
    ("order", ".cards button", None),
    ("text", "textarea", None),
    ("text", "button", None),
]
LETTERS = [*string.ascii_lowercase, *"MXVAZ", "d", "d", "0", "0", "Escape", *string.digits]
STATE = f"""() => [...document.querySelectorAll("{PANEL} .jp-Cell")].map((cell) =>
    [/jp-(Code|Markdown|Raw)Cell/.exec(cell.className)[0],
     cell.querySelector(".jp-InputArea-editor, .jp-MarkdownOutput").innerText])"""


@pytest.fixture(scope="module", params=["lab/tree", "notebooks"])
def notebook(request, lab_server, browser):
    """The widgets on one page, in JupyterLab and in Notebook."""
    if request.param == "notebooks":
        need(find_spec("notebook"), "Notebook (the Python package)")
    name = f"keys-{request.param.split('/')[0]}.ipynb"
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS.values()]
    cells.append(nbformat.v4.new_markdown_cell("The end."))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab_server.files / name)
    context = new_context(browser)
    page = NotebookPage(lab_server, context.new_page(), name, request.param)
    page.run_all()
    page.cell(0).locator(".nv-main canvas").first.wait_for()
    yield page
    page.close()
    context.close()


# the letters typed before have turned the view, chosen layers and tools, and hidden things
START = """
viewer.dims.ndisplay = 2
viewer.layers.selection.active = viewer.layers["mine"]
viewer.layers["mine"].visible, viewer.layers["mine"].mode = True, "pan_zoom"
"""


def type_everything(notebook, what):
    before = notebook.page.evaluate(STATE)
    for key in LETTERS:
        notebook.page.keyboard.press(key)
    notebook.page.wait_for_timeout(100)
    assert notebook.page.evaluate(STATE) == before, what
    assert notebook.page.locator(".jp-Dialog").count() == 0, what


def leave(notebook):
    """Give the focus to the notebook, in command mode."""
    notebook.page.locator(f"{PANEL} .jp-MarkdownOutput").last.click()
    notebook.page.keyboard.press("Escape")


def test_letters_typed_after_a_click_stay_in_the_widget(notebook):
    for cell, selector, where in CLICKS:
        leave(notebook)
        target = notebook.cell(list(CELLS).index(cell)).locator(selector).first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        middle = {"x": box["width"] / 2, "y": box["height"] / 2}
        place = {"bottom": {"y": box["height"] - 2}, "left": {"x": 3}, None: {}}[where]
        target.click(position=middle | place)
        type_everything(notebook, (cell, selector))


def test_letters_typed_after_a_slider_was_dragged_stay_in_it(notebook):
    leave(notebook)
    handle = notebook.cell(1).locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    notebook.page.mouse.move(x, y)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x + 60, y, steps=4)
    notebook.page.mouse.up()
    type_everything(notebook, "a dragged slider")


def test_the_picture_takes_the_keys_when_the_pointer_comes_over_it(notebook):
    leave(notebook)
    canvas = notebook.cell(0).locator(".nv-main canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    mouse, steps = notebook.page.mouse, itertools.cycle((20, 40, 60))

    def focused():  # JupyterLab may still be busy with the click before
        step = next(steps)
        mouse.move(box["x"] + step, box["y"] + step)
        return canvas.evaluate("canvas => document.activeElement === canvas")

    notebook._wait(focused, "the focus")
    notebook.run_code(START)
    notebook.page.keyboard.press("2")
    notebook._wait(lambda: notebook.kernel("viewer.layers['mine'].mode == 'paint'"), "the brush")
    type_everything(notebook, "hovering")


def test_the_pointer_does_not_take_the_keys_from_what_one_writes(notebook):
    box = notebook.cell(7).locator("textarea")
    box.fill("")
    box.click()
    canvas = notebook.cell(0).locator(".nv-main canvas").first
    canvas.evaluate(
        """canvas => canvas.dispatchEvent(new PointerEvent("pointermove",
            { movementX: 5, movementY: 5, bubbles: true }))"""
    )
    notebook.page.keyboard.type("maybe")
    expect(box).to_have_value("maybe")


def test_a_cell_is_still_run_from_within_a_widget(notebook):
    cell = notebook.cell(2)
    prompt = cell.locator(".jp-InputArea-prompt")
    before = prompt.inner_text()
    cell.locator(".nuclei-grid button").first.click()
    notebook.page.keyboard.press("Control+Enter")
    notebook._wait(lambda: prompt.inner_text() not in (before, "[*]:"), "the cell to run again")
