"""OME-Zarr in every layout is read right; pieces that did not arrive are noticed."""

import json
import shutil

import numpy as np
import pytest
import zarr

from helpers.images.reading import list_images, load_volume, read_volume
from helpers.inputs import InputError

IMAGE = np.random.default_rng(0).integers(100, 4000, (2, 6, 8, 10)).astype(np.uint16)
STACK = IMAGE[0]


def write_ome_zarr(path, image, axes, scale, version="0.5", unit="micrometer", names=(), **more):
    group = zarr.open_group(path, mode="w", zarr_format=3 if version == "0.5" else 2)
    chunks = (1,) * (image.ndim - 3) + (2, *image.shape[-2:])
    group.create_array("0", data=image, **{"chunks": chunks} | more)
    kinds = {"c": "channel", "t": "time"}
    units = unit if isinstance(unit, list) else [unit] * len(axes)
    described = [
        {"name": a, "type": kinds.get(a, "space")} | ({"unit": u} if u and a not in kinds else {})
        for a, u in zip(axes, units, strict=True)
    ]
    steps = [{"type": "scale", "scale": list(scale)}] if scale else []
    one = {"datasets": [{"path": "0", "coordinateTransformations": steps}], "version": version}
    if version == "0.3":
        one["axes"] = list(axes)
    elif version > "0.3":
        one["axes"] = described
    meta = {"multiscales": [one], "omero": {"channels": [{"label": name} for name in names]}}
    group.attrs.update({"ome": meta | {"version": version}} if version == "0.5" else meta)
    return path


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_one_channel_and_the_voxel_size_are_read_from_both_versions(tmp_path, version):
    path = write_ome_zarr(
        tmp_path / "a.zarr", IMAGE, "czyx", (1, 0.5, 0.2, 0.2), version, names=["405", "DNA"]
    )
    for channel in (1, "DNA"):
        image, spacing = load_volume(path, channel)
        assert (image == IMAGE[1]).all() and spacing == (0.5, 0.2, 0.2)
    assert (load_volume(path, "405")[0] == IMAGE[0]).all()
    with pytest.raises(InputError, match="2 channels and none was chosen"):
        load_volume(path)


@pytest.mark.parametrize("version, axes", [("0.1", "tczyx"), ("0.2", "tczyx"), ("0.3", "zyx")])
def test_older_versions_are_read_without_a_voxel_size(tmp_path, version, axes):
    image = STACK.reshape((1,) * (len(axes) - 3) + STACK.shape)
    path = write_ome_zarr(tmp_path / "a.zarr", image, axes, None, version)
    found, spacing = load_volume(path)
    assert (found == STACK).all() and spacing is None


def test_a_version_of_the_future_is_refused_in_plain_words(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2), "0.9")
    with pytest.raises(InputError, match=r"version 0\.9 of OME-Zarr, which cannot be read here"):
        load_volume(path)


def test_each_axis_has_its_own_unit(tmp_path):
    units = ["nanometer", "micrometer", "millimeter"]
    path = write_ome_zarr(tmp_path / "n.zarr", STACK, "zyx", (500, 0.2, 2e-4), unit=units)
    assert load_volume(path)[1] == pytest.approx((0.5, 0.2, 0.2))


def test_axes_in_another_order_come_out_as_z_y_x(tmp_path):
    turned = np.ascontiguousarray(STACK.transpose(2, 0, 1))
    path = write_ome_zarr(tmp_path / "n.zarr", turned, "xzy", (0.1, 0.5, 0.2))
    image, spacing = load_volume(path)
    assert (image == STACK).all() and spacing == (0.5, 0.2, 0.1)


def test_a_scale_without_a_unit_is_shown_and_a_unit_without_a_scale_is_none(tmp_path):
    path = write_ome_zarr(tmp_path / "u.zarr", STACK, "zyx", (0.5, 0.2, 0.2), unit=None)
    assert load_volume(path)[1] is None
    assert "0.5, 0.2, 0.2 for z, y, x, but no unit" in list_images(path)[0].voxel.explain()
    path = write_ome_zarr(tmp_path / "s.zarr", STACK, "zyx", None)
    assert load_volume(path)[1] is None
    assert list_images(path)[0].voxel.explain() == "The file does not say how large a voxel is."


