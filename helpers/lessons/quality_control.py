"""Exercises of notebook 01: whether this image is good enough to measure."""

import functools
import math

import numpy as np

from ..exercises.kinds import Choice, Mistake, Number, Option, Reflection

NOTEBOOK = "01_quality_control"

TOP = 65535  # the largest value of a uint16 image
NUCLEUS = np.s_[29, 190:215, 160:185]  # a patch inside a nucleus
BACKGROUND = np.s_[29, 225:250, 5:30]  # a patch of the same size beside all nuclei
PRINTED = 1e-4  # how far off a result is if it was worked out from the figures on the page


@functools.cache
def nuclei():
    """Return the workbook's image."""
    from ..images.lesson import load_nuclei

    return load_nuclei()[0]


def dark_share(image):
    """Return the share of voxels in the lowest tenth of the uint16 range, in percent.

    Parameters
    ----------
    image : ndarray of uint16

    Returns
    -------
    float
    """
    return 100 * np.mean(image < 0.1 * TOP)


def range_used(image):
    """Return which percentage of the uint16 range the middle 99.8 % of the voxels span.

    Parameters
    ----------
    image : ndarray of uint16

    Returns
    -------
    float
        From 0 to 100.
    """
    low, high = np.percentile(image, [0.1, 99.9])
    return 100 * (high - low) / TOP


def signal():
    """Return by how many grey levels the patch in the nucleus is brighter than the other."""
    return nuclei()[NUCLEUS].mean() - nuclei()[BACKGROUND].mean()


def signal_to_noise():
    """Return (nucleus - background) / noise from the two patches."""
    return signal() / nuclei()[BACKGROUND].std()


def without_brackets():
    """Return what Python makes of `nucleus - background / noise`."""
    background = nuclei()[BACKGROUND]
    return nuclei()[NUCLEUS].mean() - background.mean() / background.std()


