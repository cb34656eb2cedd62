"""Code is read before it is used: each new idea has a question, and Python itself answers it."""

import contextlib
import io
import itertools
import re

import nbformat
import numpy as np
import pandas as pd
import pytest
from skimage.measure import label

from helpers.exercises.catalogue import exercises
from tests.conftest import NOTEBOOKS

IDEAS = {
    "read_name": ("00", r"^\s*(\w+) = \1\b"),
    "read_slice": ("01", r"\w\[[^\]\n]*\d:\d"),
    "read_loop": ("01", r"^for "),
    "read_comparison": ("01", r"\w == "),
    "read_small_type": ("02", r"\.astype\("),
    "read_if": ("03", r"^if "),
    "read_label": ("04", r"\blabel\("),
    "read_dictionary": ("04", r"^\s*\w+\[.*\] = "),
    "read_and_not": ("04", r"& ~"),
    "read_append": ("05", r"\.append\("),
    "read_array": ("05", r"\* np\.array\("),
    "read_function": ("05", r"^def "),
    "read_table": ("05", r"\.idxmin\("),
    "read_or": ("06", r" or \""),
}
ALL = pytest.mark.parametrize("name", IDEAS)


def cells(number):
    (path,) = (path for path in NOTEBOOKS if path.stem.startswith(number))
    return nbformat.read(path, as_version=4).cells


def program(name):
    """Return the lines of code that a question is about."""
    (text,) = (
        cell.source
        for cell in cells(IDEAS[name][0])
        if cell.id == name.replace("_", "-") + "-exercise"
    )
    return re.search(r"```python\n(.*?)\n```", text, re.DOTALL)[1]


def uses(cell, pattern):
    """Return whether a cell that everybody runs uses an idea."""
    shown = cell.cell_type == "code" and "solution" not in cell.metadata.get("tags", [])
    return shown and re.search(pattern, cell.source, re.MULTILINE)


def test_the_list_of_ideas_is_that_of_the_questions():
    assert set(IDEAS) == {name for name in exercises() if name.startswith("read_")}


@ALL
def test_the_question_stands_before_the_first_cell_that_uses_the_idea(name):
    number, pattern = IDEAS[name]
    assert re.search(pattern, program(name), re.MULTILINE), "the lines do not show the idea"
    asked = name.replace("_", "-") + "-answer"
    before = itertools.takewhile(lambda cell: cell.id != asked, cells(number))
    assert not [cell.id for cell in before if uses(cell, pattern)]
    onwards = [path.stem[:2] for path in NOTEBOOKS if path.stem >= number]
    assert any(uses(cell, pattern) for later in onwards for cell in cells(later))


@ALL
def test_the_right_option_is_what_python_prints_and_no_other_is(name):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(program(name), {"np": np, "pd": pd, "label": label})
    printed = "`, and below it `".join(said.getvalue().splitlines())
    for option in exercises()[name].options:
        assert (option.text == f"`{printed}`") == option.right, option.text
