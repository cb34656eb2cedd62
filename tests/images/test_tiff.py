"""Every TIFF is read whole and right, or refused with the true reason."""

import logging
import re
import shutil
import struct
import subprocess

import numpy as np
import pytest
import tifffile
from PIL import Image

from helpers.images import reading
from helpers.images.reading import list_all, list_images, load_volume, read_volume
from helpers.inputs import InputError

from ..conftest import need

STACK = np.random.default_rng(0).integers(0, 4000, (12, 16, 20)).astype(np.uint16)


def plain(path, **more):
    tifffile.imwrite(path, STACK, photometric="minisblack", metadata=None, **more)
    return path


def ome(path, image=STACK, axes="ZYX", **more):
    more = {f"PhysicalSize{a}": 0.5 for a in "ZYX"} | more
    tifffile.imwrite(
        path, image, ome=True, photometric="minisblack", metadata={"axes": axes, **more}
    )
    return path


def imagej(path, image=STACK, axes="ZYX", **more):
    tifffile.imwrite(path, image, imagej=True, metadata={"axes": axes, **more})
    return path


def in_order_of_libtiff(path):
    """Write each page's pixels first, then its directory, as libtiff does."""
    out, link = bytearray(b"II*\0" + bytes(4)), 4
    for page in STACK:
        start, data = len(out), page.astype("<u2").tobytes()
        out += data
        tags = {256: 20, 257: 16, 258: 16, 259: 1, 262: 1, 273: start, 277: 1, 278: 16}
        tags[279] = len(data)
        out[link : link + 4] = struct.pack("<I", len(out))
        out += struct.pack("<H", len(tags))
        out += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
        link = len(out)
        out += bytes(4)
    path.write_bytes(out)
    return path


def by_pillow(path):
    first, *rest = [Image.fromarray(page) for page in STACK]
    first.save(path, save_all=True, append_images=rest, compression="tiff_lzw")
    return path


def by_libtiff(path):
    need(shutil.which("tiffcp"), "tiffcp")
    subprocess.run(
        ["tiffcp", "-c", "lzw", plain(path.with_name("whole.tif")), path],
        check=True,
        capture_output=True,
    )
    return path


WRITERS = {
    "plain": plain,
    "deflated": lambda path: plain(path, compression="zlib"),
    "tiled": lambda path: plain(path, tile=(16, 16), compression="zstd"),
    "BigTIFF": lambda path: plain(path, bigtiff=True),
    "one block": lambda path: plain(path, contiguous=True),
    "OME": ome,
    "ImageJ": imagej,
    "tifffile": lambda path: tifffile.imwrite(path, STACK, photometric="minisblack") or path,
    "libtiff's order": in_order_of_libtiff,
    "Pillow": by_pillow,
    "tiffcp": by_libtiff,
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("part", [0.97, 0.8, 0.6, 0.3])
def test_a_file_cut_short_is_refused_whoever_wrote_it(tmp_path, writer, part):
    whole = WRITERS[writer](tmp_path / "a.tif")
    np.testing.assert_array_equal(load_volume(whole)[0], STACK)
    content = whole.read_bytes()
    (tmp_path / "cut.tif").write_bytes(content[: int(part * len(content))])
    try:  # what is lost may be lists of pages that nobody needs
        image, spacing = load_volume(tmp_path / "cut.tif")
    except InputError as error:
        assert "cut.tif" in str(error) and "cut short" in str(error)
    else:
        assert part > 0.9 and spacing == load_volume(whole)[1]
        np.testing.assert_array_equal(image, STACK)


def test_imagej_stacks_that_are_cut_say_how_many_slices_are_left(tmp_path):
    content = imagej(tmp_path / "a.tif").read_bytes()
    (tmp_path / "cut.tif").write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError, match=r"only \d of its 12 slices are there"):
        load_volume(tmp_path / "cut.tif")


def test_a_file_of_nothing_and_a_file_of_another_kind_are_called_that(tmp_path):
    (tmp_path / "none.tif").touch()
    with pytest.raises(InputError, match=r"empty \(0 bytes\)"):
        load_volume(tmp_path / "none.tif")
    Image.fromarray(STACK[0]).save(tmp_path / "shot.png")
    shutil.copy(tmp_path / "shot.png", tmp_path / "shot.tif")
    with pytest.raises(InputError, match="is a PNG picture, not a TIFF"):
        load_volume(tmp_path / "shot.tif")