def test_a_2d_image_is_a_single_slice(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK[:1], "zyx", (1, 0.2, 0.2))
    assert load_volume(path)[0].shape == (1, 8, 10)
    path = write_ome_zarr(tmp_path / "b.zarr", STACK[0], "yx", (0.2, 0.1), chunks=(8, 10))
    image, spacing = load_volume(path)
    assert (image == STACK[:1]).all() and spacing == (1, 0.2, 0.1)


def bioformats2raw(path, count, listed):
    zarr.open_group(path, mode="w", zarr_format=2).attrs["bioformats2raw.layout"] = 3
    for n in range(count):
        write_ome_zarr(path / str(n), STACK + n, "zyx", (0.5, 0.2, 0.2), "0.4")
    if listed:
        zarr.open_group(path / "OME", mode="w", zarr_format=2).attrs["series"] = [
            str(n) for n in range(count)
        ]
    return path


@pytest.mark.parametrize("listed", [True, False])
def test_what_bioformats2raw_writes_is_read(tmp_path, listed):
    one = bioformats2raw(tmp_path / "one.zarr", 1, listed)
    for path in (one, one / "0"):
        image, spacing = load_volume(path)
        assert (image == STACK).all() and spacing == (0.5, 0.2, 0.2)
    three = bioformats2raw(tmp_path / "three.zarr", 3, listed)
    assert [scan.name for scan in list_images(three)] == ["0", "1", "2"]
    with pytest.raises(InputError, match="3 images and none was chosen"):
        load_volume(three)
    assert (load_volume(three, image=2)[0] == STACK + 2).all()


def test_every_field_of_a_plate_is_an_image(tmp_path):
    plate = tmp_path / "plate.zarr"
    zarr.open_group(plate, mode="w", zarr_format=2).attrs["plate"] = {
        "wells": [{"path": "A/1"}, {"path": "B/2"}]
    }
    for well in ("A/1", "B/2"):
        zarr.open_group(plate / well, mode="w", zarr_format=2).attrs["well"] = {
            "images": [{"path": "0"}, {"path": "1"}]
        }
        for field in ("0", "1"):
            write_ome_zarr(plate / well / field, STACK, "zyx", (0.5, 0.2, 0.2), "0.4")
    assert [scan.name for scan in list_images(plate)] == ["A/1/0", "A/1/1", "B/2/0", "B/2/1"]
    assert (load_volume(plate, image="B/2/1")[0] == STACK).all()
    assert len(list_images(plate / "A" / "1")) == 2


def pieces(path):
    return sorted(p for p in (path / "0").rglob("*") if p.is_file() and p.name[0] not in ".z")


@pytest.mark.parametrize("version", ["0.4", "0.5"])
@pytest.mark.parametrize("lost", [slice(1, 2), slice(0, 1), slice(0, 2)])
def test_pieces_that_are_not_there_never_pass_in_silence(tmp_path, version, lost):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2), version)
    for piece in pieces(path)[lost]:
        piece.unlink()
    count = lost.stop - lost.start
    said = f"pieces: {count} of the 3 pieces (files) of the image are not there"
    assert read_volume(path).cautions[0].startswith(said)
    with pytest.warns(UserWarning, match=rf"a\.zarr: pieces: {count} of the 3"):
        load_volume(path)


def test_an_image_of_which_nothing_arrived_is_refused(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2))
    for piece in pieces(path):
        piece.unlink()
    with pytest.raises(InputError, match="3 of the 3 pieces"):
        load_volume(path)


def test_where_empty_pieces_are_written_one_that_is_not_there_is_lost(tmp_path):
    blank = STACK.copy()
    blank[2:4] = 0
    path = write_ome_zarr(
        tmp_path / "a.zarr", blank, "zyx", (0.5, 0.2, 0.2), config={"write_empty_chunks": True}
    )
    assert (read_volume(path).image == blank).all()
    pieces(path)[0].unlink()
    with pytest.raises(InputError, match="1 of the 3 pieces"):
        load_volume(path)


