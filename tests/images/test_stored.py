"""What an image in a file says, whichever part of it is read, and what happens to damaged ones."""

import pickle

import numpy as np
import pytest
import tifffile
import zarr

from helpers.images.reading import load_volume
from helpers.images.stored import open_source
from helpers.inputs import InputError
from tests.images.test_ome_zarr import write_ome_zarr

IMAGE = np.random.default_rng(0).integers(1, 60_000, (2, 20, 30, 40), np.uint16)
REGION = (slice(3, 17), slice(0, 30), slice(25, 40))


def assert_parts_are_read(path, image, channel=None, spacing=(0.5, 0.2, 0.2)):
    source, found, _ = open_source(path, channel)
    source = pickle.loads(pickle.dumps(source))  # as it goes to a worker
    assert source.shape == image.shape and found == pytest.approx(spacing)
    part = source[REGION]
    assert part.dtype == source.dtype == image.dtype and (part == image[REGION]).all()
    assert len(pickle.dumps(source)) < 5000


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_parts_of_an_ome_zarr(tmp_path, version):
    scale = (1, 0.5, 0.2, 0.2)
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE, "czyx", scale, version, names=["a", "DNA"])
    assert_parts_are_read(path, IMAGE[1], "DNA")


def test_parts_of_a_sharded_ome_zarr(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE[0], "zyx", (0.5, 0.2, 0.2))
    zarr.create_array(
        path / "0", data=IMAGE[0], chunks=(5, 10, 10), shards=(10, 20, 20), overwrite=True
    )
    assert_parts_are_read(path, IMAGE[0])


@pytest.mark.parametrize("order", ["<", ">"])
def test_parts_of_a_tiff(tmp_path, order):
    path = tmp_path / "a.ome.tif"
    metadata = {"axes": "CZYX", "PhysicalSizeX": 0.2, "PhysicalSizeY": 0.2, "PhysicalSizeZ": 0.5}
    tifffile.imwrite(path, IMAGE, metadata=metadata, byteorder=order)
    assert_parts_are_read(path, IMAGE[1], 1)


def test_a_mask_is_read_as_the_readers_of_whole_images_have_it(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE[0] > 30_000, "zyx", (0.5, 0.2, 0.2))
    assert_parts_are_read(path, load_volume(path)[0])


def test_a_compressed_tiff_can_only_be_read_whole(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", IMAGE[0], compression="zlib")
    with pytest.raises(InputError, match=r"a\.tif .* only be read whole: save it as OME-Zarr"):
        open_source(tmp_path / "a.tif")


def test_an_ome_zarr_without_some_pieces_says_so(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE[0], "zyx", (0.5, 0.2, 0.2))
    next(path.glob("0/c/7/*/*")).unlink()
    assert open_source(path)[2][0].startswith("pieces: 1 of the 10 pieces")


def test_a_half_written_piece_is_named(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE[0], "zyx", (0.5, 0.2, 0.2))
    piece = next(path.glob("0/c/7/*/*"))
    piece.write_bytes(piece.read_bytes()[:50])
    source = open_source(path)[0]
    assert source[slice(0, 7), slice(0, 30), slice(0, 40)].any()
    with pytest.raises(InputError, match=r"3 to 16, 0 to 29, 25 to 39 .* of a\.zarr .* damaged"):
        source[REGION]
