"""Paint labels through napari's own tools, with or without a mouse."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from napari.components import ViewerModel
from napari.layers import Labels, Layer
from napari.utils.interactions import (
    mouse_move_callbacks,
    mouse_press_callbacks,
    mouse_release_callbacks,
)
from skimage.morphology import disk, erosion

from ..inputs import InputError


class Stroke(NamedTuple):
    """One stroke with a tool of a Labels layer.

    Attributes
    ----------
    label : int
        The label painted with.
    z : int
        The slice, in voxels.
    points : sequence of (y, x)
        Where the pointer goes, in voxels.
    tool : str
        "paint", "erase" or "fill".
    brush_size : int
        Diameter in voxels.
    """

    label: int
    z: int
    points: tuple
    tool: str = "paint"
    brush_size: int = 10


def drag(
    viewer: ViewerModel,
    layer: Layer,
    points: Sequence[Sequence[float]],
    button: int = 1,
    modifiers: Sequence[str] = (),
) -> None:
    """Press, move and release the mouse on a layer, with the tool it has in hand.

    The layer's own napari mouse callbacks do the work, so the voxels are those that the same
    drag gives in napari's window, and one drag is one step of undo.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
    layer : napari.layers.Layer
    points : sequence of sequences of float
        World coordinates, one value for each axis of the viewer.
    button : int
        1 is the left button.
    modifiers : sequence of str
        "Shift", "Control", "Alt".
    """
    event = SimpleNamespace(
        type="mouse_press",
        position=tuple(points[0]),
        pos=np.array(points[0][-2:][::-1], float),
        button=button,
        buttons=[button],
        modifiers=tuple(modifiers),
        is_dragging=False,
        handled=False,
        view_direction=None,
        up_direction=None,
        camera_zoom=viewer.scene.camera.zoom,
        dims_displayed=list(viewer.dims.displayed),
        dims_point=list(viewer.dims.point),
    )
    mouse_press_callbacks(layer, event)
    event.is_dragging = True
    try:
        for point in points[1:]:
            event.type, event.position = "mouse_move", tuple(point)
            event.pos = np.array(point[-2:][::-1], float)
            mouse_move_callbacks(layer, event)
    finally:
        event.type = "mouse_release"
        mouse_release_callbacks(layer, event)


def replay_strokes(viewer: ViewerModel, layer: Labels | str, strokes: Sequence[Stroke]) -> bool:
    """Paint strokes through napari's own tools, into a layer nobody has painted in.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
        Either face.
    layer : napari.layers.Labels or str
        The layer or its name; its axes are (z, y, x) or (y, x).
    strokes : sequence of Stroke

    Returns
    -------
    bool
        False, and nothing changed, if the layer holds labels already.
    """
    layer = labels_layer(viewer, layer)
    if np.any(layer.data):
        return False
    slice_shown, before = viewer.dims.point, (layer.mode, layer.selected_label, layer.brush_size)
    layer.metadata["replayed"] = True
    for stroke in strokes:
        if layer.ndim == 3:
            viewer.dims.set_point(viewer.dims.ndim - 3, world(layer, 0, stroke.z))
        layer.mode, layer.selected_label = stroke.tool, stroke.label
        layer.brush_size = stroke.brush_size
        here = list(viewer.dims.point)
        drag(
            viewer,
            layer,
            [[*here[:-2], world(layer, -2, y), world(layer, -1, x)] for y, x in stroke.points],
        )
    layer.mode, layer.selected_label, layer.brush_size = before
    for axis, value in enumerate(slice_shown):
        viewer.dims.set_point(axis, value)
    return True


def example_strokes(reference: np.ndarray, label: int, z: int, brush_size: int = 8) -> list[Stroke]:
    """Return strokes that paint one nucleus of a segmentation in one slice, as a hand might.

    The brush goes to and fro in rows, and stays its own radius inside the outline where it can;
    so a little of the rim is missed, as it is by people.

    Parameters
    ----------
    reference : ndarray of int, shape (z, y, x)
    label : int
        The nucleus, which is also the label painted.
    z : int
        The slice.
    brush_size : int
        Diameter in voxels.

    Returns
    -------
    list of Stroke

    Raises
    ------
    InputError
        If the nucleus is not in this slice.

    Examples
    --------
    >>> reference = np.zeros((1, 9, 9), int)
    >>> reference[0, 2:7, 1:8] = 4
    >>> example_strokes(reference, 4, 0, brush_size=3)
    [Stroke(label=4, z=0, points=((3, 2), (3, 6), (5, 6), (5, 2)), tool='paint', brush_size=3)]
    """
    here = np.asarray(reference)[z] == label
    if not here.any():
        raise InputError(
            f"Label {label} is not in slice {z} of this segmentation: "
            "take a slice in which you can see it."
        )
    core = erosion(np.pad(here, 1), disk(brush_size // 2))[1:-1, 1:-1]
    core = core if core.any() else here
    rows = np.flatnonzero(core.any(axis=1))
    step = max(brush_size // 2, 1) if brush_size > 3 else 2
    points = []
    for number, y in enumerate([*rows[:-1:step], rows[-1]]):
        columns = np.flatnonzero(core[y])[[0, -1]]
        points += [(int(y), int(x)) for x in (columns if number % 2 == 0 else columns[::-1])]
    return [Stroke(label, z, tuple(points), "paint", brush_size)]


def labels_layer(viewer: ViewerModel, layer: Layer | str) -> Labels:
    """Return a Labels layer, given it or its name.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
    layer : napari.layers.Labels or str

    Returns
    -------
    napari.layers.Labels

    Raises
    ------
    InputError
        If it is a layer of another kind.
    """
    layer = viewer.layers[layer] if isinstance(layer, str) else layer
    if not isinstance(layer, Labels):
        raise InputError(f"{layer.name!r} is an image, but a Labels layer is wanted.")
    return layer


def world(layer: Layer, axis: int, voxel: float) -> float:
    """Return where a voxel lies along an axis of its layer, in world units.

    Parameters
    ----------
    layer : napari.layers.Layer
    axis : int
    voxel : float

    Returns
    -------
    float
    """
    return float(voxel * layer.scale[axis] + layer.translate[axis])
