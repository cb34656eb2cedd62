"""However an image is cut into blocks, labels and table are those of the workflow in memory."""

import errno
import os
import shutil
import signal
import tempfile
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import zarr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from helpers.blocks import large, steps
from helpers.blocks.run import run_in_blocks
from helpers.blocks.workers import dask_client
from helpers.images.lesson import load_nuclei
from helpers.images.stored import Source
from helpers.inputs import InputError
from helpers.workflow.result_cautions import cautions
from helpers.workflow.run import Workflow


def open_zarr(path, image, save=False):
    if save:
        zarr.save_array(path, image)
    stored = partial(zarr.open_array, path, mode="r")
    return Source(path, "ZYX", {}, stored, image.shape, image.dtype)


def in_blocks(image, spacing, workflow, block, folder, **options):
    source = open_zarr(folder / "image.zarr", image, save=True)
    return run_in_blocks(
        source, spacing, workflow, folder / "labels.zarr", folder / "work", block, **options
    )


def assert_same(outcome, result):
    labels = zarr.open_array(outcome.labels / "0")[:]
    assert labels.dtype == result.labels.dtype and (labels == result.labels).all()
    assert outcome.threshold == result.threshold
    assert outcome.table.equals(result.table)
    assert outcome.left_out == result.left_out and outcome.cautions == cautions(result)


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


@pytest.mark.parametrize("block", [(60, 256, 256), (23, 128, 100)])
def test_the_lesson_in_blocks(nuclei, block, tmp_path):
    assert_same(in_blocks(*nuclei, Workflow(), block, tmp_path), Workflow().run(*nuclei))


@pytest.mark.parametrize(
    "workflow",
    [
        Workflow(sigma=0.5, radius=1.3, unit="um"),
        Workflow(sigma=2, radius=3, expansion=6, clear_border=False),
        Workflow(sigma=0, radius=2),
    ],
    ids=str,
)
def test_other_workflows_in_blocks(nuclei, workflow, tmp_path):
    image, spacing = nuclei[0][:40, :120, 60:180], nuclei[1]
    result = workflow.run(image, spacing)
    assert_same(in_blocks(image, spacing, workflow, 50, tmp_path), result)


@st.composite
def snakes(draw, shape):
    """An image through which bright paths wind, so that pieces meet again after many blocks."""
    image = np.zeros(shape, np.uint16)
    for _ in range(draw(st.integers(1, 3))):
        place = [draw(st.integers(0, n - 1)) for n in shape]
        for axis, way in draw(st.lists(st.tuples(st.integers(0, 2), st.integers(-14, 14)))):
            end = min(max(place[axis] + way, 0), shape[axis] - 1)
            line = [slice(p, p + 1) for p in place]
            line[axis] = slice(min(place[axis], end), max(place[axis], end) + 1)
            image[tuple(line)] = draw(st.integers(1, 60_000))
            place[axis] = end
    return image


@st.composite
def noise(draw, shape):
    """Specks of all brightnesses, as many pieces as can be."""
    kind = draw(st.sampled_from([np.uint8, np.uint16, np.int16, np.float32, np.float64]))
    seed, share = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0.02, 0.2, 0.5, 0.98]))
    random = np.random.default_rng(seed)
    return (random.random(shape) * (random.random(shape) < share) * 120).astype(kind)


@st.composite
def cut_images(draw):
    block = draw(st.tuples(*[st.integers(5, 9)] * 3))
    shape = tuple(draw(st.integers(1, 2 * b + 3)) for b in block)
    assume(shape[-1] not in (3, 4))  # in 8 bits that is taken for a picture in red, green and blue
    return draw(snakes(shape) | noise(shape)), block


workflows = st.builds(
    Workflow,
    sigma=st.sampled_from([0, 0.3, 0.7, 1.5]),
    radius=st.sampled_from([0, 0.5, 0.78, 1, 1.3, np.sqrt(2), 1.5, 2, 4, 9]),
    expansion=st.none() | st.sampled_from([0, 0.6, 1, 2, np.sqrt(5), 3, 12]),
    clear_border=st.booleans(),
    unit=st.sampled_from(["voxels", "um"]),
)
spacings = st.sampled_from([(1, 1, 1), (0.29, 0.26, 0.26), (0.5, 0.1, 0.1), (2, 0.3, 0.7)])


@given(cut=cut_images(), workflow=workflows, spacing=spacings)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_image_in_any_blocks(cut, workflow, spacing):
    image, block = cut
    if image.min() == image.max():
        return
    with tempfile.TemporaryDirectory() as folder:
        outcome = in_blocks(image, spacing, workflow, block, Path(folder))
        assert_same(outcome, workflow.run(image, spacing))


SMALL = Workflow(sigma=1, radius=2, clear_border=False)


@pytest.fixture(scope="module")
def small(nuclei):
    return nuclei[0][:30, :90, 60:150], nuclei[1]


