"""Files that are written whole or not at all."""

import errno
import hashlib
import os
import re
import tempfile
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from .inputs import InputError

LONGEST = 120  # bytes of a file's name; a path on Windows holds 260 characters in all
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # on Windows


def safe_name(name):
    """Return a name that every file system takes, another one for another name.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> safe_name("day 1.ome.tif"), safe_name("a:b.tif")
    ('day 1.ome.tif', 'a_b.tif-1e86205d')
    """
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).encode(errors="backslashreplace").decode()
    safe = safe.replace("\\", "_")  # of bytes that are no text
    if safe == name and len(name.encode()) <= LONGEST and not RESERVED.match(name):
        return name
    short = safe.encode()[: LONGEST - 30].decode(errors="ignore").lstrip(".")
    mark = hashlib.blake2b(name.encode(errors="surrogatepass"), digest_size=4).hexdigest()
    return f"{'_' * bool(RESERVED.match(name))}{short}-{mark}"


def write_whole(path, content):
    """Write a file so that a crash or a full disk never leaves half of it.

    The content goes to a hidden file beside it, which takes the name in one step.

    Parameters
    ----------
    path : path-like
        Folders that are missing are made.
    content : str or bytes
        Text is written as UTF-8 with Unix line ends; what is no character, such as a part of a
        file's name in an old encoding, as its number.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InputError
        If the folder cannot be written to, the disk is full or another program has the file.

    Examples
    --------
    >>> import tempfile
    >>> write_whole(Path(tempfile.mkdtemp()) / "a" / "b.txt", "text").read_text()
    'text'
    """
    path = Path(path)
    content = content.encode(errors="backslashreplace") if isinstance(content, str) else content
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, 0o644)  # mkstemp's own is private, and a lab shares its folders
        _replace(draft, path)
    except OSError as error:
        raise InputError(explain(error, path)) from error
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)
    return path


def put_aside(path):
    """Give a file or folder a name with the date of its last change, so that its own is free.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    pathlib.Path or None
        The new name, which nothing else had; None if there was nothing to put aside.

    Raises
    ------
    OSError
        If it may not be renamed.

    Examples
    --------
    >>> import tempfile
    >>> path = write_whole(Path(tempfile.mkdtemp()) / "table.csv", "mine")
    >>> put_aside(path).read_text(), path.exists()
    ('mine', False)
    """
    path = Path(path)
    if not path.exists():
        return None
    free = dated(path)
    os.rename(path, free)
    return free


def dated(path):
    """Return a free name beside a file or folder: its own, with the date of its last change.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    pathlib.Path
    """
    path = Path(path)
    date = datetime.fromtimestamp(path.stat().st_mtime).strftime("%Y-%m-%d %Hh%M")
    numbers = chain([""], map(" ({})".format, count(2)))
    names = (f"{path.stem} {date}{number}{path.suffix}" for number in numbers)
    return next(free for name in names if not (free := path.with_name(name)).exists())


def _replace(draft, path):
    """Give the draft its name; on Windows that fails while another program has the old file."""
    try:
        os.replace(draft, path)
    except PermissionError as error:
        if not path.is_file():
            raise
        raise InputError(
            f"{path.name} in {path.parent} is open in another program, such as Excel: close it "
            "there and run the same again. What was finished before is kept."
        ) from error


def explain(error, path):
    """Say in plain words why a file could not be written.

    Parameters
    ----------
    error : OSError
    path : pathlib.Path

    Returns
    -------
    str
    """
    if error.errno == errno.ENOSPC:
        return (
            f"The disk is full, so {path.name} was not written: make room and run the same "
            "command again. What was finished before is kept."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"The folder {path.parent} may not be written to: choose another folder for the "
            "results, or ask for the right to write there."
        )
    return f"{path.name} could not be written to {path.parent}: {error.strerror or error}."
