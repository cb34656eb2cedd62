"""Exercises of notebook 04: one piece for each nucleus."""

import functools
import math

import numpy as np

from ..exercises.kinds import Array, Choice, Mistake, Number, Option
from .other_forms import MaskOrForm, is_one_number
from .steps import RADIUS, expanded, semantic_seg, study

NOTEBOOK = "04_erosion_and_expansion"

ISLANDS = np.array(
    [
        [1, 1, 0, 0, 0, 0, 0, 1],
        [1, 1, 0, 0, 0, 0, 1, 0],
        [0, 0, 1, 1, 0, 0, 0, 0],
        [0, 0, 1, 1, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1, 1, 0],
    ]
)
PAPER = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 0],
        [0, 1, 1, 1, 1, 1, 0],
        [0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
)


def islands(connectivity):
    """Return how many objects the grid of the exercise has.

    Parameters
    ----------
    connectivity : int
        1: pixels touch by their sides; 2: by their corners, too.

    Returns
    -------
    int
    """
    from skimage.measure import label

    return label(ISLANDS, connectivity=connectivity).max()


def paper(operation, footprint):
    """Return the small mask of the exercise, eroded or dilated.

    Parameters
    ----------
    operation : str
        A function of `skimage.morphology`: ``"erosion"`` or ``"dilation"``.
    footprint : ndarray, shape (3, 3)

    Returns
    -------
    ndarray of bool, shape (5, 7)
    """
    from skimage import morphology

    return getattr(morphology, operation)(PAPER, footprint).astype(bool)


def vanished(radius):
    """Return the components of the mask of which erosion by `radius` leaves nothing.

    Parameters
    ----------
    radius : float
        In voxels.

    Returns
    -------
    ndarray of int
        Their labels before the erosion, ascending.
    """
    pieces = study().labels(0)
    return np.setdiff1d(pieces[pieces > 0], pieces[study().eroded(radius)])


def lost_percent():
    """Return which part of the mask does not come back after erosion and expansion."""
    mask = semantic_seg()
    return 100 * np.count_nonzero(mask & (expanded() == 0)) / np.count_nonzero(mask)


@functools.cache
def lost_without_slivers():
    """Return which part of the mask its nuclei lose, in percent of their voxels and of all."""
    nuclei = semantic_seg() & ~np.isin(study().labels(0), vanished(RADIUS))
    lost = np.count_nonzero(nuclei & (expanded() == 0))
    return tuple(100 * lost / np.count_nonzero(mask) for mask in (nuclei, semantic_seg()))


@functools.cache
def practice():
    """Return the erosion study of the made-up volume at the end of the notebook."""
    from ..images.synthetic import make_nuclei
    from ..nuclei.segmentation import ErosionStudy, threshold_nuclei

    truth = make_nuclei(count=10, touching=4, border=2, size=3.2, shape=(50, 160, 160), seed=5)
    return ErosionStudy(threshold_nuclei(truth.image, sigma=2).mask)


