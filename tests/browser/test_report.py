"""The report of a folder, in a browser: it fits every width, and shuts nobody out."""

import pytest

from helpers.folder.report import report
from helpers.workflow.run import Workflow
from tests.browser.axe import findings
from tests.browser.themes import weak_rings
from tests.folder.test_report import batch  # noqa: F401  a fixture


@pytest.fixture(scope="module")
def page(batch, browser, tmp_path_factory):  # noqa: F811
    folder, images, nuclei = batch
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report(folder, Workflow(), images, nuclei), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", [320, 400, 720, 853, 1280, 1440, 1920])
def test_nothing_of_the_page_lies_outside_it_at_any_width(page, width):
    """720 are left of 1440 at 200 %."""
    page.set_viewport_size({"width": width, "height": 450})
    inside, whole = page.evaluate("(e => [e.clientWidth, e.scrollWidth])(document.documentElement)")
    tables = page.evaluate(
        "[...document.querySelectorAll('.scroll:has(table)')]"
        ".map(e => [e.clientWidth, e.scrollWidth])"
    )
    sizes = page.evaluate(
        "[...document.querySelectorAll('td, th, .name, .scale span')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert whole <= inside and min(sizes) >= 13
    assert len(tables) == 3 and all(within <= box for box, within in tables)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_nobody_is_shut_out_of_the_page(page, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper != "rgb(255, 255, 255)") == (scheme == "dark")
    assert findings(page) == []
    assert weak_rings(page) == []
