"""A cell that runs again leaves the sliders where the learner left them."""

import numpy as np
import pytest

from helpers.explorers import (
    explore_components,
    explore_erosion,
    explore_expansion,
    explore_histogram,
    explore_sizes,
    explore_threshold,
    kept_choices,
)


@pytest.fixture
def image():
    image = np.zeros((5, 40, 40), np.uint8)
    image[1:4, 5:15, 5:15] = image[1:4, 15:30, 20:35] = 200
    image[2, 10, 10] = 90
    return image


SPACING = (0.4, 0.2, 0.2)
MOVES = {
    "erosion": (
        lambda image: explore_erosion(image > 50, SPACING),
        {"unit": "µm", "radius": 0.2, "z": 1, "view": "lost"},
    ),
    "expansion": (
        lambda image: explore_expansion(image > 50, radius=2),
        {"radius": 1, "distance": 3, "z": 4},
    ),
    "histogram": (explore_histogram, {"exposure": 2, "z": 0, "scope": "whole volume"}),
    "sizes": (
        lambda image: explore_sizes((image > 50).astype(int), SPACING),
        {"border": "counted in", "plot": "histogram", "z": 3},
    ),
    "threshold": (
        lambda image: explore_threshold(image, spacing=SPACING),
        {"unit": "µm", "sigma": 0.2, "threshold": 0.123, "z": 1},
    ),
    "components": (
        lambda image: explore_components(image[2, :10, :10] > 50),
        {"cells": np.eye(10, dtype=bool), "connectivity": "edges only (4 neighbours)"},
    ),
}


@pytest.mark.parametrize("kind", MOVES)
def test_the_same_cell_with_the_same_input_keeps_what_was_chosen(kind, image):
    make, moves = MOVES[kind]
    first = make(image)
    for name, value in moves.items():
        setattr(first, name, value)
    again = make(image.copy())
    for name, value in moves.items():
        np.testing.assert_array_equal(getattr(again, name), value)
    assert again.state.text == first.state.text
    assert again.render().draw().pixels().tobytes() == first.render().draw().pixels().tobytes()


def test_another_input_begins_afresh_and_so_does_an_explorer_nobody_moved(image):
    first = explore_erosion(image > 50, SPACING)
    first.radius = 1
    other = image.copy()
    other[0, 0, 0] = 255
    assert explore_erosion(other > 50, SPACING).radius == 0
    assert explore_erosion(image > 50, SPACING, core_radius=2).radius == 0
    assert explore_erosion(image > 50, SPACING).radius == 1


def test_a_threshold_that_follows_otsu_goes_on_following(image):
    first = explore_threshold(image)
    first.sigma = 1
    again = explore_threshold(image)
    assert again.sigma == 1 and again.threshold == again.otsu == first.otsu
    again.sigma = 2
    assert again.threshold == again.otsu != first.otsu


def test_only_so_many_are_remembered():
    for number in range(2 * kept_choices.MOST):
        kept_choices.CHOSEN.put(bytes([number]), {"z": number})
    assert len(kept_choices.CHOSEN._values) == kept_choices.MOST
    assert kept_choices.CHOSEN.get(bytes([0])) == {}
    assert kept_choices.CHOSEN.get(bytes([2 * kept_choices.MOST - 1])) == {
        "z": 2 * kept_choices.MOST - 1
    }


def remembered(explorer):
    """Return how many label images or blurs an explorer can answer from."""
    return len(getattr(explorer, "_kept", ())) + sum(
        len(study._recent)
        for study in (
            *getattr(explorer, "_studies", {}).values(),
            getattr(explorer, "_study", None),
        )
        if study is not None
    )


@pytest.mark.parametrize("make", [explore_erosion, explore_expansion])
def test_an_explorer_gives_its_memory_back_when_its_cell_makes_the_next(make, image):
    first = make(image > 50)
    for first.radius in (1, 2):
        pass
    text, full = first.state.text, remembered(first)
    again = make(image > 50)
    assert remembered(first) == 0 < full
    assert remembered(again)
    first.radius = 1
    first.radius = 2  # what is still on a page goes on all the same
    assert first.state.text == text


def test_the_threshold_explorer_keeps_the_present_blur_only(image):
    first = explore_threshold(image)
    for first.sigma in (0.5, 1, 2):
        pass
    text = first.state.text
    assert len(first._blurs._made) > 3
    explore_threshold(image.copy())
    assert len(first._blurs._made) == 1
    first.sigma = 1
    first.sigma = 2
    assert first.state.text == text


def test_what_is_remembered_is_bounded_however_long_a_slider_is_moved(image, monkeypatch):
    from helpers.explorers import threshold
    from helpers.nuclei import segmentation

    monkeypatch.setattr(segmentation, "KEPT_BYTES", 5 * image.size)
    monkeypatch.setattr(threshold, "KEPT_BYTES", 3 * 8 * image.size)
    erosion, level = explore_erosion(image > 50, SPACING), explore_threshold(image)
    for _ in range(3):
        for unit in ("voxels", "µm"):
            erosion.unit = unit
            for _, radius in erosion.controls["radius"].options:
                erosion.radius = radius
                for study in erosion._studies.values():
                    assert sum(kept.nbytes for kept in study._recent.values()) <= 5 * image.size
                    assert len(study._recent) <= 5
        for _, sigma in level.controls["sigma"].options:
            level.sigma = sigma
            assert len(level._blurs._made) <= 3


def test_as_many_choices_are_kept_as_is_said():
    chosen = kept_choices.Chosen()
    for number in range(3 * kept_choices.MOST):
        chosen.put(bytes([number]), {"z": number})
    assert len(chosen._values) == kept_choices.MOST
    assert chosen.get(bytes([number])) == {"z": number} and chosen.get(bytes([0])) == {}
