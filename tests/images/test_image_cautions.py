"""Doubts about the voxel size and the slices, each a sentence, and none where all is well."""

import numpy as np
import pytest

from helpers.images.image_cautions import cautions_of, spacing_cautions
from helpers.images.lesson import load_nuclei

STACK = np.random.default_rng(0).integers(100, 4000, (6, 20, 20)).astype(np.uint16)


def test_the_image_of_the_lessons_raises_no_doubt():
    assert cautions_of(*load_nuclei()) == []


@pytest.mark.parametrize(
    "spacing, words",
    [
        ((1, 1, 1), "exactly 1 × 1 × 1 µm"),
        ((0.2, 0.5, 0.5), "smaller than a pixel"),
        ((0.5, 0.5, 0.1), "0.5 µm high but 0.1 µm wide"),
        ((30, 0.9, 0.9), "far from what light microscopes"),
        ((0.0005, 0.0002, 0.0002), "far from what light microscopes"),
        ((10, 0.1, 0.1), "100 times a pixel"),
    ],
)
def test_an_unlikely_voxel_size_is_a_caution(spacing, words):
    found = spacing_cautions(spacing)
    assert len(found) == 1 and found[0].startswith("voxel size: ") and words in found[0]


@pytest.mark.parametrize("spacing", [(0.29, 0.26, 0.26), (1, 0.2, 0.2), (0.2, 0.2, 0.2), (5, 1, 1)])
def test_a_usual_voxel_size_is_none(spacing):
    assert spacing_cautions(spacing) == []


def test_slices_without_variation_amid_others_are_named():
    image = STACK.copy()
    image[2] = 0
    assert "slice 2 (counted from 0) holds a single value" in cautions_of(image)[0]
    image[4:] = 7
    assert "slices 2, 4, 5 (counted from 0) hold" in cautions_of(image)[0]
    image[0, 3, 3] = 5  # a single voxel that differs is variation
    assert cautions_of(STACK) == []


def test_a_constant_image_is_another_matter():
    assert cautions_of(np.zeros((3, 9, 9))) == []


def test_a_mask_is_called_a_mask():
    assert cautions_of(np.where(STACK > 2000, 255, 0))[0].startswith("mask: ")


def test_a_single_slice_is_said_with_what_its_volume_means():
    assert "an area times 1 µm" in cautions_of(STACK[:1], (1, 0.2, 0.2))[0]
    assert "exactly 1 × 1 µm" in cautions_of(STACK[:1], (2, 1, 1))[1]
