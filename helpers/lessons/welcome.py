"""Exercises of notebook 00: the form of an exercise, and the image."""

import re

import numpy as np

from ..exercises.kinds import Array, Choice, Mistake, Option
from .other_forms import NumberOrForm

NOTEBOOK = "00_welcome"
SHAPE = (60, 256, 256)
SPACING = (0.29, 0.26, 0.26)
SIZE = np.multiply(SHAPE, SPACING)


def is_shape(answer):
    """Tell whether an answer holds the three numbers of the shape, however it is written.

    Parameters
    ----------
    answer : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_shape((60, 256, 256)), is_shape("60, 256, 256"), is_shape(60)
    (True, True, False)
    """
    written = isinstance(answer, (str, tuple, list, np.ndarray))
    return written and re.findall(r"\d+", str(answer)) == [str(count) for count in SHAPE]


EXERCISES = (
    NumberOrForm(
        name="number_of_slices",
        title="How many slices",
        question="How many slices does the image have?",
        expected=60,
        mistakes=(
            Mistake(
                256,
                "That is how many rows, or columns, one slice has. The axes stand in the order "
                "z, y, x: look at the first of the three numbers.",
            ),
            Mistake(
                59,
                "That is the number of the **last** slice. Python counts from zero, so there is "
                "one slice more than that.",
            ),
            Mistake(
                60 * 256 * 256,
                "That is how many voxels the whole image has. Slices are only the first axis.",
            ),
            Mistake(3, "That is how many axes the image has: z, y and x."),
        ),
        other_forms=(
            Mistake(
                SHAPE,
                "That is the whole shape: slices, rows and columns. Only the first of the three "
                "numbers is wanted.",
                when=is_shape,
            ),
        ),
        hints=(
            "Look at what `image.shape` printed above.",
            "The axes stand in the order z, y, x, and the slices lie along z.",
        ),
        solution="The shape is (60, 256, 256) in the order (z, y, x): 60 slices, numbered 0 to 59.",
    ),
    Choice(
        name="brightest_place",
        title="What one voxel holds",
        question="What does one number in this image tell you?",
        options=(
            Option("how much light came from that place", right=True),
            Option(
                "whether that place is nucleus or not",
                "That is what we want to find out. The microscope does not know what a nucleus is: "
                "it only counts light.",
            ),
            Option(
                "which nucleus that place belongs to",
                "That would be a label image. You will make one in notebook 02; the microscope "
                "does not give you one.",
            ),
            Option(
                "how many µm that place measures",
                "The size of a voxel is the same everywhere and is kept apart, in `spacing`.",
            ),
        ),
        hints=("Think of what the detector of the microscope does.",),
        solution="A voxel of a fluorescence image holds an intensity: how much light the detector "
        "got from that place. What the place is has to be worked out.",
    ),
    Array(
        name="size_in_um",
        title="Size of the stack in µm",
        question="How large is the stack in µm, in the order z, y, x?",
        expected=SIZE,
        tolerance=0.05,
        unit="µm",
        mistakes=(
            Mistake(
                SIZE.prod(),
                "That is the volume, in µm³: you multiplied the three sizes. Give them one by one.",
                when=lambda value: value.size == 1 and np.isclose(value, SIZE.prod(), 0.01).all(),
            ),
            Mistake(
                SIZE[0],
                "That is how deep the stack is. Give all three: `[depth, height, width]`.",
                when=lambda value: value.size == 1 and np.isclose(value, SIZE[0], 0.01).all(),
            ),
            Mistake(
                SIZE[1],
                "That is one side of a slice. Give all three: `[depth, height, width]`.",
                when=lambda value: value.size == 1 and np.isclose(value, SIZE[1], 0.01).all(),
            ),
            Mistake(
                SPACING,
                "That is the size of one voxel. Multiply each number by how many voxels there are.",
            ),
            Mistake((60, 256, 256), "That is in voxels. Multiply each number by its voxel size."),
            Mistake(
                (60 * 0.26, 256 * 0.26, 256 * 0.29),
                "The right numbers in the wrong order: `spacing` is z, y, x, as the shape is, and "
                "the largest of the three belongs to z.",
            ),
            Mistake(
                (60 * 0.26, 256 * 0.26, 256 * 0.26),
                "You used one voxel size for all axes. The slices lie further apart than the "
                "voxels in a slice.",
            ),
            Mistake(
                (59 * 0.29, 255 * 0.26, 255 * 0.26),
                "That is the distance between the middles of the outermost voxels; half a voxel "
                "is missing at each end. Multiply by the full number of voxels.",
            ),
            Mistake(
                SIZE.round(),
                "They look rounded: give each with one decimal at least.",
                when=lambda value: (
                    value.shape == SIZE.shape
                    and (value == value.round()).all()
                    and (abs(value - SIZE) < 1).all()
                ),
            ),
        ),
        hints=(
            "Each axis: number of voxels times size of one voxel.",
            "Type three numbers in square brackets, with commas between them: `[depth, height, "
            "width]`. You may let Python multiply, with `*`.",
        ),
        solution="60 × 0.29 = 17.4 µm deep, 256 × 0.26 = 66.56 µm high and wide: a flat slab. The "
        "nuclei in it are some 10 µm tall, so it holds one layer of them.",
    ),
)
