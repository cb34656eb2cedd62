"""The explorers in a real browser: keys, pictures, words, and a held key."""

import base64

import pytest

from tests.browser.themes import choose_theme, contrast

SETUP = """
import hashlib
from helpers.images.lesson import load_nuclei
from helpers.nuclei.segmentation import ErosionStudy, threshold_nuclei
from helpers.explorers import *
image, spacing = load_nuclei()
mask = threshold_nuclei(image).mask
labels = ErosionStudy(mask).expanded(10)
"""
PAGES = {
    "histogram": ("explore_histogram(image)", {"exposure time": "exposure", "slice (z)": "z"}),
    "threshold": (
        "explore_threshold(image)",
        {"threshold": "threshold", "blur (sigma)": "sigma", "slice (z)": "z"},
    ),
    "erosion": ("explore_erosion(mask, spacing)", {"radius": "radius", "slice (z)": "z"}),
    "expansion": (
        "explore_expansion(mask)",
        {"grow by": "distance", "erosion radius": "radius", "slice (z)": "z"},
    ),
    "sizes": ("explore_sizes(labels, spacing)", {"slice (z)": "z"}),
}
SHOWN = """async (img) => Array.from(new Uint8Array(
    await (await fetch(img.src)).arrayBuffer())).map((b) => String.fromCharCode(b)).join("")"""


def shown(cell):
    """Return the bytes of the PNG that the browser shows."""
    return cell.locator(".nuclei-explorer img").evaluate(SHOWN).encode("latin-1")


def agree(page, cell, name):
    """Wait until picture and words in the page are those of the kernel; return the words."""

    def same():
        words = cell.locator("[role=status]").inner_text()
        png = base64.b64encode(shown(cell)).decode()
        expected = page.kernel(f"({name}.state.text, {name}.picture.png)")
        return words == expected[0] and base64.b64decode(png) == expected[1] and words

    return page._wait(same, "page and kernel to agree")