def test_a_header_that_promises_more_than_its_file_can_hold_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, STACK[0], compression="zlib", photometric="minisblack", metadata=None)
    with tifffile.TiffFile(path, mode="r+") as tiff:
        for name in ("ImageWidth", "ImageLength", "RowsPerStrip"):
            tiff.pages[0].tags[name].overwrite(60_000)
    with pytest.raises(InputError, match="promises 7200000000 bytes of pixels, but it holds"):
        load_volume(path)


@pytest.mark.parametrize(
    "old, new", [('SizeY="16"', 'SizeY="999999999"'), ('SizeZ="12"', 'SizeZ="0"')]
)
def test_metadata_that_cannot_be_true_are_refused(tmp_path, old, new):
    path = ome(tmp_path / "a.ome.tif")
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    tifffile.tiffcomment(path, text.replace(old, new).encode())
    with pytest.raises(InputError, match="damaged"):
        load_volume(path)


def test_more_slices_promised_than_there_are_is_refused(tmp_path):
    path = ome(tmp_path / "a.ome.tif")
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    tifffile.tiffcomment(path, text.replace('SizeZ="12"', 'SizeZ="15"').encode())
    with pytest.raises(InputError, match="only 12 of its 15 slices are there"):
        load_volume(path)


def test_slices_that_the_metadata_do_not_speak_of_are_a_caution(tmp_path):
    path = ome(tmp_path / "a.ome.tif")
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata.replace('SizeZ="12"', 'SizeZ="7"')
    tifffile.tiffcomment(path, text.replace('PlaneCount="12"', 'PlaneCount="7"').encode())
    said = "slices: the metadata speak of 7 slices, but 12 are in the file"
    assert read_volume(path).cautions[0].startswith(said)
    with pytest.warns(UserWarning, match="speak of 7 slices"):
        load_volume(path)


@pytest.mark.parametrize("kind", ["many channels", "entities"])
def test_metadata_made_to_take_for_ever_are_refused_in_short(tmp_path, kind):
    path = ome(tmp_path / "a.ome.tif")
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    if kind == "entities":
        each = "".join(f'<!ENTITY {chr(98 + n)} "{10 * f"&{chr(97 + n)};"}">' for n in range(9))
        text = f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{each}]>' + re.sub(
            r"^<\?xml[^>]*>|<!--.*?-->", "", text
        ).replace("</Pixels>", "</Pixels><Description>&j;</Description>")
    else:
        channels = 50_000 * '<Channel ID="c" SamplesPerPixel="1"/>'
        text = text.replace('SizeC="1"', 'SizeC="50000"').replace(
            "</Pixels>", f"{channels}</Pixels>"
        )
    tifffile.tiffcomment(path, text.encode())
    with pytest.raises(InputError, match=r"damaged|slices are there") as error:
        load_volume(path)
    assert len(str(error.value)) < 400


def ome_set(folder):
    """Write one stack as a file for each slice, each of which names all others."""
    ids = [f"urn:uuid:00000000-0000-0000-0000-{z:012d}" for z in range(12)]
    parts = "".join(
        f'<TiffData FirstZ="{z}" IFD="0" PlaneCount="1"><UUID FileName="z{z:02}.ome.tif">{ids[z]}'
        "</UUID></TiffData>"
        for z in range(12)
    )
    for z in range(12):
        text = (
            '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" '
            f'UUID="{ids[z]}"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" '
            'Type="uint16" SizeX="20" SizeY="16" SizeZ="12" SizeC="1" SizeT="1" '
            'PhysicalSizeX="0.2" PhysicalSizeY="0.2" PhysicalSizeZ="0.5">'
            f'<Channel ID="Channel:0:0" SamplesPerPixel="1"/>{parts}</Pixels></Image></OME>'
        )
        tifffile.imwrite(
            folder / f"z{z:02}.ome.tif",
            STACK[z],
            metadata=None,
            photometric="minisblack",
            description=text,
        )
    return sorted(folder.iterdir())


