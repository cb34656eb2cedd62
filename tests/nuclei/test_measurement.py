import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage.filters import gaussian, threshold_otsu
from skimage.measure import label, regionprops_table
from skimage.morphology import ball, isotropic_erosion
from skimage.segmentation import clear_border, expand_labels

from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.measurement import COLUMNS, measure, summarise, touches_border

VOXELS = [60268, 51409, 46866, 53108, 37869, 36523, 40809, 39598, 34196, 48925, 30728]


@pytest.fixture(scope="module")
def lesson():
    image, spacing = load_nuclei()
    blurred = gaussian(image, sigma=3)
    cores = label(isotropic_erosion(blurred > threshold_otsu(blurred), 10))
    labels = expand_labels(cores, 10)
    return image, labels, label(clear_border(labels)), spacing


def test_figures_of_the_lesson(lesson):
    image, _, labels, spacing = lesson
    table = measure(labels, spacing, image)
    assert table["voxels"].tolist() == VOXELS
    summary = summarise(table["volume_um3"])
    found = [f"{v:.2f}" for v in (summary.range, summary.mean, summary.sd, summary.sd_sample)]
    assert (summary.count, found) == (11, ["579.10", "855.98", "170.19", "178.50"])


def test_border_nuclei_are_those_that_clear_border_removes(lesson):
    _, labels, _, spacing = lesson
    table = measure(labels, spacing)
    removed = set(np.unique(labels)) - set(np.unique(clear_border(labels)))
    assert set(touches_border(labels)) == removed
    assert set(table.loc[table["touches_border"], "label"]) == removed
    assert len(removed) == 8


def test_table_agrees_with_scikit_image_for_every_shared_column():
    truth = make_nuclei(count=4, touching=1, border=1, size=3, shape=(50, 128, 128))
    table = measure(truth.labels, truth.spacing, truth.image)
    theirs = regionprops_table(
        truth.labels,
        truth.image,
        spacing=truth.spacing,
        properties=[
            "area",
            "centroid",
            "intensity_mean",
            "bbox",
            "axis_major_length",
            "axis_minor_length",
        ],
    )
    pairs = {
        "volume_um3": "area",
        "centroid_z_um": "centroid-0",
        "centroid_x_um": "centroid-2",
        "mean_intensity": "intensity_mean",
        "first_y": "bbox-1",
        "long_axis_um": "axis_major_length",
        "short_axis_um": "axis_minor_length",
    }
    for ours, name in pairs.items():
        np.testing.assert_allclose(table[ours], theirs[name], rtol=1e-9, err_msg=ours)
    assert (table["last_z"] == theirs["bbox-3"] - 1).all()


def test_a_ball_is_round_and_a_rod_is_not():
    disc = np.zeros((60, 60, 60), int)
    disc[10:51, 10:51, 10:51] = ball(20)
    disc[55:58, 5:8, 5:55] = 2
    round_one, rod = measure(disc, (1, 1, 1)).to_dict("records")
    assert round_one["volume_um3"] == pytest.approx(4 / 3 * np.pi * 20**3, rel=0.01)
    assert round_one["surface_um2"] == pytest.approx(1.09 * 4 * np.pi * 20**2, rel=0.01)
    assert round_one["sphericity"] == pytest.approx(0.92, abs=0.01)
    assert round_one["elongation"] == pytest.approx(1, abs=1e-6)
    assert round_one["long_axis_um"] == pytest.approx(40, rel=0.01)
    assert rod["sphericity"] < 0.6 and rod["elongation"] > 10


@given(
    st.tuples(*[st.floats(0.05, 3)] * 3),
    st.permutations(range(1, 6)),
)
def test_volume_is_voxels_times_voxel_volume_whatever_the_spacing_and_the_label(spacing, numbers):
    labels = np.zeros((4, 8, 16), int)
    for i, number in enumerate(numbers):
        labels[1:3, 1 : 2 + i, 3 * i : 3 * i + 2] = number * 1000
    table = measure(labels, spacing)
    assert table["label"].tolist() == sorted(n * 1000 for n in numbers)
    np.testing.assert_allclose(table["volume_um3"], table["voxels"] * np.prod(spacing), rtol=1e-12)


