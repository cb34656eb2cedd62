"""Read OME-Zarr, an image as a folder of small pieces.

The layout is that of https://ngff.openmicroscopy.org. Versions 0.4 and 0.5 are read whole, with
several images, plates and what bioformats2raw writes; of 0.1 to 0.3, which know no voxel size,
the image.
"""

import json
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from ..inputs import InputError
from .scan import Opened, Scan, of_top
from .units import VoxelSize, number
from .zarr_pieces import MOST_PIECES, absent_pieces, count_pieces, holds_empty_pieces, piece_shape

VERSIONS = ("0.1", "0.2", "0.3", "0.4", "0.5")
MOST_IMAGES = 10_000  # fields of a plate
WHOLE = "choose the folder whose name ends in .zarr, and copy it whole"


@contextmanager
def open_ome_zarr(path):
    """Open an OME-Zarr folder, and look at all images in it.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    list of Opened

    Raises
    ------
    InputError
        If the folder holds no OME-Zarr image.
    """
    folders = list(_image_folders(path))
    found = [part for folder in folders for part in _images(path, folder)]
    if not found:
        raise InputError(f"{path.name} is a folder, but holds no OME-Zarr image: {WHOLE}.")
    yield found


def _attributes(folder):
    """Return the attributes of a Zarr group, from the floor on which OME keeps its own."""
    for name, inner in (("zarr.json", True), (".zattrs", False)):
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except OSError:
            continue
        try:
            said = json.loads(text)
            said = said.get("attributes", {}) if inner else said
            return said["ome"] if isinstance(said.get("ome"), dict) else said
        except (ValueError, AttributeError, RecursionError):
            raise InputError(
                f"{folder.name}/{name} is damaged, so the image cannot be read: copy the folder "
                "again."
            ) from None
    return {}


def _image_folders(path):
    """Yield the folders with an image of their own: the top, or what it lists."""
    said = _attributes(path)
    if said.get("multiscales"):
        yield path
    elif isinstance(plate := said.get("plate"), dict):
        for well in _paths(plate.get("wells")):
            inside = _attributes(path / well).get("well")
            fields = _paths(inside.get("images")) if isinstance(inside, dict) else []
            yield from (path / well / field for field in fields)
    elif isinstance(said.get("well"), dict):
        yield from (path / field for field in _paths(said["well"].get("images")))
    elif path.is_dir():
        listed = _attributes(path / "OME").get("series")
        if not isinstance(listed, list):  # bioformats2raw may leave the list away
            listed = sorted((p.name for p in path.iterdir() if p.name.isdecimal()), key=int)
        for name in listed[:MOST_IMAGES]:
            if _attributes(path / str(name)).get("multiscales"):
                yield path / str(name)


def _paths(entries):
    entries = entries if isinstance(entries, list) else []
    paths = [e["path"] for e in entries if isinstance(e, dict) and isinstance(e.get("path"), str)]
    return paths[:MOST_IMAGES]


def _images(top, folder):
    """Return one `Opened` for each multiscale image of a folder."""
    said = _attributes(folder)
    damaged = InputError(f"The OME metadata of {top.name} are damaged: copy or export it again.")
    scales = said["multiscales"]
    if not isinstance(scales, list) or not all(isinstance(s, dict) for s in scales):
        raise damaged
    names = [str(folder.relative_to(top))] if folder != top else []
    for one in scales:
        version = str(said.get("version") or one.get("version") or "0.4")
        if version not in VERSIONS:
            raise InputError(
                f"{top.name} is written in version {version[:20]} of OME-Zarr, which cannot be "
                f"read here: export it in version 0.4 or 0.5, or as OME-TIFF."
            )
        try:
            full = one["datasets"][0]
            inside = full["path"]
            array, at = _array(folder, inside), folder / inside
            axes = _axes(one, array.ndim)
            voxel = _voxel(one, full, axes, array)
        except InputError:
            raise
        except (LookupError, TypeError, AttributeError, ValueError):
            raise damaged from None
        name = " ".join([*names, _text(one.get("name"))])
        coarser = tuple(partial(_array, folder, inside) for inside in _paths(one["datasets"][1:]))
        yield _opened(top, at, array, axes, voxel, name, said)._replace(coarser=coarser)


def _array(folder, inside):
    """Open the full-size array, in words of ours if that fails."""
    import zarr

    if not isinstance(inside, str) or Path(inside).is_absolute() or ".." in Path(inside).parts:
        raise ValueError("an image lies inside its folder")
    try:
        return zarr.open_array(folder / inside, mode="r")
    except MemoryError:
        raise
    except Exception as error:  # zarr and its codecs raise many kinds
        there = (folder / inside).is_dir()
        raise InputError(
            f"{folder.name} is a folder with OME metadata, but its image {inside[:40]} "
            f"{'cannot be opened' if there else 'is not there'} ({type(error).__name__}): {WHOLE}."
        ) from None


