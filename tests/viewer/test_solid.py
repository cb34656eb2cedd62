import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from napari.components.camera import Camera

from helpers.viewer.solid import Scene, bright_voxels, project, screen, surface, turned

TOP = screen((-1, 0, 0), (0, -1, 0))


def ball(radius=12, size=32):
    grid = np.ogrid[:size, :size, :size]
    return sum((g - size / 2) ** 2 for g in grid) < radius**2


def test_a_surface_is_the_voxels_with_a_different_neighbour():
    labels = np.zeros((5, 5, 5), int)
    labels[1:4, 1:4, 1:4] = 2
    labels[2, 2, 2] = 3  # one label inside another has a surface too
    assert len(surface(labels).points) == 27


def test_the_normals_of_a_ball_point_outwards():
    cloud = surface(ball().astype(int))
    outwards = cloud.points - cloud.points.mean(axis=0)
    outwards /= np.linalg.norm(outwards, axis=1, keepdims=True)
    assert (cloud.normals * outwards).sum(axis=1).min() > 0.8


def test_seen_from_above_a_ball_is_a_disc_without_holes():
    cloud = surface(ball().astype(int))
    for scale in (0.7, 1, 2.3, 5):
        front = project(cloud, TOP, (15.5,) * 3, scale, 200)
        rows, cols = np.ogrid[:200, :200]
        disc = (rows - 100) ** 2 + (cols - 100) ** 2 < (10 * scale) ** 2
        assert (front[disc] >= 0).all()


def test_what_is_nearer_hides_what_is_behind():
    labels = np.zeros((10, 8, 8), int)
    labels[1], labels[8] = 1, 2
    cloud = surface(labels)
    above = project(cloud, TOP, (4.5, 3.5, 3.5), 4, 40)
    beneath = project(cloud, screen((1, 0, 0), (0, -1, 0), mirrored=True), (4.5, 3.5, 3.5), 4, 40)
    assert set(cloud.values[above[above >= 0]]) == {2}  # napari looks down the z axis
    assert set(cloud.values[beneath[beneath >= 0]]) == {1}


def test_of_an_image_the_brightest_voxel_along_the_line_is_seen():
    image = np.random.default_rng(0).random((6, 20, 20))
    cloud = bright_voxels(image, 0, 1)
    front = project(cloud, TOP, (2.5, 9.5, 9.5), 1, 20)
    seen = np.where(front >= 0, cloud.values[front], 0)
    from scipy.ndimage import maximum_filter

    brightest = image.max(axis=0)
    assert (seen >= brightest - 1e-9).all() and (seen <= maximum_filter(brightest, 3)).all()


@given(st.floats(-180, 180), st.floats(-180, 180))
def test_turning_keeps_the_axes_square(right, down):
    view, up = turned((-1, 0, 0), (0, -1, 0), right, down)
    axes = screen(view, up)
    assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-6)


def test_dragging_right_brings_the_left_side_into_view():
    camera = Camera()
    Scene().turn(camera, 90, 0)
    assert np.allclose(camera.view_direction, (0, 0, 1), atol=1e-6)


def test_the_3d_picture_has_the_colours_of_the_labels(viewer):
    viewer.layers["nuclei"].visible = False
    layer = viewer.layers["mine"]
    layer.opacity = 1
    layer.data[1:5, 5:25, 5:25] = 1
    viewer.dims.ndisplay = 3
    viewer.reset_view()
    rgb = Scene().draw(viewer).astype(int)
    middle = rgb[rgb.shape[0] // 2 - 20, rgb.shape[1] // 2 - 60]
    wanted = layer.get_color(1)[:3]
    assert np.allclose(middle / middle.max(), wanted / wanted.max(), atol=0.1)
