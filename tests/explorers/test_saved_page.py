"""A saved explorer is refused where it cannot be written, and loses nothing that is there."""

import numpy as np
import pytest

from helpers.explorers import explore_components, explore_erosion, explore_sizes, saved_page
from helpers.inputs import InputError


@pytest.fixture
def explorer():
    mask = np.zeros((3, 20, 40), dtype=bool)
    mask[:, 2:18, 2:18] = mask[:, 2:18, 22:38] = mask[:, 9:11, 18:22] = True
    return explore_erosion(mask, (1, 1, 1), radius=2)


def test_saving_leaves_the_explorer_as_it_stood_and_says_what_moves(explorer, tmp_path):
    words, picture = explorer.state.text, explorer.picture.png
    page = explorer.save(tmp_path / "erosion.html").read_text(encoding="utf-8")
    assert (explorer.radius, explorer.view) == (2, "labels")
    assert (explorer.state.text, explorer.picture.png) == (words, picture)
    assert "“radius” and “show” can be moved here." in page
    assert "In the workbook also: “in” (voxels), “slice (z)” (1)." in page
    assert "http" not in page


def test_a_saved_page_is_replaced_and_no_other_file(explorer, tmp_path):
    path = explorer.save(tmp_path / "a.html")
    before = path.read_bytes()
    explorer.radius = 0
    assert explorer.save(path).read_bytes() != before
    path.write_text("my thesis")
    with pytest.raises(InputError, match=r"a\.html is there already and is no saved explorer"):
        explorer.save(path)
    assert path.read_text() == "my thesis"


@pytest.mark.parametrize(
    ("path", "says"),
    [("nowhere/a.html", "There is no folder"), ("erosion.png", "write 'erosion.html'")],
)
def test_a_place_that_cannot_be_is_said(explorer, tmp_path, path, says):
    with pytest.raises(InputError, match=says):
        explorer.save(tmp_path / path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["unit", "radios", "cells"])
def test_a_control_that_cannot_move_is_said(explorer, tmp_path, name):
    with pytest.raises(InputError, match="choose among radius, z, view"):
        explorer.save(tmp_path / "a.html", name)


def test_a_page_too_large_is_refused_and_the_explorer_stands_still(explorer, tmp_path, monkeypatch):
    monkeypatch.setattr(saved_page, "MOST_BYTES", 5000)
    with pytest.raises(InputError, match=r"larger than .* let fewer controls move"):
        explorer.save(tmp_path / "a.html")
    monkeypatch.setattr(saved_page, "MOST_STATES", 3)
    with pytest.raises(InputError, match=r"would hold \d+ pictures, but at most 3"):
        explorer.save(tmp_path / "a.html")
    assert (explorer.radius, explorer.view) == (2, "labels")
    assert not list(tmp_path.iterdir())


def test_a_deep_stack_stops_at_some_slices_and_says_so(tmp_path):
    labels = np.zeros((250, 6, 6), np.uint8)
    labels[:, 1:3, 1:3] = 1
    explorer = explore_sizes(labels, (1, 1, 1))
    page = explorer.save(tmp_path / "sizes.html", "z").read_text(encoding="utf-8")
    assert "“slice (z)” goes 3 steps at a time" in page
    assert 'value="41"' in page  # slice 125, the one shown, is among them
    assert 'aria-valuetext="125"' in page


def test_an_explorer_of_bad_input_says_what_is_wrong_with_it(tmp_path):
    with pytest.raises(InputError, match="grid of cells"):
        explore_components(np.zeros((30, 30), bool)).save(tmp_path / "a.html")
