"""The slides: nothing is cut off, nothing asks a network, and the notes are the instructor's."""

import html
import re

import nbformat
import pytest

from tests.browser.axe import findings
from tests.conftest import NOTEBOOKS, need
from tests.test_javascript import NPM
from tests.test_teaching import teaching

import slides  # isort: skip (of tools/, which test_teaching puts on the path)

MOVING = """() => [...document.querySelectorAll("*")].filter((e) => {
  const { animationName, transitionDuration } = getComputedStyle(e);
  return animationName !== "none" || parseFloat(transitionDuration) > 0.001;
}).map((e) => e.outerHTML.slice(0, 80))"""
UNHIDE = """() => {
  for (const slide of document.querySelectorAll(".slides section")) {
    slide.hidden = false;
    slide.removeAttribute("aria-hidden");
  }
}"""
every_notebook = pytest.mark.parametrize("number", teaching.notebooks())
SMALLEST = 55  # percent of the type, for the fullest slides
MEASURE = """() => [...document.querySelectorAll(".slides > section > section")].map((slide) => {
  const { h, v } = Reveal.getIndices(slide);
  Reveal.slide(h, v);
  const name = slide.textContent.trim().slice(0, 60);
  return [name, slide.scrollHeight, slide.scrollWidth, parseInt(slide.style.fontSize)];
})"""


SHOW_ALL = """
.reveal-viewport, .reveal { overflow: visible !important; height: auto !important; }
.reveal .slides, .reveal .slides section {
  display: block !important; position: static !important;
  transform: none !important; opacity: 1 !important; height: auto !important;
}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    need(slides.REVEAL.exists(), NPM)
    folder = tmp_path_factory.mktemp("slides")
    slides.write(folder, teaching.notebooks())
    return folder


@every_notebook
def test_no_slide_overflows_and_none_asks_a_network(number, browser, written):
    asked, problems = [], []
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.on("request", lambda one: asked.append(one.url))
    page.on("requestfailed", lambda one: problems.append(one.url))
    page.on("pageerror", lambda one: problems.append(str(one)))
    page.goto((written / f"{teaching.notebooks()[number].stem}.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    rows = page.evaluate(MEASURE)
    assert [row for row in rows if row[1] > 720 or row[2] > 1280 or row[3] < SMALLEST] == []
    assert sum(row[3] == 100 for row in rows) > len(rows) * 2 / 3
    assert problems == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    assert page.evaluate(MOVING) == []
    page.add_style_tag(content=SHOW_ALL)
    page.evaluate(UNHIDE)
    assert findings(page) == []
    page.close()


@every_notebook
def test_the_slides_hold_the_core_path_without_its_answers(number):
    pages = [slide for column in slides.columns(number) for slide in column]
    whole = "".join(slide.html for slide in pages)
    text = html.unescape(re.sub("<[^>]*>", "", whole))
    assert [row.title for row in teaching.clock(number) if row.title not in text] == []
    for unwanted in ("At home: ", "Solution: click", "check(", "$$", "come alive", ".ipynb"):
        assert unwanted not in whole
    asked = [note for notes in teaching.notes(number).values() for kind, note in notes]
    assert all("<li>" in slide.notes for slide in pages if slide.notes)
    assert len(asked) <= sum(slide.notes.count("<li>") for slide in pages)


@every_notebook
def test_no_piece_of_text_is_longer_than_a_slide_may_be(number):
    for cell, kind in zip(
        teaching.read(number).cells, slides.types(teaching.read(number)), strict=True
    ):
        if cell.cell_type == "markdown" and kind != "skip":
            for piece in slides.pieces(cell.source):
                length = slides.weight(cell, piece)
                assert length <= (slides.FULL if "\n\n" in piece else 2 * slides.FULL), piece


@every_notebook
def test_cells_that_are_marked_for_presenting_are_marked_by_the_rule(number):
    notebook = teaching.read(number)
    for cell, kind in zip(notebook.cells, slides.types(notebook), strict=True):
        assert cell.metadata.get("slideshow", {"slide_type": kind}) == {"slide_type": kind}


def test_marking_a_second_time_changes_nothing(tmp_path):
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.read(NOTEBOOKS[4], as_version=4), path)
    slides.mark(path)
    before = path.read_bytes()
    assert not slides.mark(path)
    assert path.read_bytes() == before
    kinds = {cell.metadata.slideshow.slide_type for cell in nbformat.read(path, 4).cells}
    assert kinds == {"slide", "subslide", "skip"}


def test_a_long_text_is_split_at_its_blank_lines_and_headings():
    long = "word " * 60
    assert len(slides.pieces(f"## One\n\n{long}\n\n{long}")) == 2
    assert slides.pieces("one\n\n## Two\n\nthree") == ["one", "## Two\n\nthree"]


def test_a_formula_becomes_a_picture_that_says_it_in_words():
    shown = slides.text_html(r"$$\text{SNR} = \frac{\text{a}}{\text{b}}$$")
    assert 'alt="SNR = (a) / (b)"' in shown
    assert "data:image/svg+xml;base64," in shown
