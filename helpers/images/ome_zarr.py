"""Read images stored as OME-Zarr, a folder of small pieces.

The layout is that of https://ngff.openmicroscopy.org, versions 0.4 and 0.5.
"""

from pathlib import Path

import numpy as np

from ..inputs import InputError, check_spacing, check_volume
from .axes import MICROMETRES, one_channel

_UNITS = MICROMETRES | {"nanometer": 1e-3, "millimeter": 1e3}


def load_ome_zarr(path, channel=None):
    """Load one channel of the full-size image in an OME-Zarr folder.

    Parameters
    ----------
    path : path-like
    channel : int or str, optional
        Which channel, counted from 0, or its name in the metadata.

    Returns
    -------
    image : ndarray, shape (z, y, x)
    spacing : tuple of float, or None
        The voxel size in µm, in the order (z, y, x); None if the metadata do not say.

    Raises
    ------
    InputError
        If the folder is not an OME-Zarr image, or does not hold one 3D channel.
    """
    import zarr

    path = Path(path)
    try:
        attributes = dict(zarr.open_group(path, mode="r").attrs)
        attributes = attributes.get("ome", attributes)  # version 0.5 keeps them one floor down
        scales = attributes["multiscales"][0]
        full = scales["datasets"][0]
        image = np.asarray(zarr.open_array(path / full["path"], mode="r"))
    except Exception as error:  # zarr and its codecs raise many kinds
        raise InputError(
            f"{path.name} is a folder, but no OME-Zarr image can be read from it "
            f"({type(error).__name__}): choose the folder whose name ends in .zarr, and copy it "
            "whole."
        ) from None
    axes = "".join(axis["name"] for axis in scales["axes"]).upper()
    names = [c.get("label", "") for c in attributes.get("omero", {}).get("channels", [])]
    image = one_channel(image, axes, channel, names, path.name)
    return check_volume(image, f"image in {path.name}"), _spacing(scales["axes"], full, scales)


def _spacing(axes, *transformed):
    """Return the product of all scale transformations as (z, y, x) in µm, or None."""
    scale = np.ones(len(axes))
    for entry in transformed:
        for step in entry.get("coordinateTransformations", []):
            scale = scale * step.get("scale", 1)
    sizes = {
        axis["name"]: size * _UNITS.get(axis.get("unit"), 0)
        for axis, size in zip(axes, scale, strict=True)
    }
    try:
        return check_spacing([sizes.get(name, 0) for name in "zyx"])
    except InputError:
        return None
