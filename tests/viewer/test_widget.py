import asyncio

import numpy as np
import pytest

from helpers.viewer import open_viewer

from .conftest import Browser

LINE = [[10, 10], [10, 20]]


def paint(browser, layer="mine", points=LINE, **options):
    return browser("drag", layer=layer, points=points, **options)


def test_a_stroke_is_painted_into_this_slice_and_undone_in_one_step(viewer, browser):
    layer = viewer.layers["mine"]
    browser("act", action="activate_labels_paint_mode")
    paint(browser)
    painted = layer.data.copy()
    assert painted[2, 10, 10:21].all() and not painted[[0, 1, 3, 4, 5]].any()
    browser("act", action="undo")
    assert not layer.data.any()
    browser("act", action="redo")
    assert np.array_equal(layer.data, painted)


def test_erase_fill_and_pick_work_through_the_same_drag(viewer, browser):
    layer = viewer.layers["mine"]
    layer.data[2, 5:15, 5:25] = 4
    browser("act", action="activate_labels_picker_mode")
    assert paint(browser, points=[[10, 10]])["layers"][1]["selected_label"] == 4
    browser("set", layer="mine", name="selected_label", value=9)
    browser("act", action="activate_labels_fill_mode")
    paint(browser, points=[[10, 10]])
    assert set(np.unique(layer.data)) == {0, 9}
    browser("act", action="activate_labels_erase_mode")
    paint(browser)
    assert layer.data[2, 10, 15] == 0 and layer.data[2, 5, 5] == 9


def test_preserve_labels_protects_every_other_label(viewer, browser):
    layer = viewer.layers["mine"]
    layer.data[2, :, 15:] = 4
    browser("act", action="activate_labels_paint_mode")
    browser("act", action="toggle_preserve_labels")
    paint(browser)
    assert layer.data[2, 10, 12] == 1 and (layer.data[2, :, 15:] == 4).all()
    browser("act", action="toggle_preserve_labels")
    paint(browser)
    assert layer.data[2, 10, 18] == 1


def test_n_edit_dim_3_paints_the_slices_above_and_below(viewer, browser):
    browser("act", action="activate_labels_paint_mode")
    browser("set", layer="mine", name="n_edit_dimensions", value=3)
    browser("set", layer="mine", name="brush_size", value=5)
    paint(browser)
    assert viewer.layers["mine"].data[:, 10, 15].tolist() == [1, 1, 1, 1, 1, 0]


def test_new_label_takes_the_next_free_number_and_says_if_it_is_unused(viewer, browser):
    viewer.layers["mine"].data[0, 0, 0] = 6
    assert browser("act", action="new_label")["layers"][1]["selected_label"] == 7
    assert "not being used" in browser("act", action="new_label")["message"]


@pytest.mark.parametrize(("value", "words"), [(300, "out of bounds for dtype uint8"), (-1, "0 is")])
def test_a_label_the_layer_cannot_hold_is_refused_in_words(browser, value, words):
    state = browser("set", layer="mine", name="selected_label", value=value)
    assert words in state["message"] and browser.layer("mine")["selected_label"] == 1


def test_changes_made_in_python_are_sent_at_once(viewer, browser):
    widget = viewer.widget
    before = widget.pictures["main"]
    viewer.layers["mine"].data[2] = 3
    viewer.layers["mine"].refresh()
    assert widget.pictures["main"] != before
    viewer.layers["mine"].selected_label = 5
    assert browser.layer("mine")["selected_label"] == 5
    viewer.dims.set_point(0, 0)
    assert widget.state["point"][0] == 0
    viewer.layers["nuclei"].visible = False
    assert not browser.layer("nuclei")["visible"]
    viewer.layers.remove("mine")
    assert [layer["name"] for layer in widget.state["layers"]] == ["nuclei"]


def test_many_changes_in_one_cell_are_one_update(viewer):
    async def cell():
        for number in range(1, 20):
            viewer.layers["mine"].selected_label = number
            viewer.dims.set_point(0, number % 6)

    drawn = []
    draw = viewer.widget._draw
    viewer.widget._draw = lambda **how: drawn.append(how) or draw(**how)
    asyncio.run(cell())
    assert len(drawn) == 1
    assert viewer.widget.state["layers"][1]["selected_label"] == 19


def test_napari_cuts_its_own_slices_once_and_after_the_picture_is_sent(viewer, browser, image):
    order = []
    send, slicer = browser.widget.send, viewer._layer_slicer
    submit = slicer.submit
    browser.widget.send = lambda content: order.append("picture") or send(content)
    slicer.submit = lambda **options: order.append("slices") or submit(**options)
    before = browser.widget.pictures["main"]
    browser("point", values={"0": 4})
    assert order == ["picture", "slices"] and browser.widget.pictures["main"] != before
    assert viewer.layers["nuclei"].get_value((4, 3, 8), world=True) == image[4, 3, 8]
    viewer.dims.set_point(0, 5)  # from Python: at once
    assert viewer.layers["nuclei"].get_value((5, 3, 8), world=True) == image[5, 3, 8]


