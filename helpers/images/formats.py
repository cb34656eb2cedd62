"""Which reader a file is for, by what it holds and not only by its name."""

from importlib.util import find_spec

from ..inputs import InputError

TIFF = (".tif", ".tiff", ".btf", ".tf8", ".lsm", ".stk")
ZARR = (".zarr",)
BIOIO = {".czi": "czi", ".nd2": "nd2", ".lif": "lif"}  # read with the extra `formats`
# kinds that microscopes and their programs write, and Fiji opens
FIJI = {
    ".ims": "Imaris",
    ".oib": "Olympus",
    ".oif": "Olympus",
    ".oir": "Olympus",
    ".vsi": "Olympus",
    ".dv": "DeltaVision",
    ".r3d": "DeltaVision",
    ".ics": "ICS",
    ".ids": "ICS",
    ".sld": "SlideBook",
    ".sldy": "SlideBook",
    ".lof": "Leica",
    ".xlef": "Leica",
    ".zvi": "Zeiss",
    ".ipl": "IPLab",
    ".mvd2": "Volocity",
    ".nrrd": "NRRD",
    ".mrc": "MRC",
    ".h5": "HDF5",
    ".hdf5": "HDF5",
}
IN_FIJI = "open it in Fiji (File > Import > Bio-Formats) and save it with File > Save As > Tiff"
_BEGINNINGS = {
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
    b"ZISRAWFI": "czi",
    b"\xda\xce\xbe\x0a": "nd2",
    b"\0\0\0\x0cjP  ": "nd2",
    b"\x70\0\0\0": "lif",
}
_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"PK\x03\x04": "a ZIP archive (unpack it first)",
    b"\x89HDF": "an HDF5 file",
    b"%PDF": "a PDF",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
}


def kind_of(path):
    """Say what a file in a folder of images is, by its name alone.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
        "image" can be read; "elsewhere" is an image of a known kind that must be turned into a
        TIFF first, for which `how_to_read` says how; "other" is no image, or a hidden file such
        as the ``._cell.tif`` that macOS leaves on sticks.

    Examples
    --------
    >>> from pathlib import Path
    >>> [kind_of(Path(name)) for name in ("a.TIF", "a.zarr", "._a.tif", "a.ims", "notes.txt")]
    ['image', 'image', 'other', 'elsewhere', 'other']
    """
    ending = path.suffix.lower()
    if path.name.startswith("."):
        return "other"
    if ending in TIFF + ZARR or (ending in BIOIO and _installed(ending)):
        return "image"
    return "elsewhere" if ending in FIJI or ending in BIOIO else "other"


def how_to_read(path):
    """Say why a file of a microscope's own kind cannot be read here, and what to do.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str

    Examples
    --------
    >>> from pathlib import Path
    >>> print(how_to_read(Path("a.ims")))
    a.ims is an image in the format of Imaris, which cannot be read here: open it in Fiji \
(File > Import > Bio-Formats) and save it with File > Save As > Tiff.
    """
    ending = path.suffix.lower()
    if ending in BIOIO:
        kind = BIOIO[ending]
        return (
            f"{path.name} is stored as {kind.upper()}, which is read here once its reader is "
            f"installed: run %pip install bioio bioio-{kind} in a cell, or the same without % in "
            f"the workbook's terminal, and start anew. Or {IN_FIJI}."
        )
    return (
        f"{path.name} is an image in the format of {FIJI.get(ending, 'another program')}, which "
        f"cannot be read here: {IN_FIJI}."
    )


def opener(path):
    """Return the function that opens a file or folder, a context manager over its images.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    callable

    Raises
    ------
    InputError
        If there is no such file, or nothing here reads it.
    """
    if not path.exists():
        raise InputError(f"There is no file {path}: check the name and the folder.")
    if path.is_dir():
        from .ome_zarr import open_ome_zarr

        return open_ome_zarr
    ending, begin = path.suffix.lower(), _beginning(path)
    kind = next((kind for start, kind in _BEGINNINGS.items() if begin.startswith(start)), None)
    if kind == "tiff":
        from .tiff import open_tiff

        return open_tiff
    if ending in BIOIO and (kind or not begin):
        if not _installed(ending):
            raise InputError(how_to_read(path))
        from .microscopes import open_microscope

        return open_microscope
    if ending in FIJI:
        raise InputError(how_to_read(path))
    raise InputError(_no_image(path, begin))


def _beginning(path):
    """Return the first bytes of a file, which tell its kind."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except PermissionError:
        raise InputError(
            f"{path.name} may not be opened: another program holds it, or you have no right to "
            "read it."
        ) from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be opened: {error.strerror or error}.") from None


def _no_image(path, begin):
    if not begin:
        return f"{path.name} is empty (0 bytes): copy or export it again."
    other = next((name for start, name in _OTHERS.items() if begin.startswith(start)), None)
    ending = path.suffix.lower()
    called = BIOIO.get(ending, "TIFF").upper()
    if other:
        return (
            f"{path.name} is {other}, not a {called}: the pixels that the microscope recorded are "
            "wanted, as TIFF, OME-TIFF or OME-Zarr."
        )
    return (
        f"{path.name} cannot be read as a {called}; it is another kind of file, or its beginning "
        f"is lost. Copy it again, or {IN_FIJI}."
    )


def _installed(ending):
    """Return whether the reader of a microscope's own format is there."""
    return all(find_spec(name) for name in ("bioio", f"bioio_{BIOIO[ending]}"))
