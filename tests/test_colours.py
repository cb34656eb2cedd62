"""Colours that can be told apart."""

import numpy as np
import pytest
from skimage.color import rgb2lab

from helpers.colours import grey, label_colours, paint

# how a dichromat sees linear RGB (Viénot, Brettel and Mollon, 1999)
PROTAN = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
DEUTAN = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])


def seen(rgb, matrix):
    """Return the Lab colours that a viewer with one kind of cone less sees."""
    linear = (rgb / 255.0) ** 2.2
    return rgb2lab((linear @ matrix.T).clip(0, 1) ** (1 / 2.2))


def test_background_is_transparent_and_labels_are_not():
    picture = paint(np.array([[0, 3], [0, 1]]))
    np.testing.assert_array_equal(picture[..., 3], [[0, 255], [0, 255]])


@pytest.mark.parametrize(
    "matrix, least", [(np.eye(3), 40), (PROTAN, 14), (DEUTAN, 14)], ids=["all", "protan", "deutan"]
)
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