def test_the_status_line_reads_as_naparis(viewer, browser, image):
    browser("select", layer="nuclei")
    browser("hover", row=3.2, col=7.9)
    assert viewer.widget.status == f"nuclei[2, 3, 8]: {image[2, 3, 8]}"
    browser("hover")
    assert viewer.widget.status == ""


def test_a_layer_removed_while_it_is_painted_loses_only_that_stroke(viewer, browser):
    viewer.layers.remove("mine")
    state = paint(browser)
    assert "'mine' was removed" in state["message"]
    assert browser("act", action="new_labels")["message"] == ""


def test_a_stroke_may_leave_the_picture_and_come_back(viewer, browser):
    browser("act", action="activate_labels_paint_mode")
    paint(browser, points=[[10, 30], [10, 90], [-50, 90], [20, 20]])
    data = viewer.layers["mine"].data[2]
    assert data[10, 39] and data[20, 20] and not browser.message


def test_a_read_only_layer_says_how_to_paint_a_copy(viewer, browser):
    locked = np.zeros((6, 32, 40), np.uint8)
    locked.flags.writeable = False
    viewer.add_labels(locked, name="locked")
    browser("act", action="activate_labels_paint_mode")
    assert "labels.copy()" in paint(browser, layer="locked")["message"]


def test_an_unexpected_error_is_shown_and_the_viewer_goes_on(viewer, browser):
    assert "did not work" in browser("point", values={"99": 1})["message"]
    assert browser("set", layer="mine", name="blending", value="nonsense")["message"]
    browser("act", action="activate_labels_paint_mode")
    paint(browser)
    assert viewer.layers["mine"].data.any() and not browser.message


def test_an_empty_viewer_and_one_emptied_are_shown(viewer, browser):
    empty = open_viewer("notebook")
    assert empty.widget.state["layers"] == [] and empty.widget.pictures == {}
    browser("act", action="delete_selected_layers")
    browser("select", layer="nuclei")
    assert browser("act", action="delete_selected_layers")["layers"] == []
    browser("hover", row=1, col=1)
    assert "Add an image first" in browser("act", action="new_labels")["message"]


def test_two_viewers_do_not_disturb_each_other(viewer, browser, image):
    other = open_viewer("notebook")
    other.add_labels(np.zeros(image.shape, np.uint8), name="mine")
    before = dict(other.widget.state)
    browser("act", action="activate_labels_paint_mode")
    paint(browser)
    browser("point", values={"0": 5})
    assert other.widget.state == before and not other.layers["mine"].data.any()


def test_layers_are_moved_renamed_and_selected(viewer, browser):
    browser("act", action="lower")
    assert [layer.name for layer in viewer.layers] == ["mine", "nuclei"]
    browser("act", action="raise")
    assert [layer.name for layer in viewer.layers] == ["nuclei", "mine"]
    browser("set", layer="mine", name="name", value="my nuclei")
    assert browser("select", layer="nuclei", add=True)["selected"] == ["nuclei", "my nuclei"]


def test_the_3d_view_turns_and_comes_back(viewer, browser):
    viewer.layers["mine"].data[1:5, 8:20, 8:20] = 1
    browser("size", height=300, width=400)
    browser("act", action="toggle_ndisplay")
    first = viewer.widget.pictures["solid"]
    browser("turn", right=30, down=10, quick=True)
    browser("turn", right=0, down=0)
    assert viewer.widget.pictures["solid"] not in (first, b"")
    browser("act", action="toggle_ndisplay")
    assert "main" in viewer.widget.pictures


def test_orthogonal_views_follow_the_point(viewer, browser):
    browser("orthogonal", value=True)
    assert {"main", "below", "beside"} <= set(viewer.widget.pictures)
    before = viewer.widget.pictures["beside"]
    browser("point", values={"1": 3, "2": 5})
    assert viewer.widget.pictures["beside"] != before
    assert browser("point", values={"1": 4})["point"][1:] == [4, 5]


def test_every_shortcut_is_naparis_and_does_something(viewer, browser):
    keys = viewer.widget.fixed["keys"]
    assert keys["2"] == keys["P"] == "activate_labels_paint_mode"
    assert keys["Ctrl+Z"] == "undo" and keys["M"] == "new_label"
    assert viewer.widget.fixed["tips"]["new_label"].endswith("(M)")
    for action in set(keys.values()):
        assert "did not work" not in browser("act", action=action)["message"], action


def test_of_a_large_image_only_what_the_screen_shows_is_sent():
    viewer = open_viewer("notebook")
    viewer.add_image(np.zeros((2, 2000, 3000), np.uint8), name="large")
    browser = Browser(viewer)
    browser("size", height=400, width=600)
    fitted = viewer.widget.pictures["place"]
    assert [axis["step"] for axis in fitted] == [5, 5]
    browser("camera", center=[1000, 1500], zoom=4)
    close = viewer.widget.pictures["place"]
    assert [axis["step"] for axis in close] == [1, 1] and close[0]["count"] <= 202
    browser("camera", center=[1010, 1500], zoom=4)  # still within what was sent
    assert viewer.widget.pictures["place"] == close
    browser("camera", center=[1400, 1500], zoom=4)
    assert viewer.widget.pictures["place"] != close
