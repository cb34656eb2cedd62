"""Which images paths, folders and patterns mean, each under a name of its own."""

import glob
import math
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from ..images.formats import BIOIO, TIFF, how_to_read, kind_of
from ..images.reading import list_all
from ..inputs import InputError

OF_MICROSCOPES = {*TIFF, *BIOIO} - {".tif", ".tiff"}
Paths = str | PathLike | Iterable[str | PathLike]


@dataclass(frozen=True)
class Source:
    """Where one image lies.

    Attributes
    ----------
    path : pathlib.Path
        The file or OME-Zarr folder to open.
    image : int
        Which image of the file.
    files : tuple of pathlib.Path
        All files it is stored in.
    channels : int
        How many channels there are to choose from.
    voxels : int
        How many there are in one channel.
    refused : str
        Why it cannot be opened; empty if it can.
    """

    path: Path
    image: int = 0
    files: tuple[Path, ...] = ()
    channels: int = 1
    voxels: int = 0
    refused: str = ""


@dataclass(frozen=True)
class Found:
    """What there is to measure.

    Attributes
    ----------
    images : dict of str to Source
        In alphabetical order.
    passed_over : dict of str to str
        Files of microscopes that cannot be read here, and what to do with them.
    """

    images: dict[str, Source]
    passed_over: dict[str, str]


def find_images(images: Paths) -> Found:
    """Return the images that paths, folders and patterns mean.

    A file that holds several images counts as several; a set of files that hold one image
    together counts as one. In folders and patterns, only images are looked for: hidden files and
    other kinds are passed over, those of known microscopes by name.

    Parameters
    ----------
    images : path-like or sequence of path-like

    Returns
    -------
    Found

    Raises
    ------
    InputError
        If nothing is found, or two images cannot be told apart.
    """
    paths: dict[str, Path] = {}  # by where a link leads, so that no file comes twice
    passed_over: dict[str, str] = {}
    asked_for = list(map(Path, [images] if isinstance(images, str | PathLike) else images))
    for given in asked_for:
        for path in _expand(given, passed_over):
            paths.setdefault(os.path.realpath(path), path)  # says nothing of links in a circle
    scans, refused = list_all(sorted(path.absolute() for path in paths.values()))
    sources = [
        (scan.label, Source(scan.path, scan.index, scan.files, scan.channel_count, _voxels(scan)))
        for scan in scans
    ]
    for path, reason in refused.items():
        by_itself = any(path == given.absolute() for given in asked_for)
        if path.suffix.lower() in OF_MICROSCOPES and not by_itself:
            passed_over[path.name] = reason
        else:
            sources.append((path.name, Source(path, files=(path,), refused=reason)))
    if not sources:
        reasons = " ".join(passed_over.values())
        raise InputError(
            f"No image can be read: {reasons}"
            if reasons
            else "No image was given: name images or a folder of images."
        )
    return Found(_named(sources), passed_over)


def _voxels(scan: Any) -> int:
    """Return how many voxels one channel of an image has."""
    return math.prod(n for axis, n in zip(scan.axes, scan.shape, strict=False) if axis in "ZYX")


def _expand(given: Path, passed_over: dict[str, str]) -> Iterator[Path]:
    """Yield the image files that one path, folder or pattern means."""
    try:
        there, folder = given.exists(), given.is_dir() and not _is_zarr(given)
    except OSError as error:  # such as a name that is too long
        raise InputError(f"There is no image {given}: {error.strerror}.") from None
    if there and not folder:
        yield given
        return
    inside = sorted(given.iterdir()) if folder else _matches(str(given))
    images = [path for path in inside if kind_of(path) == "image" or _is_zarr(path)]
    elsewhere = [path for path in inside if kind_of(path) == "elsewhere"]
    passed_over.update({path.name: how_to_read(path) for path in elsewhere})
    if not images and not elsewhere:
        raise InputError(
            f"The folder {given} holds no image (TIFF or OME-Zarr): check the name, or convert the "
            "images to OME-TIFF first."
            if folder
            else f"There is no image {given}: check the name and the folder."
        )
    yield from images


def _is_zarr(path: Path) -> bool:
    """Tell whether a folder is an OME-Zarr image, and not a folder of images."""
    marks = (".zattrs", ".zgroup", ".zarray", "zarr.json")
    return path.is_dir() and (
        path.suffix.lower() == ".zarr" or any((path / mark).is_file() for mark in marks)
    )


def _matches(pattern: str) -> list[Path]:
    """Return what a pattern means; if that is nothing, take its brackets for brackets."""
    found = glob.glob(pattern) or glob.glob(pattern.replace("[", "[[]"))
    return [Path(match) for match in sorted(found)]


def _named(sources: list[tuple[str, Source]]) -> dict[str, Source]:
    """Tell images of the same name apart by their folder."""
    same = Counter(label.casefold() for label, _ in sources)
    names = {
        label if same[label.casefold()] == 1 else f"{source.path.parent.name}_{label}": source
        for label, source in sources
    }
    if len(names) < len(sources):
        raise InputError("Two images and their folders have the same names: rename one of them.")
    return dict(sorted(names.items()))