def test_one_nucleus_through_all_blocks(tmp_path):
    image = np.zeros((12, 12, 40), np.uint8)
    image[3:9, 3:9, 2:38] = 200
    workflow = Workflow(sigma=0, radius=1)
    assert_same(in_blocks(image, (1, 1, 1), workflow, 6, tmp_path), workflow.run(image, (1, 1, 1)))


def test_no_nucleus_is_an_empty_table(tmp_path, small):
    workflow = Workflow(radius=20, expansion=0)
    outcome = in_blocks(*small, workflow, 30, tmp_path)
    assert len(outcome.table) == 0
    assert_same(outcome, workflow.run(*small))


def test_a_constant_image_is_refused_as_in_one_go(tmp_path):
    with pytest.raises(InputError, match=r"Every voxel of the image has the same value .7."):
        in_blocks(np.full((9, 9, 9), 7, np.uint8), (1, 1, 1), SMALL, 5, tmp_path)


def test_numbers_that_are_none_are_refused(tmp_path):
    image = np.zeros((9, 9, 9), np.float32)
    image[7, 7, 7] = np.nan
    with pytest.raises(InputError, match=r"block of the image at \(1, 1, 1\).* 1 voxels"):
        in_blocks(image, (1, 1, 1), SMALL, 5, tmp_path)


def test_a_nucleus_too_large_for_memory_is_measured_in_parts(small, tmp_path, monkeypatch):
    result = SMALL.run(*small)
    monkeypatch.setattr(steps, "LARGEST", 1000)
    monkeypatch.setattr(large, "PART", 7)
    table = in_blocks(*small, SMALL, 40, tmp_path).table
    assert list(table) == list(result.table)
    assert table.drop(columns=ROUNDED).equals(result.table.drop(columns=ROUNDED))
    assert np.allclose(table[ROUNDED], result.table[ROUNDED], rtol=1e-6)
    assert not table.equals(result.table)


ROUNDED = [
    *("centroid_z_um", "centroid_y_um", "centroid_x_um", "surface_um2", "sphericity"),
    *("long_axis_um", "middle_axis_um", "short_axis_um", "elongation"),
    *("mean_intensity", "total_intensity"),
]


@pytest.mark.parametrize("step", ["scan", "levels", "cores", "join", "nuclei", "write", "measure"])
def test_an_interrupted_run_goes_on_where_it_was(small, tmp_path, step, monkeypatch):
    done, whole = [], getattr(steps, step)

    def breaks_off(job, place, *more):
        if len(done) == 3:
            raise KeyboardInterrupt
        whole(job, place, *more)
        done.append(place)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(steps, step, breaks_off)
        in_blocks(*small, SMALL, 40, tmp_path)
    again = []

    def counted(job, place, *more):
        again.append(place)
        whole(job, place, *more)

    monkeypatch.setattr(steps, step, counted)
    source = open_zarr(tmp_path / "image.zarr", small[0])
    folders = tmp_path / "labels.zarr", tmp_path / "work"
    with pytest.raises(InputError, match="unfinished run with another workflow"):
        run_in_blocks(source, small[1], Workflow(), *folders, 40)
    with pytest.raises(InputError, match="unfinished run with another block"):
        run_in_blocks(source, small[1], SMALL, *folders, 41)
    outcome = run_in_blocks(source, small[1], SMALL, *folders, 40)
    assert again and not set(again[: 9 - 3]) & set(done)
    assert_same(outcome, SMALL.run(*small))
    shutil.rmtree(tmp_path / "work")
    with pytest.raises(InputError, match=r"labels\.zarr is there already"):
        run_in_blocks(source, small[1], SMALL, *folders, 40)


def test_a_full_disk_is_named_and_what_was_done_is_kept(small, tmp_path, monkeypatch):
    def full(job, place, *more):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(InputError, match="The disk is full"):
        patch.setattr(steps, "cores", full)
        in_blocks(*small, SMALL, 40, tmp_path)
    source = open_zarr(tmp_path / "image.zarr", small[0])
    monkeypatch.setattr(steps, "scan", None)  # is not done again
    folders = tmp_path / "labels.zarr", tmp_path / "work"
    assert_same(run_in_blocks(source, small[1], SMALL, *folders, 40), SMALL.run(*small))


def test_a_block_too_large_for_memory_is_named(small, tmp_path, monkeypatch):
    def too_large(job, place, *more):
        raise MemoryError

    monkeypatch.setattr(steps, "levels", too_large)
    with pytest.raises(InputError, match="A block of 30 × 40 × 40 voxels does not fit"):
        in_blocks(*small, SMALL, 40, tmp_path)


def test_a_worker_that_is_killed_changes_nothing(small, tmp_path):
    with dask_client(workers=2) as client:
        source = open_zarr(tmp_path / "image.zarr", small[0], save=True)
        pids = client.run(os.getpid)
        threading.Timer(1, os.kill, (next(iter(pids.values())), signal.SIGKILL)).start()
        folders = tmp_path / "labels.zarr", tmp_path / "work"
        outcome = run_in_blocks(source, small[1], SMALL, *folders, 20, client)
        assert set(client.run(os.getpid).values()) != set(pids.values())
    assert_same(outcome, SMALL.run(*small))
