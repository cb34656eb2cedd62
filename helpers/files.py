"""Files that are written whole or not at all."""

import errno
import os
import tempfile
from pathlib import Path

from .inputs import InputError


def write_whole(path, content):
    """Write a file so that a crash or a full disk never leaves half of it.

    The content goes to a hidden file beside it, which takes the name in one step.

    Parameters
    ----------
    path : path-like
        Folders that are missing are made.
    content : str or bytes
        Text is written as UTF-8 with Unix line ends.

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
    content = content.encode() if isinstance(content, str) else content
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
