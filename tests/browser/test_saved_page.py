"""Explorers saved as pages, opened from the disk: what Python drew and said, by keyboard."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from helpers.explorers import (
    explore_components,
    explore_erosion,
    explore_expansion,
    explore_histogram,
    explore_sizes,
    explore_threshold,
)
from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.nuclei.segmentation import threshold_nuclei
from tests.browser.axe import findings
from tests.browser.conftest import new_context
from tests.browser.themes import contrast, weak_rings

GOLDEN = (18, 17, 17, 17, 16, 17, 18, 17, 18, 19, 19, 21, 19, 17, 20, 11, 12)
SHOWN = """() => {
    // the canvas alone: what is scaled apart from it would shine through as ghosts
    const sides = [...document.querySelectorAll("figure canvas")];
    const all = document.createElement("canvas");
    all.width = sides.reduce((sum, one) => sum + one.width, 0);
    all.height = sides[0].height;
    let left = 0;
    for (const side of sides) {
        all.getContext("2d").drawImage(side, left, 0);
        left += side.width;
    }
    return all.toDataURL("image/png").split(",")[1];
}"""


@pytest.fixture(scope="module")
def erosion():
    image, spacing = load_nuclei()
    return explore_erosion(threshold_nuclei(image).mask, spacing, image, core_radius=10, z=34)


@pytest.fixture(scope="module")
def saved(erosion, tmp_path_factory):
    return erosion.save(tmp_path_factory.mktemp("pages") / "erosion.html")


@pytest.fixture
def opened(browser, saved):
    context = new_context(browser, (1440, 900))
    page = context.new_page()
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(saved.as_uri())
    yield page
    context.close()


def shown(page):
    """Return the pixels that the page shows."""
    data = base64.b64decode(page.evaluate(SHOWN))
    image = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
    assert (image[..., 3] == 255).all()
    return image[..., :3]


def test_each_radius_by_key_gives_the_count_words_and_pixels_of_python(opened, erosion, saved):
    assert saved.stat().st_size < 2_000_000
    status, slider = opened.get_by_role("status"), opened.get_by_role("slider", name="radius")
    slider.focus()
    for radius, count in enumerate(GOLDEN):
        erosion.radius = radius
        opened.wait_for_function(
            "words => document.querySelector('[role=status]').textContent === words",
            arg=erosion.state.text,
        )
        assert f" {count} pieces" in status.inner_text()
        assert slider.get_attribute("aria-valuetext") == f"{radius} voxels"
        if radius:  # until a control moves, the pictures below are the state
            np.testing.assert_array_equal(shown(opened), erosion.render().draw().pixels())
        opened.keyboard.press("ArrowRight")
    erosion.radius = 0
    assert [url for url in opened.asked if not url.startswith(("file:", "data:"))] == []


def test_the_second_control_moves_too_and_a_held_key_ends_on_the_last_state(opened, erosion):
    opened.get_by_role("radio", name="lost").check()
    opened.get_by_role("slider", name="radius").focus()
    for _ in range(10):
        opened.keyboard.press("ArrowRight")
    erosion.radius, erosion.view = 10, "lost"
    opened.get_by_text("38,413 voxels lost, 0 gained, Dice 0.974").wait_for()
    assert opened.get_by_role("status").inner_text() == erosion.state.text
    np.testing.assert_array_equal(shown(opened), erosion.render().draw().pixels())
    erosion.radius, erosion.view = 0, "labels"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_in_light_and_dark_reads_well(opened, scheme):
    opened.set_viewport_size({"width": 320, "height": 640})
    opened.emulate_media(color_scheme=scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320
    wide = [box.bounding_box()["width"] for box in opened.locator("figure img").all()]
    assert min(wide) > 250  # one below the other
    assert contrast(opened.locator("body"), "h1, p, label, legend, output") >= 4.5
    alts = [one.get_attribute("alt") for one in opened.locator("img").all()]
    assert alts[0].startswith("Erosion: when do the nuclei come apart?")


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory):
    """Return the saved pages of all explorers, of a small image."""
    made = make_nuclei(count=3, touching=0, border=1, size=1.5, shape=(30, 64, 64))
    mask = made.labels > 0
    moving = {
        explore_histogram(made.image): (),
        explore_threshold(made.image): ("sigma",),  # fewer stops than its own choice
        explore_components(): (),
        explore_erosion(mask, made.spacing, made.image): (),
        explore_expansion(mask, radius=2): (),
        explore_sizes(made.labels, made.spacing): ("border", "plot"),
    }
    folder = tmp_path_factory.mktemp("kinds")
    places = (folder / f"{type(one).__name__}.html" for one in moving)
    return [one.save(place, *moving[one]) for one, place in zip(moving, places, strict=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_a_page_of_any_kind(browser, every_kind, scheme):
    """A window of 1366 dots enlarged to 200 % has 683; 320 is what WCAG asks for."""
    page = browser.new_page(color_scheme=scheme, forced_colors="none")
    for path in every_kind:
        page.goto(path.as_uri())
        for width in (1366, 683, 320):
            page.set_viewport_size({"width": width, "height": 384})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.stem
        assert findings(page) == [], path.stem
        assert weak_rings(page) == [], path.stem
        assert contrast(page.locator("body"), "h1, p, label, legend, output") >= 4.5
        moving = page.evaluate(
            "[...document.querySelectorAll('*')].map(getComputedStyle).filter((style) =>"
            " style.animationName !== 'none' || parseFloat(style.transitionDuration)).length"
        )
        assert moving == 0, path.stem
    page.close()


def test_without_javascript_the_page_is_a_still_picture_with_its_words(browser, tmp_path):
    explorer = explore_components()
    path = explorer.save(tmp_path / "components.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.locator("form").is_hidden()
    assert page.get_by_role("status").inner_text() == explorer.state.text
    assert page.locator("img").bounding_box()["height"] > 100
    assert "Without JavaScript" in page.locator(".note").inner_text()
    context.close()
