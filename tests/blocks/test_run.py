"""However an image is cut into blocks, labels and table are those of the workflow in memory."""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import zarr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.blocks.run import run_in_blocks
from helpers.blocks.store import Source
from helpers.images.lesson import load_nuclei
from helpers.workflow.run import Workflow


def in_blocks(image, spacing, workflow, block, folder, **options):
    path = folder / "image.zarr"
    zarr.save_array(path, image)
    stored = partial(zarr.open_array, path, mode="r")
    source = Source(path, "ZYX", {}, stored, image.shape, image.dtype)
    return run_in_blocks(
        source, spacing, workflow, folder / "labels.zarr", folder / "work", block, **options
    )


def assert_same(outcome, result):
    labels = zarr.open_array(outcome.labels / "0")[:]
    assert labels.dtype == result.labels.dtype and (labels == result.labels).all()
    assert outcome.threshold == result.threshold
    assert outcome.table.equals(result.table)


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


@pytest.mark.parametrize("block", [(60, 256, 256), 100, (17, 90, 61)])
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
