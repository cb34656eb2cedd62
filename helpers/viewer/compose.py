"""Turn napari's layers into one picture of a slice, on the processor alone.

Colours come from the layers' own napari colormaps and are laid over each other by
napari's own blending rules, so a slice looks here as it does in napari's window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from napari.components import Dims
from napari.layers import Image, Labels

from ._napari import contours

LARGE = 600  # pixels; of a longer axis only what the screen can show is drawn


class Axis(NamedTuple):
    """Where the pixels lie along one axis of the picture, in world units."""

    start: float
    step: float
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs here

    @property
    def end(self) -> float:
        """Position of the last pixel."""
        return self.start + self.step * (self.count - 1)

    def part(self, centre: float, length: float, zoom: float) -> Axis:
        """Return the pixels of this axis that a screen can show.

        Parameters
        ----------
        centre : float
            What is in the middle of the screen, in world units.
        length : float
            The screen's pixels.
        zoom : float
            Screen pixels per world unit.

        Returns
        -------
        Axis
            All of a short axis; of a long one the part on the screen, and every so manieth
            pixel if there are more than the screen has.

        Examples
        --------
        >>> Axis(0.0, 1.0, 2000).part(centre=1000.0, length=400, zoom=0.5)
        Axis(start=600.0, step=2.0, count=401)
        """
        if self.count <= LARGE:
            return self
        every = max(1, int(1 / (zoom * self.step)))
        low, high = (centre + side * length / zoom / 2 - self.start for side in (-1, 1))
        first, last = np.clip([low // self.step, -(-high // self.step)], 0, self.count - 1)
        first = int(first // every) * every
        count = int((last - first) // every) + 1
        return Axis(self.start + first * self.step, self.step * every, count)


def world_axis(dims: Dims, axis: int) -> Axis:
    """Return the pixels of an axis on which all layers of a viewer can be drawn.

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


def section(
    layer: Image | Labels,
    point: Sequence[float],
    rows: Axis,
    cols: Axis,
    row_axis: int,
    col_axis: int,
) -> tuple[np.ndarray | None, np.ndarray | None]:
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
        position = where.start + where.step * np.arange(where.count) if where else point[world]
        index = np.atleast_1d(position - layer.translate[axis]) / layer.scale[axis]
        index = np.round(index).astype(int)
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


def colour_table(layer: Image | Labels, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the colours of a layer's own colormap, and where each value stands among them.

    Parameters
    ----------
    layer : napari.layers.Image or napari.layers.Labels
    values : ndarray (n,), or (n, 3 or 4) for a colour image

    Returns
    -------
    codes : ndarray of int (n,)
    table : ndarray of float32 (colours, 4)
        RGBA from 0 to 1, without the layer's opacity.
    """
    if isinstance(layer, Labels):
        low, high = int(values.min(initial=0)), int(values.max(initial=0))
        if high - low > values.size + 2**16:  # a few huge numbers: no table of all between
            known, codes = np.unique(values, return_inverse=True)
        else:
            known, codes = np.arange(low, high + 1), values.astype(np.intp) - low
        return codes, layer.colormap.map(known).astype(np.float32)
    if layer.rgb:
        rgb = values / 255 if values.dtype.kind in "ui" else values
        alpha = np.ones((len(rgb), 1))
        return np.arange(len(rgb)), np.concatenate([rgb, alpha], -1)[:, :4].astype(np.float32)
    low, high = layer.contrast_limits
    with np.errstate(over="ignore", invalid="ignore"):  # beyond float32 is beyond the limits too
        scaled = (values.astype(np.float32) - low) * np.float32(255 / max(high - low, 1e-12))
    codes = np.nan_to_num(scaled, copy=False, posinf=255).clip(0, 255).astype(np.uint8)
    return codes, layer.colormap.map(np.linspace(0, 1, 256) ** layer.gamma).astype(np.float32)


def blend(
    below: np.ndarray, rgba: np.ndarray, opacity: float, blending: str, first: bool = False
) -> np.ndarray:
    """Lay one coloured layer over the picture so far, as napari's `blending` says.

    Parameters
    ----------
    below : ndarray of float32 (..., 3)
        The picture so far.
    rgba : ndarray of float32 (..., 4)
    opacity : float
    blending : str
        A name from `napari.layers.base._base_constants.Blending`.
    first : bool
        The lowest visible layer lies on the empty canvas, which it does not mix with.

    Returns
    -------
    ndarray of float32 (..., 3)
    """
    rgb, alpha = rgba[..., :3], rgba[..., 3:] * np.float32(opacity)
    if blending in ("minimum", "multiplicative"):
        if first:
            return rgb
        return np.minimum(below, rgb) if blending == "minimum" else below * rgb
    if blending == "opaque":  # hides all below it
        return np.where(alpha > 0, rgb, below)
    if blending == "additive" and not first:
        return np.minimum(below + rgb * alpha, 1)
    return rgb if alpha.min(initial=1) == 1 else below + (rgb - below) * alpha


def picture(
    layers: Sequence[Image | Labels],
    dims: Dims,
    row_axis: int,
    col_axis: int,
    rows: Axis | None = None,
    cols: Axis | None = None,
) -> np.ndarray:
    """Draw the visible layers in the plane through ``dims.point``.

    Parameters
    ----------
    layers : sequence of napari layers
        From the lowest to the topmost.
    dims : napari.components.Dims
    row_axis, col_axis : int
        The axes that run down and across the picture.
    rows, cols : Axis, optional
        Which pixels to draw; by default all.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 3)
    """
    rows, cols = rows or world_axis(dims, row_axis), cols or world_axis(dims, col_axis)
    canvas = np.zeros(rows.count * cols.count, np.uint32)  # RGBA: one number moves fast
    first = True
    for layer in layers:
        if not layer.visible:
            continue
        values, inside = section(layer, dims.point, rows, cols, row_axis, col_axis)
        if values is None:
            continue
        drawn = inside
        if isinstance(layer, Labels):
            values = outlines(layer, values)
            drawn = values != 0 if inside is None else inside & (values != 0)
        where = slice(None) if drawn is None else np.flatnonzero(drawn)
        codes, table = colour_table(layer, values.reshape(len(canvas), *values.shape[2:])[where])
        style = layer.opacity, str(layer.blending), first
        if first:  # what is below is black everywhere: only the table needs mixing
            black = np.zeros((len(table), 3), np.float32)
            canvas[where] = _packed(blend(black, table, *style)).take(codes)
        else:
            below = _unpacked(canvas[where]) / np.float32(255)
            canvas[where] = _packed(blend(below, table.take(codes, axis=0), *style))
        first = False
    return _unpacked(canvas).reshape(rows.count, cols.count, 3)


def _packed(rgb: np.ndarray) -> np.ndarray:
    """Return colours from 0 to 1, one a row, as one number each."""
    rgba = np.zeros((len(rgb), 4), np.uint8)
    rgba[:, :3] = rgb * 255 + np.float32(0.5)
    return rgba.view(np.uint32)[:, 0]


def _unpacked(colours: np.ndarray) -> np.ndarray:
    """Return packed colours as rows of red, green and blue from 0 to 255."""
    return colours.view(np.uint8).reshape(-1, 4)[:, :3]


def outlines(layer: Labels, labels: np.ndarray) -> np.ndarray:
    """Return a plane of labels with only their outlines, if the layer has a contour.

    Parameters
    ----------
    layer : napari.layers.Labels
    labels : ndarray of int, 2D

    Returns
    -------
    ndarray of int, 2D
    """
    if not layer.contour:
        return labels
    return contours(labels, layer.contour, layer.colormap.background_value)
