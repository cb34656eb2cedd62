"""Exercises of notebook 06: a folder of images, and which of them to believe."""

from ..exercises.kinds import Choice, Mistake, Number, Option

NOTEBOOK = "06_your_own_images"

EXERCISES = (
    Number(
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
)
