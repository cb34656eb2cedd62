"""Arrays that no memory holds, in every door of the workbook: a sentence, at once, and no loss."""

import inspect

import dask.array as da
import numpy as np
import pytest
import zarr

from helpers import explorers, nuclei
from helpers.inputs import InputError
from helpers.nuclei import quality, segmentation
from helpers.table import MeasurementTable
from helpers.viewer import open_viewer
from helpers.workflow import Workflow
from tests.hostile.conftest import in_bounds

SHAPE, SPACING = (10_000, 10_000, 10_000), (1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def vast(tmp_path_factory):
    """The same 10**12 zeros, written down in a few bytes in each way there is."""
    folder = tmp_path_factory.mktemp("vast")
    cut = {"chunks": (100, 100, 100)}
    stored = {
        kind: zarr.create_array(folder / np.dtype(kind).name, shape=SHAPE, dtype=kind, **cut)
        for kind in (np.uint16, bool)
    }
    return {
        ("broadcast", "image"): np.broadcast_to(np.uint16(1), SHAPE),
        ("broadcast", "mask"): np.broadcast_to(np.True_, SHAPE),
        ("dask", "image"): da.zeros(SHAPE, np.uint16, chunks=1000),
        ("dask", "mask"): da.zeros(SHAPE, bool, chunks=1000),
        ("zarr", "image"): stored[np.uint16],
        ("zarr", "mask"): stored[bool],
    }


DOORS = {
    "workflow": ("image", lambda a: Workflow().run(a, SPACING)),
    "threshold_nuclei": ("image", nuclei.threshold_nuclei),
    "label_components": ("mask", segmentation.label_components),
    "ErosionStudy": ("mask", nuclei.ErosionStudy),
    "radius_curve": ("mask", nuclei.radius_curve),
    "overlap": ("mask", lambda a: segmentation.overlap(a, a)),
    "expand": ("image", lambda a: segmentation.expand(a, 1)),
    "measure": ("image", lambda a: nuclei.measure(a, SPACING)),
    "measure an image": ("image", lambda a: nuclei.measure(np.ones((1, 2, 2), int), SPACING, a)),
    "touches_border": ("image", nuclei.touches_border),
    "compare": ("image", lambda a: nuclei.compare(a, a)),
    **{
        name: ("image", getattr(quality, name))
        for name in ("histogram", "detector_limits", "clipping", "dynamic_range_used")
    },
    "signal_to_noise": ("image", lambda a: quality.signal_to_noise(a, np.ones((2, 2), bool))),
    "expose": ("image", lambda a: quality.expose(a, 2)),
    "add_image": ("image", lambda a: open_viewer("notebook").add_image(a)),
    "add_labels": ("image", lambda a: open_viewer("notebook").add_labels(a)),
    "add_labels of a mask": ("mask", lambda a: open_viewer("notebook").add_labels(a)),
    "open_viewer": ("image", open_viewer),
    "table": ("image", MeasurementTable),
}


@pytest.mark.parametrize("kind", ["broadcast", "dask", "zarr"])
@pytest.mark.parametrize("door", DOORS)
def test_a_vast_array_is_refused_in_a_sentence(vast, door, kind):
    what, enter = DOORS[door]
    with in_bounds(), pytest.raises(InputError) as error:
        enter(vast[kind, what])
    if door not in ("open_viewer", "table"):
        said = str(error.value)
        assert "10000 × 10000 × 10000 values would take" in said and "GB are free: cut a" in said
        assert "load_region" in said and "load_overview" in said and "--blocks" in said


@pytest.mark.parametrize("kind", ["broadcast", "dask", "zarr"])
@pytest.mark.parametrize("name", [name for name in explorers.__all__ if name.startswith("explore")])
def test_a_vast_array_in_an_explorer_is_refused_in_its_place(vast, name, kind, capsys):
    explore = getattr(explorers, name)
    what = "mask" if "erosion" in name or "components" in name else "image"
    more = [SPACING] if "spacing" in inspect.signature(explore).parameters else []
    with in_bounds():
        try:
            said = str(explore(vast[kind, what], *more).describe())
        except InputError as error:
            said = str(error)
    assert (
        "1,000,000,000,000 voxels, more than a slider can follow: cut a part out" in said
        or "10000 × 10000 × 10000 values would take" in said  # the grid of cells has no limit
    )


def test_a_large_array_that_fits_is_taken():
    with in_bounds():
        assert quality.clipping(np.zeros((64, 512, 512), np.uint8)).zero == 2**24
