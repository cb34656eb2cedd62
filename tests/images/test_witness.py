"""Another reader of the field, bioio, finds the same voxel sizes and the same voxels."""

import numpy as np
import pytest
import tifffile
from bioio import BioImage

from helpers.images import DATA, load_volume

STACK = np.random.default_rng(0).integers(0, 4000, (4, 8, 9)).astype(np.uint16)


MICROMETRES = {"nm": 1e-3, "µm": 1, "mm": 1e3}


def seen_by_bioio(path):
    """Return the voxels and their size (z, y, x) in µm."""
    image = BioImage(path)
    pixels = image.metadata.images[0].pixels
    sizes = [
        getattr(pixels, f"physical_size_{axis}")
        * MICROMETRES[getattr(pixels, f"physical_size_{axis}_unit").value]
        for axis in "zyx"
    ]
    return image.get_image_data("ZYX"), sizes


@pytest.mark.parametrize(
    ("unit", "sizes"),
    [
        ("µm", (0.5, 0.2, 0.1)),
        ("nm", (500, 200, 100)),
        ("mm", (0.0005, 0.0002, 0.0001)),
        (None, (0.5, 0.2, 0.1)),
    ],
)
def test_both_find_the_voxel_size_that_was_written(tmp_path, unit, sizes):
    path = tmp_path / "image.ome.tif"
    about = {"axes": "ZYX"}
    for axis, size in zip("ZYX", sizes, strict=True):
        about |= {f"PhysicalSize{axis}": size}
        about |= {f"PhysicalSize{axis}Unit": unit} if unit else {}
    tifffile.imwrite(path, STACK, ome=True, metadata=about)
    image, spacing = load_volume(path)
    voxels, theirs = seen_by_bioio(path)
    np.testing.assert_array_equal(image, voxels)
    assert spacing == pytest.approx(theirs)
    assert spacing == pytest.approx((0.5, 0.2, 0.1))


def test_both_find_the_voxel_size_of_the_lessons():
    image, spacing = load_volume(DATA / "nuclei.ome.tif")
    voxels, theirs = seen_by_bioio(DATA / "nuclei.ome.tif")
    np.testing.assert_array_equal(image, voxels)
    assert spacing == pytest.approx(theirs)
