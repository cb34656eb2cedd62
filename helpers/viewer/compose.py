"""Turn napari's layers into one picture of a slice, on the processor alone.

Colours come from the layers' own napari colormaps and are laid over each other by
napari's own blending rules, so a slice looks here as it does in napari's window.
"""

import struct
import zlib
from typing import NamedTuple

import numpy as np


class Axis(NamedTuple):
    """The positions of the pixels along one axis of the picture, in world units."""

    start: float
    step: float
    count: int

    @property
    def positions(self):
        """World position of each pixel's centre."""
        return self.start + self.step * np.arange(self.count)


def world_axis(dims, axis):
    """Return the pixels of `axis` on which all layers of a viewer can be drawn.

    Parameters
    ----------
    dims : napari.components.Dims
    axis : int

    Returns
    -------
    Axis
    """
    start, stop, step = dims.range[axis]
    return Axis(start, step, round((stop - start) / step) + 1)


def section(layer, point, rows, cols, row_axis, col_axis):
    """Cut one plane out of a layer.

    Parameters
    ----------
    layer : napari.layers.Image or napari.layers.Labels
    point : sequence of float
        Where the plane lies along every axis, in world units.
    rows, cols : Axis
        The pixels wanted.
    row_axis, col_axis : int
        The viewer's axes that run down and across the picture.

    Returns
    -------
    values : ndarray (rows.count, cols.count) or (rows.count, cols.count, 3 or 4)
        Nearest voxels; 0 outside the layer.
    inside : ndarray of bool (rows.count, cols.count), or None if all of it is inside
        None as `values` too if the layer does not reach this plane at all.
    """
    missing = len(point) - layer.ndim  # a 2D layer lies along the last axes of a 3D viewer
    if row_axis < missing or col_axis < missing:
        return None, None
    picks, known = [], []
    for axis in range(layer.ndim):
        world = axis + missing
        where = {row_axis: rows, col_axis: cols}.get(world)
        position = where.positions if where else np.array([point[world]])
        index = np.round((position - layer.translate[axis]) / layer.scale[axis]).astype(int)
        inside = (index >= 0) & (index < layer.data.shape[axis])
        if not inside.any():
            return None, None
        picks.append(index.clip(0, layer.data.shape[axis] - 1))
        known.append(inside)
    row, col = row_axis - missing, col_axis - missing
    cut = tuple(slice(None) if axis in (row, col) else int(i[0]) for axis, i in enumerate(picks))
    values = np.asarray(layer.data[cut])
    if row > col:
        values = values.swapaxes(0, 1)
    if not all(np.array_equal(picks[a], np.arange(layer.data.shape[a])) for a in (row, col)):
        values = values[np.ix_(picks[row], picks[col])]
    if known[row].all() and known[col].all():
        return values, None
    return values, known[row][:, None] & known[col]


def colour(layer, values):
    """Colour the values of a plane with the layer's own colormap.

    Parameters
    ----------
    layer : napari.layers.Image or napari.layers.Labels
    values : ndarray (y, x), or (y, x, 3 or 4) for a colour image

    Returns
    -------
    ndarray of float32, shape (y, x, 4)
        RGBA from 0 to 1, without the layer's opacity.
    """
    if hasattr(layer, "selected_label"):
        return label_colour(layer, values)
    if layer.rgb:
        rgb = values / 255 if values.dtype.kind in "ui" else values
        alpha = np.ones((*rgb.shape[:2], 1))
        return np.concatenate([rgb, alpha], -1)[..., :4].astype(np.float32)
    low, high = layer.contrast_limits
    scaled = (values.astype(np.float32) - low) * np.float32(255 / max(high - low, 1e-12))
    index = np.nan_to_num(scaled, posinf=255).clip(0, 255).astype(np.uint8)
    table = layer.colormap.map(np.linspace(0, 1, 256) ** layer.gamma).astype(np.float32)
    return table.take(index, axis=0)


def label_colour(layer, values):
    """Colour a plane of labels, or only their outlines if the layer has a contour."""
    if layer.contour:
        from napari.layers.labels._labels_utils import get_contours

        values = get_contours(values, layer.contour, layer.colormap.background_value)
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    if high - low > max(values.size, 2**16):  # a few huge numbers: no table of all between
        return layer.colormap.map(values).astype(np.float32)
    table = layer.colormap.map(np.arange(low, high + 1)).astype(np.float32)
    return table.take(values.astype(np.int64) - low, axis=0)


def blend(below, rgba, opacity, blending, first=False):
    """Lay one coloured plane over the picture so far, as napari's `blending` says.

    Parameters
    ----------
    below : ndarray of float32 (y, x, 3)
        The picture so far; changed in place.
    rgba : ndarray of float32 (y, x, 4)
    opacity : float
    blending : str
        A name from `napari.layers.base._base_constants.Blending`.
    first : bool
        The lowest visible layer lies on the empty canvas, which it does not mix with.
    """
    rgb, alpha = rgba[..., :3], rgba[..., 3:] * np.float32(opacity)
    if first and blending in ("minimum", "multiplicative"):
        below[:] = rgb
    elif blending == "minimum":
        np.minimum(below, rgb, out=below)
    elif blending == "multiplicative":
        below *= rgb
    elif blending == "additive":
        below += rgb * alpha
        np.minimum(below, 1, out=below)
    else:  # translucent; an opaque layer hides all below it
        alpha = (alpha > 0).astype(np.float32) if blending == "opaque" else alpha
        below += (rgb - below) * alpha


def picture(layers, dims, row_axis, col_axis):
    """Draw the visible layers in the plane through ``dims.point``.

    Parameters
    ----------
    layers : sequence of napari layers
        From the lowest to the topmost.
    dims : napari.components.Dims
    row_axis, col_axis : int
        The axes that run down and across the picture.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
    """
    rows, cols = world_axis(dims, row_axis), world_axis(dims, col_axis)
    canvas = np.zeros((rows.count, cols.count, 3), np.float32)
    first = True
    for layer in layers:
        if not layer.visible:
            continue
        values, inside = section(layer, dims.point, rows, cols, row_axis, col_axis)
        if values is None:
            continue
        rgba = colour(layer, values)
        if inside is not None:
            rgba[~inside] = 0
        blend(canvas, rgba, layer.opacity, str(layer.blending), first)
        first = False
    return np.rint(canvas * 255).astype(np.uint8)


def quick_png(rgb):
    r"""Return a picture as PNG bytes, as fast as zlib allows.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (y, x, 3)

    Returns
    -------
    bytes
        Each row is stored as its difference from the row above (PNG's "up" filter).

    Examples
    --------
    >>> quick_png(np.zeros((2, 2, 3), np.uint8))[:4]
    b'\x89PNG'
    """
    height, width, _ = rgb.shape
    flat = rgb.reshape(height, -1)
    rows = np.empty((height, 1 + flat.shape[1]), np.uint8)
    rows[:, 0] = 2
    rows[0, 1:] = flat[0]
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    squeeze = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS, 9, zlib.Z_FILTERED)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", squeeze.compress(rows) + squeeze.flush()),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
