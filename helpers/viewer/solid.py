"""See labels and images in 3D, from any side, drawn by numpy alone.

Labels are drawn as surfaces: each voxel at an object's surface is a small square, painted from
the farthest to the nearest and shaded by the direction it faces. Images are drawn as the brightest
voxel along each line of sight, by painting from the dimmest to the brightest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from napari.components import Camera, Dims, ViewerModel
from napari.layers import Image, Labels
from scipy.ndimage import maximum_filter, uniform_filter

from .compose import blend, colour_table

LONGEST = 256  # voxels along an axis; a larger volume is thinned to this for the 3D view
SIZE = 560  # pixels of the picture's sides
QUICK_SIZE = 300  # while it is being turned


class Cloud(NamedTuple):
    """Voxels to paint.

    Attributes
    ----------
    points : ndarray of float32 (n, 3)
        Their centres (z, y, x) in world units.
    values : ndarray (n,)
        Labels or intensities.
    normals : ndarray of float32 (n, 3), or None
        Unit vectors that point out of the object.
    step : float
        The largest distance between neighbouring voxels, in world units.
    """

    points: np.ndarray
    values: np.ndarray
    normals: np.ndarray | None
    step: float

    def thinned(self, every: int) -> Cloud:
        """Return every so manieth voxel, to be painted larger.

        Parameters
        ----------
        every : int
            1 keeps all.

        Returns
        -------
        Cloud
        """
        normals = None if self.normals is None else self.normals[::every]
        size = self.step * every ** (1 / 3)
        return Cloud(self.points[::every], self.values[::every], normals, size)


def surface(
    labels: np.ndarray,
    spacing: Sequence[float] = (1, 1, 1),
    origin: Sequence[float] = (0, 0, 0),
) -> Cloud:
    """Return the voxels at the surfaces of the labels.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)
    spacing, origin : sequence of float
        The size of a voxel and the position of voxel (0, 0, 0), in world units.

    Returns
    -------
    Cloud

    Examples
    --------
    >>> cube = np.zeros((5, 5, 5), int)
    >>> cube[1:4, 1:4, 1:4] = 7
    >>> len(surface(cube).points)  # 27 voxels, of which one is inside
    26
    """
    edge = np.zeros(labels.shape, bool)
    for axis in range(3):
        moved, other = edge.swapaxes(0, axis), labels.swapaxes(0, axis)
        differs = other[1:] != other[:-1]
        moved[1:] |= differs
        moved[:-1] |= differs
        moved[[0, -1]] = True
    index = np.argwhere(edge & (labels != 0))
    solid = uniform_filter((labels != 0).astype(np.float32), 5, mode="constant")
    normals = np.empty((len(index), 3), np.float32)
    for axis in range(3):
        ahead, behind = index.copy(), index.copy()
        ahead[:, axis] = np.minimum(ahead[:, axis] + 1, labels.shape[axis] - 1)
        behind[:, axis] = np.maximum(behind[:, axis] - 1, 0)
        normals[:, axis] = (solid[tuple(behind.T)] - solid[tuple(ahead.T)]) / spacing[axis]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    points = (index * np.asarray(spacing) + np.asarray(origin)).astype(np.float32)
    return Cloud(points, labels[tuple(index.T)], normals, float(max(spacing)))


def bright_voxels(
    image: np.ndarray,
    low: float,
    high: float,
    spacing: Sequence[float] = (1, 1, 1),
    origin: Sequence[float] = (0, 0, 0),
    most: int = 400_000,
) -> Cloud:
    """Return the voxels of an image that are bright enough to be seen, dimmest first.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    low, high : float
        The contrast limits.
    spacing, origin : sequence of float
        As for `surface`.
    most : int
        At most so many voxels: the brightest.

    Returns
    -------
    Cloud
    """
    index = np.flatnonzero(image.ravel() > low + 0.1 * (high - low))
    values = image.ravel()[index]
    order = np.argsort(values, kind="stable")[-most:]
    position = np.stack(np.unravel_index(index[order], image.shape), axis=-1)
    points = (position * np.asarray(spacing) + np.asarray(origin)).astype(np.float32)
    return Cloud(points, values[order], None, float(max(spacing)))


def screen(view: Sequence[float], up: Sequence[float], mirrored: bool = False) -> np.ndarray:
    """Return the directions right, down and away on the screen, as rows (z, y, x).

    Parameters
    ----------
    view, up : sequence of float
        Unit vectors (z, y, x): into the screen, and up.
    mirrored : bool
        Whether z grows into the screen in the first view, rather than out of it as usual.

    Returns
    -------
    ndarray (3, 3)

    Examples
    --------
    >>> screen((-1, 0, 0), (0, -1, 0))[0]  # seen from above, x runs to the right
    array([0., 0., 1.])
    """
    away, above = np.asarray(view, float), np.asarray(up, float)
    right = np.cross(away, above)
    return np.stack([-right if mirrored else right, -above, away])


def project(
    cloud: Cloud, axes: np.ndarray, centre: Sequence[float], scale: float, size: int
) -> np.ndarray:
    """Return which voxel of a cloud is seen in each pixel.

    Parameters
    ----------
    cloud : Cloud
    axes : ndarray (3, 3)
        From `screen`.
    centre : sequence of float
        The point in the middle of the picture, in world units.
    scale : float
        Pixels per world unit.
    size : int
        Height and width of the picture.

    Returns
    -------
    ndarray of int32 (size, size)
        The index of the voxel, -1 where there is none.
    """
    chosen = np.arange(len(cloud.points))
    if cloud.normals is not None:  # what faces away is hidden anyway
        chosen = chosen[cloud.normals @ axes[2].astype(np.float32) < 0.3]
    shifted = cloud.points[chosen] - np.asarray(centre, np.float32)
    across, down, away = (shifted @ axes.T.astype(np.float32)).T
    col = np.rint(across * scale + (size - 1) / 2).astype(np.int32)
    row = np.rint(down * scale + (size - 1) / 2).astype(np.int32)
    seen = (col >= 0) & (row >= 0) & (col < size) & (row < size)
    chosen, col, row, away = chosen[seen], col[seen], row[seen], away[seen]
    if cloud.normals is not None and len(away):
        depth = (away - away.min()) / (np.ptp(away) + 1e-6) * 30000
        order = np.argsort(depth.astype(np.int16), kind="stable")[::-1]
        chosen, col, row = chosen[order], col[order], row[order]
    # what is painted last has the highest rank, so widening each voxel to a square that leaves
    # no gaps is a maximum of ranks; square by square, far ones would show through as dots
    rank = np.full((size, size), -1, np.int32)
    rank[row, col] = np.arange(len(chosen))
    rank = maximum_filter(rank, max(1, int(np.ceil(scale * cloud.step * 1.3))))
    return np.where(rank >= 0, np.append(chosen, -1)[rank], -1)


def shade(normals: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Return how brightly voxels are lit by a lamp beside the eye, 0 to 1.

    Parameters
    ----------
    normals : ndarray of float32, shape (n, 3)
        Unit vectors (z, y, x).
    axes : ndarray of float, shape (3, 3)
        From :func:`screen`: right, down and away, one in each row.

    Returns
    -------
    ndarray of float, shape (n,)
    """
    lamp = axes.T @ np.array([-0.4, -0.5, 1.0]) / np.linalg.norm([0.4, 0.5, 1.0])
    facing = -(normals @ lamp.astype(np.float32))
    return (0.3 + 0.7 * facing.clip(0, 1) + 0.15 * facing.clip(0, 1) ** 12).clip(0, 1)


