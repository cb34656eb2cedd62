"""What a slice, an outline and a cut through three planes show is what is in the arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from scipy import ndimage

from helpers import colours
from helpers.inputs import InputError
from helpers.pictures import (
    blend,
    labelled,
    mark,
    number_grids,
    numbered,
    orthogonal,
    outline,
    panels,
)

CROSS = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], bool)


def drawn(axis):
    """Return the picture of an axis as numbers."""
    return np.asarray(axis.images[0].get_array())


def lines(axis):
    """Return where the vertical and the horizontal line of an axis stand."""
    vertical, horizontal = axis.lines
    return vertical.get_xdata()[0], horizontal.get_ydata()[0]


def voxel_at(axis, x, y):
    """Return row and column of the voxel that an axis draws at this place."""
    left, right, bottom, top = axis.images[0].get_extent()
    rows, columns = drawn(axis).shape[:2]
    return int((y - top) / (bottom - top) * rows), int((x - left) / (right - left) * columns)


@given(st.data())
def test_the_voxel_under_the_cross_is_the_same_in_all_three_panels(data):
    shape = data.draw(st.tuples(*[st.integers(2, 7)] * 3))
    position = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
    spacing = data.draw(st.tuples(*[st.sampled_from([0.2, 0.26, 1.0, 3.0])] * 3))
    labels = np.zeros(shape, int)
    labels[position] = 1
    axes = orthogonal(np.zeros(shape), labels, position, spacing).axes
    for axis in axes[:3]:
        coloured = np.argwhere(drawn(axis).any(axis=-1))
        assert coloured.tolist() == [list(voxel_at(axis, *lines(axis)))]


def test_each_of_the_three_panels_shows_its_own_plane_in_true_proportions():
    labels = np.arange(2 * 3 * 4).reshape(2, 3, 4)
    z, y, x = 1, 2, 3
    xy, yz, xz, _ = orthogonal(np.zeros(labels.shape), labels, (z, y, x), (5.0, 2.0, 1.0)).axes
    black = np.zeros((9, 9))
    for axis, plane, size in (
        (xy, labels[z], (4, 6)),
        (yz, labels[:, :, x].T, (10, 6)),  # z runs across
        (xz, labels[:, y], (4, 10)),
    ):
        rows, columns = plane.shape
        assert np.array_equal(drawn(axis), blend(black[:rows, :columns], plane))
        left, right, bottom, top = axis.images[0].get_extent()
        assert (left, top) == (0, 0)
        assert (right, bottom) == size
    assert [axis.get_title() for axis in (xy, yz, xz)] == [
        "xy: slice z = 1",
        "yz: x = 3",
        "xz: y = 2",
    ]


masks = st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=6, max_size=6).map(
    np.array
)


@given(masks)
def test_a_thin_outline_lies_on_the_inner_edge_of_its_label_and_nowhere_else(mask):
    picture = outline(np.zeros(mask.shape), mask.astype(int), colour="#ffffff")
    inside = ndimage.binary_erosion(mask, CROSS, border_value=True)
    assert np.array_equal(picture[..., 0] == 255, mask & ~inside)


@given(masks)
def test_a_thick_outline_lies_on_both_sides_of_the_edge(mask):
    picture = outline(np.zeros(mask.shape), mask, colour="#ffffff", thickness=2)
    inside = ndimage.binary_erosion(mask, CROSS, border_value=True)
    beside = ndimage.binary_dilation(mask, CROSS) & ~mask
    assert np.array_equal(picture[..., 0] == 255, (mask & ~inside) | beside)


def test_each_outline_has_the_colour_of_its_label_on_both_sides_of_the_edge():
    labels = np.zeros((12, 24), int)
    labels[3:9, 3:9], labels[3:9, 15:21] = 2, 5
    picture = outline(np.zeros(labels.shape), labels, thickness=2)
    for number in (2, 5):
        mask = labels == number
        edge = ndimage.binary_dilation(mask, CROSS) & ~ndimage.binary_erosion(mask, CROSS)
        assert (picture[edge] == colours.label_colours(5)[number, :3]).all()


def test_an_outline_leaves_the_image_as_it_is_elsewhere():
    image = np.arange(36.0).reshape(6, 6)
    labels = np.zeros((6, 6), int)
    labels[0:3, 0:3] = 1
    picture = outline(image, labels)
    assert np.array_equal(picture[4:, 4:], np.repeat(colours.grey(image)[4:, 4:, None], 3, -1))


def test_a_blend_colours_the_labels_only_and_opacity_1_hides_the_image():
    image, labels = np.array([[0, 10, 10]]), np.array([[0, 0, 3]])
    assert blend(image, labels, 0)[0].tolist() == [[0] * 3, [255] * 3, [255] * 3]
    colour = colours.label_colours(3)[3, :3].tolist()
    assert blend(image, labels, 1)[0].tolist() == [[0] * 3, [255] * 3, colour]


def test_labels_drawn_by_themselves_have_their_colours_on_black():
    labels = np.array([[0, 1], [2, 0]])
    expected = colours.label_colours(2)[labels][..., :3]
    assert np.array_equal(labelled(labels), expected)
    assert not labelled(labels)[0, 0].any()


def test_a_mark_covers_the_mask_only():
    picture = mark(np.array([[0, 9, 9]]), np.array([[True, False, True]]), colour="#ff8000")
    assert picture[0].tolist() == [[255, 128, 0], [255] * 3, [255, 128, 0]]


@pytest.mark.parametrize("kind", [np.uint8, np.int32, np.uint16, np.float64])
def test_a_panel_draws_numbers_of_any_type_as_grey(kind):
    picture = np.array([[0, 3], [6, 12]], kind)
    found = panels({"numbers": picture}).axes[0].images[0]
    assert found.get_array().ndim == 2
    assert found.get_cmap().name == "gray"
    assert np.array_equal(found.get_array(), colours.grey(picture))
    assert (found.norm.vmin, found.norm.vmax) == (0, 255)


def test_a_panel_draws_a_mask_white_on_dark_and_leaves_colours_alone():
    mask, rgb = np.eye(2, dtype=bool), np.full((2, 2, 3), 7, np.uint8)
    first, second = panels({"mask": mask, "colours": rgb}).axes
    assert drawn(first).tolist() == [[255, 25], [25, 255]]
    assert np.array_equal(drawn(second), rgb)


def test_panels_on_one_scale_are_equally_bright_where_their_numbers_are():
    dark, bright = np.array([[0, 50]]), np.array([[100, 50]])
    first, second = panels({"dark": dark, "bright": bright}, scale=(0, 100)).axes
    assert drawn(first).tolist() == [[0, 127]]
    assert drawn(second).tolist() == [[255, 127]]


def test_panels_stand_in_rows_under_their_titles():
    pictures = {str(n): np.full((2, 2), n, np.uint8) for n in range(3)}
    fig = panels(pictures, columns=2, scale=(0, 255))
    seen = [axis for axis in fig.axes if axis.get_visible()]
    assert [axis.get_title() for axis in seen] == ["0", "1", "2"]
    assert [drawn(axis)[0, 0] for axis in seen] == [0, 1, 2]
    assert [axis.get_subplotspec().rowspan.start for axis in seen] == [0, 0, 1]


def test_a_whole_volume_in_a_panel_is_answered_with_what_to_do():
    with pytest.raises(InputError, match=r"'stack'.*\(5, 6, 7\).*one slice.*image\[2\]"):
        panels({"stack": np.zeros((5, 6, 7))})


def test_every_label_of_a_slice_gets_its_number_inside_itself():
    labels = np.zeros((20, 30), int)
    labels[2:6, 3:25], labels[10:18, 1:4] = 4, 11
    axis = numbered({"two": (np.zeros(labels.shape), labels)}).axes[0]
    found = {
        int(t.get_text()): labels[t.get_position()[1], t.get_position()[0]] for t in axis.texts
    }
    assert found == {4: 4, 11: 11}
    assert np.array_equal(drawn(axis), blend(np.zeros(labels.shape), labels))


def test_a_label_that_fills_the_slice_is_numbered_too():
    axis = numbered({"full": (np.zeros((5, 5)), np.ones((5, 5), int))}).axes[0]
    assert [t.get_text() for t in axis.texts] == ["1"]


def test_each_number_of_a_grid_stands_in_its_own_cell():
    grid = np.array([[0, 1, 2], [3, 4, 50]])
    axis = number_grids({"numbers": grid}).axes[0]
    found = {}
    for text in axis.texts:
        x, y = text.get_position()
        found[int(y), int(x)] = int(text.get_text())
        assert (x % 1, y % 1) == (0.5, 0.5)
    assert found == {place: grid[place] for place in np.ndindex(grid.shape)}
    assert np.array_equal(drawn(axis), colours.paint(grid))
    assert tuple(axis.images[0].get_extent()) == (0, 3, 2, 0)


def test_the_marked_cells_of_a_grid_are_framed_and_brightness_is_grey():
    grid = np.arange(6).reshape(2, 3)
    marked = {"b": grid == 2}
    first, second = number_grids({"a": grid, "b": grid}, marked=marked, grey=["a"]).axes
    assert np.array_equal(drawn(first), colours.grey(grid, 0))
    assert not first.patches
    frames = [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in second.patches]
    assert frames == [(2, 0, 1, 1)]
    assert tuple(second.patches[0].get_edgecolor()[:3]) == to_rgb(colours.BAD)


@pytest.mark.parametrize(("grids", "columns"), [(1, 3), (2, 12), (3, 20)])
def test_grids_fit_into_the_width_of_a_page_and_all_their_lines_show(grids, columns):
    fig = number_grids({str(n): np.zeros((4, columns), int) for n in range(grids)})
    width, height = fig.get_size_inches()
    assert width <= 8.5 + 0.35 * grids + 1e-9
    cell = (width / grids - 0.35) / columns
    assert cell == pytest.approx(min(0.45, 8.5 / grids / columns))
    assert height == pytest.approx(4 * cell + 0.7)
    for axis in fig.axes:
        (left, right), (bottom, top) = axis.get_xlim(), axis.get_ylim()
        assert -0.1 < left < 0 and columns < right < columns + 0.1
        assert 4 < bottom < 4.1 and -0.1 < top < 0


def test_the_sheet_of_three_slices_is_as_high_for_its_width_as_they_are():
    image = np.zeros((3, 4, 10))
    fig = orthogonal(image, image.astype(int), (1, 2, 2), (2, 1, 1))
    width, height = fig.get_size_inches()
    assert (width, height) == (9, pytest.approx(9 * (4 + 6) / (10 + 6)))
