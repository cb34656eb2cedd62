"""The drawings of the lesson on image quality say what is in the image."""

import numpy as np

from helpers.pictures.exposure import histograms, patches


def words(axis):
    return [text.get_text() for text in axis.texts]


def test_histograms_share_their_scale_and_count_what_is_at_the_top():
    dark = np.full((2, 3, 4), 7, np.uint8)
    bright = np.where(np.arange(24).reshape(2, 3, 4) < 5, 255, 100).astype(np.uint8)
    one = dark.copy()
    one[0, 0, 0] = 255
    axes = histograms({"dark": dark, "bright": bright, "one": one}).axes
    assert words(axes[0]) == ["at the top: 0 voxels"]
    assert words(axes[1]) == ["at the top: 5 voxels"]
    assert words(axes[2]) == ["at the top: 1 voxel"]
    assert axes[0].get_xlim() == axes[1].get_xlim()
    assert axes[0].get_xlim()[1] >= 255


def test_patches_are_framed_where_they_are_and_shown_enlarged():
    image = np.arange(100).reshape(10, 10)
    axes = patches(image, {"a": np.s_[2:4, 5:8], "b": np.s_[0:1, 0:1]}).axes
    assert [axis.get_title() for axis in axes] == ["the slice", "a", "b"]
    frame = axes[0].patches[0]
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((4.5, 1.5), 3, 2)
    assert np.array_equal(axes[1].images[0].get_array(), image[2:4, 5:8])
