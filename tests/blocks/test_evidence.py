"""What gives cause to doubt is the same for an image in blocks as for one in memory."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.blocks import evidence
from helpers.blocks.grid import Grid
from helpers.images.lesson import load_nuclei
from helpers.nuclei.quality import expose
from helpers.workflow.result_cautions import cautions
from helpers.workflow.run import Workflow
from tests.blocks.test_run import in_blocks
from tests.workflow.test_result_cautions import dish


def lesson(*, factor=1, **parameters):
    image, spacing = load_nuclei()
    return expose(image[:, :110, :110], factor), spacing, Workflow(**parameters)


def drawn(shape, nuclei, spacing=(0.3, 0.25, 0.25), **parameters):
    return dish(shape, nuclei), spacing, Workflow(**({"sigma": 1, "radius": 2} | parameters))


def with_debris():
    places = (14, 20, 20), (14, 20, 58), (14, 58, 20)
    image, *rest = drawn((30, 80, 80), [(place, 10, 9000) for place in places], sigma=0, radius=1)
    image[12:17, 60:65, 60:65] = 55_000 + np.arange(125).reshape(5, 5, 5)
    return image, *rest


def unrecorded(*, dtype=np.uint16):
    image, *rest = drawn((20, 40, 40), [((8, 20, 20), 6, 9000)], (1, 1, 1))
    image[14:] = 0
    return image.astype(dtype), *rest


def a_mask():
    image, *rest = drawn((20, 40, 40), [((8, 20, 20), 6, 9000)], sigma=0)
    return 7 + 9 * (image > 5000).astype(np.uint8), *rest


DIM = [((12, 20, 20), 9, 1050), ((12, 40, 42), 9, 1050)]
PAIR = [((14, y, 20), 9.5, 9000) for y in (14, 32)]
ROW = [((12, 16, 16), 7, 48_000), ((12, 16, 46), 7, 1800), ((12, 46, 30), 7, 1800)]
SMALL = [((20, 30, 30), 14, 20_000), *(((20, y, x), 4, 20_000) for y, x in [(70, 70), (70, 25)])]
TISSUE = [
    ((z, y, x), 8, 20_000)
    for z in (4, 16, 28)
    for y in (4, 18, 32, 46, 60)
    for x in (4, 18, 32, 46)
]
CASES = {
    "clipped": lambda: lesson(factor=6),
    "underexposed": lambda: drawn((24, 60, 60), DIM),
    "hidden by brightness": lambda: drawn((24, 64, 64), ROW),
    "too few voxels": lambda: drawn((20, 50, 50), [((10, 20, 20), 4, 9000)]),
    "flat ball": lambda: drawn((20, 50, 50), [((10, 20, 20), 9, 9000)], (3, 1.1, 1.1)),
    "bright debris": with_debris,
    "joined?": lambda: drawn((30, 48, 42), PAIR),
    "pieces vanished": lambda: drawn((40, 96, 96), SMALL, radius=5),
    "radius beyond the plateau": lambda: lesson(radius=13),
    "mostly left out": lambda: drawn((32, 64, 96), [*TISSUE, ((16, 32, 80), 8, 20_000)]),
    "no nucleus": lambda: drawn((20, 50, 50), [((10, 2, 20), 6, 9000)]),
    "mask": a_mask,
    "empty slices": unrecorded,
    "empty slice": lambda: (lambda image, *rest: (image[:15], *rest))(*unrecorded()),
    "voxel size": lambda: unrecorded(dtype=np.float32),
    "single slice": lambda: drawn((1, 80, 80), [((0, 20, 20), 12, 9000)]),
}


@pytest.mark.parametrize("keyword", CASES)
def test_each_caution_is_the_same_in_blocks(keyword, tmp_path):
    image, spacing, workflow = CASES[keyword]()
    whole = cautions(workflow.run(image, spacing))
    assert keyword in [caution.split(":")[0] for caution in whole]
    assert in_blocks(image, spacing, workflow, 61, tmp_path).cautions == whole


@pytest.mark.parametrize("keyword", ["hidden by brightness", "underexposed"])
def test_of_a_larger_image_fewer_voxels_tell_as_much(keyword, tmp_path, monkeypatch):
    image, spacing, workflow = CASES[keyword]()
    whole = dict(caution.split(": ", 1) for caution in cautions(workflow.run(image, spacing)))
    monkeypatch.setattr(evidence, "MOST_THIN", image.size // 30)
    found = in_blocks(image, spacing, workflow, 25, tmp_path).cautions
    found = dict(caution.split(": ", 1) for caution in found)
    assert list(found) == list(whole)
    assert found[keyword][:18] == whole[keyword][:18]  # "2 pieces outside", "only 1.2 times"


@given(st.tuples(*[st.tuples(st.integers(1, 40), st.integers(1, 12))] * 3), st.integers(1, 500))
def test_the_voxels_that_are_looked_at_do_not_depend_on_the_blocks(cut, most):
    shape, block = zip(*cut, strict=True)
    with mock.patch.object(evidence, "MOST_THIN", most):
        grid = Grid(shape, block)
        step = evidence.thin_step(grid)
    assert np.prod(np.ceil(np.divide(shape, step))) <= max(most, np.prod(block) // 2)
    looked = np.zeros(shape, int)
    for place in grid.places():
        looked[grid.region(place)][evidence.thin_part(grid.region(place), step)] += 1
    wanted = np.zeros(shape, int)
    wanted[tuple(slice(None, None, s) for s in step)] = 1
    assert (looked == wanted).all()


@given(arrays(np.uint8, array_shapes(min_dims=3, max_dims=3), elements=st.integers(0, 3)))
def test_the_two_highest_values_are_counted(block):
    found = evidence.of_values(block)
    values, counts = np.unique(block, return_counts=True)
    assert found["tops"].tolist() == values[:-3:-1].tolist()
    assert found["counts"] == counts[:-3:-1].tolist()
    assert found["two"] == (len(values) <= 2)