def test_doubling_the_spacing_scales_every_length_area_and_volume(lesson):
    _, _, labels, spacing = lesson
    small = measure(labels, spacing)
    large = measure(labels, tuple(2 * s for s in spacing))
    for name, column in COLUMNS.items():
        if name in small and column.unit in ("µm", "µm²", "µm³", ""):
            power = {"µm": 2, "µm²": 4, "µm³": 8, "": 1}[column.unit]
            np.testing.assert_allclose(large[name], small[name] * power, rtol=1e-5, err_msg=name)


def test_every_column_is_explained_and_every_explained_column_is_there():
    table = measure(np.pad(np.ones((2, 2, 2), int), 1), (1, 1, 1), np.ones((4, 4, 4)))
    assert list(table.columns) == list(COLUMNS)
    for name, column in COLUMNS.items():
        assert column.meaning and column.formula
        assert name.endswith(f"_{column.unit.translate(str.maketrans('µ²³', 'u23'))}") or (
            column.unit in ("", "voxels", "grey levels", "True or False")
        )


@pytest.mark.parametrize("background", [True, False])
def test_huge_numbers_are_kept_and_cost_no_memory(background):
    labels = np.repeat([[[7], [3_000_000_000], [0 if background else 9]]], 2, axis=0)
    labels = labels.astype(np.uint32)
    tracemalloc.start()
    table = measure(labels, (1, 1, 1))
    assert tracemalloc.get_traced_memory()[1] < 1e7
    tracemalloc.stop()
    assert table["label"].tolist() == sorted({7, 3_000_000_000, int(labels[0, 2, 0])} - {0})
    assert (table["voxels"] == 2).all()


def test_a_single_slice_has_four_sides_and_no_top_and_bottom():
    labels = np.zeros((1, 9, 9), int)
    labels[0, 2:5, 2:5], labels[0, 6:, 6:], labels[0, 6:8, :3] = 1, 2, 3
    table = measure(labels, (0.5, 0.2, 0.1))
    assert table["touches_border"].tolist() == [False, True, True]
    assert touches_border(labels).tolist() == touches_border(labels[0]).tolist() == [2, 3]
    assert table["volume_um3"][0] == pytest.approx(9 * 0.5 * 0.2 * 0.1)
    assert touches_border(np.ones((1, 1, 1), int)).tolist() == []


def test_no_label_gives_an_empty_table_with_all_columns():
    empty = measure(np.zeros((3, 3, 3), int), (1, 1, 1))
    assert len(empty) == 0 and "volume_um3" in empty
    assert str(summarise(empty["volume_um3"])) == "0 nuclei: nothing to summarise"


def test_one_nucleus_has_no_sample_deviation():
    one = summarise([5.0])
    assert one.sd == 0 and np.isnan(one.sd_sample)
    assert "not known from one nucleus" in str(one)


@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=50))
def test_summary_agrees_with_numpy(volumes):
    summary = summarise(volumes)
    assert summary.mean == np.mean(volumes) and summary.sd == np.std(volumes)
    assert summary.range == max(volumes) - min(volumes)
    assert summary.sd_sample >= summary.sd


@pytest.mark.parametrize(
    ("labels", "spacing", "image", "words"),
    [
        (np.ones((4, 4), int), (1, 1), None, "3 are wanted"),
        (np.ones((4, 4), int), (1, 1, 1), None, "measure the whole stack"),
        (np.ones((4, 4, 4), bool), (1, 1, 1), None, "number them first"),
        (np.ones((4, 4, 4), int), None, None, "voxel size is missing"),
        (np.ones((4, 4, 4), int), (1, 1, 1), np.ones((4, 4, 5)), "must be the same"),
    ],
)
def test_bad_input_is_refused_in_plain_words(labels, spacing, image, words):
    with pytest.raises(InputError, match=words):
        measure(labels, spacing, image)
