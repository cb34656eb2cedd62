"""Point at a nucleus: go to a label, and hear which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..inputs import InputError

if TYPE_CHECKING:
    from napari.components import ViewerModel
    from napari.layers import Labels


def go_to(viewer: ViewerModel, label: int, layer: Labels | str) -> None:
    """Select a label, go to its middle slice and centre it.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
        Either face.
    label : int
    layer : napari.layers.Labels or str
        The layer or its name.

    Raises
    ------
    InputError
        If no voxel has this label.
    """
    from .strokes import labels_layer, world  # napari: a page can be imported without it

    layer = labels_layer(viewer, layer)
    voxels = np.argwhere(np.asarray(layer.data) == label)
    if not len(voxels):
        raise InputError(f"No voxel of {layer.name!r} has label {label}: it may have been removed.")
    # the middle slice of a bent object can miss it, so take the nearest one that holds it
    centre = voxels.mean(axis=0)
    if layer.ndim > 2:
        nearest = voxels[np.abs(voxels[:, 0] - centre[0]).argmin(), 0]
        centre = voxels[voxels[:, 0] == nearest].mean(axis=0)
    position = [world(layer, axis, value) for axis, value in enumerate(centre)]
    missing = viewer.dims.ndim - layer.ndim
    for axis, value in enumerate(position):
        viewer.dims.set_point(axis + missing, value)
    shown = [position[a - missing] if a >= missing else 0.0 for a in viewer.dims.displayed]
    viewer.scene.camera.center = tuple(shown) if len(shown) == 3 else (0.0, *shown)
    viewer.layers.selection.active = layer
    layer.selected_label = label


def on_pick(layer: Labels, callback: Callable[[int], object]) -> Callable[[], None]:
    """Call `callback(label)` whenever another label of the layer is selected.

    Selecting is clicking on an object while the tool is pan or pick, typing its number, or
    setting ``layer.selected_label`` in Python. A click on the background selects nothing.

    Parameters
    ----------
    layer : napari.layers.Labels
        In either face.
    callback : callable
        Called with the label, an int.

    Returns
    -------
    callable
        Call it to stop.
    """

    def clicked(layer: Labels, event: Any) -> Iterator[None]:
        start = np.array(event.pos)
        yield
        moved = 0.0
        while event.type == "mouse_move":
            moved = max(moved, float(np.abs(np.array(event.pos) - start).max()))
            yield
        value = layer.get_value(
            event.position,
            view_direction=event.view_direction,
            dims_displayed=event.dims_displayed,
            world=True,
        )
        if str(layer.mode) == "pan_zoom" and moved < 3 and value:
            layer.selected_label = int(value)

    def selected(event: Any = None) -> None:
        callback(int(layer.selected_label))

    layer.mouse_drag_callbacks.append(clicked)
    layer.events.selected_label.connect(selected)

    def stop() -> None:
        if clicked in layer.mouse_drag_callbacks:
            layer.mouse_drag_callbacks.remove(clicked)
        layer.events.selected_label.disconnect(selected)

    return stop
