"""Damaged, odd and hostile files: read, or refused in a sentence."""

import io
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import tifffile
import zarr
from hypothesis import given
from hypothesis import strategies as st

from helpers.images import load_volume
from tests.hostile.conftest import HOSTILE, survives

STACK = np.random.default_rng(0).integers(0, 4000, (4, 8, 9)).astype(np.uint16)
KINDS = {
    "plain": {},
    "compressed": {"compression": "zlib"},
    "tiled": {"tile": (16, 16)},
    "bigtiff": {"bigtiff": True},
    "big-endian": {"byteorder": ">"},
    "imagej": {"imagej": True, "metadata": {"axes": "ZYX", "spacing": 0.5, "unit": "um"}},
    "ome": {"ome": True, "metadata": {"axes": "ZYX", "PhysicalSizeX": 0.2}},
    "channels": {"ome": True, "metadata": {"axes": "CYX", "Channel": {"Name": list("abcd")}}},
    "times": {"imagej": True, "metadata": {"axes": "TYX"}},
}


@cache
def written(kind):
    """Return a small TIFF of this kind as bytes."""
    file = io.BytesIO()
    tifffile.imwrite(file, STACK, **KINDS[kind])
    return file.getvalue()


@st.composite
def damaged(draw):
    """A TIFF with flipped bytes, a part cut out, put twice, or lost at the end."""
    content = bytearray(written(draw(st.sampled_from(sorted(KINDS)))))
    place = st.integers(0, len(content) - 1)
    # most of what can go wrong stands in the first bytes and in the directories at the end
    near = st.one_of(st.integers(0, 400), place, st.integers(-400, -1))
    for at in draw(st.lists(near, max_size=6)):
        content[at % len(content)] = draw(st.sampled_from([0, 1, 2, 127, 128, 255]))
    start, stop = sorted([draw(place), draw(place)])
    change = draw(st.sampled_from(["none", "cut", "twice", "short"]))
    if change == "cut":
        del content[start:stop]
    elif change == "twice":
        content[stop:stop] = content[start:stop]
    elif change == "short":
        del content[start:]
    return bytes(content)


@HOSTILE
@given(damaged())
def test_a_damaged_tiff(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("tiff") / "image.tif"
    path.write_bytes(content)
    found = survives("TIFF", load_volume, path)
    assert found is None or found[0].ndim in (2, 3)


def bomb(levels):
    entities = "".join(
        f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "a" * 10}">' for n in range(levels)
    )
    return f'<?xml version="1.0"?><!DOCTYPE OME [{entities}]><OME>&x{levels - 1};</OME>'


ONE = (
    '<OME><Image><Pixels DimensionOrder="XYZCT" Type="uint16" SizeX="9" SizeY="8" {}>{}'
    "</Pixels></Image></OME>"
)
TEXTS = {
    "entities": bomb(9),
    "no image": "<OME/>",
    "cut": "<OME><Image><Pixels",
    "huge": ONE.format('SizeZ="2147483648" SizeC="1" SizeT="1"', "<TiffData/>"),
    "negative": ONE.format('SizeZ="-4" SizeC="1" SizeT="1"', "<TiffData/>"),
    "no size": ONE.format("", ""),
    "channels": ONE.format('SizeZ="1" SizeC="4" SizeT="1"', "<Channel/>" * 200_000),
    "words": ONE.format('SizeZ="many" SizeC="1" SizeT="1"', "<TiffData/>"),
    "sizes": ONE.format('SizeZ="4" SizeC="1" SizeT="1" PhysicalSizeX="0,2"', "<TiffData/>"),
    "nan": ONE.format('SizeZ="4" SizeC="1" SizeT="1" PhysicalSizeX="nan"', "<TiffData/>"),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_odd_ome_description(tmp_path, text):
    path = tmp_path / "image.ome.tif"
    tifffile.imwrite(path, STACK, description=text, metadata=None)
    survives("OME", load_volume, path)


def test_a_header_that_promises_more_than_any_memory(tmp_path):
    path = tmp_path / "image.tif"
    tifffile.imwrite(path, STACK[0], metadata=None, compression="zlib")
    with tifffile.TiffFile(path, mode="r+") as tiff:
        for name in ("ImageWidth", "ImageLength", "RowsPerStrip"):
            tiff.pages[0].tags[name].overwrite(65_535)
    assert survives("TIFF", load_volume, path) is None


@cache
def store(version):
    """Return a small OME-Zarr folder, made once."""
    folder = Path(tempfile.mkdtemp()) / "image.zarr"
    group = zarr.open_group(folder, mode="w", zarr_format=version)
    array = group.create_array("0", shape=STACK.shape, chunks=(2, 8, 9), dtype=STACK.dtype)
    array[:] = STACK
    axes = [{"name": n, "type": "space", "unit": "micrometer"} for n in "zyx"]
    scale = [{"type": "scale", "scale": [0.5, 0.2, 0.2]}]
    scales = [{"axes": axes, "datasets": [{"path": "0", "coordinateTransformations": scale}]}]
    about = {"multiscales": scales, "omero": {"channels": [{"label": "DNA"}]}}
    if version == 2:
        scales[0]["version"] = "0.4"
        group.attrs.update(about)
    else:
        group.attrs["ome"] = about | {"version": "0.5"}
    return folder


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2**70), st.floats(), st.text(max_size=8),
    st.sampled_from(["..", "/etc", "0/../..", "\x00", "zarr.json"]),
    st.lists(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=3)), max_size=4),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
    st.just([[]]), st.just([{}]), st.just({}),
)  # fmt: skip


def places(value, path=()):
    """Return the path of every value inside a JSON document."""
    if not isinstance(value, dict | list):
        return []
    found = []
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        found += [(*path, key), *places(part, (*path, key))]
    return found


@st.composite
def spoiled(draw):
    """A document of an OME-Zarr folder with one value replaced or gone."""
    version = draw(st.sampled_from([2, 3]))
    documents = sorted(p.relative_to(store(version)) for p in store(version).rglob("*.json"))
    documents += sorted(p.relative_to(store(version)) for p in store(version).rglob(".z*"))
    name = draw(st.sampled_from(documents))
    document = json.loads((store(version) / name).read_text())
    *way, last = draw(st.sampled_from(places(document) or [("added",)]))
    part = document
    for key in way:
        part = part[key]
    if draw(st.booleans()) and last in (part if isinstance(part, dict) else ()):
        del part[last]
    else:
        part[last] = draw(JUNK)
    return version, name, document


@HOSTILE
@given(spoiled())
def test_a_spoiled_ome_zarr(tmp_path_factory, case):
    version, name, document = case
    folder = tmp_path_factory.mktemp("zarr") / "image.zarr"
    shutil.copytree(store(version), folder)
    (folder / name).write_text(json.dumps(document))
    survives("OME-Zarr", load_volume, folder)


@HOSTILE
@given(st.binary(max_size=300), st.sampled_from(["a.tif", "a.czi", "a.nd2", "a.lif", "a.png", "a"]))
def test_a_file_of_anything(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(content)
    assert survives("any file", load_volume, path) is None