@pytest.mark.parametrize("kind", PAGES)
def test_each_slider_moved_by_keys_changes_picture_and_words_as_computed(open_notebook, kind):
    call, sliders = PAGES[kind]
    page = open_notebook([SETUP, f"explorer = {call}\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    cell.locator(".nuclei-explorer img").wait_for()
    for words, name in sliders.items():
        before, value = agree(page, cell, "explorer"), page.kernel(f"explorer.{name}")
        picture = shown(cell)
        handle = cell.get_by_label(words, exact=True).and_(cell.locator(".noUi-handle"))
        handle.focus()
        page.page.keyboard.press("ArrowLeft" if name == "distance" else "ArrowRight")
        page._wait(lambda n=name, v=value: page.kernel(f"explorer.{n}") != v, f"{name} to move")
        assert agree(page, cell, "explorer") != before
        assert shown(cell) != picture


def test_two_explorers_follow_their_own_keys_and_the_number_is_scikit_images(open_notebook):
    call = "explore_erosion(mask, spacing, core_radius=10)"
    cells = [SETUP, *(f"{n} = {call}\n{n}" for n in ("one", "two"))]
    page = open_notebook(cells)
    page.run_all()
    first, second = page.cell(1), page.cell(2)
    start = agree(page, second, "two")
    first.locator(".noUi-handle").first.focus()
    for _ in range(10):
        page.page.keyboard.press("ArrowRight")
    page._wait(lambda: page.kernel("one.radius") == 10, "radius 10")
    assert "19 pieces; 0 pairs joined, 0 fragments" in agree(page, first, "one")
    page.run_code(
        "from skimage.measure import label\nfrom skimage.morphology import isotropic_erosion\n"
        "same = bool((one.labels == label(isotropic_erosion(mask, 10))).all())"
    )
    assert page.kernel("same")
    assert agree(page, second, "two") == start
    assert page.kernel("two.radius") == 0


def test_a_held_key_ends_on_the_last_value(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_erosion(mask)\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    cell.locator(".noUi-handle").first.focus()
    page.run_code(
        "seen = []\nexplorer.picture.observe(lambda c: seen.append(explorer.radius), 'png')"
    )
    for _ in range(3):
        for key, presses in (("ArrowRight", 16), ("ArrowLeft", 16)):
            for _ in range(presses):
                page.page.keyboard.press(key)
    for _ in range(11):
        page.page.keyboard.press("ArrowRight")
    last = "Radius 11 voxels, slice 30: 21 pieces"
    handle = cell.locator(".noUi-handle").first
    page._wait(lambda: handle.get_attribute("aria-valuetext") == "11 voxels", "the slider")
    page._wait(lambda: agree(page, cell, "explorer").startswith(last), "the last value")
    page.page.wait_for_timeout(500)
    assert agree(page, cell, "explorer").startswith(last)
    assert page.kernel("seen[-1]") == 11
    assert page.kernel("len(seen)") <= 6 * 16 + 11


def test_play_steps_through_the_radii_from_where_the_slider_is(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_erosion(mask)\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    play = cell.locator(".widget-play button").first
    play.click()
    page._wait(lambda: page.kernel("explorer.radius") >= 2, "the second step")
    play.click()  # now it rests
    cell.locator(".noUi-handle").first.focus()
    page.page.keyboard.press("End")
    for _ in range(7):  # the last stop, at which nothing is left, is 17
        page.page.keyboard.press("ArrowLeft")
    page._wait(lambda: page.kernel("explorer.radius") == 10, "the slider")
    play.click()
    page._wait(lambda: page.kernel("explorer.radius") >= 12, "the second step from there")
    agree(page, cell, "explorer")


def test_otsus_threshold_survives_the_browser(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_threshold(image)\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    assert "19.47 % of the voxels are nuclei, in 18 connected" in agree(page, cell, "explorer")
    cell.get_by_label("threshold", exact=True).and_(cell.locator(".noUi-handle")).focus()
    page.page.keyboard.press("PageUp")
    page._wait(lambda: page.kernel("explorer.threshold != explorer.otsu"), "another threshold")
    cell.get_by_role("button", name="Otsu's threshold").click()
    page._wait(lambda: page.kernel("explorer.threshold == explorer.otsu"), "Otsu again")


def test_cells_of_the_toy_grid_are_clicked_and_reached_by_keys(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_components()\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    count = page.kernel("explorer.count")
    cell.get_by_role("button", name="row 1, column 5: off").click()
    page._wait(lambda: page.kernel("explorer.count") == count + 1, "a new component")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Space"):
        page.page.keyboard.press(key)
    page._wait(lambda: page.kernel("explorer.cells[3, 4].item()"), "the cell below")
    cell.get_by_role("button", name="edges only").click()
    page._wait(lambda: "4 neighbours" in cell.locator("[role=status]").inner_text(), "the words")
    numbers = cell.locator(".nuclei-grid button").all_inner_texts()
    assert [int(number or 0) for number in numbers] == page.kernel(
        "explorer.labels.ravel().tolist()"
    )


def test_a_slow_step_shows_that_python_is_working(open_notebook):
    page = open_notebook(
        [
            SETUP,
            "import time\nexplorer = explore_erosion(mask)\nrender = explorer.render\n"
            "explorer.render = lambda: (time.sleep(4), render())[1]\nexplorer",
        ]
    )
    page.run_all()
    mark = page.cell(1).locator(".nuclei-busy")
    mark.wait_for(state="hidden")
    page.cell(1).locator(".noUi-handle").first.focus()
    page.page.keyboard.press("ArrowRight")
    mark.wait_for(state="visible")
    mark.wait_for(state="hidden")


def test_bad_input_is_words_in_the_page_and_the_kernel_goes_on(open_notebook):
    page = open_notebook([SETUP, "explore_erosion(labels)", "after = 1 + 1"])
    page.run_all()
    assert "labels > 0" in page.cell(1).locator("[role=status]").inner_text()
    assert page.kernel("after") == 2


def test_sliders_and_buttons_say_what_they_are_and_how_they_stand(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_erosion(mask, spacing)\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    play = cell.get_by_role("button", name="play", exact=True)
    play.wait_for()
    assert cell.get_by_role("button", name="stop and go back").count() == 1
    radius = cell.get_by_role("slider", name="radius")
    assert radius.get_attribute("aria-valuetext") == "0 voxels"
    radius.focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    page._wait(lambda: radius.get_attribute("aria-valuetext") == "3 voxels", "the value spoken")
    # a place on the slider that reaches Python after the click would be read as one in µm
    page._wait(lambda: page.kernel("explorer.radius") == 3, "the radius in Python")
    units = cell.get_by_role("group", name="in", exact=True)
    voxels, um = (units.get_by_role("button", name=name) for name in ("voxels", "µm"))
    assert [b.get_attribute("aria-pressed") for b in (voxels, um)] == ["true", "false"]
    um.click()
    page._wait(lambda: radius.get_attribute("aria-valuetext") == "0.8 µm", "the radius in µm")
    assert [b.get_attribute("aria-pressed") for b in (voxels, um)] == ["false", "true"]
    play.click()
    cell.get_by_role("button", name="pause", exact=True).wait_for()


def test_a_cell_run_again_keeps_the_slider_and_another_cell_begins_afresh(open_notebook):
    cells = [SETUP, *(f"{n} = explore_erosion(mask)\n{n}" for n in ("one", "two"))]
    page = open_notebook(cells)
    page.run_all()
    page.cell(1).locator(".noUi-handle").first.focus()
    for _ in range(4):
        page.page.keyboard.press("ArrowRight")
    page._wait(lambda: page.kernel("one.radius") == 4, "radius 4")
    page.run_code("before = two")
    for item in ("Run", "Run All Cells"):
        page.page.get_by_role("menuitem", name=item, exact=True).click()
    page._wait(lambda: page.kernel("two is not before"), "the cells to run again")
    page._wait(lambda: "Radius 4" in agree(page, page.cell(1), "one"), "the radius as it was")
    assert page.kernel("[one.radius, two.radius]") == [4, 0]


def test_on_a_dark_page_the_picture_stays_on_white_paper(open_notebook):
    page = open_notebook([SETUP, "explorer = explore_erosion(mask)\nexplorer"])
    page.run_all()
    cell = page.cell(1)
    cell.locator("img").wait_for()
    page.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    paper = cell.locator("img").evaluate("(img) => getComputedStyle(img).borderTopColor")
    assert paper == "rgb(255, 255, 255)"


def test_the_words_are_readable_in_both_themes(open_notebook):
    calls = ["explore_components()", "explore_erosion(mask, spacing)", "explore_erosion(labels)"]
    page = open_notebook([SETUP, *calls])
    page.run_all()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        choose_theme(page.page, theme)
        for number in (1, 2, 3):
            root = page.cell(number).locator(".nuclei-explorer")
            words = ".nuclei-title, [role=status], .nuclei-count, .nuclei-count b, .widget-label"
            assert contrast(root, words) > 4.5, (theme, calls[number - 1])
