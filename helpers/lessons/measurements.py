"""Exercises of notebook 05: from labels to volumes one can trust."""

import numpy as np

from ..exercises.kinds import (
    Array,
    Card,
    Choice,
    Function,
    Mistake,
    Number,
    Option,
    Order,
    Reflection,
)
from . import dishes
from .steps import expanded, sizes, whole

NOTEBOOK = "05_measurements"
SPACING = (0.29, 0.26, 0.26)
VOXEL = 0.29 * 0.26 * 0.26


def border_labels():
    """Return the labels that touch a face of the volume."""
    from ..nuclei.measurement import touches_border

    return touches_border(expanded())


def volumes():
    """Return the volumes of the whole nuclei in µm³."""
    return sizes(whole()) * VOXEL


def height(slices, axis=0):
    """Return how many µm a number of voxels is along an axis.

    Parameters
    ----------
    slices : float
        How many voxels.
    axis : int
        0 for z, 1 for y, 2 for x.

    Returns
    -------
    float
    """
    return slices * SPACING[axis]


def sphericity():
    """Return the sphericity of each whole nucleus."""
    from ..nuclei.measurement import measure

    return measure(whole(), SPACING)["sphericity"].to_numpy()


EXERCISES = (
    Array(
        name="border_nuclei",
        title="Cut by the border",
        question="Which labels of `instance_seg` are not in `cleared_seg` any more?",
        expected=border_labels,
        any_order=True,
        mistakes=(
            Mistake(
                lambda: np.setdiff1d(np.arange(1, 20), border_labels()),
                "These are the ones that stayed. The others are wanted.",
            ),
            Mistake(
                lambda: np.append(0, np.setdiff1d(np.arange(1, 20), border_labels())),
                "These are the ones that stayed, and the background besides.",
            ),
            Mistake(
                lambda: border_labels()[1:],
                "One is missing: it touches none of the four sides that you see in a slice. "
                "Compare the numbers before and after, not the picture.",
            ),
            Mistake(
                lambda: np.append(0, border_labels()), "Almost: 0 is the background and no nucleus."
            ),
            Mistake(
                [],
                "That is empty: nothing is in the image after that was not there before. The order "
                "matters: before first, then after.",
            ),
        ),
        hints=(
            "`np.unique(...)` lists the numbers that occur in an image.",
            "`np.setdiff1d(a, b)` gives what occurs in `a` and not in `b`: before, and after.",
        ),
        solution="Eight of the 19 are gone: 1, 2, 4, 11, 12, 14, 15 and 18. Seven of them are cut "
        "by a side that you can see. Label 1 is the surprise.",
    ),
    Choice(
        name="hidden_border",
        title="The nucleus that looks whole",
        question="Label 1, the bright dividing cell at the upper left, is far from all four sides "
        "of the picture. Why has `clear_border` removed it?",
        options=(
            Option(
                "It is too bright",
                "`clear_border` sees labels only, never the brightness.",
            ),
            Option(
                "It is one of the smaller ones",
                "Size plays no part: label 19, smaller than it, stayed.",
            ),
            Option("It touches the first or the last slice of the stack", right=True),
            Option(
                "It touches another nucleus",
                "It stands alone. And nuclei that touch each other may stay.",
            ),
        ),
        hints=(
            "A 3D image has six faces. You see four of them as the sides of the picture.",
            "Move the slice slider as far as it goes, and look for the label there.",
        ),
        solution="It reaches slice 59, the last one. What lies beyond was never recorded, so its "
        "volume would be too small by an unknown amount. Dividing cells round up and stand tall: a "
        "stack that is too thin loses just them, and that biases more than a mean.",
    ),
    Number(
        name="nuclei_left",
        title="How many are left?",
        question="How many nuclei are left in `cleared_seg`?",
        expected=11,
        guess="There were 19. How many will be left after the border has been cleared?",
        mistakes=(
            Mistake(
                19,
                "That is `max()`, the largest number, and it counts only if no number is missing. "
                "`clear_border` set some labels to 0 and left the others' numbers as they were.",
            ),
            Mistake(
                12,
                "One too many: `np.unique` lists 0 as well, and 0 is the background.",
            ),
            Mistake(8, "That is how many were removed."),
            Mistake(
                lambda: len(expanded()),
                "That is how many slices the image has. Which numbers occur in it?",
            ),
            Mistake(
                lambda: np.count_nonzero(whole()),
                "That is how many voxels belong to a nucleus. `np.unique` lists the numbers that "
                "occur: count those.",
            ),
        ),
        hints=(
            "`cleared_seg.max()` gives the largest number. Is that the same as how many there are?",
            "`np.unique(cleared_seg)` lists the numbers that occur. Count them, without 0.",
        ),
        solution="`len(np.unique(cleared_seg)) - 1`: eleven labels occur, and the background. The "
        "largest number is still 19, because nobody renumbered the rest.",
    ),
    Array(
        name="sizes_by_loop",
        title="Sizes with a loop",
        question="How many voxels has each of the 11 nuclei of `whole_seg`? Give a list, in order.",
        expected=lambda: sizes(whole()),
        mistakes=(
            Mistake(
                lambda: sizes(expanded())[:11],
                "These are labels 1 to 11 of the **uncleared** image: border nuclei are among "
                "them. This very list stands in the published lesson. Count in `whole_seg`.",
            ),
            Mistake(
                lambda: sizes(expanded()), "These are all 19, border nuclei included: `whole_seg`."
            ),
            Mistake(
                lambda: np.bincount(whole().ravel()),
                "The first number is the background. Start with label 1.",
            ),
            Mistake(
                lambda: np.bincount(whole().ravel())[:-1],
                "This starts with the background and misses the last nucleus. `range(11)` runs "
                "from 0 to 10; which range do you need?",
            ),
            Mistake(
                lambda: sizes(whole())[:-1],
                "The last nucleus is missing: `range` stops before its second number.",
            ),
            Mistake(volumes, "These are volumes in µm³ already. Voxels are wanted."),
            Mistake(
                lambda: np.arange(1, 1 + whole().max()),
                "These are the numbers of the nuclei, not their sizes. Append a count of voxels.",
            ),
            Mistake(
                lambda: np.repeat(sizes(whole())[0], whole().max()),
                "Every turn has counted the same nucleus. Compare with `number`, which changes "
                "from turn to turn.",
            ),
            Mistake(
                lambda: np.zeros((11, 2, 2, 2)),
                "A comparison gives True or False for each voxel, and these are in your list. "
                "Count the True ones first, then append.",
                when=lambda value: value.ndim == 4,
            ),
        ),
        hints=(
            "Start with an empty list, `[]`. In the loop, `.append(...)` one count after the "
            "other.",
            "For one nucleus: `np.count_nonzero(whole_seg == number)`. The numbers run from 1 to "
            "11.",
        ),
        solution="`for number in range(1, 12): sizes_by_loop.append(np.count_nonzero(whole_seg == "
        "number))`. `range` stops before 12, so the last is 11.",
    ),
    Number(
        name="voxel_volume",
        title="The volume of one voxel",
        question="What is the volume of one voxel, in µm³?",
        expected=VOXEL,
        tolerance=2e-5,
        unit="µm³",
        mistakes=(
            Mistake(
                0.26**3, "That takes the voxel for a cube. It is taller than wide: z is 0.29 µm."
            ),
            Mistake(
                0.29 * 0.29 * 0.26,
                "The two sizes are swapped: two of the axes, y and x, measure 0.26 µm, and only z "
                "measures 0.29 µm.",
            ),
            Mistake(0.29**3, "That takes the z size for all three axes."),
            Mistake(0.81, "That is the sum. A volume is a product."),
            Mistake(0.26 * 0.26, "That is the area of one pixel. The third axis is missing."),
            Mistake(0.29 * 0.26, "That is an area. The third axis is missing."),
        ),
        hints=("Height times depth times width.", "`spacing[0] * spacing[1] * spacing[2]`"),
        solution="0.29 × 0.26 × 0.26 µm³ = 0.0196 µm³. For a product the order does not matter; "
        "for lengths it does.",
    ),
    Function(
        name="volume_um3",
        title="Voxels to µm³",
        question="Write a function that takes a number of voxels and the voxel size, and returns "
        "the volume in µm³.",
        expected=lambda voxels, spacing: voxels * spacing[0] * spacing[1] * spacing[2],
        cases=((1000, (1.0, 1.0, 1.0)), (43945, SPACING), (500, (2.0, 0.5, 0.25))),
        tolerance=1e-6,
        mistakes=(
            Mistake(
                lambda voxels, spacing: voxels,
                "It gives the voxels back as they are. Multiply by the volume of one voxel.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * sum(spacing),
                "It adds the three sizes. The volume of a voxel is their product.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * 0.29 * 0.26 * 0.26,
                "It uses this image's voxel size, whatever it is given. Use `spacing`, so that it "
                "works for every microscope.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * spacing[2] ** 3,
                "It takes the voxel for a cube as wide as x. Use all three sizes.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * spacing[0] ** 3,
                "It takes the voxel for a cube as high as z. Use all three sizes.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * spacing,
                "`spacing` holds three numbers, and a list times a number is the list again and "
                "again. Multiply by each of the three.",
            ),
            Mistake(
                lambda voxels, spacing: np.prod(spacing),
                "That is the volume of one voxel. How many voxels are there?",
            ),
            Mistake(
                lambda voxels, spacing: voxels * spacing[0] * spacing[1],
                "That takes z and y only, which makes an area. The third axis is missing.",
            ),
            Mistake(
                lambda voxels, spacing: voxels * spacing[1] * spacing[2],
                "That takes y and x only, which makes an area. The third axis is missing.",
            ),
        ),
        hints=(
            "`spacing[0]` is the size along z, `spacing[1]` along y, `spacing[2]` along x.",
            "After `return`, multiply `voxels` by all three of them.",
        ),
        solution="`return voxels * spacing[0] * spacing[1] * spacing[2]`. It was tried on three "
        "different voxel sizes.",
    ),
    Number(
        name="nucleus_height",
        title="The height of a nucleus",
        question="Nucleus 1 reaches from slice 17 to slice 51. How many µm is it high?",
        expected=lambda: height(35),
        tolerance=0.005,
        unit="µm",
        mistakes=(
            Mistake(
                lambda: height(34),
                "Both end slices belong to it. From 17 to 51 there is one slice more than 51 - 17.",
            ),
            Mistake(
                lambda: height(35, axis=2),
                "Right number of slices, wrong size: the **first** number of `spacing` is z.",
            ),
            Mistake(
                lambda: height(34, axis=2),
                "Count both end slices, and take the **first** number of `spacing`: that is z.",
            ),
            Mistake(35, "That is in slices. Multiply by their distance."),
            Mistake(34, "That is in slices, and one of them is missing."),
            Mistake(
                lambda: 34 + height(1),
                "Python multiplies before it adds: put brackets round the number of slices.",
            ),
            Mistake(
                lambda: height(51),
                "That is how high slice 51 lies above the first of the stack. The nucleus begins "
                "further up: count its own slices.",
            ),
        ),
        hints=(
            "How many slices are 17, 18, 19? Not two.",
            "Number of slices times `spacing[0]`.",
        ),
        solution="51 - 17 + 1 = 35 slices of 0.29 µm. With the sizes in the order x, y, z one gets "
        "9.10 µm, an error of a tenth that nobody notices: keep to z, y, x.",
    ),
    Number(
        name="mean_volume",
        title="Mean volume",
        question="What is the mean volume of the 11 whole nuclei?",
        expected=lambda: volumes().mean(),
        tolerance=0.01,
        unit="µm³",
        guess="What mean volume do you expect, in µm³? (A ball 12 µm across has about 900.)",
        mistakes=(
            Mistake(
                lambda: (sizes(expanded())[:11] * VOXEL).mean(),
                "That is the mean of the lesson's printed list: labels 1 to 11 before the border "
                "was cleared. Border nuclei pull it down.",
            ),
            Mistake(
                lambda: (sizes(expanded()) * VOXEL).mean(),
                "That is the mean of all 19, cut nuclei included. They pull it down.",
            ),
            Mistake(
                lambda: sizes(whole()).mean(),
                "That is in voxels. Multiply by the volume of one voxel.",
            ),
            Mistake(lambda: np.median(volumes()), "That is the median. The mean is wanted."),
            Mistake(lambda: volumes().sum(), "That is the sum of all volumes."),
            Mistake(
                lambda: sizes(whole()).mean() * 0.26**3,
                "That takes voxels for cubes of 0.26 µm. They are 0.29 µm high.",
            ),
        ),
        hints=(
            "`volumes` holds the 11 volumes in µm³.",
            "`np.mean(...)` of a list is its mean.",
        ),
        solution="`np.mean(volumes)`: 855.98 µm³, which is the figure that the lesson prints too.",
    ),
    Number(
        name="sd_to_report",
        title="Which standard deviation?",
        question="These 11 nuclei stand for all the nuclei of this culture. Which standard "
        "deviation do you report?",
        expected=lambda: volumes().std(ddof=1),
        tolerance=0.01,
        unit="µm³",
        mistakes=(
            Mistake(
                lambda: volumes().std(),
                "That divides by n. It describes these nuclei only, and as a statement about all "
                "nuclei it is too small. It is what `np.std` gives unless told otherwise.",
            ),
            Mistake(
                lambda: volumes().std(ddof=1) / np.sqrt(11),
                "That is the standard error: how well the mean is known, not how much nuclei "
                "differ.",
            ),
            Mistake(
                lambda: volumes().var(ddof=1), "That is the variance, in µm⁶. Take its square root."
            ),
            Mistake(
                lambda: volumes().var(),
                "That is the variance, in µm⁶, and divided by n besides. Which form is made for "
                "samples? Then take its square root.",
            ),
            Mistake(lambda: np.ptp(volumes()), "That is the range, largest minus smallest."),
            Mistake(
                10,
                "That is what to divide by, or an option of `np.std`. Wanted is the standard "
                "deviation itself, in µm³.",
                when=lambda value: value in (0, 1, 10, 11),
            ),
            Mistake(
                lambda: sizes(whole()).std(ddof=1),
                "That is in voxels. Use the volumes in µm³.",
            ),
        ),
        hints=(
            "Eleven nuclei are a **sample**. Which form is made for samples?",
            "`np.std` takes an option `ddof`, the number that is subtracted from n.",
        ),
        solution="`np.std(volumes, ddof=1)`, which divides by n - 1. Spreadsheets call it STDEV.S, "
        "and pandas' `.std()` gives it by itself.",
    ),
    Array(
        name="least_round",
        title="The least round nuclei",
        question="Which two nuclei of `table` are the least round? Give their labels, the least "
        "round first.",
        expected=lambda: 1 + sphericity().argsort()[:2],
        mistakes=(
            Mistake(
                lambda: 1 + sphericity().argsort()[::-1][:2],
                "These are the roundest. The **lower** the sphericity, the less round.",
            ),
            Mistake(
                lambda: sphericity().argsort()[:2],
                "These are the bold numbers at the left. They count rows from 0; the numbers of "
                "the nuclei stand in the column `label`.",
            ),
            Mistake(
                lambda: 1 + sphericity().argsort()[1::-1],
                "The right two, in the wrong order: the least round first.",
            ),
            Mistake(
                lambda: 1 + volumes().argsort()[:2],
                "These are the smallest ones. Look at the column `sphericity`.",
            ),
        ),
        hints=(
            "The column `sphericity` says how round each nucleus is; a ball has the highest value.",
            '`table.sort_values("sphericity")` puts the lowest first. Read off the column `label`.',
        ),
        solution="Nuclei 2 and 1. Nucleus 2 is a long bean. The bold numbers at the left of a "
        "table count rows from 0 and are no labels.",
    ),
    Choice(
        name="source_of_bias",
        title="Why too large?",
        question="Erosion shrinks. And yet, with radius 10, the mean volume of the made-up nuclei "
        "comes out 27 % too large. Why?",
        options=(
            Option(
                "Expansion grows the labels too far",
                "It grows back by as much as was taken, and never beyond the mask.",
            ),
            Option("Some nuclei are still joined and count as one large one", right=True),
            Option(
                "Border nuclei are included",
                "They are cut, so they make the mean smaller. And without them it is no better.",
            ),
            Option(
                "The voxel size is wrong",
                "Both the truth and the result are counted with the same voxels.",
            ),
        ),
        hints=("Look at the count in the same row.",),
        solution="10 are counted of 12: the same volume is shared out among fewer nuclei. A wrong "
        "count spoils the mean volume far more than the lost rims do.",
    ),
    Order(
        name="steps_in_order",
        title="The seven steps",
        question="Put the seven steps of the workflow in order, from the image to the table.",
        cards=(
            Card("Label", "Touching nuclei are one piece then, and get one number together."),
            Card(
                "Measure",
                "Nuclei that a face of the volume cuts are still there then, and pull the mean "
                "down.",
            ),
            Card("Blur"),
            Card(
                "Clear the border",
                "Without its rim, a nucleus that only just reaches a face may no longer touch it. "
                "It would stay, and be measured although it is cut.",
            ),
            Card(
                "Threshold",
                "It takes every voxel as it is: noise would leave specks beside the nuclei and "
                "holes in them.",
            ),
            Card(
                "Expand",
                "What grows back is the numbers. Without numbers, the pieces would simply join "
                "again.",
            ),
            Card("Erode", "It takes the rim off a mask, and there is no mask yet."),
        ),
        expected="c e g a f d b",
        hints=(
            "Ask of each card what it works on: the image, a mask, or numbers?",
            "One step takes nuclei apart, one gives them numbers, and one undoes what the first "
            "has taken. Only whole nuclei may come into the table.",
        ),
        solution="Blur, threshold, erode, label, expand, clear the border, measure. Each step "
        "needs what the one before it has made. `Workflow` does the same seven, in this order.",
    ),
    Reflection(
        name="methods_sentence",
        title="Your methods section",
        question="Write the two sentences for your methods section: how were the nuclei measured, "
        "and what should a reader know about the error?",
        hints=(
            "What would a colleague need in order to get the same numbers from the same image?",
            "Which nuclei were left out? In which direction are the volumes off?",
        ),
        solution="“Nuclei were segmented in 3D (scikit-image: Gaussian blur, sigma 3 voxels; Otsu "
        "threshold; erosion with a ball of radius 10 voxels, labelling, expansion by 10 voxels), "
        "and nuclei touching a face of the stack were left out; voxel size 0.29 × 0.26 × 0.26 µm "
        "(z, y, x). Volumes are given as mean ± sample SD (n = 11 of 19); on synthetic volumes of "
        "known truth, at the smallest radius that separated all nuclei, the mean volume came out "
        "3 to 4 % too large.”",
    ),
    *dishes.EXERCISES,
)
