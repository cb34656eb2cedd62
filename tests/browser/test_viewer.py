"""The notebook viewer in a real JupyterLab, worked with a real mouse and keyboard."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NotebookPage, new_context
from tests.browser.themes import choose_theme, contrast

SETUP = """
import numpy as np
from helpers.viewer import open_viewer
image = np.random.default_rng(0).integers(0, 4000, (20, 128, 128)).astype(np.uint16)
blobs = np.zeros(image.shape, np.uint8)
blobs[5:15, 20:50, 20:50] = 4
blobs[8:18, 70:110, 60:100] = 9
"""
SHOW = """
viewer = open_viewer("notebook")
viewer.add_image(image, name="nuclei")
viewer.add_labels(blobs.copy(), name="mine")
viewer
"""


class Face:
    """One viewer on the page."""

    def __init__(self, notebook, index=0, name="viewer"):
        self.notebook, self.page, self.name = notebook, notebook.page, name
        self.root = notebook.page.locator(".nv").nth(index)
        self.canvas = self.root.locator(".nv-main-canvas, .nv-pane.nv-main canvas").first
        self.canvas.wait_for()
        self.wait(f"{name}.canvas.size != (800, 600)")
        self.root.scroll_into_view_if_needed()

    def kernel(self, expression):
        return self.notebook.kernel(expression.replace("viewer", self.name))

    def wait(self, expression):
        """Wait until an expression is true in the kernel."""
        self.notebook._wait(lambda: self.kernel(f"bool({expression})"), expression)

    def wait_for_pixel(self, row, col, wanted, what):
        """Wait until the colour on the screen is a wanted one."""
        self.notebook._wait(lambda: wanted(self.pixel(row, col)), what)

    def at(self, row, col):
        """Where a place of the picture lies on the screen."""
        (y, x), zoom = self.kernel("(*viewer.widget.camera.values(),)")
        box = self.canvas.bounding_box()
        return (
            box["x"] + box["width"] / 2 + (col - x) * zoom,
            box["y"] + box["height"] / 2 + (row - y) * zoom,
        )

    def drag(self, *points, steps=8):
        mouse = self.page.mouse
        mouse.move(*self.at(*points[0]))
        mouse.down()
        for point in points[1:]:
            mouse.move(*self.at(*point), steps=steps)
        mouse.up()

    def press(self, *keys):
        self.canvas.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def pixel(self, row, col):
        """The colour on the screen, as the page's own canvas has it."""
        x, y = self.at(row, col)
        box = self.canvas.bounding_box()
        return self.canvas.evaluate(
            """(canvas, [x, y]) => {
                const scale = canvas.width / canvas.getBoundingClientRect().width;
                return [...canvas.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data];
            }""",
            [x - box["x"], y - box["y"]],
        )[:3]

    def settle(self):
        self.page.wait_for_timeout(400)


AFRESH = """
viewer.layers.clear()
viewer.dims.ndisplay, viewer.orthogonal = 2, False
viewer.add_image(image, name="nuclei")
viewer.add_labels(blobs.copy(), name="mine")
viewer.reset_view()
"""


@pytest.fixture(scope="module")
def notebook(lab_server, browser):
    """One notebook for most tests: each finds the same viewer, with fresh layers."""
    name = "viewer.ipynb"
    cells = [nbformat.v4.new_code_cell(SETUP + SHOW)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab_server.files / name)
    context = new_context(browser)
    page = NotebookPage(lab_server, context.new_page(), name)
    page.run_all()
    yield page
    page.close()
    context.close()


@pytest.fixture
def face(notebook):
    notebook.run_code(AFRESH)
    face = Face(notebook)
    face.settle()
    return face


def test_a_stroke_of_the_mouse_is_in_the_array_and_on_the_screen(face):
    face.press("2")
    face.wait("viewer.layers['mine'].mode == 'paint'")
    before = face.pixel(100, 30)
    face.drag((100, 20), (100, 40))
    face.wait("viewer.layers['mine'].data[9, 100, 20:41].all()")
    face.wait_for_pixel(100, 30, lambda colour: colour != before, "the stroke")
    z = face.kernel("int(viewer.dims.point[0])")
    assert face.kernel(
        "np.flatnonzero((viewer.layers['mine'].data == 1).any((1, 2))).tolist()"
    ) == [z]
    face.press("Control+z")
    face.wait("not (viewer.layers['mine'].data == 1).any()")
    face.press("Control+Shift+Z")
    face.wait("(viewer.layers['mine'].data == 1).any()")


