"""Whatever an explorer is given, it works or says in words what is wrong with it."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.explorers import (
    explore_components,
    explore_erosion,
    explore_expansion,
    explore_histogram,
    explore_sizes,
    explore_threshold,
)
from helpers.inputs import InputError

SPACING = (0.3, 0.2, 0.2)
RAGGED = [[1, 2], [3]]
ONE = np.ones((1, 1, 1), np.uint8)
LAZY = np.broadcast_to(np.uint8(1), (10**4, 10**4, 10**4))
random = np.random.default_rng(0)
blob = np.zeros((6, 20, 20), bool)
blob[2:4, 5:12, 5:12] = True
noise = random.random((4, 9, 9))

REFUSED = {
    "a mask for an image": (lambda: explore_histogram(blob), "no grey levels"),
    "a mask to threshold": (lambda: explore_threshold(blob), "no grey levels"),
    "a ragged image": (lambda: explore_histogram(RAGGED), "different lengths"),
    "a ragged image to threshold": (lambda: explore_threshold(RAGGED), "different lengths"),
    "a ragged mask": (lambda: explore_erosion(RAGGED), "different lengths"),
    "a ragged image below": (lambda: explore_erosion(blob, image=RAGGED), "different lengths"),
    "a ragged mask to expand": (lambda: explore_expansion(RAGGED), "different lengths"),
    "ragged labels": (lambda: explore_sizes(RAGGED, SPACING), "different lengths"),
    "ragged cells": (lambda: explore_components(RAGGED), "different lengths"),
    "one voxel": (lambda: explore_threshold(ONE), "same value"),
    "values beyond all detectors": (lambda: explore_histogram(noise * 1e308), "no detector"),
    "such values to threshold": (lambda: explore_threshold(noise * 1e308), "no detector"),
    "values next to nothing": (lambda: explore_threshold(noise * 1e-320), "no detector"),
    "values all but equal": (lambda: explore_threshold(1 + noise * 1e-15), "no detector"),
    "a tiny spacing": (lambda: explore_erosion(blob, (1e-300,) * 3), "of any microscope"),
    "a tiny voxel": (lambda: explore_sizes(blob.astype(int), (1e-300,) * 3), "of any microscope"),
    "a huge spacing": (lambda: explore_erosion(blob, (1e200,) * 3), "of any microscope"),
    "an endless image": (lambda: explore_histogram(LAZY), "more than a slider can follow"),
    "an endless mask": (lambda: explore_erosion(LAZY), "more than a slider can follow"),
    "endless labels": (lambda: explore_sizes(LAZY, SPACING), "more than a slider can follow"),
    "a word for a radius": (lambda: explore_erosion(blob, radius="ten"), "a number from 0 up"),
    "a word for the cores": (lambda: explore_erosion(blob, core_radius="x"), "a number from 0 up"),
    "a word for sigma": (lambda: explore_threshold(blob * 9, sigma="x"), "a number from 0 up"),
    "a list of radii": (lambda: explore_expansion(blob, np.arange(3)), "a number from 0 up"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_shown_is_refused_in_words(case):
    make, words = REFUSED[case]
    explorer = make()
    assert words in explorer.problem and explorer.problem == explorer.state.text
    kind = type(explorer)
    settable = [one for one in dir(kind) if getattr(getattr(kind, one), "fset", None)]
    for name in settable:
        with pytest.raises(InputError):
            setattr(explorer, name, 3)


SHOWN = {
    "one voxel": lambda: explore_histogram(ONE),
    "a mask of one voxel": lambda: explore_erosion(ONE > 0, SPACING),
    "a label of one voxel": lambda: explore_sizes(ONE.astype(int), SPACING),
    "a line of voxels": lambda: explore_threshold(random.integers(0, 99, (1, 1, 900)).astype("u1")),
    "a pile of voxels": lambda: explore_histogram(random.integers(0, 99, (900, 1, 1)).astype("u1")),
    "huge numbers": lambda: explore_sizes(blob.astype(np.int64) * 10**15, SPACING),
    "huge numbers without a sign": lambda: explore_sizes(
        blob.astype("u8") * np.uint64(2**63 + 5), SPACING
    ),
    "huge grey levels": lambda: explore_threshold(blob.astype(np.int64) * 10**15),
    "32 bits": lambda: explore_histogram(random.integers(0, 2**32, (4, 9, 9), dtype=np.uint32)),
    "negative values": lambda: explore_threshold(
        random.integers(-3000, 3000, (4, 9, 9)).astype(np.int16), sigma=0
    ),
    "more labels than bars": lambda: explore_sizes(
        np.arange(1, 30 * 32 * 32 + 1).reshape(30, 32, 32), SPACING
    ),
}


@pytest.mark.parametrize("case", SHOWN)
def test_odd_but_possible_input_is_shown_at_both_ends_of_each_control(case):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        explorer = SHOWN[case]()
        assert not explorer.problem
        for control in explorer.controls.values():
            for index in (len(control.options) - 1, 0):
                control.index = index
        assert explorer.still().startswith(b"\x89PNG")


images = st.sampled_from([np.uint8, np.uint16, np.int16, np.float32, np.float64]).flatmap(
    lambda dtype: arrays(dtype, array_shapes(min_dims=3, max_dims=3, max_side=6))
)


@settings(max_examples=40)
@given(image=images)
def test_any_image_is_shown_or_refused(image):
    for explore in (explore_histogram, explore_threshold):
        explorer = explore(image)
        assert explorer.problem or explorer.picture.png
