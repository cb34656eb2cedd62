"""Exercises of notebook 03: labels by hand."""

import functools

from ..exercises.kinds import Choice, Mistake, Number, Option, Reflection
from . import steps
from .painted import Painted

NOTEBOOK = "03_manual_labelling"

SECONDS_PER_OUTLINE = 20


@functools.cache
def _truth():
    """Return the labels that the computer-made stack was made from."""
    from ..images.synthetic import make_nuclei

    options = {"count": 6, "touching": 1, "border": 1, "size": 3.5, "shape": (48, 128, 128)}
    return make_nuclei(**options, seed=2).labels


@functools.cache
def _outlines():
    """Return how many outlines the whole stack has, one for each nucleus and slice."""
    from ..nuclei.painting import count_outlines

    return count_outlines(steps.expanded())


EXERCISES = (
    Painted(
        name="my_two_nuclei",
        title="Two nuclei by hand",
        question="Paint two nuclei in slice 33, with the labels 1 and 2.",
        expected=steps.expanded,
        bright=steps.semantic_seg,
        minimum=2,
        hints=(
            "Click on the layer `my nuclei` first, then take the brush. Paint in slice 33.",
            "Before the second nucleus, raise the label number with + or with the key M.",
        ),
        solution="Each nucleus has a number of its own, and its outline is followed well enough to "
        "measure with.",
    ),
    Number(
        name="iou",
        title="Overlap of two labels",
        question="What is the IoU of the painted label and the reference?",
        expected=0.4,
        tolerance=0.005,
        mistakes=(
            Mistake(
                12 / 21,
                "Almost: this is twice the voxels in both, over the two sizes added up. That is "
                "another measure, called Dice. IoU counts each voxel once.",
            ),
            Mistake(6 / 9, "That is the part of the reference you covered. Look at the formula."),
            Mistake(6 / 12, "That is the part of the paint that hit. Look at the formula."),
            Mistake(
                6 / 21,
                "You divided by both sizes added up. The voxels that are in both are then counted "
                "twice: they belong to the union only once.",
            ),
            Mistake(6, "That is the number of voxels in both. Divide it by those in at least one."),
            Mistake(15, "That is the number of voxels in at least one. It goes below the line."),
        ),
        hints=(
            "Which cells are coloured in both grids? Which in the left, the right, or both?",
            "`(yours > 0) & (theirs > 0)` is the part in both; with `|` it is the part in at least "
            "one. `np.count_nonzero` counts each.",
        ),
        solution="6 cells are in both, and 12 + 9 - 6 = 15 in at least one: 6 / 15 = 0.4. One "
        "column off and one row too many, and the IoU is down to 0.4: small labels are judged "
        "hard.",
    ),
    Choice(
        name="fill_tool",
        title="The bucket",
        question="The label is set to 2. What does a click with the bucket on nucleus 1 do?",
        options=(
            Option(
                "it fills the whole slice with label 2",
                "That happens if you click on the background, which is a region too. Click "
                "inside the nucleus; Ctrl+Z takes the flood back.",
            ),
            Option("nucleus 1 becomes part of label 2", right=True),
            Option(
                "it fills holes in nucleus 1 with label 1",
                "The bucket paints with the number that is set, not with the one you click on. "
                "Set the number to 1, click on the hole, and it does fill holes.",
            ),
            Option(
                "it selects nucleus 1",
                "That is the picker. The bucket changes voxels: hover to see.",
            ),
        ),
        hints=("Try it, then hover over the nucleus: which number does it have now?",),
        solution="The bucket gives the region you click on the number that is set. It is handy to "
        "join two labels of one nucleus, and to fill holes.",
    ),
    Choice(
        name="pick_tool",
        title="The picker",
        question="The label is set to 5. What does a click with the picker on nucleus 1 do?",
        options=(
            Option(
                "it deletes nucleus 1",
                "No voxel changes with the picker. Hover over the nucleus: it is still there.",
            ),
            Option(
                "it changes nucleus 1 into label 5",
                "That is the bucket. The picker changes no voxel.",
            ),
            Option("the label is now set to 1", right=True),
            Option(
                "it copies the colour of label 5 to nucleus 1",
                "A colour belongs to its number and cannot be copied. Look at the box **label**.",
            ),
        ),
        hints=("Watch the box **label** in the controls while you click.",),
        solution="The picker sets the label number to that of the nucleus you click on. With "
        "hundreds of labels this is the only sane way to go on painting an old one.",
    ),
    Choice(
        name="contour_setting",
        title="Contour",
        question="What does **contour** change?",
        options=(
            Option("only how labels are shown: as outlines instead of filled", right=True),
            Option(
                "it removes the inside of each label",
                "It looks like it. But hover over the inside of a nucleus: the value is still "
                "there.",
            ),
            Option(
                "it makes each label larger by so many voxels",
                "The line becomes thicker on the screen, but no voxel changes. Growing labels is "
                "the business of notebook 04.",
            ),
            Option(
                "the width of the brush",
                "That is **brush size**. Contour changes what is painted already, but only to the "
                "eye.",
            ),
        ),
        hints=("Hover over the empty-looking inside of a nucleus. Which value do you read?",),
        solution="The voxels stay as they are. Outlines leave the image visible, which is what you "
        "want when you judge whether a border is right.",
    ),
    Number(
        name="edit_dim_slices",
        title="n edit dim",
        question="With these settings, and one single click: in how many slices is paint?",
        expected=9,
        unit="slices",
        guess="In how many slices will you find paint?",
        mistakes=(
            Mistake(1, "That is so with n edit dim 2: only the slice in view. Set it to 3."),
            Mistake(
                3,
                "The 3 of **n edit dim** means three **dimensions**, not three slices. How far the "
                "paint reaches depends on the brush.",
            ),
            Mistake(
                60, "That is the whole stack. The brush is a ball of limited size: move the slider."
            ),
            Mistake(
                4,
                "So many there are on one side of the slice you clicked on. Count the other side "
                "and the middle too.",
            ),
            Mistake(
                5,
                "You counted the slice you clicked on, and one side. The ball reaches as far on "
                "the other side.",
            ),
        ),
        hints=(
            "With three dimensions the brush is a ball. How tall is a ball that is so many voxels "
            "wide?",
            "Move the slider up until the dot is gone, then down until it is gone, and count.",
        ),
        solution="The brush is now a ball with a diameter of 9 voxels, so it reaches 4 slices up "
        "and 4 slices down from the one you clicked on. It becomes smaller from slice to slice, "
        "as a ball does.",
    ),
    Choice(
        name="preserve_setting",
        title="Preserve labels",
        question="Preserve labels is on, the label is 2. You drag the brush across nucleus 1. "
        "What happens to nucleus 1?",
        options=(
            Option(
                "the part under the brush becomes label 2",
                "That is what happens with **preserve labels** off. Is the box ticked?",
            ),
            Option(
                "it becomes label 2 as a whole",
                "That is what the bucket does. A brush changes only what it touches, and with "
                "**preserve labels** not even that.",
            ),
            Option("nothing: only background is painted", right=True),
            Option(
                "nothing can be painted anywhere any more",
                "Try it on the background beside the nucleus: there the brush still works.",
            ),
        ),
        hints=("Paint from the background across the nucleus, and hover along your stroke.",),
        solution="All labels but the active one are protected: painting changes background only, "
        "and erasing takes away the active label only.",
    ),
    Number(
        name="hours_by_hand",
        title="Hours for a stack",
        question="How many hours does the whole stack take, at 20 seconds for each outline?",
        expected=lambda: _outlines() * SECONDS_PER_OUTLINE / 3600,
        tolerance=0.05,
        unit="hours",
        guess="How many hours do you think one stack takes by hand?",
        mistakes=(
            Mistake(
                lambda: _outlines() * SECONDS_PER_OUTLINE, "That is in seconds. Hours are wanted."
            ),
            Mistake(
                lambda: _outlines() * SECONDS_PER_OUTLINE / 60,
                "That is in minutes. Hours are wanted.",
            ),
            Mistake(
                19 * SECONDS_PER_OUTLINE / 3600,
                "That is one outline for each nucleus. But a nucleus reaches through some thirty "
                "slices, and needs an outline in each.",
            ),
            Mistake(
                19 * 60 * SECONDS_PER_OUTLINE / 3600,
                "That is every nucleus in every slice. None of them reaches through the whole "
                "stack: take `outlines`, which the cell above counted.",
            ),
            Mistake(
                lambda: _outlines() / SECONDS_PER_OUTLINE,
                "You divided by 20. Each outline takes 20 seconds: multiply.",
            ),
            Mistake(
                lambda: _outlines() * SECONDS_PER_OUTLINE / 360,
                "Ten times too much: is a nought missing in the seconds of an hour?",
            ),
            Mistake(
                lambda: _outlines() * SECONDS_PER_OUTLINE / 60 / 24,
                "You divided by 24, the hours of a day. How many minutes has an hour?",
            ),
        ),
        hints=(
            "The cell above counted the outlines. How many seconds are that in all?",
            "An hour has 60 times 60 seconds.",
        ),
        solution="`outlines * 20 / 3600`: about three and a half hours without a break, for one "
        "small stack. A hundred stacks are more than forty working days.",
    ),
    Reflection(
        name="when_by_hand",
        title="When by hand?",
        question="Think of images from your own lab. What would you label by hand, and what not?",
        hints=("How many images are there? How many objects? What would you check it against?",),
        solution="By hand: a few nuclei to check an automatic method against, a handful of images, "
        "objects that no method finds, and repairs. Not by hand: whole stacks, many images, and "
        "anything that must come out the same when a colleague does it again.",
    ),
    Painted(
        name="new_nuclei",
        title="Now you: every nucleus of a slice",
        question="Label every nucleus that you see in slice 24 of the new image.",
        expected=_truth,
        minimum=6,
        hints=(
            "Go through the slice row by row, so that you miss none. One may be cut by the edge.",
            "For the two that touch: paint one, press M, switch **preserve labels** on, and paint "
            "the other up to it.",
        ),
        solution="Every nucleus has its own number. This time the reference is the truth itself, "
        "because the computer that made the image knows it.",
    ),
    Painted(
        name="mended",
        title="A draft, mended",
        question="Mend the draft of slice 24: a merged pair, a split nucleus, one with a hole.",
        expected=_truth,
        minimum=6,
        overlap=0.8,
        cue='Mend the layer `draft` in the viewer above, write `new_viewer.layers["draft"]` in '
        "place of the dots, run that cell, then run this one again.",
        hints=(
            "Hover over the draft. Which two nuclei show the same number? Which one shows two?",
            "For the merged pair: press M for a number that is free, and paint over one of the "
            "two. **Undo** takes back what went too far.",
        ),
        solution="A few strokes, where painting the slice afresh takes minutes. This is how most "
        "good label images are made: a machine drafts, a person mends, and the mending is counted.",
    ),
)