EXERCISES = (
    Number(
        name="snr",
        title="Signal to noise",
        question="How many times larger than the noise is the signal? Take signal as the mean of "
        "`inside` minus the mean of `outside`, and noise as the standard deviation of `outside`.",
        expected=signal_to_noise,
        tolerance=0.05,
        mistakes=(
            Mistake(
                lambda: nuclei()[NUCLEUS].mean() / nuclei()[BACKGROUND].std(),
                "The background shines a little too, and this counts its light as signal: subtract "
                "the mean of `outside` first.",
            ),
            Mistake(
                lambda: nuclei()[NUCLEUS].mean() / nuclei()[BACKGROUND].mean(),
                "That is signal over background, the contrast. Noise is how much the values "
                "scatter, not how high they are.",
            ),
            Mistake(
                lambda: signal() / nuclei()[NUCLEUS].std(),
                "That divides by the scatter inside the nucleus, which is mostly real structure of "
                "the chromatin. Take the noise from the empty patch.",
            ),
            Mistake(
                signal,
                "That is the signal, in grey levels. Divide it by the noise.",
                when=lambda value: math.isclose(value, signal(), rel_tol=PRINTED),
            ),
            Mistake(
                without_brackets,
                "The brackets are missing: Python divides before it subtracts. Put the subtraction "
                "into brackets.",
                when=lambda value: math.isclose(value, without_brackets(), rel_tol=PRINTED),
            ),
            Mistake(
                lambda: -signal_to_noise(),
                "The two means are the wrong way round: take the brighter minus the darker.",
            ),
        ),
        hints=(
            "`inside.mean()` and `outside.mean()` say how bright the patches are; `.std()` says "
            "how much the values of a patch scatter.",
            "Write it as (one mean minus the other) divided by a standard deviation. The brackets "
            "matter: division comes before subtraction.",
        ),
        solution="`(inside.mean() - outside.mean()) / outside.std()`. Above about 5 a nucleus is "
        "easily told from its surroundings; this image is well above that.",
    ),
    Number(
        name="volume_maximum",
        title="The largest value of the volume",
        question="What is the largest value in the whole volume?",
        expected=lambda: int(nuclei().max()),
        mistakes=(
            Mistake(
                59181,
                "That is the largest value of slice 29, the one the viewer opens with. A histogram "
                "of one slice speaks for that slice only; here all 60 are meant.",
            ),
            Mistake(
                12519,
                "That is the largest value of slice 0. It is the dimmest part of the stack: look "
                "at all 60 slices together.",
            ),
            Mistake(
                65536,
                "That is how many different values 16 bits can store. Counting starts at 0, so "
                "the largest of them is another.",
            ),
            Mistake(44, "That is where the brightest voxel sits, in z. How bright is it?"),
        ),
        hints=(
            "The volume is one array, so one command sees all its slices at once.",
            "`image[29].max()` looks at one slice. What would you leave out to look at all?",
        ),
        solution="`image.max()` looks at every voxel of every slice. Slice 29 alone ends lower: "
        "check the whole volume, or the one bad slice is the one you did not look at.",
    ),
    Number(
        name="top_voxels",
        title="Voxels at the very top",
        question="How many voxels of the volume hold the largest value that uint16 can store?",
        expected=lambda: np.count_nonzero(nuclei() == TOP),
        unit="voxels",
        guess="How many voxels do you expect at the very top of the range?",
        mistakes=(
            Mistake(
                0,
                "That holds for the slice the viewer opens with, and for most others, but not for "
                "the volume: slice 44 is the brightest.",
            ),
            Mistake(TOP, "That is the top value itself. How many voxels hold it?"),
            Mistake(
                lambda: nuclei().size,
                "That is the number of all voxels. Compare with the top value first, then count.",
            ),
        ),
        hints=(
            "`image == value` asks every voxel the same question: each answers True or False.",
            "`np.count_nonzero(...)` counts the True ones. Which value is the largest that 16 "
            "bits can store?",
        ),
        solution="`np.count_nonzero(image == 65535)` finds a single voxel, in slice 44, among "
        "almost four million. The next exercise asks what that means.",
    ),
    Choice(
        name="clipped",
        title="Clipped or not?",
        question="Look at the histogram of the whole volume, at its right end. Is it clipped?",
        guess="Before you look at the histogram: do you think this volume is clipped?",
        options=(
            Option(
                "Yes: some voxel has the largest value that can be stored",
                "A voxel may reach the top without being cut off there. Clipping shows as a crowd: "
                "everything brighter was stored as that same value. Is there a crowd?",
            ),
            Option("No: the counts fade out before the top, and no crowd waits there", right=True),
            Option(
                "Yes: nearly all voxels crowd at the left end",
                "That crowd is dark background, and it sits above the lowest value. Clipped light "
                "would crowd at the other end.",
            ),
            Option(
                "No: the slice the viewer shows first does not reach the top",
                "The verdict may be fair, but the reason is not: one slice cannot speak for the "
                "other 59. Which option looks at them all?",
            ),
        ),
        hints=(
            "Clipping makes many different brightnesses into one value. What would that do to the "
            "bar of that value?",
            "The counts' axis is logarithmic, so even a small crowd would show. Look at the last "
            "bar, and at the number written above it: it counts only the voxels at exactly 65,535.",
        ),
        solution="Light that is too bright is stored as the top value, so a clipped image has a "
        "tall last bar. Here the counts fall smoothly, and one lone voxel at the top is no crowd. "
        "Nothing has been lost.",
    ),
    Choice(
        name="exposure",
        title="What the dark crowd tells",
        question="The values crowd at the left of the histogram; the right end is almost empty. "
        "What does this tell about our image?",
        options=(
            Option(
                "It is clipped, so it has to be taken again",
                "Clipping is a crowd at the last value, on the right. This one is on the left.",
            ),
            Option(
                "It is underexposed: a longer exposure would have moved the crowd to the right",
                "That would follow if the numbers were as the detector wrote them. This file was "
                "stretched afterwards, and a stretch moves the crowd too. What does a stretch "
                "leave as it is?",
            ),
            Option(
                "Little: the file was stretched. The noise tells more, and the nuclei stand out "
                "from it clearly",
                right=True,
            ),
            Option(
                "It is too dark, and multiplying all values by 3 repairs it",
                "Multiplying stretches the noise as much as the signal, so the nuclei stand out no "
                "better than before. Only more light at the microscope would help.",
            ),
        ),
        hints=(
            "What did dividing every value by 2 do to the histogram, and what to the SNR?",
            "Look at the picture again. Could you draw the edge of each nucleus?",
        ),
        solution="A stretch changes every value and no photon: it moves the histogram and leaves "
        "the signal-to-noise ratio alone. That ratio is well above 5, so there was light enough to "
        "find nuclei. In a file as the detector wrote it, a crowd at the left would mean little "
        "light: more noise, but nothing lost. Clipped values cannot be brought back.",
    ),
    Number(
        name="dark_percent",
        title="How dark is it?",
        question="Which percentage of all voxels lies in the lowest tenth of the uint16 range, "
        "that is, below 6553.5?",
        expected=lambda: dark_share(nuclei()),
        tolerance=0.1,
        unit="%",
        guess="Which percentage of the voxels do you expect in the lowest tenth of the range?",
        mistakes=(
            Mistake(
                lambda: dark_share(nuclei()) / 100,
                "That is the share as a fraction of the whole. In percent it is 100 times that.",
            ),
            Mistake(
                lambda: dark_share(nuclei()[29]),
                "That is slice 29 only, one of the brighter ones. The volume is meant.",
            ),
            Mistake(
                lambda: 100 - dark_share(nuclei()),
                "That is the share above the lowest tenth: the comparison points the wrong way.",
            ),
            Mistake(
                lambda: np.count_nonzero(nuclei() < 0.1 * TOP),
                "That is a count of voxels. Divide it by the number of all voxels, `image.size`.",
            ),
        ),
        hints=(
            "`image < 6553.5` is True for the dark voxels.",
            "The mean of True and False is the share of True: `np.mean(image < 6553.5)`. "
            "One step is then left to percent.",
        ),
        solution="`100 * np.mean(image < 6553.5)`: two voxels of three lie in that tenth. "
        "Most of them are background. Where they lie was decided by whoever stretched the file, so "
        "this figure says nothing about the exposure.",
    ),
    Number(
        name="range_percent",
        title="The range that is used",
        question="Which percentage of the uint16 range (0 to 65535) lies between the 0.1st and the "
        "99.9th percentile of the volume?",
        expected=lambda: range_used(nuclei()),
        tolerance=0.1,
        unit="%",
        mistakes=(
            Mistake(
                100,
                "That comes from the minimum and the maximum, and each of them is a single voxel. "
                "Percentiles do not hang on one voxel: use those.",
            ),
            Mistake(
                lambda: range_used(nuclei()) / 100,
                "That is a fraction of the range. In percent it is 100 times that.",
            ),
            Mistake(
                lambda: range_used(nuclei()[29]),
                "That is slice 29 only, one of the brighter ones. The volume is meant.",
            ),
            Mistake(
                lambda: range_used(nuclei()[30]),
                "That is slice 30 only, the one that the sliders show first. The volume is meant.",
            ),
            Mistake(
                lambda: 100 * np.percentile(nuclei(), 99.9),
                "A bracket is missing: Python multiplies and divides before it subtracts. Put the "
                "subtraction into brackets.",
                when=lambda value: math.isclose(
                    value, 100 * np.percentile(nuclei(), 99.9), rel_tol=1e-3
                ),
            ),
            Mistake(
                lambda: 100 * np.percentile(nuclei(), 99.9) / TOP,
                "That starts at 0. The darkest voxels lie higher: subtract the lower percentile.",
            ),
            Mistake(
                lambda: np.ptp(np.percentile(nuclei(), [0.1, 99.9])),
                "That is the span in grey levels. Which percentage of the largest value is it?",
            ),
            Mistake(
                lambda: 100 * np.ptp(np.percentile(nuclei(), [0.001, 0.999])) / TOP,
                "`np.percentile` takes the percentage itself, not a fraction: not 0.999.",
            ),
        ),
        hints=(
            "A percentile is a value that a given percentage of the voxels stay below: "
            "`np.percentile(image, 99.9)`.",
            "Subtract the lower percentile from the upper, then divide by the largest value that "
            "16 bits can store.",
        ),
        solution="`low, high = np.percentile(image, [0.1, 99.9])`, then "
        "`100 * (high - low) / 65535`. Minimum and maximum would say that the full range is used, "
        "because of one voxel at each end. The section **Try it yourself: "
        "histogram and exposure** below shows the same figure for the whole volume.",
    ),
    Number(
        name="colleague_slices",
        title="Now you: a colleague's image",
        question="In how many slices of `colleague` is at least one voxel at the top of the range?",
        expected=34,  # making the image takes seconds; the notebook's solution proves the figures
        unit="slices",
        mistakes=(
            Mistake(
                2893,
                "That counts voxels. In how many slices do they lie?",
            ),
            Mistake(
                0,
                "Look further than the first slices: the crowd at the top sits in the middle of "
                "the stack.",
            ),
            Mistake(60, "That is all of them. The first and the last slices never reach the top."),
            Mistake(
                13,
                "That is the first slice with such a voxel, counted from 0. How many are there?",
            ),
        ),
        hints=(
            "`(colleague == 65535)` has three axes. You want one True or False for each slice.",
            "`.any(axis=(1, 2))` asks of each slice whether any of its voxels is True. Then count.",
        ),
        solution="`np.count_nonzero((colleague == 65535).any(axis=(1, 2)))`. More than half of the "
        "slices lost light at the top, yet the first ten look perfect: a histogram of one slice "
        "would have missed it.",
    ),
    Reflection(
        name="colleague_use",
        title="What is the colleague's image still good for?",
        question="Your colleague wants to count the nuclei, to measure their volume, and to "
        "compare how bright they are. Which of the three would you trust, and why?",
        hints=("Which does clipping change: where a nucleus ends, or how bright its middle is?",),
        solution="Counting is the safest, as long as each nucleus is seen apart from the others; "
        "where blurred rims melt together, even the count drops (notebook 06). Brightness is lost: "
        "the brightest nuclei are stored too dark, by an amount that nobody can know afterwards. "
        "Volume lies between. A nucleus that is far too bright also looks too "
        "large, because its blurred rim rises above the threshold; notebook 06 shows by how much. "
        "So volumes need a test, for instance against an image of the same cells that is not "
        "clipped.",
    ),
)
