"""The instructor's running clock, in a browser and from a file: no server, no network."""

import pytest

from tests.browser.axe import findings
from tests.browser.themes import weak_rings
from tests.test_teaching import teaching

import clock  # isort: skip (of tools/, which test_teaching puts on the path)


@pytest.fixture
def open_clock(browser, tmp_path):
    """Open the clock of a plan; whatever the page asks of a network fails the test."""
    asked, problems = [], []
    context = browser.new_context(viewport={"width": 853, "height": 480}, color_scheme="dark")
    page = context.new_page()
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda one: problems.append(str(one)))

    def open_(name, parts):
        (tmp_path / "clock.html").write_text(clock.page(name, parts), encoding="utf-8")
        page.goto((tmp_path / "clock.html").as_uri())
        return page

    yield open_
    assert problems == []
    assert all(url.startswith("file:") for url in asked)
    context.close()


def test_the_keys_run_the_clock_and_show_the_question_of_each_section(open_clock):
    name, parts = clock.choose("04", None)
    steps = clock.steps(parts)
    page = open_clock(name, parts)
    button = page.get_by_role("button", name="start")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('[data-do=toggle]').textContent === 'pause'")
    assert button.count() == 0
    for step in steps:
        assert page.locator("h1").inner_text() == step["title"]
        asked = page.locator(".ask li").all_inner_texts() if step["ask"] else []
        assert [text for _, text in step["ask"]] == [
            one.removesuffix(f" {where}")
            for one, (where, _) in zip(asked, step["ask"], strict=True)
        ]
        assert page.locator(".skip").is_visible() == bool(step["late"])
        assert page.locator("nav [aria-current]").inner_text() == step["title"]
        page.keyboard.press("ArrowRight")
    assert "minutes early" in page.locator(".late").inner_text()
    page.keyboard.press("ArrowLeft")
    assert page.locator("h1").inner_text() == steps[-2]["title"]
    before = page.locator(".left strong").inner_text()
    page.wait_for_function(f"document.querySelector('.left strong').textContent !== '{before}'")
    page.evaluate("localStorage.clear()")  # as Chromium does by itself, once in 40 reloads
    page.reload()
    assert page.locator("h1").inner_text() == steps[-2]["title"]  # a reloaded page goes on
    page.get_by_role("button", name="begin again").click()
    assert page.locator("h1").inner_text() == steps[0]["title"]


def test_a_browser_that_keeps_nothing_shows_the_clock_all_the_same(open_clock):
    name, parts = clock.choose("04", None)
    page = open_clock(name, parts)
    page.add_init_script(
        "for (const name of ['localStorage', 'history'])"
        " Object.defineProperty(window, name, { get() { throw new Error('refused'); } });"
    )
    page.reload()
    page.keyboard.press("ArrowRight")
    assert page.locator("h1").inner_text() == clock.steps(parts)[1]["title"]


def test_the_clock_of_a_plan_says_what_to_say_instead_of_what_it_leaves_out(open_clock):
    name, parts = clock.choose(None, "half a day")
    page = open_clock(name, parts)
    place = [step["title"] for step in clock.steps(parts)].index("What clipping does")
    page.locator(f"nav button[value='{place}']").click()
    gone = page.locator(".gone")
    assert gone.locator("li").all_inner_texts() == [
        "The image was stretched: Skip; say “somebody stretched it after it was taken; one voxel "
        "at 0, one at the top”."
    ]
    page.keyboard.press("ArrowRight")
    gone.wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_the_clock(open_clock, scheme):
    page = open_clock(*clock.choose("04", None))
    page.emulate_media(color_scheme=scheme)
    for width in (1366, 683, 320):  # 683 are left of 1366 at 200 %
        page.set_viewport_size({"width": width, "height": 384})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert findings(page) == []
    assert weak_rings(page) == []


@pytest.mark.parametrize("name", teaching.plans())
def test_the_clock_of_a_plan_has_its_minutes(name):
    _, parts = clock.choose(None, name.upper())
    steps = clock.steps(parts)
    planned = 60 * sum(teaching.total(parts))
    assert sum(step["seconds"] for step in steps) == pytest.approx(planned, abs=len(steps))
    assert not [step for step in steps if "](" in str(step) or "**" in str(step)]
