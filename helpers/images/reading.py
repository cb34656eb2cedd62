"""Read an image of your own, whatever wrote it, with its voxel size."""

import dataclasses
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..inputs import InputError, check_volume, free_memory
from .formats import opener
from .image_cautions import cautions_of
from .scan import Scan


@dataclass(frozen=True)
class Volume:
    """One channel of one image, read whole.

    Attributes
    ----------
    image : ndarray, shape (z, y, x)
        A 2D image is a single slice.
    spacing : tuple of float, or None
        The voxel size in µm, in the order (z, y, x); None if the file does not say all of it.
        `scan.voxel.explain()` then says what it does say.
    scan : Scan
        What the file says of the image.
    bits : int or None
        The bits of the camera, if the file says that they are fewer than the type holds and no
        voxel is brighter than they allow: 12 means that 4095 is the highest value.
    cautions : tuple of str
        What is doubtful about it, one sentence each.
    """

    image: np.ndarray
    spacing: tuple | None
    scan: Scan
    bits: int | None = None
    cautions: tuple = ()


def load_volume(path, channel=None, image=None):
    """Load one channel of an image file as a 3D image, with its voxel size.

    Parameters
    ----------
    path : path-like
        A file of the TIFF family (OME-TIFF, ImageJ and Fiji, LSM, STK, BTF), an OME-Zarr folder,
        or with the extra `formats` a CZI, ND2 or LIF.
    channel : int or str, optional
        Which channel, counted from 0, or its name. Needed if the image holds more than one.
    image : int or str, optional
        Which image, counted from 0, or its name. Needed if the file holds more than one.

    Returns
    -------
    image : ndarray, shape (z, y, x)
        A 2D image is a single slice.
    spacing : tuple of float, or None
        The voxel size in µm, in the order (z, y, x); None if the file does not say.

    Raises
    ------
    InputError
        If the file is missing, damaged, not whole, too large for the memory, of a kind that
        cannot be read, or does not hold one channel of one stack.

    Warns
    -----
    UserWarning
        If parts of the image may be missing; `read_volume` gives all cautions.

    Examples
    --------
    >>> from helpers.images import DATA
    >>> image, spacing = load_volume(DATA / "nuclei.ome.tif")
    >>> image.dtype, spacing
    (dtype('uint16'), (0.29, 0.26, 0.26))
    """
    volume = read_volume(path, channel, image)
    missing = [
        said for said in volume.cautions if said.startswith(("pieces", "slices", "empty slice"))
    ]
    if missing:  # it must not pass in silence
        warnings.warn(f"{Path(path).name}: {' '.join(missing)}", stacklevel=2)
    return volume.image, volume.spacing


def read_volume(path, channel=None, image=None):
    """Load one channel of an image with all that its file says: see `load_volume`.

    Parameters
    ----------
    path : path-like
    channel, image : int or str, optional

    Returns
    -------
    Volume

    Raises
    ------
    InputError
        As `load_volume` does.
    """
    with _opened(path) as found:
        scan, take, stored, _ = found[_place(found, image)]
        chosen = scan.choose(channel)
        axes = [axis for axis in scan.axes if axis not in chosen]
        _check_room(scan, chosen, stored)
        array, doubts = take(chosen)
    if "Z" not in axes:
        array, axes = array[None], ["Z", *axes]
    array = np.moveaxis(array, [axes.index(axis) for axis in "ZYX"], (0, 1, 2))
    if array.dtype == bool:
        array = array * np.uint8(255)  # a mask, as Fiji writes one
    array = check_volume(array, f"image in {scan.path.name}")
    bits = scan.bits if scan.bits and array.max() < 2**scan.bits else None
    spacing = scan.voxel.spacing
    return Volume(array, spacing, scan, bits, (*scan.doubts, *doubts, *cautions_of(array, spacing)))


def find_stored(path, channel=None, image=None):
    """Find out how one channel of an image can be read part by part, without reading it.

    Parameters
    ----------
    path : path-like
        An OME-Zarr folder, or a TIFF whose pixels lie in one piece, not compressed.
    channel, image : int or str, optional
        As for `load_volume`.

    Returns
    -------
    scan : Scan
    chosen : dict of str to int
        Which entry to take on each axis that is none of Z, Y, X.
    open_stored : callable
        Opens the array as it is stored, with an axis for each letter of ``scan.axes``.
    coarser : tuple of callable
        Open the same image with fewer voxels.
    cautions : list of str

    Raises
    ------
    InputError
        As `load_volume` does, and if the image can only be read whole.
    """
    with _opened(path) as found:
        scan, _, stored, coarser = found[_place(found, image)]
        chosen = scan.choose(channel)
        if stored is None:
            raise InputError(
                f"{scan.path.name} is stored so that it can only be read whole: save it as "
                "OME-Zarr, or as a TIFF without compression."
            )
        open_stored, doubts = stored(chosen)
    return scan, chosen, open_stored, coarser, [*scan.doubts, *doubts]


