import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.viewer import open_viewer
from helpers.viewer.compose import Axis, picture


def draw(viewer, axes=(1, 2)):
    return picture(viewer.layers, viewer.dims, *axes)


def test_a_grey_image_shows_its_values_between_the_contrast_limits():
    viewer = open_viewer("notebook")
    viewer.add_image(np.array([[0, 100, 200, 300]]), contrast_limits=(100, 200), name="image")
    assert draw(viewer, (0, 1))[0, :, 0].tolist() == [0, 0, 255, 255]


def test_labels_have_the_colours_of_naparis_own_colormap(viewer):
    layer = viewer.layers["mine"]
    viewer.layers["nuclei"].visible = False
    layer.data[2] = np.arange(32 * 40).reshape(32, 40) % 60
    layer.refresh()
    expected = layer.colormap.map(layer.data[2])[..., :3] * (layer.data[2] > 0)[..., None]
    assert np.abs(draw(viewer) - expected * 255 * layer.opacity).max() <= 1


def test_huge_and_negative_labels_have_naparis_colours_too():
    viewer = open_viewer("notebook")
    layer = viewer.add_labels(np.array([[0, 2**31 - 1, 5, -3]], np.int32), opacity=1, name="odd")
    expected = layer.colormap.map(layer.data)[..., :3] * 255
    assert np.abs(draw(viewer, (0, 1)) - expected)[:, 1:].max() <= 1


def test_translucent_and_additive_mix_as_in_napari():
    viewer = open_viewer("notebook")
    grey = np.full((2, 2), 0.5)
    limits = (0, 1)
    viewer.add_image(grey, name="below", contrast_limits=limits, colormap="red")
    top = viewer.add_image(grey, name="top", contrast_limits=limits, colormap="green", opacity=0.5)
    assert draw(viewer, (0, 1))[0, 0] == pytest.approx([64, 64, 0], abs=1)
    top.blending = "additive"
    assert draw(viewer, (0, 1))[0, 0] == pytest.approx([128, 64, 0], abs=1)


def test_contour_leaves_the_outline_and_clears_the_inside(viewer):
    layer = viewer.layers["mine"]
    viewer.layers["nuclei"].visible = False
    layer.data[2, 8:20, 8:20] = 1
    layer.contour = 1
    shown = draw(viewer).any(axis=-1)
    assert shown[8, 8:20].all() and not shown[11:17, 11:17].any()


def test_show_selected_hides_every_other_label(viewer):
    layer = viewer.layers["mine"]
    viewer.layers["nuclei"].visible = False
    layer.data[2, :5], layer.data[2, 5:9] = 1, 2
    layer.selected_label = 2
    layer.show_selected_label = True
    shown = draw(viewer).any(axis=-1)
    assert shown[5:9].all() and not shown[:5].any()


def test_the_three_orthogonal_planes_cut_the_same_voxels(viewer, image):
    viewer.layers["mine"].visible = False
    for axis, (row, col) in enumerate([(1, 2), (0, 2), (0, 1)]):
        viewer.dims.set_point(axis, 3)
        low, high = viewer.layers["nuclei"].contrast_limits
        wanted = np.take(image, 3, axis).astype(float)
        grey = draw(viewer, (row, col))[..., 0]
        assert np.abs(grey - ((wanted - low) / (high - low)).clip(0, 1) * 255).max() <= 1
    assert np.array_equal(draw(viewer, (2, 1)), draw(viewer, (1, 2)).swapaxes(0, 1))


def test_layers_of_different_size_and_voxel_are_laid_on_each_other_in_the_world():
    viewer = open_viewer("notebook")
    viewer.add_image(np.ones((2, 4, 4)), name="fine", contrast_limits=(0, 2))
    viewer.add_labels(np.ones((1, 1, 1), int), name="coarse", scale=(2, 2, 2), opacity=1)
    flat = viewer.add_image(np.ones((4, 4)), name="flat", contrast_limits=(0, 2))
    flat.visible = False
    viewer.dims.set_point(0, 0)
    coloured = np.ptp(draw(viewer).astype(int), axis=-1) > 0
    assert 1 <= coloured.sum() <= 9 and coloured[0, 0]
    flat.visible = True
    assert draw(viewer, (0, 2)).shape[:2] == (2, 4)  # a 2D layer has no side view


def test_not_a_number_is_black_and_a_constant_image_is_drawn():
    viewer = open_viewer("notebook")
    viewer.add_image(np.array([[np.nan, 1.0]]), contrast_limits=(0, 1), name="gap")
    assert draw(viewer, (0, 1))[0, :, 0].tolist() == [0, 255]
    viewer.add_image(np.zeros((1, 2)), name="gap")
    assert not draw(viewer, (0, 1)).any()


@given(
    st.integers(601, 3000),
    st.floats(-500, 4000),
    st.floats(100, 2000),
    st.floats(0.05, 40),
    st.floats(0.1, 5),
)
def test_the_part_on_the_screen_covers_the_screen_and_no_more_pixels(
    count, centre, length, zoom, step
):
    axis = Axis(0.0, step, count)
    part = axis.part(centre, length, zoom)
    assert part.start >= 0 and part.end <= axis.end + 1e-6
    assert part.count <= 2 * length + 3
    low, high = centre - length / zoom / 2, centre + length / zoom / 2
    if low < axis.end and high > 0:
        assert part.start <= max(low, 0) + 1e-6
        assert part.end + part.step >= min(high, axis.end) - 1e-6


def test_a_part_shows_the_same_voxels_as_the_whole(viewer):
    whole = draw(viewer)
    rows, cols = Axis(4.0, 2.0, 10), Axis(6.0, 2.0, 12)
    part = picture(viewer.layers, viewer.dims, 1, 2, rows, cols)
    assert np.array_equal(part, whole[4:24:2, 6:30:2])
