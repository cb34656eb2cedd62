"""Read an image file of your own, with its voxel size."""

from pathlib import Path

import tifffile

from ..inputs import InputError, check_spacing, check_volume
from .axes import MICROMETRES, one_channel


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
    >>> from helpers.images import DATA
    >>> image, spacing = load_volume(DATA / "nuclei.ome.tif")
    >>> image.dtype, spacing
    (dtype('uint16'), (0.29, 0.26, 0.26))
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"There is no file {path}: check the name and the folder.")
    if path.is_dir():
        from .ome_zarr import load_ome_zarr

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