def test_erase_fill_and_pick_with_the_tools(face):
    face.root.get_by_role("button", name="Pick mode").click()
    face.drag((90, 80))
    face.wait("viewer.layers['mine'].selected_label == 9")
    expect(face.root.get_by_label("label", exact=True)).to_have_value("9")
    face.root.get_by_role("button", name="Activate the fill bucket").click()
    face.drag((30, 30))
    face.wait("(viewer.layers['mine'].data[9, 20:50, 20:50] == 9).all()")
    face.root.get_by_role("button", name="Activate the label eraser").click()
    face.drag((90, 70), (90, 90))
    face.wait("viewer.layers['mine'].data[9, 90, 80] == 0")


def test_preserve_labels_and_n_edit_dim_are_naparis(face):
    face.press("2")
    face.wait("viewer.layers['mine'].mode == 'paint'")
    face.root.get_by_label("preserve labels", exact=True).check()
    face.wait("viewer.layers['mine'].preserve_labels")
    face.drag((60, 55), (80, 80))
    face.wait("(viewer.layers['mine'].data == 1).any()")
    assert face.kernel("(viewer.layers['mine'].data[9] == 9).sum().item()") == 1600
    face.root.get_by_label("preserve labels", exact=True).uncheck()
    face.wait("not viewer.layers['mine'].preserve_labels")
    box = face.root.get_by_label("n edit dim", exact=True)
    box.fill("3")
    box.press("Enter")
    face.wait("viewer.layers['mine'].n_edit_dimensions == 3")
    face.press("m")
    face.drag((15, 100))
    face.wait("(viewer.layers['mine'].data == 10).any((1, 2)).sum() > 5")


def test_an_older_answer_does_not_take_back_a_newer_click(face):
    face.press("2")
    face.wait("viewer.layers['mine'].mode == 'paint'")
    kept = face.root.evaluate(
        """root => {
            const box = root.querySelector("[aria-label='preserve labels']"), given = [];
            const key = new KeyboardEvent("keydown", { key: "m", bubbles: true });
            root.querySelector("canvas").dispatchEvent(key);
            box.click(); // before Python has answered the key
            Object.defineProperty(box, "checked", { set: (value) => given.push(value) });
            return new Promise((done) => setTimeout(() => {
                delete box.checked;
                done(given.length > 0 && given.every(Boolean));
            }, 2000));
        }"""
    )
    assert kept
    face.wait("viewer.layers['mine'].preserve_labels")


def test_an_eye_hides_and_shows_its_layer(face):
    shown = face.pixel(30, 30)
    face.root.get_by_role("button", name="Hide mine").click()
    face.wait("not viewer.layers['mine'].visible")
    # only the grey image is left
    face.wait_for_pixel(30, 30, lambda colour: len(set(colour)) == 1, "the grey image")
    face.root.get_by_role("button", name="Show mine").click()
    face.wait_for_pixel(30, 30, lambda colour: colour == shown, "the label")


def test_the_status_line_shows_layer_place_and_value(face):
    face.page.mouse.move(*face.at(90, 80))
    face.page.wait_for_function(
        "() => document.querySelector('.nv-status').textContent.startsWith('mine[9, 90, 80]: 9')"
    )


def test_the_slice_follows_keys_wheel_slider_and_python(face):
    z = "viewer.dims.point[0]"
    face.press("ArrowRight", "ArrowRight", "ArrowLeft")
    face.wait(f"{z} == 10")
    slider = face.root.get_by_label("z slice", exact=True)
    slider.focus()
    face.page.keyboard.press("ArrowRight")
    face.wait(f"{z} == 11")
    slider.hover()
    face.page.mouse.wheel(0, 100)
    face.wait(f"{z} == 10")
    face.notebook.run_code("viewer.dims.set_point(0, 3)")
    face.page.wait_for_function("() => document.querySelector('.nv-dims input').value === '3'")


def test_python_and_the_page_see_each_others_changes(face):
    before = face.pixel(64, 10)
    face.notebook.run_code(
        "viewer.layers['mine'].data[9] = 7; viewer.layers['mine'].refresh();"
        "viewer.layers['mine'].selected_label = 5;"
        "viewer.add_image(image, name='more', visible=False)"
    )
    face.wait_for_pixel(64, 10, lambda colour: colour != before, "the label of Python's")
    face.root.get_by_role("button", name="Show more").wait_for()
    face.root.locator(".nv-name", has_text="mine").click()
    expect(face.root.get_by_label("label", exact=True)).to_have_value("5")


def test_keys_are_naparis_and_do_not_reach_jupyterlab(face):
    cells = face.page.locator(".jp-Cell").count()
    face.press("m", "2", "]", "b", "v", "x", "d", "d", "a")  # in JupyterLab d d deletes the cell
    face.wait("viewer.layers['mine'].preserve_labels and not viewer.layers['mine'].visible")
    assert face.kernel("viewer.layers['mine'].brush_size") == 11
    assert face.page.locator(".jp-Cell").count() == cells


