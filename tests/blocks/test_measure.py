"""From a file to labels and a table, and what stands in the way."""

import numpy as np
import psutil
import pytest
import tifffile

from helpers.blocks.measure import measure_in_blocks, needs_blocks
from helpers.images.lesson import load_nuclei
from helpers.images.reading import load_volume
from helpers.inputs import InputError
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


def measured(path, folder, **options):
    options = {"workflow": WORKFLOW, "block": 45, "progress": False} | options
    return measure_in_blocks(path, folder / "labels.ome.zarr", folder / "work", **options)


def test_what_makes_the_table_doubtful_is_said_as_for_an_image_in_one_go(tmp_path, image):
    path = write_ome_zarr(tmp_path / "flat.ome.zarr", image, "zyx", (0.9, 0.26, 0.26))
    found = cautions(WORKFLOW.run(*load_volume(path)))
    assert any(one.startswith("flat ball") for one in found)
    assert measured(path, tmp_path).cautions == found


def test_what_the_file_says_of_the_voxel_size_does_not_matter_if_it_is_given(tmp_path, image):
    path = write_ome_zarr(tmp_path / "odd.ome.zarr", image, "zyx", (1, 1, 1))
    assert measured(path, tmp_path / "a").cautions[0].startswith("voxel size")
    by_hand = measured(path, tmp_path / "b", spacing=(0.29, 0.26, 0.26)).cautions
    assert not any(one.startswith("voxel size") for one in by_hand)


def test_a_tiff_of_a_channel_with_a_spacing_by_hand(image, tmp_path):
    both = np.stack([image[:, ::-1], image])
    path = tmp_path / "two.ome.tif"
    tifffile.imwrite(path, both, metadata={"axes": "CZYX"})
    with pytest.raises(InputError, match="2 channels and none was chosen"):
        measured(path, tmp_path)
    with pytest.raises(InputError, match="does not say how large a voxel is"):
        measured(path, tmp_path, channel=1)
    outcome = measured(path, tmp_path, channel=1, spacing=(0.5, 0.2, 0.2))
    assert outcome.table.equals(WORKFLOW.run(image, (0.5, 0.2, 0.2)).table)


def test_an_image_that_does_not_fit_asks_for_blocks(stored, monkeypatch):
    assert not needs_blocks(stored)
    assert not needs_blocks(stored.parent / "nowhere.zarr")
    little = psutil.virtual_memory()._replace(available=1_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    assert needs_blocks(stored)


def test_an_empty_block_is_refused(stored, tmp_path):
    with pytest.raises(InputError, match="at least 1 voxel a side"):
        measured(stored, tmp_path, block=0)
