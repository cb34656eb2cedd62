"""Whatever is written, the same pixels and voxel size are read, or an InputError says why not."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
import tifffile
import zarr
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.images.reading import list_images, load_volume, read_volume

LENGTH = {"Z": 3, "C": 2, "T": 1, "Y": 5, "X": 7}
UNITS = {"µm": 1, "nm": 1e-3, "mm": 1e3, "cm": 1e4}
NAMES = {"micrometer": 1, "nanometer": 1e-3, "millimeter": 1e3, "meter": 1e6}
DTYPES = ["u1", "u2", "u4", "i1", "i2", "f4", "f8"]
COMPRESSIONS = [None, "zlib", "lzw", "zstd", "lzma", "packbits"]
sizes = st.lists(st.floats(0.01, 20), min_size=3, max_size=3)


def orders(axes):
    return st.permutations(axes).map("".join)


def made(axes, dtype, seed):
    values = np.random.default_rng(seed).integers(0, 100, [LENGTH[a] for a in axes])
    return values.astype(dtype)


def right(image, axes, channel):
    """Return the (z, y, x) array that is to be read, by NumPy alone."""
    turned = np.einsum(f"{axes.lower()}->tczyx", image[..., :])
    return turned[0, channel]


@settings(max_examples=60)
@given(
    lead=orders("TCZ"),
    dtype=st.sampled_from(DTYPES),
    compression=st.sampled_from(COMPRESSIONS),
    steps=sizes,
    units=st.lists(st.sampled_from(sorted(UNITS)), min_size=3, max_size=3),
    bigtiff=st.booleans(),
    tile=st.sampled_from([None, (16, 16)]),
)
def test_an_ome_tiff_comes_back_as_it_was_written(
    lead, dtype, compression, steps, units, bigtiff, tile
):
    axes = lead + "YX"
    image = made(axes, dtype, 0)
    metadata = {"axes": axes} | {
        key: value
        for a, step, unit in zip("ZYX", steps, units, strict=True)
        for key, value in ((f"PhysicalSize{a}", step), (f"PhysicalSize{a}Unit", unit))
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ome.tif"
        options = {"photometric": "minisblack", "compression": compression, "tile": tile}
        tifffile.imwrite(path, image, ome=True, bigtiff=bigtiff, metadata=metadata, **options)
        found, spacing = load_volume(path, 1)
    np.testing.assert_array_equal(found, right(image, axes, 1))
    assert found.dtype == dtype
    assert spacing == pytest.approx([s * UNITS[u] for s, u in zip(steps, units, strict=True)])


@settings(max_examples=40)
@given(
    dtype=st.sampled_from(["u1", "u2", "f4"]),
    byteorder=st.sampled_from("<>"),
    step=st.floats(0.01, 20),
    pixels=st.lists(st.floats(0.01, 20), min_size=2, max_size=2),
    unit=st.sampled_from(["um", "nm", "mm", "micron", "\\u00B5m"]),
)
def test_an_imagej_tiff_comes_back_as_it_was_written(dtype, byteorder, step, pixels, unit):
    size = {"um": 1, "micron": 1, "\\u00B5m": 1, "nm": 1e-3, "mm": 1e3}[unit]
    image = made("ZCYX", dtype, 1)
    y, x = pixels
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tif"
        metadata = {"axes": "ZCYX", "spacing": step, "unit": unit}
        tifffile.imwrite(
            path,
            image,
            imagej=True,
            byteorder=byteorder,
            resolution=(1 / x, 1 / y),
            metadata=metadata,
        )
        found, spacing = load_volume(path, 1)
    np.testing.assert_array_equal(found, image[:, 1])
    assert spacing == pytest.approx([step * size, y * size, x * size], rel=1e-5)


@settings(max_examples=60)
@given(
    axes=orders("CZYX"),
    dtype=st.sampled_from(DTYPES),
    version=st.sampled_from([2, 3]),
    chunk=st.lists(st.integers(1, 7), min_size=4, max_size=4),
    steps=sizes,
    units=st.lists(st.sampled_from(sorted(NAMES)), min_size=3, max_size=3),
    whole=st.floats(0.5, 2),
)
def test_an_ome_zarr_comes_back_as_it_was_written(axes, dtype, version, chunk, steps, units, whole):
    image = made(axes, dtype, 2)
    by_axis = dict(zip("ZYX", zip(steps, units, strict=True), strict=True))
    described = [
        {"name": a.lower()} | ({"unit": by_axis[a][1]} if a in by_axis else {}) for a in axes
    ]
    scale = [by_axis[a][0] if a in by_axis else 1 for a in axes]
    one = {
        "axes": described,
        "datasets": [
            {"path": "s0", "coordinateTransformations": [{"type": "scale", "scale": scale}]}
        ],
        "coordinateTransformations": [{"type": "scale", "scale": [whole] * 4}],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.zarr"
        group = zarr.open_group(path, mode="w", zarr_format=version)
        group.create_array("s0", data=image, chunks=tuple(chunk))
        group.attrs.update(
            {"multiscales": [one | {"version": "0.4"}]}
            if version == 2
            else {"ome": {"version": "0.5", "multiscales": [one]}}
        )
        volume = read_volume(path, 1)
        listed = list_images(path)
    np.testing.assert_array_equal(volume.image, right(image[None], "T" + axes, 1))
    wanted = [s * NAMES[u] * whole for s, u in zip(steps, units, strict=True)]
    assert volume.spacing == pytest.approx(wanted)
    assert [scan.sizes for scan in listed] == [dict(zip(axes, image.shape, strict=True))]
