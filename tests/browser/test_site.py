"""The web site, built once: every link leads somewhere, it fits every width, nothing leaves."""

import functools
import http.server
import sys
import threading
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import new_context
from tests.conftest import NOTEBOOKS, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import live_pages
import website

PAGES = (
    "index.html",
    "notebooks/04_erosion_and_expansion.html",
    "notebooks/05_measurements.html",
    "notebooks/glossary.html",
    "instructor/plans.html",
    "README.html",
)
TOO_WIDE = """() => [...document.querySelectorAll(".bd-article *")].filter((one) => {
    const { right, width } = one.getBoundingClientRect();
    const rolls = one.parentElement.closest(
        "pre, .cell_output, .pst-scrollable-table-container, details:not([open])");
    return width && right > innerWidth + 1 && !rolls;
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return website.build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def pages(site):
    """Return {address: its soup} of all pages, those of the explorers too."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in site.rglob("*.html")
        if "_static" not in path.parts
    }


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def address(site):
    answer = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def open_page(browser, address):
    """Return a function that opens a page; what asks for another host is refused and fails."""
    left, contexts = [], []

    def guard(route):
        if route.request.url.startswith(address):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    def open_(name, width=1440, scheme="light"):
        context = new_context(browser, (width, 900))
        contexts.append(context)
        context.route(lambda url: not url.startswith("data:"), guard)
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.goto(address + name)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert left == []


def test_every_link_leads_to_a_page_and_to_a_place_on_it(site, pages):
    broken, walked = [], 0
    for name, soup in pages.items():
        for one in soup.find_all(["a", "img", "iframe", "link", "script"]):
            target = one.get("href") or one.get("src") or ""
            parts = urlsplit(urljoin(f"http://site/{name}", target))
            if parts.netloc != "site" or not target or target.startswith("data:"):
                continue
            walked += 1
            path = unquote(parts.path).lstrip("/") or "index.html"
            there = (site / path).is_file()
            anchor = unquote(parts.fragment)
            if there and anchor and path in pages:
                there = pages[path].find(id=anchor) is not None
            if not there:
                broken.append(f"{name}: {target}")
    assert broken == []
    assert walked > 2000


def test_every_notebook_has_its_page_with_its_pictures_and_download(site, pages):
    for path in NOTEBOOKS:
        soup = pages[f"notebooks/{path.stem}.html"]
        assert soup.find("a", href=f"../download/{path.name}", download=True)
        assert (site / "download" / path.name).read_bytes() == path.read_bytes()
        assert soup.find("a", href=f"../instructor/{path.stem}.html")
        frames = [one["src"] for one in soup.find_all("iframe")]
        assert frames == [f"../live/{one.name}" for one in live_pages.find(path)]


def test_every_picture_has_its_words_and_every_frame_its_name(pages):
    for name, soup in pages.items():
        live = name.startswith("live/")
        silent = [one for one in soup.find_all("img") if not (one.get("alt") or live)]
        assert silent == [], name
        for frame in soup.find_all("iframe"):
            assert "?" in frame["title"] or ":" in frame["title"]
            assert frame["loading"] == "lazy"


def test_no_page_shows_what_only_a_kernel_can_fill(pages):
    for name, soup in pages.items():
        if not name.startswith("notebooks/0"):
            continue
        text = soup.find("article").get_text()
        for unwanted in (
            "Loading widget",
            "model_id",
            "Only a still picture of it",
            "Not answered yet",
        ):
            assert unwanted not in text, name


def test_what_is_for_afterwards_and_each_solution_is_folded(pages):
    cells = nbformat.read(NOTEBOOKS[4], as_version=4).cells
    tags = [tag for cell in cells for tag in cell.metadata.get("tags", [])]
    soup = pages["notebooks/04_erosion_and_expansion.html"]
    folded = soup.find_all("details", class_="at-home")
    assert len(folded) == tags.count("at-home") > 0
    assert all(one.parent.find(["h2", "h3", "h4"]).get_text()[:8] == "At home:" for one in folded)
    solutions = [one for one in soup.find_all("summary") if "Solution" in one.get_text()]
    assert len(solutions) == 2 * tags.count("solution")  # the code and the words
    assert not any(one.find_parent("details").has_attr("open") for one in solutions)


def test_a_term_and_its_first_use_lead_to_each_other(pages):
    links = {one["href"] for one in pages["notebooks/glossary.html"].find("article").find_all("a")}
    assert "04_erosion_and_expansion.html#our-first-measurement" in links
    back = pages["notebooks/04_erosion_and_expansion.html"].find("article").find_all("a")
    assert "glossary.html#array" in {one["href"] for one in back}


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_stands_out_of_the_page(open_page, width):
    for name in PAGES:
        page = open_page(name, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(TOO_WIDE) == [], name


@pytest.mark.parametrize("width", [320, 1440])
def test_an_explorer_moves_by_keys_and_has_the_height_it_needs(open_page, width):
    page = open_page("index.html", width)
    frame = page.frame_locator("iframe.live")
    status = frame.get_by_role("status")
    before = status.inner_text()
    frame.get_by_role("slider", name="radius").focus()
    page.keyboard.press("ArrowRight")
    status.filter(has_text="Radius 1 voxel").wait_for()
    assert status.inner_text() != before
    fits = """() => {
        const frame = document.querySelector("iframe.live");
        return Math.abs(frame.clientHeight - frame.contentDocument.body.offsetHeight) <= 2;
    }"""
    page.wait_for_function(fits)


def test_the_explorers_follow_the_theme_of_the_page(open_page):
    page = open_page("index.html", scheme="null")  # the system's, which is not forced on frames
    dark = """() => document.querySelector("iframe.live").contentWindow
        .matchMedia("(prefers-color-scheme: dark)").matches"""
    page.frame_locator("iframe.live").get_by_role("status").wait_for()
    assert not page.evaluate(dark)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(dark)


def test_the_search_finds_a_word_without_a_network(open_page):
    page = open_page("search.html?q=erosion")
    page.locator("#search-results a", has_text="04 · Erosion and expansion").first.wait_for()


def test_a_link_into_a_folded_part_unfolds_it(open_page, pages):
    name = "notebooks/04_erosion_and_expansion.html"
    inner = pages[name].select_one("details.at-home section")["id"]
    page = open_page(f"{name}#{inner}")
    page.locator(f"#{inner} > :first-child").wait_for()
    assert page.locator(f"#{inner}").bounding_box()["height"] > 0
