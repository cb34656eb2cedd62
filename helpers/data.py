"""The image of the lessons, and images of your own, each with its voxel size."""

import hashlib
from pathlib import Path

import numpy as np
import tifffile

from .checks import InputError, check_spacing, check_volume

DATA = Path(__file__).parent.parent / "data"
NUCLEI_SHA256 = "3ce5179fcc8bb48110bd2422bdda7ef26c56f1f444be6aca8c1e5ec803d8fc85"
CELLS3D_URL = (  # where scikit-image itself fetches skimage.data.cells3d from
    "https://gitlab.com/scikit-image/data/-/raw/2cdc5ce89b334d28f06a58c9f0ca21aa6992a5ba/cells3d.tif"
)
CELLS3D_SHA256 = "afc7c7d80d38bfde09788b4064ac1e64ec14e88454ab785ebdc8dbba5ca3b222"
CELLS3D_SPACING = (0.29, 0.26, 0.26)

# How many µm one unit of length is, by the names that TIFF writers use.
MICROMETRES = {"nm": 1e-3, "µm": 1.0, "μm": 1.0, "um": 1.0, "micron": 1.0, "microns": 1.0}
MICROMETRES |= {"micrometer": 1.0, "\\u00b5m": 1.0, "mm": 1e3, "cm": 1e4}


def load_nuclei(path=DATA / "nuclei.ome.tif"):
    """Load the nuclei of the lessons, and check that not one voxel has changed.

    Parameters
    ----------
    path : path-like, optional
        Where the image lies; by default in the workbook's `data` folder.

    Returns
    -------
    image : ndarray of uint16, shape (60, 256, 256)
        Axes (z, y, x); higher is brighter.
    spacing : tuple of float
        The size of a voxel in µm: (0.29, 0.26, 0.26), in the order (z, y, x).

    Raises
    ------
    InputError
        If the file is missing, cut short or changed.

    Examples
    --------
    >>> image, spacing = load_nuclei()
    >>> image.shape, spacing
    ((60, 256, 256), (0.29, 0.26, 0.26))
    """
    advice = "get the workbook's data folder again, for example with git checkout -- data"
    if not Path(path).exists():
        raise InputError(f"The image {Path(path).name} is not in {Path(path).parent}: {advice}.")
    try:
        image, spacing = load_volume(path)
    except InputError as error:
        raise InputError(f"{error} It is the image of the lessons: {advice}.") from None
    pixels = np.ascontiguousarray(image, dtype="<u2")
    if hashlib.sha256(pixels.tobytes()).hexdigest() != NUCLEI_SHA256:
        raise InputError(
            f"The voxels of {Path(path).name} are not those of the lessons, so no figure would "
            f"come out: {advice}."
        )
    return image, spacing


