"""Where the results of one image are kept, whatever the image is called."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ..files import safe_name
from ..inputs import InputError


def overlay_file(out: Path, name: str) -> Path:
    """Return where the picture of an image is kept.

    Parameters
    ----------
    out : pathlib.Path
    name : str

    Returns
    -------
    pathlib.Path
    """
    return out / "overlays" / f"{safe_name(name)}.png"


def labels_folder(out: Path, name: str) -> Path:
    """Return where the labels of an image are kept that is measured in blocks.

    Parameters
    ----------
    out : pathlib.Path
    name : str

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> [labels_folder(Path("out"), name).name for name in ("big.ome.zarr", "big.tif")]
    ['big.ome.zarr', 'big.tif.ome.zarr']
    """
    safe = safe_name(name)
    return out / "labels" / (safe if safe.endswith(".ome.zarr") else f"{safe}.ome.zarr")


def work_folder(out: Path, name: str) -> Path:
    """Return where an image is kept that is measured in blocks and not finished.

    Parameters
    ----------
    out : pathlib.Path
    name : str

    Returns
    -------
    pathlib.Path
    """
    return out / "unfinished" / safe_name(name)


def record_file(out: Path, name: str) -> Path:
    """Return where what was measured in an image is kept.

    Parameters
    ----------
    out : pathlib.Path
    name : str

    Returns
    -------
    pathlib.Path
    """
    return out / "done" / f"{safe_name(name)}.json"


def check_apart(results: Iterable[tuple[str, str]]) -> None:
    """Refuse images whose results would be the same files, here or on another system.

    Windows, macOS and many shared folders take ``A.tif`` and ``a.tif`` for one name, and an é
    written in two ways too.

    Parameters
    ----------
    results : iterable of (str, str)
        What each image is called, and the name that its results bear.

    Raises
    ------
    InputError
        If the results of one image would overwrite those of another.

    Examples
    --------
    >>> check_apart([("day 1/a.tif", "a"), ("day 1/b.tif", "b")])
    """
    met: dict[str, str] = {}
    for image, name in results:
        other = met.setdefault(unicodedata.normalize("NFC", name.casefold()), image)
        if other != image:
            raise InputError(
                f"The results of {other} and of {image} would be the same files, as many systems "
                "take their names for one: rename one of the images, or measure it into "
                "another folder (out)."
            )
