"""One exercise of each kind, done as a learner would in JupyterLab."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.exercises import demo

START = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import numpy as np
from tests.exercises import demo
from helpers.exercises import *
demo.install()
reset()
"""
OUTPUT = ".jp-OutputArea-output"


class Learner:
    """A person at a notebook: types into a cell, runs it, reads what comes out."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def type(self, index, code):
        self.notebook.cell(index).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.run(index)

    def run(self, index):
        cell = self.notebook.cell(index)
        prompt = cell.locator(".jp-InputArea-prompt")
        before = prompt.inner_text()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.notebook._wait(
            lambda: prompt.inner_text() != before and "*" not in prompt.inner_text(),
            f"cell {index} to finish",
        )

    def reads(self, index, words):
        self.notebook.cell(index).locator(OUTPUT, has_text=words).first.wait_for()


@pytest.fixture
def learner(open_notebook):
    def start(*cells):
        notebook = open_notebook([START, *cells])
        notebook.run_all()
        return Learner(notebook)

    return start


TYPED = {
    "count": ("count = 20", "You answered 20 nuclei.", "count = 19"),
    "sizes": ("sizes = [1, 2]", "2 of your numbers are right", "sizes = {1, 2, 3}"),
    "mask": ("mask = demo.REFRENCE > 0", "REFRENCE", "mask = demo.REFERENCE > 0"),
    "volume": ("volume = 855,98", "write 855.98, with a point", "volume = 855.98"),
    "to_um3": (
        "def to_um3(voxels, size): return",
        "gives nothing back",
        "def to_um3(voxels, size): return voxels * size",
    ),
}


def test_typed_answers_are_judged_one_by_one(learner):
    cells = [source for name in TYPED for source in (f"{name} = ...", f"check('{name}')")]
    person = learner(*cells, "progress('99')")
    for index, (wrong, reason, right) in enumerate(TYPED.values()):
        answer, check = 1 + 2 * index, 2 + 2 * index
        person.reads(check, "Not answered yet")
        person.type(answer, wrong)
        person.run(check)
        person.reads(check, reason)
        person.type(answer, right)
        person.run(check)
        person.reads(check, "Correct")
    person.run(1 + len(cells))
    person.reads(1 + len(cells), f"{len(TYPED)} of {len(demo.EXERCISES)} exercises solved")


def test_an_option_is_picked_by_keyboard_and_stays_after_the_cell_runs_again(learner):
    person = learner("verdict = ask('verdict')", "check('verdict')")
    person.reads(2, "Pick an option")
    options = person.notebook.cell(1).get_by_role("radio")
    options.nth(0).focus()
    person.page.keyboard.press("ArrowDown")
    person.reads(1, "Kept.")
    expect(options.nth(1)).to_be_checked()
    person.run(2)
    person.reads(2, "A mask has no minus sign.")
    person.run(1)
    expect(person.notebook.cell(1).get_by_role("radio").nth(1)).to_be_checked()
    person.notebook.cell(1).get_by_text("a) uint8").click()
    person.reads(1, "Kept.")
    person.run(2)
    person.reads(2, "Correct")


def test_cards_are_put_in_order_by_keys_and_by_dragging_and_stay_so(learner):
    person = learner("order = ask('order')", "check('order')")
    person.reads(2, "Move the cards")
    cell, page = person.notebook.cell(1), person.page
    cards, said = cell.locator(".cards li"), cell.locator(".said")

    def expect_order(*texts):
        expect(cell.locator(".cards .words")).to_have_text(list(texts))

    expect_order("Bake", "Mix", "Eat it")
    up = cell.get_by_role("button", name="Move Eat it up")
    up.focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Eat it, now 2 of 3")
    expect(up).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("ArrowUp")  # at the top it stays
    expect(said).to_have_text("Eat it, now 1 of 3")
    expect(up).to_be_focused()
    expect_order("Eat it", "Bake", "Mix")
    assert min(up.bounding_box()[side] for side in ("width", "height")) >= 24
    person.reads(1, "Kept.")
    person.run(2)
    person.reads(2, "The first card that stands wrong is “Eat it”: it comes too early. It is not")

    for text, onto in (("Eat it", 2), ("Mix", 0)):
        start = cards.filter(has_text=text).locator(".words").bounding_box()
        end = cards.nth(onto).bounding_box()
        page.mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
        page.mouse.down()
        edge = end["height"] * (0.9 if onto else 0.1)
        page.mouse.move(start["x"] + 30, end["y"] + edge, steps=6)
        page.mouse.up()
        expect(said).to_have_text(f"{text}, now {onto + 1} of 3")
    expect_order("Mix", "Bake", "Eat it")
    expect(cell.locator(".dragged")).to_have_count(0)
    person.run(1)
    expect_order("Mix", "Bake", "Eat it")  # kept
    person.run(2)
    person.reads(2, "Correct")


def test_the_questions_of_a_page_do_not_know_each_other(learner):
    """Two of each kind: radio buttons, guesses to pick, guesses to type, texts to write."""
    kinds = ("_ = ask('verdict')", "predict('verdict')", "predict('count')", "_ = ask('thought')")
    person = learner(*(call for call in kinds for _ in range(2)))
    page, cell = person.page, person.notebook.cell
    for index in range(1, 9):
        cell(index).locator(".nuclei-question").wait_for()
    questions = page.locator(".nuclei-question")
    names = questions.evaluate_all(
        "all => all.map(one => [...new Set([...one.querySelectorAll('[type=radio]')]"
        ".map(radio => radio.name))])"
    )
    assert [len(own) for own in names] == [1, 1, 1, 1, 0, 0, 0, 0]
    assert len({name for own in names for name in own}) == 4
    ids = page.locator("legend").evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == len(ids) == 8

    radios = [cell(index).get_by_role("radio") for index in range(1, 5)]
    for own, letter in zip(radios, (0, 1, 2, 0), strict=True):
        own.nth(letter).check()
    for own, letter in zip(radios, (0, 1, 2, 0), strict=True):
        expect(own.nth(letter)).to_be_checked()
    radios[0].nth(2).check()
    page.keyboard.press("ArrowDown")  # past the last option comes the first of the same question
    expect(radios[0].nth(0)).to_be_checked()
    expect(radios[1].nth(1)).to_be_checked()

    radios[0].nth(0).focus()  # Tab leads from question to question, and leaves none out
    for _ in range(12):
        page.keyboard.press("Tab")
        if radios[1].nth(1).evaluate("one => one === document.activeElement"):
            break
    expect(radios[1].nth(1)).to_be_focused()

    boxes = [
        cell(index).get_by_role("textbox", name=re.compile(words)).first
        for index, words in ((5, "How many"), (6, "How many"), (7, "thought"), (8, "thought"))
    ]
    for number, box in enumerate(boxes):
        box.fill(f"{number}")
    for number, box in enumerate(boxes):
        expect(box).to_have_value(f"{number}")


def test_a_thought_is_answered_with_a_model(learner):
    person = learner("thought = ask('thought')", "check('thought')")
    person.notebook.cell(1).locator(".nuclei-question textarea").fill("Clipped light is lost.")
    person.notebook.cell(1).get_by_role("button", name="Keep").click()
    person.reads(1, "Kept.")
    person.run(2)
    person.reads(2, "You wrote: “Clipped light is lost.”")
    person.reads(2, "Ours:")


def test_a_guess_and_a_rooms_guesses_come_back_with_the_result(learner):
    person = learner("predict('count')", "count = 19", "check('count')")
    cell = person.notebook.cell(1)
    line = cell.get_by_role("textbox", name="How many nuclei do you expect?")
    line.fill("many")
    line.press("Enter")
    person.reads(1, "cannot be read")
    line.fill("25")
    line.press("Enter")
    person.reads(1, "Kept: you will see it")
    cell.get_by_text("With a whole room").click()
    cell.get_by_role("textbox", name=re.compile("first vote")).fill("12 15 19 40")
    cell.get_by_role("button", name="Count the first vote").click()
    person.reads(1, "4 votes counted.")
    person.run(3)
    person.reads(3, "Your guess was 25 nuclei: 6 too high.")
    person.reads(3, "The room's 4 guesses run from 12 to 40")
    assert person.notebook.cell(3).locator("svg[role=img] circle").count() == 5


VOTES = """
from helpers.exercises.catalogue import find
from helpers.exercises.rooms import code_of
def codes(letters):
    return "\\n".join(code_of(find("verdict"), a, 97 * n) for n, a in enumerate(letters))
