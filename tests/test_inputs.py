"""Bad input gets one clear sentence that says what to do."""

import subprocess
import sys

import numpy as np
import pytest

from helpers.inputs import InputError, check_labels, check_mask, check_spacing, check_volume


@pytest.mark.parametrize(
    "image, message",
    [
        (np.zeros((5, 6)), r"is 2D, of shape \(5, 6\).*open the whole z-stack"),
        (np.zeros((2, 3, 4, 5)), "has 4 axes.*choose one channel"),
        (np.zeros((5, 6, 3), np.uint8), "colour"),
        (np.zeros((0, 6, 3)), "is empty"),
        (np.full((2, 3, 4), np.nan), "24 voxels that are not numbers.*nan_to_num"),
        (np.full((2, 3, 4), np.inf), "not numbers"),
        (np.full((2, 3, 4), "a"), "plain numbers are wanted"),
        (np.zeros((2, 3, 4), complex), "plain numbers are wanted"),
    ],
)
def test_an_unusable_image_is_named(image, message):
    with pytest.raises(InputError, match=message):
        check_volume(image)


@pytest.mark.parametrize(
    "mask, message",
    [
        (np.array([[0, 1, 2]]), "more than two values"),
        (np.array([[-1, 0]]), "more than two values"),
        (np.zeros((2, 2, 2, 2)), "shape"),
        (np.zeros((0, 3)), "shape"),
        (np.array([["a"]]), "True and False"),
    ],
)
def test_an_unusable_mask_is_named(mask, message):
    with pytest.raises(InputError, match=message):
        check_mask(mask)


@pytest.mark.parametrize("high", [1, 255, 1.0])
def test_a_mask_may_hold_zero_and_any_one_other_value(high):
    np.testing.assert_array_equal(check_mask(np.array([[0, high]])), [[False, True]])


@pytest.mark.parametrize(
    "labels, message",
    [
        (np.array([[True]]), r"number them first with skimage\.measure\.label"),
        (np.array([[0.5]]), "whole numbers are wanted"),
        (np.array([[-1]]), "negative"),
        (np.zeros(3, int), "shape"),
    ],
)
def test_an_unusable_label_image_is_named(labels, message):
    with pytest.raises(InputError, match=message):
        check_labels(labels)


@pytest.mark.parametrize(
    "spacing, message",
    [
        (None, "voxel size is missing"),
        ((0.29, 0.26), "2 numbers, but 3 are wanted"),
        ((0.29, 0, 0.26), "above 0"),
        ((0.29, -1, 0.26), "above 0"),
        ((0.29, np.nan, 0.26), "above 0"),
        (0.26, "not a list of numbers"),
        ("abc", "not a list of numbers"),
    ],
)
def test_an_unusable_spacing_is_named(spacing, message):
    with pytest.raises(InputError, match=message):
        check_spacing(spacing)


def test_spacing_comes_back_as_plain_numbers():
    assert check_spacing(np.array([1, 2, 3])) == (1.0, 2.0, 3.0)
    assert check_spacing([0.26, 0.26], ndim=2) == (0.26, 0.26)


def test_a_notebook_shows_the_sentence_and_no_lines_of_code():
    cell = "from helpers.inputs import check_spacing; check_spacing(None)"
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c", cell]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")
    assert said[0].startswith("InputError: The voxel size is missing: give the spacing in µm")
    assert not any(said[1:])


@pytest.mark.parametrize("step", [1e-300, 1e-7, 1e7, 1e300])
def test_a_voxel_of_no_microscope_is_refused(step):
    with pytest.raises(InputError, match="not that of any microscope"):
        check_spacing((0.3, step, 0.3))
