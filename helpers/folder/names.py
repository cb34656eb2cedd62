"""Where the results of one image are kept, whatever the image is called."""

import hashlib
import re
from pathlib import Path

LONGEST = 120  # bytes of a file's name; a path on Windows holds 260 characters in all
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # on Windows


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
    return out / "overlays" / f"{_stem(name)}.png"


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
    return out / "done" / f"{_stem(name)}.json"


def _stem(name: str) -> str:
    """Return a name that every file system takes, another one for another image.

    Examples
    --------
    >>> _stem("day 1.ome.tif"), _stem("a:b.tif")
    ('day 1.ome.tif', 'a_b.tif-1e86205d')
    """
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name)
    if safe == name and len(name.encode()) <= LONGEST and not RESERVED.match(name):
        return name
    short = safe.encode()[: LONGEST - 30].decode(errors="ignore").lstrip(".")
    mark = hashlib.blake2b(name.encode(errors="surrogateescape"), digest_size=4).hexdigest()
    return f"{'_' * bool(RESERVED.match(name))}{short}-{mark}"
