"""Nuclei painted without a pointer: the exercises of notebook 03, by keys alone."""

import pytest
from playwright.sync_api import expect

SETUP = """
import numpy as np
from helpers.exercises import check
from helpers.viewer import example_strokes, open_viewer
viewer = open_viewer("notebook")
"""
TWO = """
from helpers.images import load_nuclei
from helpers.lessons import steps
image, spacing = load_nuclei()
reference, z, wanted = steps.expanded(), 33, (7, 17)
"""
NEW = """
from helpers.images import make_nuclei
new = make_nuclei(count=6, touching=1, border=1, size=3.5, shape=(48, 128, 128), seed=2)
image, reference, z = new.image, new.labels, 24
wanted = [n for n in range(1, new.labels.max() + 1) if (new.labels[24] == n).any()]
"""
ADD = """
viewer.add_image(image, name="image")
viewer.add_labels(np.zeros(image.shape, "uint8"), name="mine")
viewer.dims.set_point(0, z)
"""
STROKES = "[[s.points for s in example_strokes(reference, n, z, 6)] for n in wanted]"


class Hands:
    """Ten fingers and no mouse."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        self.keyboard = notebook.page.keyboard
        self.root = notebook.page.locator(".nv")
        self.canvas = self.root.locator(".nv-main canvas").first
        self.spoken = self.root.locator(".nv-spoken")

    def press(self, key, times=1):
        for _ in range(times):
            self.keyboard.press(key)

    def begin(self):
        """Go to the picture, and put the cursor on it."""
        self.canvas.focus()
        self.press("2")
        self.press("[", 4)
        expect(self.spoken).to_have_text("brush size 6")
        self.press("Enter")
        expect(self.spoken).to_contain_text("mine[")  # place and value
        self.place = [round(v) for v in self.notebook.kernel("viewer.cursor.position[-2:]")]

    def go(self, *place):
        for axis, keys in enumerate((("ArrowUp", "ArrowDown"), ("ArrowLeft", "ArrowRight"))):
            way = place[axis] - self.place[axis]
            tens, ones = divmod(abs(way), 10)
            self.press(f"Shift+{keys[way > 0]}", tens)
            self.press(keys[way > 0], ones)
        self.place = list(place)

    def paint(self, points):
        self.go(*points[0])
        self.press("Space")
        for point in points[1:]:
            self.go(*point)
            self.press("Shift+Space")


@pytest.mark.parametrize("name, code", [("my_two_nuclei", TWO), ("new_nuclei", NEW)])
def test_an_exercise_of_painting_is_solved_by_keys_alone(open_notebook, name, code):
    notebook = open_notebook(
        [SETUP + code + ADD, "viewer", f"{name} = viewer.layers['mine']", f"check('{name}')"]
    )
    notebook.run_all()
    hands = Hands(notebook)
    hands.begin()
    for number, strokes in enumerate(notebook.kernel(STROKES)):
        if number:
            hands.press("m")
        for points in strokes:
            hands.paint(points)
    expect(hands.spoken).to_contain_text("voxels painted")
    hands.press("Escape")
    hands.press("Shift+Enter", 3)  # this cell, the answer's, the check's
    expect(notebook.cell(3).locator("[role=status]").last).to_contain_text("Correct")


def test_the_cursor_erases_fills_picks_and_goes_with_the_slices(open_notebook):
    notebook = open_notebook([SETUP + NEW + ADD, "viewer"])
    notebook.run_all()
    hands, layer = Hands(notebook), "viewer.layers['mine']"
    hands.begin()
    hands.press("Space")
    expect(hands.spoken).to_have_text("label 1: 37 voxels painted")
    hands.press("Control+z")
    expect(hands.spoken).to_have_text("stroke undone")
    hands.press("Space")
    hands.press("1")
    hands.press("Enter")
    expect(hands.spoken).to_have_text("37 voxels erased")
    hands.press("PageUp")
    expect(hands.spoken).to_have_text("z 25")
    hands.press("=")
    hands.press("4")
    hands.press("Space")
    expect(hands.spoken).to_have_text("label 2: 16384 voxels filled")
    assert notebook.kernel(f"({layer}.data[25] == 2).all().item()")
    hands.press("-")
    expect(hands.spoken).to_have_text("label 1")
    hands.press("5")
    hands.press("Space")
    expect(hands.spoken).to_have_text("label 2")
    hands.press("Shift+ArrowLeft", 20)  # to the rim, and not beyond
    expect(hands.spoken).to_contain_text(f"mine[25, {hands.place[0]}, 0]: 2")
    hands.press("Escape")
    hands.press("ArrowLeft")
    expect(hands.spoken).to_have_text("z 24")
