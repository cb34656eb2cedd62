"""Exercises of notebook 06: a folder of images, and which of them to believe."""

from ..exercises.kinds import Choice, Mistake, Option
from .other_forms import NumberOrForm

NOTEBOOK = "06_your_own_images"


def mend(name, title, goes_wrong, options, hint, solution):
    """Return the question which line of a program is at fault, and why.

    Parameters
    ----------
    name, title : str
    goes_wrong : str
        What shows that the program is wrong.
    options : tuple of Option
        Each names a line and a reason.
    hint, solution : str

    Returns
    -------
    Choice
    """
    return Choice(
        name=name,
        title=title,
        question=f"{goes_wrong} Which line is at fault, and why?",
        options=options,
        hints=(hint,),
        solution=solution,
    )


MEND = (
    mend(
        "mend_threshold",
        "Mend it: an empty mask",
        "The program prints 0 voxels.",
        (
            Option(
                "Line 1: with sigma 3 the nuclei are blurred away",
                "Sigma 3 is the blur of the lessons, and it leaves the nuclei standing.",
            ),
            Option(
                "Line 2: the threshold comes from another scale than the image it is used on",
                right=True,
            ),
            Option(
                "Line 3: it must be `<`, since nuclei are darker than the threshold",
                "Nuclei are bright here. Turned round, the mask would hold every voxel.",
            ),
            Option(
                "Line 4: `count_nonzero` does not count True",
                "It does: True counts as 1. It says 0 because there is no True in the mask.",
            ),
        ),
        "Print the threshold, and the largest value of what it is compared with.",
        "`threshold = threshold_otsu(blurred)`. The image counts from 0 to 65,535, the blurred "
        "image from 0 to 1. A threshold of 10,480 is above everything in it. Take the threshold "
        "from the image that you compare.",
    ),
    mend(
        "mend_label",
        "Mend it: not callable",
        "It prints one line, then stops: `'numpy.ndarray' object is not callable`.",
        (
            Option(
                "Line 1: `label` was not imported properly",
                "Then line 3 would have stopped already, and it has worked.",
            ),
            Option(
                "Line 3: it gives the result the name of the function, which is then gone",
                right=True,
            ),
            Option(
                "Line 5: a mask cannot be eroded once it has been labelled",
                "Labelling leaves the mask as it was; it makes a new array.",
            ),
            Option(
                "Line 6: an eroded mask has to be turned into numbers before it is labelled",
                "`label` takes True and False, eroded or not. Python stops here, but the cause "
                "lies earlier.",
            ),
        ),
        "“Not callable” means: this is no function. What does the name `label` stand for by then?",
        "`pieces = label(mask)`, and `pieces.max()` in line 4. Python stops where the damage "
        "shows, not where it was done. Restart the kernel after mending: the function is gone "
        "until it is imported again.",
    ),
    mend(
        "mend_volume",
        "Mend it: huge nuclei",
        "It says that a nucleus has 43,664 µm³. That is far too large.",
        (
            Option(
                "Line 1: `[1:]` leaves out the first nucleus",
                "It leaves out 0, the background, which comes first.",
            ),
            Option(
                "Line 2: it counts the nuclei, not their voxels",
                "For each number it counts where the labels hold it: those are voxels.",
            ),
            Option("Line 3: these are still voxels, whatever the name says", right=True),
            Option(
                "Line 4: it has to be the median, since a few large nuclei spoil the mean",
                "Mean or median, all numbers here are about fifty times too large.",
            ),
        ),
        "Follow the unit from line to line. Where does a µm come in?",
        "`volumes = np.array(sizes) * np.prod(spacing)`: voxels times the volume of one voxel, and "
        "43,664 voxels are 856 µm³. A name and a unit in a `print` change no number.",
    ),
    mend(
        "mend_border",
        "Mend it: cut nuclei in the mean",
        "The mean comes out as 750 µm³; the lesson has 856 µm³.",
        (
            Option(
                "Line 1: `clear_border` removes too little, because it sees one slice only",
                "It looks at all six faces of the volume. What it returns is right.",
            ),
            Option("Line 2: it numbers all nuclei, also those that the border cuts", right=True),
            Option(
                "Line 2: `[1:]` throws the first nucleus away",
                "The right line, but another reason: what comes first is 0, the background.",
            ),
            Option(
                "Line 3: it has to count in `whole`, not in `labels`",
                "A whole nucleus has equally many voxels in both. And a cut one would then count "
                "as 0 µm³, which makes the mean smaller still.",
            ),
        ),
        "`whole` is made in line 1. Where is it used?",
        "`numbers = np.unique(whole)[1:]`. The program made `whole` and never used it: it reads "
        "as if the border were seen to. Look for a name that is made and does not come back.",
    ),
    mend(
        "mend_count",
        "Mend it: too many nuclei",
        "It finds 19 nuclei and a mean of 496 µm³; the lesson has 11 nuclei and 856 µm³.",
        (
            Option(
                "Line 1: `clear_border` has removed nothing, or there would be fewer than 19",
                "It has removed eight nuclei. Look at the picture, not at the largest number.",
            ),
            Option("Line 2: the largest number is no count once labels are missing", right=True),
            Option(
                "Line 3: the background is counted among the voxels",
                "`count_nonzero` leaves out 0, and 0 is the background.",
            ),
            Option(
                "Line 4: the total must be divided by 11 times the volume of a voxel",
                "The total is in µm³ already, since line 3. Its unit is right.",
            ),
        ),
        "`clear_border` takes nuclei away and leaves the others their numbers. Which is the last?",
        "`count = len(np.unique(whole)) - 1`: how many different numbers there are, without the 0 "
        "of the background. `max` is the count only as long as none is missing.",
    ),
)

EXERCISES = (
    NumberOrForm(
        name="images_to_doubt",
        title="Look twice",
        question="How many images were measured, but come with a caution?",
        expected=1,
        mistakes=(
            Mistake(2, "One of them was not measured at all: read its status."),
            Mistake(
                3, "That is how many were measured. Count those whose `cautions` say something."
            ),
            Mistake(4, "That is how many files there are. Look at the column `cautions`."),
            Mistake(0, "Read the column `cautions` again, row by row."),
        ),
        other_forms=(
            Mistake(
                ["dish_2.ome.tif"],
                "You gave names. Wanted is how many images they are.",
                when=lambda answer: (
                    isinstance(answer, (str, list, tuple, set)) and "dish" in str(answer)
                ),
            ),
        ),
        hints=(
            "Look at the columns `status` and `cautions` of the table of images.",
            "A failed file has a reason. A doubtful image has a number, and cautions beside it.",
        ),
        solution="Only `dish_2`: its brightest voxels are clipped, and two of its labels may be "
        "two nuclei each. The file `notes.tif` is no image at all; it failed, and stopped nobody.",
    ),
    Choice(
        name="other_radius",
        title="Another radius, the same folder",
        question="Next week you run the same command into the same results folder, but with "
        "another radius. What should a careful program do?",
        options=(
            Option(
                "Replace the old results",
                "Then last week's table, perhaps already in a figure, is gone without a word.",
            ),
            Option(
                "Skip what is done, and measure only new images",
                "Then one table would hold two radii, and nobody could see where one ends.",
            ),
            Option("Stop, and say which parameter differs", right=True),
        ),
        hints=(
            "Think of a figure in your thesis that was made from last week's table.",
            "And think of a table of which half was made with one radius, half with another.",
        ),
        solution="It stops, and names what differs. You choose: another folder, or "
        "`overwrite=True` (in the terminal `--overwrite`) if the old results may go.",
    ),
    *MEND,
)