"""


def test_a_room_votes_twice_by_codes_and_sees_who_moved(learner):
    person = learner(VOTES, "verdict = ask('verdict')")
    cell, page = person.notebook.cell(2), person.page
    cell.get_by_text("b) int8").click()
    own = cell.get_by_text("your code: ").inner_text().split(": ")[1]
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    first, again = (cell.get_by_role("textbox", name=words) for words in ("first", "second"))
    rows = cell.get_by_role("row")
    said = f"41 votes counted. Not counted: {own[:-1]}. Ask for these again."
    both = f"First vote: {said} Second vote: {said}"
    votes = (("b" * 20 + "a" * 20, first, said), ("a" * 32 + "b" * 8, again, both))
    for letters, box, note in votes:
        box.fill(person.notebook.kernel(f"codes('{letters}')") + f"\n{own}\n{own[:-1]}")
        page.keyboard.press("Tab")  # a box that is left is kept, and so is one whose button is hit
        page.keyboard.press("Enter")
        expect(cell.get_by_role("status").last).to_have_text(note)
    expect(rows.nth(1)).to_have_text(re.compile(r"^a\) uint8\s*20 · 49%\s*32 · 78%$"))
    expect(cell.get_by_text("Of 41 who voted twice, 28 changed.")).to_be_visible()
    answer = cell.get_by_role("button", name="Show the answer")
    expect(answer).to_have_attribute("aria-pressed", "false")
    answer.focus()
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_contain_text("(the answer)")
    person.run(2)  # all but the answer is there again
    expect(rows.nth(1)).to_have_text(re.compile("32 · 78%"))
    expect(rows.nth(1)).not_to_contain_text("(the answer)")
    expect(cell.get_by_role("status").last).to_have_text(both)
    for box in (first, again):
        expect(box).to_have_value(re.compile(own))
    expect(cell.get_by_text(f"your code: {own}")).to_be_visible()


def test_hints_open_one_after_the_other_by_keyboard(learner):
    person = learner("hint('count')")
    cell = person.notebook.cell(1)
    cell.locator("summary").first.wait_for()
    assert not cell.get_by_text("Look closely.").is_visible()
    cell.locator("summary").first.focus()
    person.page.keyboard.press("Enter")
    cell.get_by_text("Look closely.").wait_for()
    assert not cell.get_by_text("Look more closely.").is_visible()
    cell.locator("summary").nth(1).click()
    cell.get_by_text("Look more closely.").wait_for()


VIEWER = """
from helpers.viewer import open_viewer
viewer = open_viewer("notebook")
viewer.add_image(demo.REFERENCE, name="nuclei")
viewer.add_labels(np.zeros_like(demo.REFERENCE), name="painted")
viewer.dims.set_point(0, 1)
viewer.layers["painted"].brush_size = 6
viewer.layers["painted"].mode = "paint"
viewer
"""


def test_a_nucleus_is_painted_with_the_mouse(learner):
    person = learner(VIEWER, "painting = viewer.layers['painted']", "check('painting')")
    person.reads(3, "Paint in the viewer above")
    canvas = person.notebook.cell(1).locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    side = min(box["width"], box["height"])
    step = side / 20  # the picture fills the shorter side of the canvas

    def at(row, column):
        middle = 9.5  # the middle of 20 voxels stands in the middle of the canvas
        x = box["x"] + box["width"] / 2 + (column - middle) * step * 0.9
        y = box["y"] + box["height"] / 2 + (row - middle) * step * 0.9
        return x, y

    person.page.mouse.move(*at(5, 5))
    person.page.mouse.down()
    for row, column in ((5, 6), (6, 6), (6, 5), (5, 5)):
        person.page.mouse.move(*at(row, column), steps=3)
    person.page.mouse.up()
    person.notebook._wait(
        lambda: person.notebook.kernel("int(painting.data.sum())"), "the painted voxels"
    )
    person.run(3)
    person.reads(3, "Correct")
    person.reads(3, "Label 1 covers nucleus 1")