EXERCISES = (
    Choice(
        name="what_percent_tells",
        title="What a percentage tells",
        question="An hour later the same dish reads 25 % instead of 19 %. What do you know?",
        options=(
            Option(
                "There are more nuclei",
                "There may be. But the same nuclei, swollen, would read just the same.",
            ),
            Option(
                "The nuclei are larger",
                "They may be. But more nuclei of the old size would read just the same.",
            ),
            Option("Something changed: number, size or shape, and I cannot say which", right=True),
            Option(
                "Nothing: a percentage is not a measurement",
                "It is one, and a repeatable one. It does answer a question, if a coarse one.",
            ),
        ),
        hints=(
            "Think of two dishes that look quite different and still have the same share of "
            "nuclei voxels.",
        ),
        solution="One number cannot tell number from size. To tell them apart we need to know "
        "which voxels belong to the same nucleus.",
    ),
    Number(
        name="islands_by_edge",
        title="Counting by hand",
        question="How many objects are in `islands` if only cells that share an edge are "
        "neighbours?",
        expected=lambda: islands(1),
        mistakes=(
            Mistake(
                lambda: islands(2),
                "That counts with corners: two cells that meet at a corner were taken as "
                "neighbours. Here they must share an edge.",
            ),
            Mistake(
                lambda: islands(1) + 1,
                "One too many. Was the background counted? It has the number 0 and is no object.",
            ),
            Mistake(
                np.count_nonzero(ISLANDS),
                "That is the number of cells with a 1. Cells that share an edge are one object.",
            ),
        ),
        hints=(
            "Start at one cell and walk: left, right, up, down. All you can reach is one object.",
            "Look at the top right corner. Can you walk from one of those cells to the other "
            "without going across a corner?",
        ),
        solution="Three squares, and two single cells at the top right: they only meet at a "
        "corner. With corners allowed, those two become one, and so do the first two squares.",
    ),
    Number(
        name="voxels_of_two",
        title="Size of piece 2",
        question="How many voxels has piece 2 of `instance_seg`?",
        expected=lambda: np.count_nonzero(study().labels(0) == 2),
        unit="voxels",
        mistakes=(
            Mistake(43945, "That is piece 1. Which number has to change?"),
            Mistake(
                lambda: np.count_nonzero(study().labels(0)),
                "That counts every voxel that is not background. Compare with `==` first.",
            ),
            Mistake(
                lambda: np.count_nonzero(study().labels(0) >= 2),
                "That counts piece 2 and all after it. `==` asks for exactly one number.",
            ),
            Mistake(
                lambda: 2 * np.count_nonzero(study().labels(0) == 2),
                "That adds up the numbers in the voxels, and each of them holds a 2. Count the "
                "voxels instead.",
            ),
        ),
        hints=(
            "The cell above does it for piece 1.",
            "`instance_seg == ...` gives True where the number fits; `np.count_nonzero` counts the "
            "True ones.",
        ),
        solution="`np.count_nonzero(instance_seg == 2)`: the comparison picks the voxels, the "
        "function counts them.",
    ),
    Choice(
        name="fourth_nucleus",
        title="The fourth nucleus",
        question="In slice 30 the upper left nucleus of piece 3 stands alone. Why does it have "
        "the same number as the other three?",
        options=(
            Option(
                "The computer made an error",
                "`label` followed its rule exactly, and it saw more than this slice.",
            ),
            Option(
                "Labels are given by brightness, and the four are equally bright",
                "`label` never sees the image, only the mask. Brightness plays no part.",
            ),
            Option(
                "It lies closer to them than to any other nucleus",
                "Being near is not enough: one voxel of background between two objects keeps "
                "them apart.",
            ),
            Option("It touches one of them in another slice", right=True),
        ),
        hints=("How many neighbours has a voxel in a 3D image? Where are those not in slice 30?",),
        solution="In slices 31 to 42 its lower end meets the nucleus below it. A voxel has "
        "neighbours above and below its slice too, so one bridge anywhere joins them everywhere.",
    ),
    MaskOrForm(
        name="eroded_by_hand",
        title="Erosion by hand",
        question="Erode this small mask with the cross-shaped footprint `disk(1)`.",
        expected=lambda: paper("erosion", np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])),
        mistakes=(
            Mistake(PAPER, "Nothing has changed yet: set the cells that erosion takes to 0."),
            Mistake(
                lambda: paper("dilation", np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])),
                "This grew. That is dilation; erosion takes cells away.",
            ),
            Mistake(
                [[0] * 7, [0] * 7, [0, 0, 1, 1, 1, 0, 0], [0] * 7, [0] * 7],
                "The thin arm is still there. Each of its cells has background above it and "
                "below it, so none of them stays.",
            ),
            Mistake(
                np.zeros_like(PAPER),
                "Everything is gone, but somewhere a cell has a 1 on all four sides.",
            ),
            Mistake(
                lambda: paper("erosion", np.ones((3, 3))),
                "That is too strict: it asks for the corners too. With the cross, only the "
                "neighbours above, below, left and right count.",
            ),
            Mistake(
                PAPER[1:],
                f"A row or a column is missing, or one too many: the small mask has {len(PAPER)} "
                f"rows of {len(PAPER[0])} numbers. Copy it from above, and set cells to 0.",
                when=lambda value: value.shape != PAPER.shape,
            ),
        ),
        other_forms=(
            Mistake(
                1,
                "That is one number. The whole small mask is wanted: copy it from above, and set "
                "cells to 0.",
                when=is_one_number,
            ),
        ),
        hints=(
            "Go through the cells with a 1. A cell stays only if the four cells above, below, left "
            "and right of it are all 1.",
            "The first and the last row of the shape have background beside them, so they go. "
            "Then look at the row between them, cell by cell.",
        ),
        solution="Only two cells have a 1 on all four sides: the middle of the 3 × 3 square, and "
        "the one where the arm begins. The arm itself is one cell thin, so it goes: that is "
        "how erosion cuts a bridge.",
    ),
    Number(
        name="pieces_at_five",
        title="The count at radius 5",
        question="How many pieces does the mask have after an erosion with radius 5?",
        expected=lambda: study().count(5),
        guess="Without erosion there are 18 pieces. How many will there be at radius 5?",
        mistakes=(
            Mistake(
                lambda: np.count_nonzero(study().eroded(5)),
                "That is the number of voxels that are left. `label` them first, then take the "
                "largest number.",
            ),
            Mistake(
                lambda: study().count(0),
                "That is the count before erosion, or one too many because the background was "
                "counted. Label the eroded mask, and take the largest number.",
            ),
            Mistake(
                lambda: study().count(RADIUS),
                "That is another radius. Which one did you erode with?",
            ),
        ),
        hints=(
            "First `isotropic_erosion(semantic_seg, 5)`, then `label(...)` of what comes out.",
            "The largest number in the labels is the count: `label(...).max()`, with the eroded "
            "mask in the brackets.",
        ),
        solution="`label(isotropic_erosion(semantic_seg, 5)).max()`. Erosion cuts nuclei apart, so "
        "the count should rise, and yet it fell. The next section shows why.",
    ),
    Number(
        name="smallest_radius",
        title="The smallest radius that separates",
        question="Which is the smallest whole radius at which every nucleus is one piece of its "
        "own, with no pair joined and no fragment left?",
        expected=RADIUS,
        unit="voxels",
        mistakes=(
            Mistake(
                9,
                "The count looks right here, but by luck: one pair is still joined, and one "
                "fragment of a single voxel makes up for it. Look at the two columns.",
            ),
            Mistake(
                11,
                "This radius has the highest count because one nucleus has been split. And "
                "something smaller already does it.",
            ),
            Mistake(
                12,
                "The count looks right once more, but one nucleus has been split and one is gone. "
                "Look further left.",
            ),
            Mistake(5, "The count is the sum of two errors here. Look at the joined pairs."),
            Mistake(
                0.5,
                "Many pairs are still joined at this radius. The count hides it: fragments fill up "
                "the sum.",
                when=lambda radius: 0 <= radius < 9,
            ),
            Mistake(
                16,
                "They are separate, yes, but several have been eaten up on the way. We want the "
                "**smallest** radius that does it.",
                when=lambda radius: radius > 12,
            ),
        ),
        hints=(
            "Do not look at the count. Look at the columns `joined_pairs` and `fragments`.",
            "Go down the table until both of these columns read nought for the first time.",
        ),
        solution="At radius 10 no pair is joined and no fragment is left. 9 and 12 give the same "
        "count, and both are wrong.",
    ),
    Choice(
        name="why_not_larger",
        title="To be on the safe side?",
        question="Radius 10 separates all nuclei. Why not take 14, to be on the safe side?",
        options=(
            Option(
                "It would take too long",
                "It takes hardly longer; the radius does not matter to the way we erode here. The "
                "reason is in the result.",
            ),
            Option(
                "Small nuclei vanish, others break in two, and what is lost cannot be grown back",
                right=True,
            ),
            Option(
                "Nuclei would join again",
                "Erosion never joins anything: it only takes voxels away.",
            ),
            Option(
                "The expansion afterwards repairs everything, so 14 would be just as good",
                "Expansion grows what is there. A nucleus of which nothing is left cannot grow.",
            ),
        ),
        hints=("Look at the right end of the chart. What are the dotted parts there?",),
        solution="Take the smallest radius that separates. At 14 four nuclei are gone, and from "
        "nothing nothing grows. Three are in pieces, and each piece would be counted.",
    ),
    Choice(
        name="ten_small_steps",
        title="Ten small steps",
        question="Which solid is worth ten erosions in a row with `ball(1)`?",
        options=(
            Option(
                "A ball of radius 10",
                "That would be so if small balls added up to a large one. But `ball(1)` is only "
                "a cross of seven voxels.",
            ),
            Option(
                "A cube",
                "That is what ten erosions with a 3 × 3 × 3 cube would make. `ball(1)` has no "
                "corners.",
            ),
            Option("An octahedron, two pyramids base to base", right=True),
            Option(
                "A ball of radius 1",
                "Each step takes another layer, so ten of them reach much further than one.",
            ),
        ),
        hints=(
            "Start at one voxel and take ten steps. Each step goes along one axis, never "
            "slantwise. Where can you get to?",
        ),
        solution="Ten steps reach 10 voxels far straight on, but only 5 + 5 slantwise: an "
        "octahedron. It bites less deep along the diagonals, and two pairs stay joined.",
    ),
    Number(
        name="ball_height",
        title="How high is the ball?",
        question="A ball has a radius of 10 voxels. How many µm is this radius along z?",
        expected=2.9,
        tolerance=0.001,
        unit="µm",
        mistakes=(
            Mistake(
                2.6,
                "That is the radius along x and y. Along z the voxels are larger: which number of "
                "`spacing` is z?",
            ),
            Mistake(10, "That is in voxels. Multiply by the size of a voxel along z."),
            Mistake(5.8, "That is the whole height, top to bottom. The radius is half of it."),
            Mistake(0.29, "That is a single voxel. The radius is ten of them."),
        ),
        hints=("`spacing` holds the size of a voxel in the order z, y, x.", "`10 * spacing[0]`"),
        solution="10 × 0.29 µm along z, but 10 × 0.26 = 2.6 µm along y and x: round in voxels, "
        "slightly tall in µm.",
    ),
    Array(
        name="gone_components",
        title="What erosion removed",
        question="Which pieces of `instance_seg` have left nothing in `eroded_mask`?",
        expected=lambda: vanished(RADIUS),
        any_order=True,
        mistakes=(
            Mistake(
                lambda: np.unique(study().labels(0)[study().eroded(RADIUS)]),
                "These are the ones that are still there. The others are wanted.",
            ),
            Mistake(
                lambda: np.append(0, np.unique(study().labels(0)[study().eroded(RADIUS)])),
                "These are the ones that are still there, and the background besides.",
            ),
            Mistake(
                lambda: np.arange(1, 20),
                "These are the numbers after erosion. `label` counted afresh, so they do not speak "
                "of the pieces before.",
            ),
            Mistake(
                lambda: np.append(0, vanished(RADIUS)),
                "Almost: 0 is the background and no piece.",
            ),
            Mistake([18], "That is the smallest one. It is not alone: look for all of them."),
        ),
        hints=(
            "`instance_seg[eroded_mask]` holds the numbers of the voxels that are left.",
            "`np.setdiff1d(a, b)` gives what is in `a` and not in `b`. Take all numbers, "
            "`range(1, 19)`, as `a`.",
        ),
        solution="Seven small pieces are gone, 12 to 18. All of them lie at the side of the image: "
        "slivers of nuclei that go on outside it. They would have had to go anyway.",
    ),
    Number(
        name="percent_lost",
        title="What does not come back",
        question="Which percentage of the voxels of `semantic_seg` is not in `expanded_seg`?",
        expected=lost_percent,
        tolerance=0.01,
        unit="%",
        guess="Which percentage of the mask will not come back?",
        mistakes=(
            Mistake(
                lambda: np.count_nonzero(semantic_seg() & (expanded() == 0)),
                "That is the number of voxels. Divide by the voxels of `semantic_seg`.",
            ),
            Mistake(
                lambda: 100 - lost_percent(),
                "That is the part that did come back. The other part is wanted.",
            ),
            Mistake(
                lambda: lost_percent() / 100, "That is a fraction. In percent it is 100 times that."
            ),
            Mistake(
                lambda: lost_percent() * semantic_seg().mean(),
                "That is a share of the whole image. Divide by the voxels of the mask only.",
            ),
            Mistake(
                lambda: 100 * (1 - study().volume_kept(RADIUS)),
                "That is what the erosion alone took, before the labels grew back.",
            ),
            Mistake(
                lambda: lost_without_slivers()[0],
                "That is without the slivers at the sides: count all of `lost`.",
                when=lambda value: any(
                    math.isclose(value, percent, abs_tol=0.06) for percent in lost_without_slivers()
                ),
            ),
            Mistake(
                lambda: 100 * lost_percent() / (100 - lost_percent()),
                "You divided by what came back. Divide by the voxels of `semantic_seg`.",
            ),
        ),
        hints=(
            "`lost` is True where a voxel was in the mask and is not in the labels. Count it.",
            "Divide by `np.count_nonzero(semantic_seg)`. One step is then left to percent.",
        ),
        solution="`100 * np.count_nonzero(lost) / np.count_nonzero(semantic_seg)`: about one voxel "
        "in twenty is lost: most of it thin rims, the rest the slivers at the sides.",
    ),
    Number(
        name="practice_radius",
        title="Now you: another volume",
        question="Which is the smallest whole radius that gives each of the 10 nuclei of "
        "`practice` exactly one piece?",
        expected=9,
        unit="voxels",
        mistakes=(
            Mistake(
                8,
                "This radius has the highest count, more than there are nuclei: look for "
                "fragments.",
            ),
            Mistake(
                RADIUS,
                "That was the right one for the lesson's image. Here a nucleus is gone by then.",
            ),
            Mistake(
                7,
                "Pairs are still joined at this radius: the count is too low.",
                when=lambda radius: 0 <= radius < 8,
            ),
            Mistake(
                12,
                "They are eaten up by then: most of the small nuclei are gone.",
                when=lambda radius: radius > RADIUS,
            ),
        ),
        hints=(
            "The explorer knows that there are 10, and says how far the count is off. Drag the "
            "radius until it is off no more.",
            "Then go through the slices, also at the radius before and the one after: is each "
            "piece one nucleus, and has none vanished?",
        ),
        solution="At 8 the count is 12: every nucleus stands alone, but two crumbs are left at "
        "the sides. At 9 the crumbs are gone and all 10 are there; at 10 one has vanished. These "
        "nuclei are smaller than the lesson's, and so is their radius: find it anew for each kind "
        "of cell.",
    ),
)