def test_space_held_pans_while_painting(face):
    face.press("2")
    before = face.kernel("viewer.scene.camera.center")
    face.canvas.focus()
    face.page.keyboard.down(" ")
    face.drag((64, 64), (64, 94))
    face.page.keyboard.up(" ")
    face.wait(f"abs(viewer.scene.camera.center[-1] - {before[-1]} + 30) < 2")
    assert not face.kernel("(viewer.layers['mine'].data == 1).any().item()")


def test_a_pointer_that_leaves_mid_stroke_loses_nothing(face):
    face.press("2")
    face.drag((100, 110), (100, 400), (30, 110))
    face.wait("(viewer.layers['mine'].data == 1).any()")
    assert face.kernel("(viewer.layers['mine'].data[9, 100, 110:] == 1).all().item()")
    face.press("Control+z")
    face.wait("not (viewer.layers['mine'].data == 1).any()")


def test_a_label_that_does_not_fit_is_refused_on_the_page(face):
    box = face.root.get_by_label("label", exact=True)
    box.fill("300")
    box.press("Enter")
    face.root.locator(".nv-message", has_text="out of bounds").wait_for()
    expect(box).to_have_value("1")


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_the_number_of_the_label_can_be_read_in_its_box(face, width):
    face.page.set_viewport_size({"width": width, "height": 900})
    box = face.root.get_by_label("label", exact=True)
    room = "box => box.clientWidth - parseFloat(getComputedStyle(box).paddingLeft) * 2"
    assert box.evaluate(room) >= 24  # three digits
    face.page.set_viewport_size({"width": 1366, "height": 768})


def test_two_viewers_on_one_page_are_apart(open_notebook):
    notebook = open_notebook(
        [SETUP + SHOW, SHOW.replace("viewer", "other").replace("open_other", "open_viewer")]
    )
    notebook.run_all()
    first, second = Face(notebook), Face(notebook, 1, "other")
    first.root.scroll_into_view_if_needed()
    first.press("2", "ArrowRight")
    first.drag((100, 20), (100, 40))
    first.wait("(viewer.layers['mine'].data == 1).any()")
    assert not second.kernel("(viewer.layers['mine'].data == 1).any().item()")
    assert second.kernel("viewer.dims.point[0]") == 9


def test_running_the_cell_again_gives_a_working_viewer(open_notebook):
    notebook = open_notebook([SETUP + SHOW])
    notebook.run_all()
    Face(notebook)
    notebook.page.locator(".jp-InputArea-editor").click()
    notebook.page.keyboard.press("Shift+Enter")
    prompt = notebook.page.locator(".jp-InputArea-prompt").first
    notebook._wait(lambda: "[2]" in prompt.inner_text(), "the second run")
    face = Face(notebook)
    assert notebook.page.locator(".nv").count() == 1
    face.press("2")
    face.drag((100, 20), (100, 40))
    face.wait("(viewer.layers['mine'].data == 1).any()")


def test_after_a_restart_the_old_viewer_says_so_and_a_new_one_works(open_notebook):
    notebook = open_notebook([SETUP + SHOW])
    notebook.run_all()
    Face(notebook)
    notebook.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.page.locator(".lm-Menu-item", has_text="Restart Kernel…").first.click()
    notebook.page.get_by_role("button", name="Confirm Kernel Restart").click()
    notebook._client = None
    notebook.page.wait_for_timeout(3000)
    errors = []
    notebook.page.on("pageerror", lambda error: errors.append(str(error)))
    notebook.page.locator(".nv canvas").first.click()
    notebook.page.keyboard.press("2")
    notebook.page.get_by_text("Python is busy, or was restarted").wait_for()
    notebook.run_all()
    notebook.page.wait_for_timeout(1000)
    face = Face(notebook)
    face.press("2")
    face.wait("viewer.layers['mine'].mode == 'paint'")
    assert not errors


def test_the_day_after_a_viewer_shows_its_still_and_says_what_to_do(open_notebook):
    notebook = open_notebook([SETUP + SHOW, "1 + 1"])
    notebook.run_all()
    Face(notebook)
    page = notebook.page
    page.keyboard.press("Control+s")
    notebook._wait(
        lambda: "text/html" in (notebook.server.files / notebook.name).read_text(), "the file"
    )
    session = notebook._session()
    notebook.server.api(f"sessions/{session['id']}", "DELETE")
    notebook._client = None
    page.reload()
    still = notebook.cell(0).locator("img[alt^='Viewer, slice z']")
    still.wait_for()
    notebook.cell(0).get_by_text("run this cell (again), and it comes alive").wait_for()
    assert page.get_by_text("model not found").count() == 0
    notebook._wait(notebook._session, "its kernel")
    notebook.run_all()
    face = Face(notebook)
    face.press("2")
    face.wait("viewer.layers['mine'].mode == 'paint'")


