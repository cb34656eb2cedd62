"""The drawings of the lesson on image quality say what is in the image."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba

from helpers import colours
from helpers.pictures import histogram, histograms, patches


def words(axis):
    return [text.get_text() for text in axis.texts]


def bars(axis):
    """Return the heights and the edges of each set of bars, and its colour."""
    return [(*patch.get_data()[:2], to_rgb(patch.get_facecolor()[:3])) for patch in axis.patches]


def test_each_bar_of_a_histogram_is_as_high_as_its_count():
    counts, edges = np.array([4, 0, 100]), np.array([0.0, 2.0, 4.0, 6.0])
    axis = histogram(counts, edges, title="t").axes[0]
    ((heights, places, colour),) = bars(axis)
    assert heights.tolist() == [4, 0.5, 100]  # a logarithmic axis has no zero
    assert places.tolist() == edges.tolist()
    assert colour == to_rgb(colours.ACCENT)
    assert axis.get_yscale() == "log"
    assert axis.get_ylim()[0] == 0.5
    assert axis.get_xlim() == (0, 6)


@pytest.mark.parametrize(("value", "side"), [(1.0, "left"), (5.5, "right")])
def test_a_mark_stands_at_its_brightness_and_its_name_beside_it(value, side):
    edges = np.array([0.0, 2.0, 4.0, 6.0])
    axis = histogram(np.array([1, 2, 3]), edges, marks={"threshold": value}).axes[0]
    assert axis.lines[0].get_xdata() == [value, value]
    text = axis.texts[0]
    assert (text.get_text(), text.xy[0], text.get_ha()) == ("threshold", value, side)
    assert text.get_position()[0] * (1 if side == "left" else -1) > 0


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


def test_a_crowd_at_the_top_is_a_red_bar_as_high_as_the_crowd():
    image = np.array([0] * 6 + [100] * 3 + [255] * 5, np.uint8)
    fig = histograms({"crowd": image, "none": image.clip(0, 100)}, bins=4)
    crowd, none = fig.axes
    (all_bars, edges, _), (red, place, colour) = bars(crowd)
    assert all_bars.tolist() == [6, 3, 0.5, 5]
    assert edges[0] == 0
    assert red.tolist() == [5]
    assert place.tolist() == edges[-2:].tolist()
    assert colour == to_rgb(colours.BAD)
    assert len(bars(none)) == 1


def test_images_of_different_cameras_are_drawn_with_the_same_bars():
    twelve_bits = np.full(4000, 100, np.uint16)
    twelve_bits[:1500] = 4095  # clipped
    sixteen_bits = np.linspace(0, 60_000, 4000).astype(np.uint16)
    first, second = histograms({"12 bits": twelve_bits, "16 bits": sixteen_bits}).axes
    (low, edges, _), (red, place, _) = bars(first)
    assert edges.tolist() == bars(second)[0][1].tolist()
    assert edges[-1] == 65535
    assert (red.tolist(), low[7]) == ([1500], 1500)
    assert place[0] <= 4095 < place[1]
    assert words(first) == ["at the top: 1,500 voxels"]


def test_patches_are_framed_where_they_are_and_shown_enlarged():
    image = np.arange(100).reshape(10, 10)
    axes = patches(image, {"a": np.s_[2:4, 5:8], "b": np.s_[0:1, 0:1]}).axes
    assert [axis.get_title() for axis in axes] == ["the slice", "a", "b"]
    frame = axes[0].patches[0]
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((4.5, 1.5), 3, 2)
    assert np.array_equal(axes[0].images[0].get_array(), image)
    assert np.array_equal(axes[1].images[0].get_array(), image[2:4, 5:8])


def test_a_frame_and_its_patch_have_one_colour_and_all_have_one_scale():
    image = np.arange(100).reshape(10, 10)
    axes = patches(image, {"a": np.s_[2:4, 5:8], "b": np.s_[0:1, 0:1]}).axes
    frames = [frame.get_edgecolor() for frame in axes[0].patches]
    spines = [to_rgba(axis.spines["left"].get_edgecolor()) for axis in axes[1:]]
    assert frames == spines
    assert len(set(frames)) == 2
    assert len({(axis.images[0].norm.vmin, axis.images[0].norm.vmax) for axis in axes}) == 1


def test_bars_stand_on_the_floor_of_the_axis_and_marks_do_not_cover_each_other():
    counts, edges = np.array([4, 0, 100]), np.array([0.0, 2.0, 4.0, 6.0])
    axis = histogram(counts, edges, marks={"one": 1.0, "two": 1.1, "three": 1.2}).axes[0]
    assert axis.patches[0].get_data().baseline == axis.get_ylim()[0]
    heights = [text.xy[1] for text in axis.texts]
    assert heights == pytest.approx([0.94, 0.82, 0.7])  # parts of the axis, each a line lower


def test_histograms_leave_a_hundredth_of_room_on_both_sides():
    (axis,) = histograms({"grey": np.arange(200, dtype=np.uint8).reshape(2, 10, 10)}).axes
    assert axis.get_xlim() == pytest.approx((-0.01 * 255, 1.01 * 255), abs=0.03)