def test_a_set_of_files_is_one_image_whichever_file_is_given(tmp_path):
    files = ome_set(tmp_path)
    for path in (files[0], files[7]):
        image, spacing = load_volume(path)
        np.testing.assert_array_equal(image, STACK)
        assert spacing == (0.5, 0.2, 0.2)
    images, refused = list_all(files)
    assert [scan.files for scan in images] == [tuple(files)] and not refused
    assert len({list_images(path)[0].key for path in files}) == 1


def test_a_single_file_may_be_renamed(tmp_path):
    path = ome(tmp_path / "first.ome.tif")
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    own = text.split('UUID="')[1].split('"')[0]
    named = (
        f'<TiffData IFD="0" PlaneCount="12"><UUID FileName="first.ome.tif">{own}</UUID></TiffData>'
    )
    text = re.sub(r"<TiffData[^>]*/>", named, text)
    tifffile.tiffcomment(path, text.encode())
    path = path.rename(tmp_path / "second.ome.tif")
    np.testing.assert_array_equal(load_volume(path)[0], STACK)
    assert list_images(path)[0].files == (path,)


def test_files_of_a_set_that_were_not_copied_are_named(tmp_path):
    files = ome_set(tmp_path)
    for z in (3, 4):
        files[z].unlink()
    with pytest.raises(
        InputError, match=r"12 files, of which 2 .*\(z03\.ome\.tif, z04\.ome\.tif\)"
    ):
        load_volume(files[0])
    assert list_images(files[0])[0].trouble


def test_a_part_that_names_the_file_of_its_metadata_is_no_image_of_its_own(tmp_path):
    first, *rest = ome_set(tmp_path)
    for path in rest:
        part = (
            '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06">'
            f'<BinaryOnly MetadataFile="{first.name}"/></OME>'
        )
        tifffile.tiffcomment(path, part.encode())
    with pytest.raises(InputError, match=r"is a part of the image that z00\.ome\.tif describes"):
        load_volume(rest[0])
    images, refused = list_all([*rest, first])
    assert len(images) == 1 and not refused


def test_one_bad_file_does_not_hide_the_others(tmp_path):
    (tmp_path / "bad.tif").write_text("no image")
    images, refused = list_all([tmp_path / "bad.tif", ome(tmp_path / "good.ome.tif")])
    assert [scan.path.name for scan in images] == ["good.ome.tif"]
    assert "cannot be read as a TIFF" in refused[tmp_path / "bad.tif"]


def test_several_images_in_a_file_are_listed_and_one_is_chosen(tmp_path):
    path = tmp_path / "positions.ome.tif"
    with tifffile.TiffWriter(path, ome=True) as file:
        for shift in range(3):
            file.write(STACK + shift, metadata={"axes": "ZYX", "Name": f"Pos {shift}"})
    scans = list_images(path)
    assert [scan.label for scan in scans] == [
        f"positions.ome.tif, image {n} (Pos {n})" for n in range(3)
    ]
    with pytest.raises(InputError, match=r"holds 3 images.*0 \(Pos 0\): .*choose image 0 to 2"):
        load_volume(path)
    for chosen in (2, "Pos 2"):
        np.testing.assert_array_equal(load_volume(path, image=chosen)[0], STACK + 2)
    with pytest.raises(InputError, match="9 is not one of them"):
        load_volume(path, image=9)


@pytest.mark.parametrize(
    "channel, place",
    [
        ("405", 1),
        (405, 1),
        ("488", 0),
        (1, 1),
        ("1", 1),
        ("dna", 2),
        (" DNA ", 2),
        (np.int64(2), 2),
    ],
)
def test_channels_are_chosen_by_name_whatever_the_others_are_called(tmp_path, channel, place):
    channels = np.stack([STACK, STACK + 1, STACK + 2])
    path = ome(tmp_path / "a.ome.tif", channels, "CZYX", Channel={"Name": ["488", "405", "DNA"]})
    np.testing.assert_array_equal(load_volume(path, channel)[0], channels[place])


