import numpy as np
import pytest

from helpers.inputs import InputError
from helpers.viewer import Stroke, example_strokes, go_to, on_pick, replay_strokes


def test_going_to_a_label_selects_it_and_centres_its_slice(viewer, browser):
    layer = viewer.layers["mine"]
    layer.data[4, 6:9, 30:33] = 7
    viewer.layers.selection.active = viewer.layers["nuclei"]
    go_to(viewer, 7, "mine")
    assert layer.selected_label == 7 and viewer.layers.selection.active is layer
    assert viewer.dims.point == (4, 7, 31)
    assert viewer.widget.state["point"][0] == 4
    assert viewer.widget.camera["center"] == [7, 31]


def test_going_to_a_bent_label_shows_a_slice_that_holds_it(viewer):
    data = viewer.layers["mine"].data
    data[0, 5, 5] = data[1, 5, 5] = data[5, 20, 20] = 3  # nothing in its middle slice
    go_to(viewer, 3, "mine")
    assert np.any(data[int(viewer.dims.point[0])] == 3)


def test_going_to_a_label_counts_in_world_units(viewer):
    layer = viewer.add_labels(np.zeros((6, 32, 40), int), name="scaled", scale=(0.5, 0.25, 0.25))
    layer.data[4, 8, 12] = 1
    go_to(viewer, 1, layer)
    assert viewer.dims.point == (2.0, 2.0, 3.0)


def test_going_to_what_is_not_there_is_refused(viewer):
    with pytest.raises(InputError, match="label 99"):
        go_to(viewer, 99, "mine")
    with pytest.raises(InputError, match="is an image"):
        go_to(viewer, 1, "nuclei")


def test_a_click_on_an_object_is_a_pick_and_a_drag_is_not(viewer, browser):
    layer, picked = viewer.layers["mine"], []
    layer.data[2, 5:15, 5:15] = 3
    layer.data[2, 20:30, 5:15] = 4
    stop = on_pick(layer, picked.append)
    browser("drag", layer="mine", points=[[8, 8]])
    browser("drag", layer="mine", points=[[25, 8], [25, 30]])
    browser("drag", layer="mine", points=[[0, 39]])  # the background
    assert picked == [3]
    layer.selected_label = 4
    assert picked == [3, 4]
    stop()
    layer.selected_label = 5
    assert picked == [3, 4]


def test_replayed_strokes_paint_what_the_hand_would(viewer, browser):
    strokes = [Stroke(2, 4, ((10, 10), (10, 20)), brush_size=5), Stroke(3, 4, ((20, 5),))]
    assert replay_strokes(viewer, "mine", strokes)
    replayed = viewer.layers["mine"].data.copy()
    assert viewer.dims.point[0] == 2  # where it was
    viewer.add_labels(np.zeros_like(replayed), name="mine")
    browser("point", values={"0": 4})
    browser("act", action="activate_labels_paint_mode")
    for label, size, points in ((2, 5, [[10, 10], [10, 20]]), (3, 10, [[20, 5]])):
        browser("set", layer="mine", name="selected_label", value=label)
        browser("set", layer="mine", name="brush_size", value=size)
        browser("drag", layer="mine", points=points)
    assert np.array_equal(viewer.layers["mine"].data, replayed)


def test_strokes_are_never_replayed_over_a_persons_painting(viewer):
    viewer.layers["mine"].data[0, 0, 0] = 1
    before = viewer.layers["mine"].data.copy()
    assert not replay_strokes(viewer, "mine", [Stroke(2, 4, ((10, 10),))])
    assert np.array_equal(viewer.layers["mine"].data, before)


def test_example_strokes_cover_most_of_their_nucleus_and_little_else(viewer):
    reference = np.zeros((6, 32, 40), int)
    rows, cols = np.ogrid[:32, :40]
    reference[3] = 5 * ((rows - 16) ** 2 + (cols - 18) ** 2 < 11**2)
    replay_strokes(viewer, "mine", example_strokes(reference, 5, 3, brush_size=6))
    painted, wanted = viewer.layers["mine"].data == 5, reference == 5
    assert (painted & wanted).sum() / (painted | wanted).sum() > 0.85


def test_example_strokes_need_a_slice_that_holds_the_nucleus():
    with pytest.raises(InputError, match="not in slice 0"):
        example_strokes(np.zeros((1, 4, 4), int), 1, 0)
