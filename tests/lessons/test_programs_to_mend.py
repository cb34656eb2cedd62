"""The programs of notebook 06 fail as their texts say, and the mended line of each is right."""

import contextlib
import io
import re

import nbformat
import numpy as np
import pytest
from skimage.filters import gaussian, threshold_otsu
from skimage.morphology import isotropic_erosion
from skimage.segmentation import clear_border

from helpers.exercises.catalogue import exercises
from helpers.images import load_nuclei
from helpers.lessons import steps
from tests.conftest import NOTEBOOKS

ALL = [name for name in exercises() if name.startswith("mend_")]


def program(name):
    """Return the lines of a program, without their numbers."""
    cells = {cell.id: cell for cell in nbformat.read(NOTEBOOKS[6], as_version=4).cells}
    text = cells[name.replace("_", "-") + "-exercise"].source
    lines = re.search(r"```text\n(.*?)\n```", text, re.DOTALL)[1].splitlines()
    assert [line.split()[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    return [line[3:] for line in lines]


def printed(lines):
    """Run a program with the names of the lessons; return what it prints, and its error."""
    image, spacing = load_nuclei()
    names = {
        "np": np,
        "gaussian": gaussian,
        "threshold_otsu": threshold_otsu,
        "isotropic_erosion": isotropic_erosion,
        "clear_border": clear_border,
        "image": image,
        "spacing": spacing,
        "mask": steps.semantic_seg(),
        "labels": steps.expanded(),
        "whole": steps.whole(),
    }
    said, error = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec("\n".join(lines), names)
        except TypeError as found:
            error = str(found)
    return said.getvalue().splitlines(), error


def mended(name):
    """Return the program with the line that the solution gives in the place of the faulty one."""
    exercise = exercises()[name]
    number = int(re.match(r"Line (\d)", exercise.expected)[1])
    line = re.match(r"`(.+?)`", exercise.solution)[1]
    lines = program(name)
    made = lines[number - 1].split(" = ")[0]
    lines[number - 1] = line
    if name == "mend_label":
        assert made == "label"
        lines[number] = lines[number].replace("label.max()", "pieces.max()")
    else:
        assert line.startswith(f"{made} = ")
    return lines


@pytest.mark.parametrize(
    ("name", "wrong", "error", "right"),
    [
        ("mend_threshold", "0 voxels", "", "765729 voxels"),
        ("mend_label", "before: 18", "'numpy.ndarray' object is not callable", "after: 19"),
        ("mend_volume", "mean volume: 43664 µm³", "", "mean volume: 856 µm³"),
        ("mend_border", "mean volume: 750 µm³", "", "mean volume: 856 µm³"),
        ("mend_count", "19 nuclei, mean volume 496 µm³", "", "11 nuclei, mean volume 856 µm³"),
    ],
)
def test_a_program_fails_as_its_text_says_and_is_right_when_mended(name, wrong, error, right):
    said, stopped = printed(program(name))
    assert (said[-1], stopped) == (wrong, error)
    said, stopped = printed(mended(name))
    assert (said[-1], stopped) == (right, "")


@pytest.mark.parametrize("name", ALL)
def test_each_option_pairs_a_line_of_the_program_with_a_reason(name):
    options = exercises()[name].options
    assert len(options) >= 4
    for option in options:
        number = int(re.match(r"Line (\d): \S", option.text)[1])
        assert program(name)[number - 1], option.text
