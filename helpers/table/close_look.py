"""A close look at one nucleus, so that it is seen beside its row in the table."""

import numpy as np
from napari.layers import Image, Labels
from scipy.ndimage import binary_erosion

from ..png import quick_png
from ..viewer.compose import Axis, picture, section, world_axis

OUTLINE = (255, 220, 80)
SIDE = 220  # pixels; a small nucleus is enlarged to about this
RIM = 0.4  # of its size, left around the nucleus


def close_look(viewer, layer, label):
    """Return the nucleus as the viewer's present slice shows it, outlined.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
        Either face.
    layer : napari.layers.Labels
    label : int

    Returns
    -------
    bytes
        A PNG; empty if the nucleus is not in this slice.
    """
    dims = viewer.dims
    axes = dims.order[-2:]
    whole = [world_axis(dims, axis) for axis in axes]
    values, inside = section(layer, dims.point, *whole, *axes)
    if values is None:
        return b""
    nucleus = (values == label) & (True if inside is None else inside)
    if not nucleus.any():
        return b""
    parts = [_around(np.flatnonzero(nucleus.any(axis=1 - side))) for side in (0, 1)]
    shape = nucleus.shape
    slices = tuple(slice(max(a, 0), min(b, n)) for (a, b), n in zip(parts, shape, strict=True))
    nucleus = nucleus[slices]
    rows, cols = (_cut(axis, part) for axis, part in zip(whole, slices, strict=True))
    drawn = [other for other in viewer.layers if isinstance(other, Image | Labels)]
    rgb = picture(drawn, dims, *axes, rows, cols)
    larger = max(1, SIDE // max(nucleus.shape))
    rgb, nucleus = (a.repeat(larger, 0).repeat(larger, 1) for a in (rgb, nucleus))
    rgb[nucleus & ~binary_erosion(nucleus, iterations=2, border_value=1)] = OUTLINE
    return quick_png(rgb)


def _around(where):
    """Return the first position and the one after the last, with a rim around them."""
    first, last = int(where[0]), int(where[-1]) + 1
    rim = max(3, round(RIM * (last - first)))
    return first - rim, last + rim


def _cut(axis, part):
    return Axis(axis.start + axis.step * part.start, axis.step, part.stop - part.start)
