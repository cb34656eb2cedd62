"""One small exercise of each kind: for the tests of the machinery, and for the browser."""

import numpy as np

from helpers.exercises import use
from helpers.exercises.kinds import (
    Array,
    Card,
    Choice,
    Function,
    Mask,
    Mistake,
    Number,
    Option,
    Order,
    Reflection,
)
from helpers.lessons.painted import Painted

REFERENCE = np.zeros((3, 20, 20), int)
REFERENCE[1, 2:10, 2:10] = 1
REFERENCE[1, 2:10, 11:19] = 2
REFERENCE[2, 2:4, 2:4] = 1


def texts(name):
    return {
        "name": name,
        "title": f"The {name}",
        "question": f"What is the {name}?",
        "hints": ("Look closely.", "Look more closely."),
        "solution": f"Because the `{name}` is what it is.",
    }


EXERCISES = (
    Number(
        **texts("count"),
        expected=19,
        unit="nuclei",
        guess="How many nuclei do you expect?",
        mistakes=(
            Mistake(20, "The background is no object."),
            Mistake(0.5, "A count is whole.", when=lambda value: value % 1 != 0),
        ),
    ),
    Number(
        **texts("volume"),
        expected=855.98,
        tolerance=0.01,
        unit="µm³",
        mistakes=(Mistake(123.45, "That is the volume of one voxel."),),
    ),
    Choice(
        **texts("verdict"),
        guess="Which do you expect?",
        options=(
            Option("uint8", right=True),
            Option("int8", "A mask has no minus sign."),
            Option("bool", "That is before saving."),
        ),
    ),
    Array(**texts("extent"), expected=(17.4, 66.56, 66.5), tolerance=0.05, unit="µm"),
    Array(
        **texts("sizes"),
        expected=[3, 1, 2],
        any_order=True,
        mistakes=(Mistake([0, 1, 2], "Labels begin at one."),),
    ),
    Mask(**texts("mask"), expected=lambda: REFERENCE > 0),
    Function(
        **texts("to_um3"),
        expected=lambda voxels, size: voxels * size,
        cases=((10, 0.5), (3, 2.0)),
        mistakes=(Mistake(lambda voxels, size: voxels / size, "That divides."),),
    ),
    Painted(**texts("painting"), expected=lambda: REFERENCE, overlap=0.6),
    Order(
        **texts("order"),
        cards=(Card("Bake", "The dough is raw."), Card("Mix"), Card("Eat it", "It is not done.")),
        expected="b a c",
    ),
    Reflection(**texts("thought")),
)
DEMO = {one.name: one for one in EXERCISES}


def install():
    """Let the demo stand in for the real exercises."""
    use({"99_demo": EXERCISES})
