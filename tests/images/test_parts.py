"""Parts of an image too large to be read whole: what is shown is what is said."""

import shutil

import numpy as np
import pytest
import tifffile
import zarr
from hypothesis import given
from hypothesis import strategies as st
from skimage.measure import block_reduce

from helpers.images import load_overview, load_region, parts
from helpers.inputs import InputError
from tests.images.test_ome_zarr import write_ome_zarr

IMAGE = np.random.default_rng(0).integers(1, 60_000, (20, 30, 41), np.uint16)
SPACING = (0.5, 0.2, 0.2)


@pytest.fixture
def path(tmp_path):
    return write_ome_zarr(tmp_path / "a.zarr", IMAGE, "zyx", SPACING)


@pytest.fixture
def pyramid(path):
    """A file that holds a copy of the half resolution, which differs so that it is known again."""
    half = IMAGE[::2, ::2, ::2] + 1
    zarr.create_array(path / "1", data=half, chunks=half.shape)
    group = zarr.open_group(path, mode="r+")
    ome = group.attrs["ome"]
    ome["multiscales"][0]["datasets"].append({"path": "1"})
    group.attrs["ome"] = ome
    return path, half


def test_an_overview_of_a_small_image_is_the_image(path):
    found = load_overview(path)
    assert (found.image == IMAGE).all() and found.spacing == pytest.approx(SPACING)
    assert str(found) == "All of the image of 20 × 30 × 41 voxels, as it was recorded."


def test_an_overview_averages_neighbours_and_says_so(path, monkeypatch):
    monkeypatch.setattr(parts, "READ_AT_ONCE", (7, 12, 16))
    found = load_overview(path, most=8_000)
    assert found.image.shape == (20, 15, 21) and found.step[:2] == (1, 2)
    full = found.image[:, :, :20]  # the last column has one neighbour only
    mean = block_reduce(IMAGE[:, :, :40].astype(float), (1, 2, 2), np.mean)
    assert np.abs(full - mean).max() <= 0.5
    assert (found.image[:, :, 20] - IMAGE[:, :, 40].reshape(20, 15, 2).mean(2)).max() <= 0.5
    assert found.spacing == pytest.approx((0.5, 0.4, 0.2 * 41 / 21))
    assert "one voxel here stands for 1 × 2 × 1.95 of them" in str(found)


def test_an_overview_takes_the_copy_that_the_file_holds(pyramid):
    path, half = pyramid
    found = load_overview(path, most=IMAGE.size - 1)
    assert (found.image == half).all() and found.step[:2] == (2, 2)


def test_a_lost_copy_is_made_up_for_from_the_image(pyramid):
    path, _ = pyramid
    shutil.rmtree(path / "1")
    found = load_overview(path, most=IMAGE.size - 1)
    assert found.image.size < IMAGE.size and found.whole == IMAGE.shape


@pytest.mark.parametrize("write", ["zarr", None, "zlib"])
def test_a_region_is_the_image_as_recorded(tmp_path, write):
    if write == "zarr":
        path = write_ome_zarr(tmp_path / "a.zarr", IMAGE, "zyx", SPACING)
    else:
        path = tmp_path / "a.tif"
        tifffile.imwrite(path, IMAGE, imagej=True, metadata={"axes": "ZYX"}, compression=write)
    found = load_region(path, np.s_[3:9, 10:, -11:])
    assert (found.image == IMAGE[3:9, 10:, -11:]).all() and found.start == (3, 10, 30)
    assert str(found).endswith("as it was recorded: z 3 to 8, y 10 to 29, x 30 to 40.")


@pytest.mark.parametrize(
    "region", [np.s_[3:9], np.s_[3, 0:5, 0:5], np.s_[0:9:2, :, :], np.s_["a":"b", :, :], 7, None]
)
def test_what_is_no_region_is_refused(path, region):
    with pytest.raises(InputError, match=r"is no part of an image: give where it begins"):
        load_region(path, region)


def test_what_is_wrong_with_the_file_is_said(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        load_overview(tmp_path / "none.tif")


def test_a_region_outside_is_refused(path):
    with pytest.raises(InputError, match=r"No voxel of the image \(20 × 30 × 41 along z, y, x\)"):
        load_region(path, np.s_[20:30, :, :])


def test_a_region_larger_than_the_memory_is_refused(path, monkeypatch):
    monkeypatch.setattr(parts, "free_memory", lambda: 1000)
    with pytest.raises(InputError, match=r"needs 0\.0 GB of memory, .* choose a smaller one"):
        load_region(path, np.s_[:, :, :])


@given(st.data())
def test_what_lies_around_a_place_of_the_overview_holds_that_place(data):
    whole = data.draw(st.tuples(*[st.integers(1, 500)] * 3))
    coarse = tuple(data.draw(st.integers(1, n)) for n in whole)
    step = tuple(n / m for n, m in zip(whole, coarse, strict=True))
    place = [data.draw(st.integers(0, n - 1)) for n in coarse]
    size = data.draw(st.tuples(*[st.integers(1, 600)] * 3))
    view = parts.Part(np.broadcast_to(0, coarse), None, (0, 0, 0), step, whole)
    for side, p, s, n, most in zip(
        view.around(*place, size=size), place, step, size, whole, strict=True
    ):
        assert 0 <= side.start <= round(p * s) < side.stop <= most
        assert side.stop - side.start == min(n, most)


@given(st.tuples(*[st.integers(1, 10**5)] * 3), st.integers(1, 10**7))
def test_an_overview_is_as_small_as_asked(shape, most):
    factors = parts._factors(shape, SPACING, most)
    assert np.prod(np.ceil(np.divide(shape, factors))) <= most