def list_images(path):
    """Say what images a file or OME-Zarr folder holds, without reading a voxel.

    A set of OME-TIFF files that belong together is one image, whichever of them is given.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    list of Scan
        With `shape`, `axes`, `channels`, `voxel`, the `files` each lies in, and the `index` that
        `load_volume` takes as `image`. One with a `trouble` is listed too, but cannot be read.

    Raises
    ------
    InputError
        If the file is missing, damaged, or of a kind that cannot be read.

    Examples
    --------
    >>> from helpers.images import DATA
    >>> [(scan.label, scan.shape) for scan in list_images(DATA / "nuclei.ome.tif")]
    [('nuclei.ome.tif', (60, 256, 256))]
    """
    with _opened(path) as found:
        return [opened.scan for opened in found]


def list_all(paths):
    """List the images in many files, each once, also where a set of files holds one image.

    Parameters
    ----------
    paths : iterable of path-like
        A file of a set that was met before is not opened again.

    Returns
    -------
    images : list of Scan
        In the order of the paths.
    refused : dict of pathlib.Path to str
        The files that cannot be opened, and why.
    """
    images, refused, met = {}, {}, set()
    for path in map(Path, paths):
        if path.absolute() in met:
            continue
        try:
            for scan in list_images(path):
                images.setdefault(scan.key, scan)
                met.update(file.absolute() for file in scan.files)
        except InputError as error:
            refused[path] = str(error)
    parts = {path for path in refused if path.absolute() in met}  # read by way of another file
    return list(images.values()), {path: refused[path] for path in refused.keys() - parts}


@contextmanager
def _opened(path):
    """Open any file; whatever goes wrong becomes an InputError with the true reason."""
    path = Path(path)
    try:
        with opener(path)(path) as found:
            yield [
                opened._replace(
                    scan=dataclasses.replace(
                        opened.scan,
                        index=index,
                        count=len(found),
                        files=opened.scan.files or (path,),
                    )
                )
                for index, opened in enumerate(found)
            ]
    except InputError:
        raise
    except MemoryError as error:
        raise InputError(
            f"{path.name} does not fit into the memory of this computer ({error}): crop it, close "
            "other programs, or use a computer with more memory."
        ) from None
    except PermissionError:
        raise InputError(
            f"{path.name} may not be opened: another program holds it, or you have no right to "
            "read it."
        ) from None
    except Exception as error:  # the readers and their codecs raise many kinds
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise InputError(
            f"{path.name} cannot be read; it may be cut short or damaged ({reason}). Copy or "
            "export it again, or open it in Fiji and save it as a TIFF."
        ) from None


def _place(found, image):
    """Return which image of a file is meant by a number or a name."""
    scans = [opened.scan for opened in found]
    if image is None and len(scans) == 1:
        return 0
    if isinstance(image, int | np.integer) and 0 <= image < len(scans):
        return int(image)
    places = [n for n, scan in enumerate(scans) if scan.name and scan.name == image]
    if len(places) == 1:
        return places[0]
    said = [
        f"{scan.index}{f' ({scan.name})' if scan.name else ''}: {' × '.join(map(str, scan.shape))}"
        for scan in scans[:10]
    ]
    which = "none was chosen" if image is None else f"{image!r} is not one of them"
    raise InputError(
        f"{scans[0].path.name} holds {len(scans)} images and {which} ({'; '.join(said)}"
        f"{'; ...' if len(scans) > 10 else ''}): choose image 0 to {len(scans) - 1}."
    )


def _check_room(scan, chosen, in_parts):
    """Refuse an image that is larger than the free memory, before any is taken for it."""
    needed = scan.dtype.itemsize
    for axis, length in scan.sizes.items():
        needed *= 1 if axis in chosen else length
    if needed > (free := free_memory()):
        raise InputError(
            f"{scan.path.name} needs {needed / 1e9:.1f} GB of memory, but {free / 1e9:.1f} GB are "
            + (
                "free: look at a part of it (load_overview, load_region), and measure it in blocks "
                "(measure-nuclei --blocks)."
                if in_parts
                else "free: crop it, close other programs, or save it as OME-Zarr, which can be "
                "read in parts (load_overview, load_region)."
            )
        )
