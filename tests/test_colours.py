"""Colours that can be told apart."""

import functools
import tracemalloc

import edt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage
from skimage.color import rgb2lab
from skimage.segmentation import find_boundaries

from helpers.colours import (
    contrast,
    edge,
    grey,
    grey_rgb,
    ink_on,
    label_colours,
    outlined,
    paint,
    rgb,
)
from helpers.images.synthetic import make_nuclei
from helpers.lessons import steps

# how a dichromat sees linear RGB (Viénot, Brettel and Mollon, 1999)
PROTAN = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
DEUTAN = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])
# the same for those who lack the blue cones (Machado, Oliveira and Fernandes, 2009)
TRITAN = np.array(
    [[1.25553, -0.07675, -0.17878], [-0.07841, 0.93081, 0.1476], [0.00473, 0.69137, 0.3039]]
)
EYES = pytest.mark.parametrize(
    ("matrix", "least"),
    [(np.eye(3), 29), (PROTAN, 14), (DEUTAN, 14), (TRITAN, 14)],
    ids=["all", "protan", "deutan", "tritan"],
)


def seen(rgb, matrix):
    """Return the Lab colours that a viewer with one kind of cone less sees."""
    linear = (rgb / 255.0) ** 2.2
    return rgb2lab((linear @ matrix.T).clip(0, 1) ** (1 / 2.2))


def test_background_is_transparent_and_labels_are_not():
    picture = paint(np.array([[0, 3], [0, 1]]))
    np.testing.assert_array_equal(picture[..., 3], [[0, 255], [0, 255]])


def side_by_side(labels, reach=12):
    """Return the pairs of labels that come closer to each other than `reach` voxels."""
    pairs = set()
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        around = tuple(slice(max(side.start - reach, 0), side.stop + reach) for side in box)
        near = edt.edt((labels[around] != number).view(np.uint8)) <= reach
        pairs |= {(number, int(other)) for other in np.unique(labels[around][near])}
    return sorted((one, other) for one, other in pairs if one < other)


@functools.cache
def neighbours(labels):
    """Return both numbers of each pair that lies side by side."""
    return np.array(side_by_side(labels())).T


IMAGES = {  # the lesson's, and the truth of those that notebooks 05 and 06 make
    "all": steps.expanded,
    "whole": steps.whole,
    "05": lambda: make_nuclei(count=12, touching=3, border=2).labels,
    "06": lambda: make_nuclei(count=12, touching=2, size=4, seed=1).labels,
}


@EYES
@pytest.mark.parametrize("labels", IMAGES.values(), ids=IMAGES)
def test_nuclei_side_by_side_differ_for_every_reader(labels, matrix, least):
    one, other = neighbours(labels)
    lab = seen(label_colours(19)[:, :3], matrix)
    assert np.linalg.norm(lab[one] - lab[other], axis=1).min() > least


@EYES
def test_neighbouring_labels_differ_for_every_reader(matrix, least):
    lab = seen(label_colours(24)[1:, :3], matrix)
    for apart in (1, 2, 3, 4):
        assert np.linalg.norm(lab[apart:] - lab[:-apart], axis=1).min() > least


def test_the_first_nineteen_labels_all_have_colours_of_their_own():
    assert len(np.unique(label_colours(19)[1:], axis=0)) == 19


def test_the_label_colours_do_not_change_with_the_number_of_labels():
    np.testing.assert_array_equal(label_colours(5), label_colours(50)[:6])


def test_grey_shows_the_darkest_black_and_keeps_the_order():
    picture = grey(np.arange(1000).reshape(10, 100))
    assert picture.dtype == np.uint8
    assert picture.min() == 0
    assert (np.diff(picture.ravel().astype(int)) >= 0).all()


def test_a_constant_picture_is_black():
    assert grey(np.full((3, 3), 7)).max() == 0


def test_a_label_has_the_same_colour_whether_its_number_is_small_or_huge_beside_it():
    labels = np.array([[0, 1, 7, 65_000], [0, 1, 7, 2**31 - 1]], np.uint32)
    tracemalloc.start()
    picture = paint(labels)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    np.testing.assert_array_equal(picture[0, :3], picture[1, :3])
    np.testing.assert_array_equal(picture[0, :3], label_colours(7)[[0, 1, 7]])
    assert picture[1, 3, 3] == 255 and peak < 1e6


def test_a_grey_picture_in_colour_has_three_equal_channels():
    image = np.arange(12).reshape(3, 4)
    for channel in np.moveaxis(grey_rgb(image, 2, 9), -1, 0):
        np.testing.assert_array_equal(channel, grey(image, 2, 9))


@given(arrays(np.uint8, st.tuples(*[st.integers(1, 7)] * 2), elements=st.integers(0, 3)))
def test_an_outline_is_the_inner_boundary_that_scikit_image_finds(labels):
    np.testing.assert_array_equal(edge(labels), find_boundaries(labels, mode="inner"))


def test_an_outline_lies_on_its_object_in_its_colour_and_leaves_the_picture_as_it_was():
    labels = np.zeros((8, 9), int)
    labels[1:6, 1:5], labels[2:7, 5:8] = 3, 8
    picture = grey_rgb(np.arange(72).reshape(8, 9))
    before, drawn = picture.copy(), outlined(picture, labels)
    np.testing.assert_array_equal(picture, before)
    changed = (drawn != picture).any(axis=-1)
    np.testing.assert_array_equal(changed, edge(labels))
    np.testing.assert_array_equal(drawn[changed], label_colours(8)[labels[changed], :3])
    np.testing.assert_array_equal(outlined(picture, labels > 0, "#d55e00")[1, 1], rgb("#d55e00"))


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_words_on_any_colour_can_be_read(colour):
    assert contrast(ink_on(colour), colour) >= 4.5
    assert contrast("#000000", (255, 255, 255)) == pytest.approx(21)