def _axes(one, ndim):
    """Return name and unit of each axis; before version 0.3 they were always the same."""
    said = one.get("axes", [{"name": name} for name in "tczyx"])
    axes = [{"name": a} if isinstance(a, str) else a for a in said]
    pairs = [(str(a["name"]), a.get("unit")) for a in axes]
    if len(pairs) != ndim:
        raise ValueError("an axis for each dimension is wanted")
    return pairs


def _voxel(one, full, axes, array):
    """Return the voxel size: the product of all scale transformations."""
    factors, given = np.ones(len(axes)), False
    for entry in (full, one):
        for step in entry.get("coordinateTransformations") or []:
            if step.get("type", "scale") == "scale" and "scale" in step:
                scale = [number(s) for s in step["scale"]]
                if len(scale) != len(axes) or None in scale:
                    raise ValueError("a scale holds a number for each axis")
                factors, given = factors * scale, True
    names = [name.upper() for name, _ in axes]
    sizes = dict(zip(names, factors, strict=True)) if given else {}
    slices = dict(zip(names, array.shape, strict=True)).get("Z", 1)
    return VoxelSize.of(sizes, dict(zip(names, (unit for _, unit in axes), strict=True)), slices)


def _opened(top, folder, array, axes, voxel, name, said):
    letters = "".join(_letter(axis) for axis, _ in axes)
    channels, bits = _omero(said.get("omero"))
    pieces = count_pieces(array)
    scan = Scan(
        top,
        letters,
        tuple(array.shape),
        np.dtype(array.dtype),
        name=name.strip(),
        channels=channels,
        voxel=voxel,
        bits=bits,
        trouble=f"it promises {pieces} pieces, so its metadata are damaged: export it again."
        if pieces > MOST_PIECES
        else "",
    )
    known = top.name, array, folder, letters
    return Opened(scan, partial(_take, *known), partial(_stored, *known))


def _take(file, array, folder, letters, chosen):
    """Read what is chosen, and look whether all its pieces are there."""
    index = [chosen.get(letter) for letter in letters]
    absent = absent_pieces(array, folder, index)
    image = np.asarray(array[tuple(slice(None) if i is None else i for i in index)])
    return image, _gaps(file, array, index, absent, image)


def _stored(file, array, folder, letters, chosen):
    """Look whether all pieces of what is chosen are there, and say how to open the array."""
    import zarr

    index = [chosen.get(letter) for letter in letters]
    absent = absent_pieces(array, folder, index)
    doubts = _gaps(file, array, index, absent, _Part(array, index))
    return partial(zarr.open_array, folder, mode="r"), doubts


class _Part:
    """What is chosen of an array, read box by box."""

    def __init__(self, array, index):
        self.array, self.index = array, index

    def __getitem__(self, box):
        box = iter(box)
        return np.asarray(self.array[tuple(next(box) if i is None else i for i in self.index)])


def _gaps(file, array, index, absent, image):
    """Refuse an image of which pieces are lost; return a caution if some are not there."""
    if not absent.any():
        return []
    lost = int(np.count_nonzero(absent))
    said = f"{lost} of the {absent.size} pieces (files) of the image are not there"
    sides = [n for n, i in zip(piece_shape(array), index, strict=True) if i is None]
    if absent.all() or holds_empty_pieces(image, absent, sides, array.fill_value or 0):
        raise InputError(f"{file}: {said}, so parts of it would read as empty: {WHOLE}.")
    return [
        f"pieces: {said} and read as empty. That is right where nothing was recorded, and wrong "
        "if copying broke off; look at those slices, or copy the folder again."
    ]


def _letter(name):
    """Return the letter of an axis: Z, Y, X, C and T, or another one for what is not used."""
    letter = name[:1].upper()
    return (
        letter
        if letter in "ZYXCT" and len(name) == 1
        else {"channel": "C", "time": "T"}.get(name, "?")
    )


def _omero(said):
    """Return the names of the channels, and the bits of the camera if their window says so."""
    channels = said.get("channels") if isinstance(said, dict) else None
    channels = channels if isinstance(channels, list) else []
    channels = [c if isinstance(c, dict) else {} for c in channels]
    windows = [c.get("window") for c in channels]
    tops = {of_top(w.get("max")) if isinstance(w, dict) else None for w in windows}
    return tuple(_text(c.get("label")) for c in channels), tops.pop() if len(tops) == 1 else None


def _text(value):
    return value if isinstance(value, str) else ""