def turned(
    view: Sequence[float], up: Sequence[float], right: float, down: float, mirrored: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the viewing and upward directions after a drag on the screen.

    Parameters
    ----------
    view, up : sequence of float
        Unit vectors (z, y, x).
    right, down : float
        The drag, in degrees.
    mirrored : bool
        As for `screen`.

    Returns
    -------
    view, up : ndarray (3,)
    """
    across, below, away = screen(view, up, mirrored)
    a, b = np.deg2rad([right, down])
    across, away = np.cos(a) * across - np.sin(a) * away, np.sin(a) * across + np.cos(a) * away
    below, away = np.cos(b) * below - np.sin(b) * away, np.sin(b) * below + np.cos(b) * away
    return away, -below


class Scene:
    """The 3D picture of a viewer's layers; keeps the clouds until a layer changes."""

    def __init__(self) -> None:
        self._clouds: dict[tuple, Cloud] = {}

    def forget(self) -> None:
        """Look at the layers' voxels anew when the next picture is drawn."""
        self._clouds.clear()

    def turn(self, camera: Camera, right: float, down: float) -> None:
        """Turn a napari camera by a drag on the screen, in degrees.

        Parameters
        ----------
        camera : napari.components.Camera
        right, down : float
        """
        view, up = turned(
            camera.view_direction, camera.up_direction, right, down, _mirrored(camera)
        )
        camera.set_view_direction(tuple(view), tuple(up))

    def draw(self, viewer: ViewerModel, quick: bool = False) -> np.ndarray:
        """Return the 3D picture of the visible layers.

        Parameters
        ----------
        viewer : napari.components.ViewerModel
        quick : bool
            A smaller picture, for while it is being turned.

        Returns
        -------
        ndarray of uint8 (size, size, 3)
        """
        size = QUICK_SIZE if quick else SIZE
        camera, shown = viewer.scene.camera, viewer.dims.order[-3:]
        axes = screen(camera.view_direction, camera.up_direction, _mirrored(camera))
        box = np.array([viewer.dims.range[axis][:2] for axis in shown])
        scale = 0.85 * camera.zoom * size / min(viewer.canvas.size)  # room for the corners
        canvas = np.zeros((size, size, 3), np.float32)
        draw_box(canvas, box, axes, scale)
        for layer in viewer.layers:
            if not layer.visible or layer.ndim < 3:
                continue
            cloud = self._cloud(layer, viewer.dims)
            cloud = cloud.thinned(3) if quick else cloud
            front = project(cloud, axes, box.mean(axis=1), scale, size)
            hit = front >= 0
            front = front[hit]
            codes, table = colour_table(layer, cloud.values[front])
            rgba = table.take(codes, axis=0)
            if cloud.normals is not None:
                rgba[..., :3] *= shade(cloud.normals[front], axes)[:, None]
            canvas[hit] = blend(canvas[hit], rgba, layer.opacity, str(layer.blending))
        return np.rint(canvas * 255).astype(np.uint8)

    def _cloud(self, layer: Image | Labels, dims: Dims) -> Cloud:
        is_labels = isinstance(layer, Labels)
        only = layer.selected_label if is_labels and layer.show_selected_label else None
        key = (id(layer), only, None if is_labels else tuple(layer.contrast_limits))
        if key not in self._clouds:
            at = tuple(
                np.clip(round(dims.point[a] / layer.scale[a]), 0, layer.data.shape[a] - 1)
                for a in range(layer.ndim - 3)
            )
            volume = np.asarray(layer.data[at])
            thin = [-(-count // LONGEST) for count in volume.shape]
            volume = volume[tuple(slice(None, None, step) for step in thin)]
            spacing, origin = np.array(layer.scale[-3:]) * thin, layer.translate[-3:]
            if is_labels:
                volume = volume if only is None else np.where(volume == only, volume, 0)
                self._clouds[key] = surface(volume, spacing, origin)
            else:
                low, high = layer.contrast_limits
                self._clouds[key] = bright_voxels(volume, low, high, spacing, origin)
        return self._clouds[key]


def _mirrored(camera: Camera) -> bool:
    return str(camera.handedness) != "right"


def draw_box(canvas: np.ndarray, box: np.ndarray, axes: np.ndarray, scale: float) -> None:
    """Draw the edges of the volume, to show how it is turned.

    Parameters
    ----------
    canvas : ndarray of float32 (size, size, 3)
        Changed in place.
    box : ndarray (3, 2)
        First and last position along z, y and x.
    axes : ndarray (3, 3)
        From `screen`.
    scale : float
        Pixels per world unit.
    """
    size = canvas.shape[0]
    along = np.linspace(0, 1, 2 * size)
    for axis in range(3):
        others = [a for a in range(3) if a != axis]
        for corner in np.ndindex(2, 2):
            line = np.empty((len(along), 3))
            line[:, axis] = box[axis, 0] + along * np.ptp(box[axis])
            line[:, others] = [box[a, side] for a, side in zip(others, corner, strict=True)]
            across, down, _ = ((line - box.mean(axis=1)) @ axes.T * scale + size / 2).T
            seen = (across >= 0) & (down >= 0) & (across < size - 0.5) & (down < size - 0.5)
            canvas[np.rint(down[seen]).astype(int), np.rint(across[seen]).astype(int)] = 0.35
