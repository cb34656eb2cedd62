"""The size of a voxel comes out right by whatever name its unit has, or is said in parts."""

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from helpers.images.reading import list_images, load_volume, read_volume
from helpers.images.units import VoxelSize, micrometres

STACK = np.arange(4 * 5 * 6, dtype=np.uint16).reshape(4, 5, 6)
SPELLINGS = {
    "µm": 1,
    "μm": 1,
    "\\u00B5m": 1,
    "\\u00b5m": 1,
    "\\u03BCm": 1,
    "um": 1,
    "µ": 1,
    "micron": 1,
    "Microns": 1,
    "micrometer": 1,
    "micrometers": 1,
    "micrometre": 1,
    "Micrometres": 1,
    "nm": 1e-3,
    "nanometer": 1e-3,
    "nanometres": 1e-3,
    "mm": 1e3,
    "millimeter": 1e3,
    "cm": 1e4,
    "m": 1e6,
    "meters": 1e6,
    "inch": 25400,
    "inches": 25400,
    "Å": 1e-4,
}


def imagej(path, unit=None, resolution=(10, 5), image=STACK, **more):
    metadata = {"axes": "ZYX", **({"unit": unit} if unit else {}), **more}
    tifffile.imwrite(path, image, imagej=True, resolution=resolution, metadata=metadata)
    return path


@pytest.mark.parametrize("unit, size", [(u, s) for u, s in SPELLINGS.items() if u.isascii()])
def test_every_spelling_of_a_unit_is_read_in_an_imagej_tiff(tmp_path, unit, size):
    path = imagej(tmp_path / "a.tif", unit, spacing=0.5)
    assert load_volume(path)[1] == pytest.approx((0.5 * size, 0.2 * size, 0.1 * size))


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_a_micro_sign_written_as_it_is_is_read(tmp_path, coding):
    text = "ImageJ=1.53t\nimages=4\nslices=4\nunit=µm\nspacing=0.5\n"
    options = {"photometric": "minisblack", "metadata": None, "resolution": (10, 5)}
    tifffile.imwrite(tmp_path / "a.tif", STACK, description=text.encode(coding), **options)
    assert load_volume(tmp_path / "a.tif")[1] == pytest.approx((0.5, 0.2, 0.1))


@pytest.mark.parametrize("unit, size", [(u, s) for u, s in SPELLINGS.items() if u[0] != "\\"])
def test_every_spelling_of_a_unit_is_read_in_an_ome_tiff(tmp_path, unit, size):
    sizes = {f"PhysicalSize{a}": s for a, s in zip("ZYX", (0.5, 0.2, 0.1), strict=True)}
    units = {f"PhysicalSize{a}Unit": unit for a in "ZYX"}
    tifffile.imwrite(tmp_path / "a.ome.tif", STACK, metadata={"axes": "ZYX"} | sizes | units)
    found = load_volume(tmp_path / "a.ome.tif")[1]
    assert found == pytest.approx((0.5 * size, 0.2 * size, 0.1 * size))


@pytest.mark.parametrize("unit", ["pixel", "pixels", "reference frame", "s", "", None, "um/px", 3])
def test_what_is_no_length_is_no_unit(unit):
    assert micrometres(unit) is None


def test_each_axis_may_have_its_own_unit(tmp_path):
    path = imagej(tmp_path / "a.tif", "nm", yunit="micron", zunit="\\u00B5m", spacing=0.5)
    assert load_volume(path)[1] == pytest.approx((0.5, 0.2, 0.1e-3))
    sizes = {"PhysicalSizeZ": 0.5, "PhysicalSizeY": 200, "PhysicalSizeX": 1e-4}
    units = {"PhysicalSizeZUnit": "µm", "PhysicalSizeYUnit": "nm", "PhysicalSizeXUnit": "mm"}
    tifffile.imwrite(tmp_path / "a.ome.tif", STACK, metadata={"axes": "ZYX"} | sizes | units)
    assert load_volume(tmp_path / "a.ome.tif")[1] == pytest.approx((0.5, 0.2, 0.1))


