"""What a screen reader says of the viewer."""

import numpy as np

from .test_widget import paint


def said(browser):
    return browser.answers[-1]["said"]


def test_a_stroke_is_told_with_its_label_and_its_voxels(viewer, browser):
    layer = viewer.layers["mine"]
    browser("act", action="activate_labels_paint_mode")
    assert said(browser) == "paint"
    paint(browser)
    voxels = np.count_nonzero(layer.data)
    assert said(browser) == f"label 1: {voxels} voxels painted"
    paint(browser)
    assert said(browser) == "no voxel changed"
    browser("act", action="undo")
    assert said(browser) == "stroke undone"
    browser("act", action="redo")
    assert said(browser) == "stroke done again"
    browser("act", action="activate_labels_erase_mode")
    paint(browser)
    assert said(browser) == f"{voxels} voxels erased"
    browser("act", action="activate_labels_fill_mode")
    paint(browser, points=[[3, 3]])
    assert said(browser) == f"label 1: {layer.data[2].size} voxels filled"


def test_slice_layer_label_brush_and_view_are_told_when_they_change(viewer, browser):
    browser("point", values={"0": 4})
    assert said(browser) == "z 4"
    browser("act", action="increase_brush_size")
    assert said(browser) == "brush size 11"
    browser("set", layer="mine", name="selected_label", value=7)
    assert said(browser) == "label 7"
    browser("set", layer="mine", name="visible", value=False)
    assert said(browser) == "mine hidden"
    browser("act", action="toggle_ndisplay")
    assert said(browser) == "3D view"
    browser("select", layer="nuclei")
    assert said(browser) == "layer nuclei"


def test_what_picking_chose_is_told(viewer, browser):
    viewer.layers["mine"].data[:, 5:9, 5:9] = 3
    browser("act", action="activate_labels_picker_mode")
    paint(browser, points=[[6, 6]])
    assert said(browser) == "label 3"


def test_the_value_under_the_cursor_is_told_but_the_mouse_is_silent(viewer, browser):
    viewer.layers["mine"].data[:, 5:9, 5:9] = 3
    browser("hover", row=6, col=6)
    assert said(browser) == ""
    browser("hover", row=6, col=6, aloud=True)
    assert said(browser) == "mine[2, 6, 6]: 3"
    browser("camera", center=[1, 2], zoom=3)
    assert said(browser) == ""
