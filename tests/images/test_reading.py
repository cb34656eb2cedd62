"""The image is the right one; a person's own files load, or say what is wrong."""

import hashlib
import shutil

import numpy as np
import pytest
import tifffile

from helpers.images import lesson
from helpers.images.lesson import DATA, NUCLEI_SHA256, download_cells3d, load_nuclei
from helpers.images.reading import load_volume, read_volume
from helpers.inputs import InputError


@pytest.fixture
def stack():
    return np.arange(4 * 5 * 6, dtype=np.uint16).reshape(4, 5, 6)


def test_the_image_of_the_lessons_is_complete():
    image, spacing = load_nuclei()
    assert image.shape == (60, 256, 256)
    assert image.dtype == np.uint16
    assert spacing == (0.29, 0.26, 0.26)
    assert hashlib.sha256(image.astype("<u2").tobytes()).hexdigest() == NUCLEI_SHA256


def test_the_readme_of_the_data_gives_the_hashes():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert NUCLEI_SHA256 in text
    assert hashlib.sha256((DATA / "nuclei.ome.tif").read_bytes()).hexdigest() in text


def test_a_missing_image_says_how_to_get_it_back(tmp_path):
    with pytest.raises(InputError, match=r"nuclei\.ome\.tif is not in .* git checkout"):
        load_nuclei(tmp_path / "nuclei.ome.tif")


def test_a_truncated_image_is_named(tmp_path):
    path = tmp_path / "nuclei.ome.tif"
    path.write_bytes((DATA / "nuclei.ome.tif").read_bytes()[:200_000])
    with pytest.raises(InputError, match=r"cut short.* git checkout"):
        load_nuclei(path)


def test_one_changed_voxel_is_noticed(tmp_path):
    image, _ = load_nuclei()
    image[30, 100, 100] += 1
    tifffile.imwrite(tmp_path / "nuclei.ome.tif", image, ome=True, metadata={"axes": "ZYX"})
    with pytest.raises(InputError, match="not those of the lessons"):
        load_nuclei(tmp_path / "nuclei.ome.tif")


@pytest.mark.parametrize("unit, factor", [("µm", 1), ("nm", 1000), ("mm", 1e-3)])
def test_ome_tiff_gives_its_voxel_size_in_micrometres(tmp_path, stack, unit, factor):
    sizes = {f"PhysicalSize{a}": s * factor for a, s in zip("ZYX", (0.5, 0.2, 0.1), strict=True)}
    units = {f"PhysicalSize{a}Unit": unit for a in "ZYX"}
    path = tmp_path / "own.ome.tif"
    tifffile.imwrite(path, stack, ome=True, metadata={"axes": "ZYX"} | sizes | units)
    image, spacing = load_volume(path)
    np.testing.assert_array_equal(image, stack)
    assert spacing == pytest.approx((0.5, 0.2, 0.1))


def test_imagej_tiff_gives_its_voxel_size(tmp_path, stack):
    path = tmp_path / "own.tif"
    metadata = {"axes": "ZYX", "spacing": 0.5, "unit": "um"}
    tifffile.imwrite(path, stack, imagej=True, resolution=(10, 5), metadata=metadata)
    image, spacing = load_volume(path)
    np.testing.assert_array_equal(image, stack)
    assert spacing == pytest.approx((0.5, 0.2, 0.1))


def test_a_plain_tiff_has_no_voxel_size(tmp_path, stack):
    tifffile.imwrite(tmp_path / "own.tif", stack, photometric="minisblack")
    image, spacing = load_volume(tmp_path / "own.tif")
    np.testing.assert_array_equal(image, stack)
    assert spacing is None


@pytest.mark.parametrize("channel", [1, "nuclei"])
def test_a_channel_is_chosen_by_number_or_name(tmp_path, stack, channel):
    both = np.stack([stack, stack + 1000], axis=1)
    path = tmp_path / "own.ome.tif"
    metadata = {"axes": "ZCYX", "Channel": {"Name": ["membranes", "nuclei"]}}
    tifffile.imwrite(path, both, ome=True, photometric="minisblack", metadata=metadata)
    np.testing.assert_array_equal(load_volume(path, channel=channel)[0], stack + 1000)
    with pytest.raises(InputError, match=r"2 channels and none was chosen.*membranes, nuclei"):
        load_volume(path)
    with pytest.raises(InputError, match="'actin' is not one of them"):
        load_volume(path, channel="actin")


def test_a_file_that_is_no_tiff_is_named(tmp_path):
    (tmp_path / "notes.tif").write_text("not an image")
    with pytest.raises(InputError, match=r"notes\.tif cannot be read as a TIFF"):
        load_volume(tmp_path / "notes.tif")
    with pytest.raises(InputError, match="There is no file"):
        load_volume(tmp_path / "absent.tif")


@pytest.mark.parametrize(
    "array, axes, message",
    [
        (np.zeros((5, 6, 3), np.uint8), "YXS", "colour"),
        (np.zeros((3, 4, 5, 6), np.uint8), "TZYX", "3 time points"),
        (np.full((4, 5, 6), np.nan, np.float32), "ZYX", "not numbers"),
    ],
)
def test_images_of_another_kind_get_a_clear_sentence(tmp_path, array, axes, message):
    path = tmp_path / "own.ome.tif"
    tifffile.imwrite(path, array, ome=True, metadata={"axes": axes})
    with pytest.raises(InputError, match=message):
        load_volume(path)


def test_a_2d_image_is_a_single_slice(tmp_path):
    sizes = {"PhysicalSizeY": 0.2, "PhysicalSizeX": 0.1}
    flat = np.arange(30, dtype=np.uint8).reshape(5, 6)
    tifffile.imwrite(tmp_path / "own.ome.tif", flat, ome=True, metadata={"axes": "YX"} | sizes)
    volume = read_volume(tmp_path / "own.ome.tif")
    np.testing.assert_array_equal(volume.image, flat[None])
    assert volume.spacing == (1, 0.2, 0.1)
    assert volume.cautions[0].startswith("single slice: the image is 2D")


def test_no_network_is_said_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(lesson, "CELLS3D_URL", "http://127.0.0.1:9/cells3d.tif")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(InputError, match=r"could not be downloaded.*load_nuclei"):
        download_cells3d()


def test_a_copy_of_the_image_may_lie_elsewhere(tmp_path):
    copy = shutil.copy(DATA / "nuclei.ome.tif", tmp_path / "copy.ome.tif")
    assert load_nuclei(copy)[0].max() == 65535
