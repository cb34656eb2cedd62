"""From a file to labels and table in files, and what stands in the way."""

import numpy as np
import pandas as pd
import psutil
import pytest
import tifffile
import zarr

from helpers.blocks.measure import measure_in_blocks, needs_blocks
from helpers.images.lesson import load_nuclei
from helpers.images.reading import load_volume
from helpers.inputs import InputError
from helpers.nuclei.measurement import to_csv
from helpers.workflow.result_cautions import cautions
from helpers.workflow.run import Workflow
from tests.images.test_ome_zarr import write_ome_zarr

WORKFLOW = Workflow(sigma=1, radius=2, clear_border=False)


@pytest.fixture(scope="module")
def image():
    return load_nuclei()[0][:30, :90, 60:150]


@pytest.fixture
def stored(image, tmp_path):
    return write_ome_zarr(tmp_path / "big.ome.zarr", image, "zyx", (0.29, 0.26, 0.26))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_image_in_a_file_becomes_labels_and_table_in_files(stored, tmp_path, capsys, workers):
    outcome = measure_in_blocks(stored, tmp_path / "out", WORKFLOW, block=40, workers=workers)
    result = WORKFLOW.run(*load_volume(stored))
    assert (tmp_path / "out" / "big_nuclei.csv").read_text() == to_csv(result.table)
    assert pd.read_csv(tmp_path / "out" / "big_nuclei.csv").shape == result.table.shape
    assert outcome.labels == tmp_path / "out" / "big_labels.ome.zarr"
    assert Workflow.load(tmp_path / "out" / "workflow.yaml") == WORKFLOW
    assert len(list((tmp_path / "out").iterdir())) == 3  # nothing of the way there is left
    said = capsys.readouterr().out
    assert f"number of nuclei              {len(result.table)}" in said
    assert ("Dask's dashboard: http" in said) == (workers > 1)


def test_what_makes_the_table_doubtful_is_said_as_for_an_image_in_one_go(tmp_path, image, capsys):
    path = write_ome_zarr(tmp_path / "flat.ome.zarr", image, "zyx", (0.9, 0.26, 0.26))
    outcome = measure_in_blocks(path, tmp_path / "out", WORKFLOW, block=40)
    found = cautions(WORKFLOW.run(*load_volume(path)))
    assert outcome.cautions == found
    assert any(one.startswith("flat ball") for one in found)
    assert (tmp_path / "out" / "flat_cautions.txt").read_text().splitlines() == found
    assert found[0] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tls://127.0.0.1:9", "is not the address of a Dask cluster"),
        ("nonsense", "is not the address of a Dask cluster"),
        ("tcp://127.0.0.1:9", "No Dask cluster answers"),
    ],
)
def test_a_cluster_is_checked_as_for_a_folder(stored, tmp_path, address, words):
    with pytest.raises(InputError, match=words):
        measure_in_blocks(stored, tmp_path / "out", WORKFLOW, scheduler=address, progress=False)


def test_labels_are_an_ome_zarr_that_any_reader_opens(stored, tmp_path):
    outcome = measure_in_blocks(stored, tmp_path, WORKFLOW, block=40, progress=False)
    with pytest.warns(match="empty slices"):
        labels, spacing = load_volume(outcome.labels)
    assert spacing == (0.29, 0.26, 0.26)
    assert (labels == WORKFLOW.run(*load_volume(stored)).labels).all()
    assert "image-label" in zarr.open_group(outcome.labels, mode="r").attrs["ome"]


def test_a_tiff_of_a_channel_with_a_spacing_by_hand(image, tmp_path):
    both = np.stack([image[:, ::-1], image])
    tifffile.imwrite(tmp_path / "two.ome.tif", both, metadata={"axes": "CZYX"})
    options = {"workflow": WORKFLOW, "block": 45, "progress": False}
    with pytest.raises(InputError, match="2 channels and none was chosen"):
        measure_in_blocks(tmp_path / "two.ome.tif", tmp_path / "out", **options)
    with pytest.raises(InputError, match="does not say how large a voxel is"):
        measure_in_blocks(tmp_path / "two.ome.tif", tmp_path / "out", channel=1, **options)
    given = {"channel": 1, "spacing": (0.5, 0.2, 0.2)}
    outcome = measure_in_blocks(tmp_path / "two.ome.tif", tmp_path / "out", **given, **options)
    assert outcome.table.equals(WORKFLOW.run(image, (0.5, 0.2, 0.2)).table)


def test_results_are_replaced_only_if_asked_for(stored, tmp_path):
    options = {"workflow": WORKFLOW, "block": 45, "progress": False}
    measure_in_blocks(stored, tmp_path / "out", **options)
    before = (tmp_path / "out" / "big_nuclei.csv").read_bytes()
    with pytest.raises(InputError, match=r"big_nuclei\.csv is there already"):
        measure_in_blocks(stored, tmp_path / "out", **options)
    measure_in_blocks(stored, tmp_path / "out", overwrite=True, **options)
    assert (tmp_path / "out" / "big_nuclei.csv").read_bytes() == before


def test_an_image_that_does_not_fit_asks_for_blocks(stored, monkeypatch):
    assert not needs_blocks(stored)
    assert not needs_blocks(stored.parent / "nowhere.zarr")
    little = psutil.virtual_memory()._replace(available=1_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    assert needs_blocks(stored)


def test_an_empty_block_is_refused(stored, tmp_path):
    with pytest.raises(InputError, match="at least 1 voxel a side"):
        measure_in_blocks(stored, tmp_path, WORKFLOW, block=0, progress=False)
