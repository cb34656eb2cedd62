import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers.inputs import InputError
from helpers.nuclei.measurement import COLUMNS, measure, to_csv
from helpers.table.close_look import OUTLINE
from helpers.table.widget import MeasurementTable, features
from helpers.viewer import open_viewer
from helpers.workflow.run import Workflow

SPACING = (0.5, 0.25, 0.25)


@pytest.fixture
def labels():
    """Return nuclei 2, 5 and 9 at z 2, 6 and 10; the numbers have gaps."""
    labels = np.zeros((14, 30, 40), int)
    for number, z, size in ((2, 2, 6), (5, 6, 10), (9, 10, 4)):
        labels[z - 1 : z + 2, 4 : 4 + size, 3 * number : 3 * number + size] = number
    return labels


@pytest.fixture(params=[None, SPACING], ids=["unscaled layer", "scaled layer"])
def linked(request, labels):
    viewer = open_viewer("notebook")
    viewer.add_labels(labels, name="nuclei", scale=request.param)
    table = measure(labels, SPACING)
    return viewer, viewer.layers["nuclei"], MeasurementTable(table, viewer, "nuclei")


def slice_shown(viewer, layer):
    return round(layer.world_to_data(viewer.dims.point)[0])


def test_choosing_a_row_selects_goes_to_and_centres_the_nucleus(linked):
    viewer, layer, table = linked
    table.selected = 9
    assert layer.selected_label == 9 and slice_shown(viewer, layer) == 10
    centre = np.argwhere(layer.data == 9).mean(axis=0)[1:] * layer.scale[1:]
    np.testing.assert_allclose(viewer.scene.camera.center[1:], centre)
    table.selected = 2
    assert layer.selected_label == 2 and slice_shown(viewer, layer) == 2


def test_the_chosen_nucleus_is_shown_beside_its_row_with_an_outline(linked):
    viewer, layer, table = linked
    layer.opacity = 1
    for label in (5, 2):
        table.selected = label
        picture = np.asarray(Image.open(io.BytesIO(table.look["png"])))
        assert f"Nucleus {label}," in table.look["words"] and max(picture.shape) <= 240
        yellow = (picture == OUTLINE).all(-1)
        rows, cols = np.flatnonzero(yellow.any(1)), np.flatnonzero(yellow.any(0))
        inside = picture[rows[0] : rows[-1], cols[0] : cols[-1]][4:-4, 4:-4]
        wanted = np.round(np.array(layer.get_color(label)[:3]) * 255)
        assert np.abs(inside - wanted).max() <= 1  # the nucleus fills the frame drawn around it
    viewer.dims.set_point(0, 0)  # where nothing is
    layer.selected_label = 5
    assert table.look["png"] == b"" and table.look["words"] == ""


def test_selecting_a_nucleus_in_the_viewer_chooses_its_row_and_moves_nothing(linked):
    viewer, layer, table = linked
    before = viewer.dims.point, viewer.scene.camera.center
    layer.selected_label = 5
    assert table.selected == 5
    assert (viewer.dims.point, viewer.scene.camera.center) == before
    layer.selected_label = 3  # a number that no measured nucleus has
    assert table.selected == 0


def test_a_sorted_table_still_leads_to_the_right_nucleus(labels):
    viewer = open_viewer("notebook")
    layer = viewer.add_labels(labels, name="nuclei")
    by_size = measure(labels, SPACING).sort_values("volume_um3")
    table = MeasurementTable(by_size, viewer, layer)
    assert [row["label"] for row in table.rows] == [9, 2, 5]
    table.selected = 2
    assert (labels == layer.selected_label).sum() == by_size.set_index("label").loc[2, "voxels"]


def test_a_cell_run_twice_links_once(linked):
    viewer, layer, first = linked
    second = MeasurementTable(first.table, viewer, "nuclei")
    layer.selected_label = 5
    assert (first.selected, second.selected) == (0, 5)


def test_napari_shows_the_features_of_the_right_label(linked):
    _, layer, _table = linked
    assert layer.features["index"].tolist() == list(range(10))
    for number in (2, 5, 9):
        row = layer.features.iloc[number]  # as napari's own table looks it up
        assert row["voxels"] == (layer.data == number).sum()
    assert layer.features.iloc[[0, 3]]["voxels"].isna().all()


@given(st.sets(st.integers(1, 60), min_size=1))
def test_row_n_of_the_features_is_label_n(numbers):
    labels = np.zeros((3, 3, 200), int)
    for place, number in enumerate(sorted(numbers)):
        labels[1, 1, 3 * place] = number
    found = features(measure(labels, (1, 1, 1)))
    assert found["index"].tolist() == list(range(max(numbers) + 1))
    assert set(found.index[found["voxels"] == 1]) == numbers


def test_the_page_without_a_kernel_holds_every_value_and_meaning(labels):
    table = MeasurementTable(measure(labels, SPACING), columns=["voxels", "sphericity"])
    bundle, _ = table._repr_mimebundle_()
    assert "0x" not in bundle["text/plain"]
    page = bundle["text/html"]
    assert page.count("<tr>") == 4 and "<caption>Table of 3 nuclei, mean volume" in page
    assert "how round it is" in page
    sphericity = f"{table.table['sphericity'][0]:.3f}"
    assert f"<td>{sphericity}</td>" in page


def test_the_download_holds_all_columns_and_the_parameters_used(labels):
    table = MeasurementTable(
        measure(labels, SPACING), workflow=Workflow(radius=7), columns=["voxels"]
    )
    assert table.csv == to_csv(table.table)
    assert table.csv.splitlines()[0] == ",".join(list(COLUMNS)[:-2])
    assert Workflow.from_text(table.parameters) == Workflow(radius=7)


def test_infinite_and_missing_values_can_be_sent_to_the_browser():
    flat = np.zeros((3, 3, 3), int)
    flat[1, 1, 1] = 1  # a single voxel has no axes
    (row,) = MeasurementTable(measure(flat, (1, 1, 1)), columns=["elongation"]).rows
    assert row["values"] == [1, None]


def test_wrong_uses_are_refused_in_plain_words(labels):
    table = measure(labels, SPACING)
    with pytest.raises(InputError, match="no column called label"):
        MeasurementTable(table.drop(columns="label"))
    with pytest.raises(InputError, match="no column colour"):
        MeasurementTable(table, columns=["colour"])
    with pytest.raises(InputError, match="Which layer"):
        MeasurementTable(table, open_viewer("notebook"))
    with pytest.raises(InputError, match="no nucleus 4"):
        MeasurementTable(table).selected = 4


def test_huge_label_numbers_do_not_ask_for_as_many_rows():
    table = pd.DataFrame({"label": [7, 10**12], "voxels": [3, 4]})
    rows = features(table)
    assert rows["index"].tolist() == [0, 7, 10**12]
    assert rows["voxels"].tolist()[1:] == [3, 4]