def test_a_channel_without_a_name_does_not_shift_the_others(tmp_path):
    channels = np.stack([STACK, STACK + 1])
    path = ome(tmp_path / "a.ome.tif", channels, "CZYX", Channel={"Name": ["x", "DNA"]})
    with tifffile.TiffFile(path) as tiff:
        text = tiff.ome_metadata
    tifffile.tiffcomment(path, text.replace(' Name="x"', "").encode())
    np.testing.assert_array_equal(load_volume(path, "DNA")[0], channels[1])


@pytest.mark.parametrize("channel", ["²", "", "2", -1, 7, True, 1.5])
def test_a_channel_that_is_not_there_is_named(tmp_path, channel):
    path = ome(tmp_path / "a.ome.tif", np.stack([STACK, STACK]), "CZYX")
    with pytest.raises(InputError, match="is not one of them: choose channel 0 to 1"):
        load_volume(path, channel)


def test_two_channels_of_one_name_are_told_apart_by_number(tmp_path):
    path = ome(tmp_path / "a.ome.tif", np.stack([STACK] * 2), "CZYX", Channel={"Name": ["A", "A"]})
    with pytest.raises(InputError, match="2 channels named A: choose by number, 0 or 1"):
        load_volume(path, "A")


@pytest.mark.parametrize("axes, called", [("TYX", "12 time points"), ("CYX", "12 channels")])
def test_slices_by_another_name_are_taken_for_slices(tmp_path, axes, called):
    path = imagej(tmp_path / "a.tif", STACK, axes)
    with pytest.raises(InputError, match=rf"{called} and no slices.*Properties, set slices to 12"):
        load_volume(path)


def test_time_points_of_stacks_are_refused(tmp_path):
    path = ome(tmp_path / "a.ome.tif", np.stack([STACK] * 3), "TZYX")
    with pytest.raises(InputError, match="holds 3 time points, but one is wanted"):
        load_volume(path)


def test_a_mask_of_true_and_false_becomes_a_picture_and_is_called_a_mask(tmp_path):
    tifffile.imwrite(tmp_path / "m.tif", STACK > 2000, photometric="minisblack")
    volume = read_volume(tmp_path / "m.tif")
    np.testing.assert_array_equal(volume.image, np.where(STACK > 2000, np.uint8(255), np.uint8(0)))
    assert volume.cautions[0].startswith("mask: the image holds only the values 0 and 255")


def test_sixteen_bit_colour_is_three_channels_and_eight_bit_colour_is_refused(tmp_path):
    colour = np.stack([STACK[0]] * 3, -1) + np.arange(3, dtype=np.uint16)
    tifffile.imwrite(tmp_path / "a.tif", colour, photometric="rgb")
    np.testing.assert_array_equal(load_volume(tmp_path / "a.tif", 2)[0], colour[None, ..., 2])
    tifffile.imwrite(tmp_path / "b.tif", colour.astype(np.uint8), photometric="rgb")
    with pytest.raises(InputError, match="colour"):
        load_volume(tmp_path / "b.tif")


@pytest.mark.parametrize(
    "write, bits",
    [
        (lambda path: imagej(path, min=0.0, max=4095.0), 12),
        (lambda path: imagej(path, min=0.0, max=3127.0), None),
        (lambda path: imagej(path, min=0.0, max=1023.0), None),  # voxels are brighter
        (lambda path: ome(path, SignificantBits=12), 12),
        (lambda path: ome(path, SignificantBits=16), None),
        (ome, None),
    ],
)
def test_the_bits_of_the_camera_are_handed_on(tmp_path, write, bits):
    assert read_volume(write(tmp_path / "a.ome.tif")).bits == bits


def test_a_log_of_trouble_is_listened_to_and_left_as_it_was(tmp_path, monkeypatch):
    logger = logging.getLogger("tifffile")
    before = logger.level, list(logger.handlers)
    real = tifffile.TiffPageSeries.asarray

    def with_trouble(series, **options):
        logger.warning(
            "<tifffile.TiffFile> OME series is missing 3 frames. Missing data are zeroed"
        )
        return real(series, **options)

    monkeypatch.setattr(tifffile.TiffPageSeries, "asarray", with_trouble)
    with pytest.raises(InputError, match="not all of its slices can be read"):
        load_volume(ome(tmp_path / "a.ome.tif"))
    assert (logger.level, list(logger.handlers)) == before