def test_a_step_that_imagej_leaves_out_is_one_and_named(tmp_path):
    volume = read_volume(imagej(tmp_path / "a.tif", "micron"))
    assert volume.spacing == pytest.approx((1, 0.2, 0.1))
    assert volume.cautions[0].startswith("z step: the file gives none, which in ImageJ")
    given = read_volume(imagej(tmp_path / "b.tif", "micron", spacing=1.5))
    assert not any(one.startswith("z step") for one in given.cautions)


def test_a_step_below_zero_is_a_step(tmp_path):
    path = imagej(tmp_path / "a.tif", "um", spacing=-0.5)
    assert load_volume(path)[1] == pytest.approx((0.5, 0.2, 0.1))


def test_a_decimal_comma_is_read(tmp_path):
    path = tmp_path / "a.ome.tif"
    sizes = {f"PhysicalSize{a}": 0.5 for a in "ZYX"}
    tifffile.imwrite(path, STACK, metadata={"axes": "ZYX"} | sizes)
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata.replace('"0.5"', '"0,5"')
    tifffile.tiffcomment(path, text.encode())
    assert load_volume(path)[1] == (0.5, 0.5, 0.5)
    path = imagej(tmp_path / "b.tif", "um", spacing="0,5")
    assert load_volume(path)[1] == pytest.approx((0.5, 0.2, 0.1))


def test_resolution_tags_give_x_and_y_with_their_unit_and_the_rest_is_named(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, STACK, photometric="minisblack", resolution=(5e4, 5e4), resolutionunit=3)
    assert load_volume(path)[1] is None
    said = list_images(path)[0].voxel.explain()
    assert said == "The file says that y and x are 0.2 µm; it does not give the z step."


@pytest.mark.parametrize("dots", [72, 96, 300])
def test_the_resolution_of_a_printer_is_no_voxel_size(tmp_path, dots):
    resolution = {"resolution": (dots, dots), "resolutionunit": 2}
    tifffile.imwrite(tmp_path / "a.tif", STACK, photometric="minisblack", **resolution)
    assert list_images(tmp_path / "a.tif")[0].voxel == VoxelSize(slices=4)


def test_numbers_without_a_unit_are_shown_but_not_taken(tmp_path):
    path = imagej(tmp_path / "a.tif", None, resolution=(5, 5), spacing=0.5)
    assert load_volume(path)[1] is None
    assert "0.5, 0.2, 0.2 for z, y, x, but no unit" in list_images(path)[0].voxel.explain()


@pytest.mark.parametrize(
    "steps, bare, said",
    [
        ((None, 0.2, 0.1), (None,) * 3, "y is 0.2 µm and x is 0.1 µm; it does not give the z step"),
        ((0.5, None, None), (None,) * 3, "z is 0.5 µm; it does not give the size along y and x"),
        ((None, 0.2, 0.2), (3, None, None), "does not give the z step (3, but without a unit)"),
        ((0.5, 0.2, 0.2), (None,) * 3, "a voxel is 0.5, 0.2, 0.2 µm (z, y, x)"),
    ],
)
def test_what_is_known_is_said(steps, bare, said):
    assert said in VoxelSize(steps, bare).explain()


@given(
    sizes=st.lists(st.floats(1e-3, 1e3), min_size=3, max_size=3),
    units=st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=3, max_size=3),
)
def test_each_axis_is_its_number_times_its_unit(sizes, units):
    voxel = VoxelSize.of(
        dict(zip("ZYX", sizes, strict=True)), dict(zip("ZYX", units, strict=True)), 9
    )
    wanted = [s * SPELLINGS[u] for s, u in zip(sizes, units, strict=True)]
    assert voxel.spacing == pytest.approx(wanted)
