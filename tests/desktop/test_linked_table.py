"""The table of measurements beside napari's own window, and napari's own Features Table."""

import numpy as np
import pytest

from helpers.nuclei.measurement import measure
from helpers.table.widget import MeasurementTable
from tests.desktop.test_window import WindowHand

SPACING = (0.5, 0.25, 0.25)


@pytest.fixture
def linked(window):
    labels = np.zeros((14, 80, 80), int)
    for number, z, y in ((2, 2, 5), (5, 6, 30), (9, 10, 55)):
        labels[z - 1 : z + 2, y : y + 20, y : y + 15] = number
    layer = window.add_labels(labels, name="mine")
    return window, layer, MeasurementTable(measure(labels, SPACING), window, "mine")


def test_rows_and_nuclei_find_each_other_in_the_window(linked):
    viewer, layer, table = linked
    table.selected = 9
    assert layer.selected_label == 9 and viewer.dims.point[0] == 10
    np.testing.assert_allclose(viewer.scene.camera.center[1:], (64.5, 62))
    viewer.dims.set_point(0, 6)
    viewer.reset_view()
    WindowHand(viewer).drag((38, 36))  # a click on nucleus 5
    assert table.selected == 5
    assert viewer.dims.point[0] == 6


def test_naparis_own_table_chooses_the_right_nucleus_although_numbers_have_gaps(linked, qtbot):
    from napari_builtins._qt.features_table import FeaturesTable

    viewer, layer, table = linked
    theirs = FeaturesTable(viewer)
    qtbot.addWidget(theirs)
    viewer.layers.selection = {layer}
    model = theirs.table.model()
    for number in (2, 9, 5):
        row = model.mapFromSource(model.sourceModel().index(number, 0)).row()
        theirs.table.selectRow(row)
        assert table.selected == layer.selected_label == number
        shown = model.sourceModel().df.iloc[number]
        assert (shown["index"], shown["voxels"]) == (number, (layer.data == number).sum())