def load_volume(path, channel=None):
    """Load one channel of a TIFF or OME-TIFF as a 3D image, with its voxel size.

    Parameters
    ----------
    path : path-like
        A TIFF, ImageJ TIFF or OME-TIFF, or an OME-Zarr folder, with axes z, y, x and perhaps
        channels.
    channel : int or str, optional
        Which channel, counted from 0, or its name in the OME metadata. Needed if the
        file holds more than one.

    Returns
    -------
    image : ndarray, shape (z, y, x)
    spacing : tuple of float, or None
        The voxel size in µm, in the order (z, y, x); None if the file does not say.

    Raises
    ------
    InputError
        If the file is missing, is not a readable TIFF, or does not hold one 3D channel.

    Examples
    --------
    >>> image, spacing = load_volume(DATA / "nuclei.ome.tif")
    >>> image.dtype, spacing
    (dtype('uint16'), (0.29, 0.26, 0.26))
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"There is no file {path}: check the name and the folder.")
    if path.is_dir():
        from .zarr_reader import load_ome_zarr

        return load_ome_zarr(path, channel)
    try:
        with tifffile.TiffFile(path) as tiff:
            series = tiff.series[0]
            axes, names, spacing = series.axes, _channel_names(tiff), _spacing(tiff)
            image = series.asarray()
    except Exception as error:  # tifffile and its codecs raise many kinds
        raise InputError(
            f"{path.name} cannot be read as a TIFF; it may be cut short or be another kind of "
            f"file ({type(error).__name__}). Copy or export it again."
        ) from None
    image = one_channel(image, axes, channel, names, path.name)
    return check_volume(image, name=f"image in {path.name}"), spacing


def download_cells3d():
    """Fetch the two-channel original of the image from scikit-image's server.

    The file (about 20 MB) is kept on your computer, so it is fetched only once.

    Returns
    -------
    image : ndarray of uint16, shape (60, 2, 256, 256)
        Axes (z, channel, y, x); channel 0 is the membranes, channel 1 the nuclei.
    spacing : tuple of float
        (0.29, 0.26, 0.26) µm, in the order (z, y, x).

    Raises
    ------
    InputError
        If there is no network, or the server does not answer.
    """
    import pooch

    try:
        path = pooch.retrieve(
            CELLS3D_URL,
            known_hash=CELLS3D_SHA256,
            fname="cells3d.tif",
            path=pooch.os_cache("nuclei-workbook"),
            downloader=pooch.HTTPDownloader(progressbar=True),
        )
    except Exception as error:  # every network has its own way to fail
        raise InputError(
            "The two-channel image could not be downloaded; is this computer on the network? "
            "Every lesson works without it: load_nuclei() reads the nuclei that came with the "
            f"workbook. ({type(error).__name__})"
        ) from None
    return tifffile.imread(path), CELLS3D_SPACING


def one_channel(image, axes, channel, names, file):
    """Return the (z, y, x) array of one channel of an array whose axes are named by letters."""
    if "S" in axes:
        raise InputError(
            f"{file} is a colour (RGB) picture of shape {image.shape}, but the grey slices of a "
            "fluorescence channel are wanted: export the channel itself."
        )
    # a lone axis says nothing; "I" and "Q" are TIFF's names for pages of no known meaning
    keep = [i for i, n in enumerate(image.shape) if n > 1 or axes[i] in "ZYX"]
    image = image.reshape([image.shape[i] for i in keep])
    axes = "".join(axes[i] for i in keep).replace("I", "Z").replace("Q", "Z")
    if "C" in axes:
        image = np.take(image, _channel_index(channel, names, image, axes, file), axes.index("C"))
        axes = axes.replace("C", "")
    elif channel not in (None, 0) and channel not in names:
        raise InputError(f"{file} holds one channel only: leave the channel out.")
    if "T" in axes:
        raise InputError(
            f"{file} holds {image.shape[axes.index('T')]} time points, but one is wanted: save the "
            "time points as files of their own."
        )
    if sorted(axes) == ["X", "Y", "Z"]:
        return np.moveaxis(image, [axes.index(a) for a in "ZYX"], (0, 1, 2))
    return image


def _channel_index(channel, names, image, axes, file):
    """Return which entry of the channel axis is meant by a number or a name."""
    count = image.shape[axes.index("C")]
    known = f"0 to {count - 1}" + (f" ({', '.join(names)})" if names else "")
    if channel in names:
        return names.index(channel)
    if isinstance(channel, int) and 0 <= channel < count:
        return channel
    found = "none was chosen" if channel is None else f"{channel!r} is not one of them"
    raise InputError(f"{file} holds {count} channels and {found}: choose channel {known}.")


def _ome_pixels(tiff):
    """Return the `Pixels` element of the OME metadata, or an empty dict."""
    if not tiff.is_ome:
        return {}
    image = tifffile.xml2dict(tiff.ome_metadata).get("OME", {}).get("Image", {})
    return (image[0] if isinstance(image, list) else image).get("Pixels", {})


def _channel_names(tiff):
    """Return the names of the channels that the OME metadata gives."""
    channels = _ome_pixels(tiff).get("Channel", [])
    channels = channels if isinstance(channels, list) else [channels]
    return [str(c["Name"]) for c in channels if isinstance(c, dict) and "Name" in c]


def _spacing(tiff):
    """Return the voxel size in µm (z, y, x) from OME or ImageJ metadata, or None."""
    pixels = _ome_pixels(tiff)
    steps = [
        pixels.get(f"PhysicalSize{a}", 0)
        * MICROMETRES.get(pixels.get(f"PhysicalSize{a}Unit", "µm"), 0)
        for a in "ZYX"
    ]
    if not pixels and tiff.is_imagej:
        unit = MICROMETRES.get(tiff.imagej_metadata.get("unit"), 0)
        tags = tiff.pages[0].tags
        steps = [tiff.imagej_metadata.get("spacing", 0) * unit]
        for name in ("YResolution", "XResolution"):
            per_unit = tags[name].value if name in tags else (0, 1)
            steps.append(unit * per_unit[1] / per_unit[0] if per_unit[0] else 0)
    try:
        return check_spacing(steps)
    except InputError:
        return None