def test_every_control_is_reached_with_the_tab_key(face):
    wanted = face.root.locator(
        "button:not(:disabled):visible, input:visible, select:visible, canvas[tabindex='0']"
    )
    count = wanted.count()
    wanted.first.focus()
    reached = set()
    for _ in range(count + 5):
        name = face.page.evaluate(
            "() => document.activeElement.closest('.nv') && "
            "[...document.querySelectorAll('.nv *')].indexOf(document.activeElement)"
        )
        reached.add(name)
        face.page.keyboard.press("Tab")
    assert len(reached - {None}) >= count
    unnamed = face.root.evaluate(
        "root => [...root.querySelectorAll('button, input, select, canvas')]"
        ".filter(e => !e.getAttribute('aria-label') && !e.textContent.trim()).length"
    )
    assert unnamed == 0


def test_a_layer_is_renamed_by_key(face):
    def name(words):
        return face.root.get_by_role("button", name=words, exact=True)

    name("mine").focus()
    face.page.keyboard.press("F2")
    face.page.keyboard.type("by Ana")
    face.page.keyboard.press("Enter")
    expect(name("by Ana")).to_be_focused()
    face.page.keyboard.press("F2")
    face.page.keyboard.type("no")
    face.page.keyboard.press("Escape")
    expect(name("by Ana")).to_be_focused()
    assert face.kernel("[layer.name for layer in viewer.layers]") == ["nuclei", "by Ana"]


def test_the_button_of_the_keys_opens_their_list(face):
    keys, opener = face.root.locator(".nv-keys"), face.root.get_by_role("button", name="Keys of")
    expect(keys).to_be_hidden()
    opener.click()
    expect(keys).to_contain_text("a cursor, to work without a mouse")
    heights = keys.locator("dt").evaluate_all("all => all.map((e) => e.scrollHeight)")
    assert max(heights) < 30  # JupyterLab's own style would break each key into lines
    opener.click()
    expect(keys).to_be_hidden()


def test_the_orthogonal_and_3d_views_are_drawn_and_turned(face):
    face.root.get_by_role("button", name="Orthogonal").click()
    face.wait("viewer.orthogonal")
    face.settle()
    side = face.root.locator(".nv-beside canvas")
    box = side.bounding_box()
    face.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
    face.wait("viewer.dims.point[1] < 40")
    face.press("Control+y")
    expect(face.root.get_by_role("button", name="Back to slices")).to_be_visible()
    angles = face.kernel("tuple(map(float, viewer.scene.camera.angles))")
    face.drag((64, 40), (64, 80))
    face.press("ArrowUp")
    face.wait(f"tuple(viewer.scene.camera.angles) != {angles}")
    face.settle()
    assert face.kernel("(viewer.layers['mine'].data == 1).any().item()") is False
    face.press("Control+y")
    face.wait("viewer.dims.ndisplay == 2")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_words_are_readable_in_both_themes(face, theme):
    choose_theme(face.page, theme)
    assert contrast(face.root) > 4.5


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_viewer_fits_the_screen(open_notebook, size):
    notebook = open_notebook([SETUP + SHOW], size)
    notebook.run_all()
    face = Face(notebook)
    face.settle()
    box, panel = face.root.bounding_box(), notebook.page.locator(".jp-Notebook").bounding_box()
    assert box["height"] <= panel["height"]
    assert box["x"] + box["width"] <= panel["x"] + panel["width"]
    clipped = face.root.evaluate(
        """root => [...root.querySelectorAll(".nv-side button, .nv-side input, .nv-side select")]
            .filter((e) => e.getBoundingClientRect().right
                > root.querySelector(".nv-side").getBoundingClientRect().right + 1).length"""
    )
    assert clipped == 0


@pytest.mark.parametrize("width", [853, 1000, 1200, 1366])
def test_the_picture_keeps_two_thirds_of_the_width(face, width):
    """A projector at 150 % has 853 x 480 CSS pixels, and the file list takes some of them."""
    face.page.set_viewport_size({"width": width, "height": 480})
    assert face.page.locator("#filebrowser").is_visible()
    face.settle()
    whole, picture = face.root.bounding_box(), face.canvas.bounding_box()
    assert picture["width"] >= whole["width"] * 0.65  # and the rim of the frame
    slider = face.root.get_by_label("z slice", exact=True).bounding_box()
    assert slider["width"] > picture["width"] / 2
    assert face.root.evaluate("root => root.scrollWidth <= root.clientWidth")
    face.page.set_viewport_size({"width": 1366, "height": 768})