def test_an_image_larger_than_the_memory_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = ome(tmp_path / "a.ome.tif", np.stack([STACK] * 4), "CZYX")
    monkeypatch.setattr(reading, "free_memory", lambda: STACK.nbytes)
    np.testing.assert_array_equal(load_volume(path, 3)[0], STACK)  # one channel fits
    monkeypatch.setattr(reading, "free_memory", lambda: STACK.nbytes - 1)
    monkeypatch.setattr(tifffile.TiffPageSeries, "asarray", None)
    said = r"needs 0\.0 GB of memory, but 0\.0 GB are free: look at a part of it .* --blocks"
    with pytest.raises(InputError, match=said):
        load_volume(path, 3)


def test_an_image_larger_than_the_memory_that_can_only_be_read_whole_says_so(tmp_path, monkeypatch):
    axes = {"axes": "ZYX"}
    tifffile.imwrite(tmp_path / "a.tif", STACK, imagej=True, metadata=axes, compression="zlib")
    monkeypatch.setattr(reading, "free_memory", lambda: STACK.nbytes - 1)
    with pytest.raises(InputError, match=r"are free: crop it, .* or save it as OME-Zarr"):
        load_volume(tmp_path / "a.tif")


def test_too_little_memory_is_called_that(tmp_path, monkeypatch):
    def full(*_, **__):
        raise MemoryError("Unable to allocate 64.0 GiB")

    monkeypatch.setattr(tifffile.TiffPageSeries, "asarray", full)
    with pytest.raises(InputError, match=r"does not fit into the memory.*64"):
        load_volume(ome(tmp_path / "a.ome.tif"))


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("axes", ["CZYX", "ZCYX"])
def test_a_chosen_channel_is_read_alone(tmp_path, monkeypatch, compression, axes):
    channels = np.stack([STACK, STACK + 1, STACK + 2], axes.index("C"))
    path = tmp_path / "a.ome.tif"
    options = {"metadata": {"axes": axes}, "photometric": "minisblack", "compression": compression}
    tifffile.imwrite(path, channels, **options)
    read = []
    real = tifffile.TiffPage.asarray

    def counted(page, **given):
        read.append(page)
        return real(page, **given)

    monkeypatch.setattr(tifffile.TiffPage, "asarray", counted)
    monkeypatch.setattr(tifffile.TiffFrame, "asarray", counted)
    image, _ = load_volume(path, 1)
    np.testing.assert_array_equal(image, STACK + 1)
    assert len(read) == (0 if compression is None else len(STACK))  # 0: mapped, not read
    assert not isinstance(image.base, np.memmap)


def test_an_lsm_is_read_with_its_voxel_size_and_without_its_previews(tmp_path):
    facts = np.zeros(1, tifffile.TIFF.CZ_LSMINFO)
    values = {"MagicNumber": 67127628, "StructureSize": facts.itemsize, "DataType": 2}
    sizes = {"X": 20, "Y": 16, "Z": 12, "Channels": 1, "Time": 1}
    values |= {f"Dimension{axis}": size for axis, size in sizes.items()}
    values |= {"VoxelSizeX": 0.1e-6, "VoxelSizeY": 0.2e-6, "VoxelSizeZ": 0.5e-6}  # in metres
    for name, value in values.items():
        facts[name] = value
    tag = [(34412, "B", facts.itemsize, facts.tobytes(), True)]
    grey = {"photometric": "minisblack", "metadata": None}
    with tifffile.TiffWriter(tmp_path / "a.lsm", byteorder="<") as file:
        for z, plane in enumerate(STACK):
            file.write(plane, **grey, **({"extratags": tag} if z == 0 else {}))
            file.write(plane[::2, ::2].astype(np.uint8), subfiletype=1, **grey)
    assert len(list_images(tmp_path / "a.lsm")) == 1
    image, spacing = load_volume(tmp_path / "a.lsm")
    np.testing.assert_array_equal(image, STACK)
    assert spacing == pytest.approx((0.5, 0.2, 0.1))