def test_a_shard_that_did_not_arrive_is_noticed(tmp_path):
    path = write_ome_zarr(
        tmp_path / "a.zarr", STACK, "zyx", (1, 1, 1), chunks=(1, 8, 10), shards=(2, 8, 10)
    )
    assert (load_volume(path)[0] == STACK).all()
    pieces(path)[1].unlink()
    assert read_volume(path).cautions[0].startswith("pieces: 1 of the 3 pieces")


def test_empty_pieces_that_were_never_written_are_no_error(tmp_path):
    padded = np.zeros((8, 8, 10), np.uint16)
    padded[3:6] = STACK[:3]
    path = write_ome_zarr(tmp_path / "a.zarr", padded, "zyx", (0.5, 0.2, 0.2))
    assert len(pieces(path)) == 2  # of 4; zarr leaves empty ones away
    volume = read_volume(path)
    assert (volume.image == padded).all()
    assert volume.cautions[0].startswith("pieces: 2 of the 4 pieces")


def test_pieces_of_another_channel_do_not_matter(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", IMAGE, "czyx", (1, 0.5, 0.2, 0.2), "0.4")
    pieces(path)[0].unlink()
    assert read_volume(path, 1).cautions == ()
    assert read_volume(path, 0).cautions[0].startswith("pieces: 1 of the 3 pieces")


def test_a_piece_cut_short_is_an_error(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2))
    piece = pieces(path)[1]
    piece.write_bytes(piece.read_bytes()[:20])
    with pytest.raises(InputError, match="cut short or damaged"):
        load_volume(path)


def test_the_bits_of_the_camera_are_handed_on(tmp_path):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2), "0.4", names=["a"])
    text = json.loads((path / ".zattrs").read_text())
    text["omero"]["channels"][0]["window"] = {"min": 0, "max": 4095, "start": 0, "end": 900}
    (path / ".zattrs").write_text(json.dumps(text))
    assert read_volume(path).bits == 12


@pytest.mark.parametrize(
    "key, value",
    [
        ("multiscales", [[]]),
        ("multiscales", 5),
        ("axes", None),
        ("axes", [1, 2, 3]),
        ("axes", [{"name": "z"}]),
        ("datasets", []),
        ("datasets", [{"path": "/etc"}]),
        ("datasets", [{"path": "../.."}]),
        ("datasets", [{"path": 5}]),
        ("scale", [[]]),
        ("scale", "/etc"),
        ("scale", {}),
        ("scale", [0.5, None, 0.2]),
        ("scale", [0.5]),
        ("coordinateTransformations", 7),
        ("channels", 3),
        ("channels", "abc"),
        ("unit", [1]),
    ],
)
def test_damaged_metadata_end_in_a_sentence_or_in_the_image(tmp_path, key, value):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2), "0.4", names=["a"])

    def changed(part):
        if isinstance(part, dict):
            return {k: value if k == key else changed(v) for k, v in part.items()}
        return [changed(v) for v in part] if isinstance(part, list) else part

    text = json.loads((path / ".zattrs").read_text())
    (path / ".zattrs").write_text(json.dumps(changed(text)))
    try:
        image, _ = load_volume(path)
    except InputError as error:
        assert "a.zarr" in str(error)
    else:
        assert (image == STACK).all()


@pytest.mark.parametrize("name", [".zattrs", "0/.zarray"])
def test_metadata_that_are_no_json_are_named(tmp_path, name):
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2), "0.4")
    (path / name).write_text("{" * 1000)
    with pytest.raises(InputError, match=r"damaged|cannot be opened"):
        load_volume(path)


def test_a_folder_that_is_no_image_is_named(tmp_path):
    (tmp_path / "slides.zarr").mkdir()
    with pytest.raises(InputError, match=r"slides\.zarr is a folder, but holds no OME-Zarr"):
        load_volume(tmp_path / "slides.zarr")
    path = write_ome_zarr(tmp_path / "a.zarr", STACK, "zyx", (0.5, 0.2, 0.2))
    shutil.rmtree(path / "0")
    with pytest.raises(InputError, match="its image 0 is not there"):
        load_volume(path)
