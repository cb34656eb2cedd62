"""Every kind of file is named for what it is, with what to do."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import tifffile

from helpers.images import formats
from helpers.images.formats import FIJI, how_to_read, kind_of
from helpers.images.reading import list_images, load_volume
from helpers.inputs import InputError

from ..conftest import need

STACK = np.random.default_rng(0).integers(0, 4000, (5, 16, 20)).astype(np.uint16)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.tif", "image"),
        ("A.OME.TIFF", "image"),
        ("a.lsm", "image"),
        ("a.stk", "image"),
        ("a.btf", "image"),
        ("a.zarr", "image"),
        ("a.ims", "elsewhere"),
        ("a.oir", "elsewhere"),
        ("._a.tif", "other"),
        (".hidden.tif", "other"),
        ("Thumbs.db", "other"),
        (".DS_Store", "other"),
        ("notes.txt", "other"),
        ("nuclei.csv", "other"),
    ],
)
def test_files_of_a_folder_are_told_apart_by_name(name, kind):
    assert kind_of(Path(name)) == kind


@pytest.mark.parametrize("ending", FIJI)
def test_a_format_that_is_not_read_here_says_what_to_do_in_fiji(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"raw data of a microscope")
    with pytest.raises(InputError, match=r"which cannot be read here: open it in Fiji"):
        load_volume(path)


@pytest.mark.parametrize("ending, start", [(".czi", b"ZISRAWFILE"), (".nd2", b"\xda\xce\xbe\x0a")])
def test_without_the_extra_a_raw_format_says_which_line_installs_it(
    tmp_path, monkeypatch, ending, start
):
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    path = tmp_path / f"a{ending}"
    path.write_bytes(start + bytes(100))
    assert kind_of(path) == "elsewhere"
    with pytest.raises(
        InputError, match=r"%pip install bioio bioio-.* Or open it in Fiji"
    ) as error:
        load_volume(path)
    assert str(error.value) == how_to_read(path)


@pytest.mark.parametrize("ending", [".czi", ".nd2", ".lif"])
def test_a_raw_format_that_is_none_is_called_that(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"version https://git-lfs.github.com/spec/v1")
    with pytest.raises(InputError, match=f"cannot be read as a {ending[1:].upper()}"):
        load_volume(path)


def test_a_tiff_by_another_name_is_read(tmp_path):
    path = tmp_path / "a.raw"
    tifffile.imwrite(path, STACK, photometric="minisblack")
    np.testing.assert_array_equal(load_volume(path)[0], STACK)


def test_a_czi_with_two_channels_is_read_with_its_names_and_voxel_size(tmp_path):
    need(find_spec("bioio_czi") and find_spec("pylibCZIrw"), "bioio-czi (the extra formats)")
    from pylibCZIrw import czi

    path = tmp_path / "a.czi"
    with czi.create_czi(str(path)) as file:
        for c in range(2):
            for z, plane in enumerate(STACK + c):
                file.write(plane[..., None], plane={"C": c, "Z": z, "T": 0})
        file.write_metadata(
            "a", channel_names={0: "405", 1: "DNA"}, scale_x=0.2e-6, scale_y=0.2e-6, scale_z=0.5e-6
        )
    image, spacing = load_volume(path, "DNA")
    np.testing.assert_array_equal(image, STACK + 1)
    assert spacing == pytest.approx((0.5, 0.2, 0.2))
    assert kind_of(path) == "image"
    assert list_images(path)[0].channels == ("405", "DNA")
