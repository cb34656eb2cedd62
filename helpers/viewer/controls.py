"""Which of napari's own actions, shortcuts and layer settings the widget offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import napari
from napari.layers import Image, Labels, Layer
from napari.utils.colormaps import AVAILABLE_COLORMAPS
from napari.utils.shortcuts import default_shortcuts

from ..inputs import InputError
from ._napari import action_tip, do_label_action, do_viewer_action, undo_steps

if TYPE_CHECKING:
    from .model import Workbook

LABEL_ACTIONS = (
    "activate_labels_erase_mode",
    "activate_labels_paint_mode",
    "activate_labels_fill_mode",
    "activate_labels_picker_mode",
    "activate_labels_pan_zoom_mode",
    "new_label",
    "swap_selected_and_background_labels",
    "decrease_label_id",
    "increase_label_id",
    "decrease_brush_size",
    "increase_brush_size",
    "toggle_preserve_labels",
)
VIEWER_ACTIONS = (
    "toggle_ndisplay",
    "reset_view",
    "increment_dims_left",
    "increment_dims_right",
    "toggle_selected_visibility",
    "delete_selected_layers",
    "select_layer_above",
    "select_layer_below",
)
# napari binds these two without naming them as actions
_UNNAMED = {"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z"}
_ICONS = (
    "2D 3D delete down_arrow erase fill home new_image new_labels paint pan_arrows picker shuffle "
    "up_arrow visibility visibility_off"
)

# the settings that the page may change, and how its values are read
OF_LAYERS: dict[str, Callable[[Any], Any]] = {
    "visible": bool,
    "opacity": lambda value: min(max(float(value), 0.0), 1.0),
    "blending": str,
    "name": str,
    "mode": str,
}
OF_IMAGES: dict[str, Callable[[Any], Any]] = {
    "colormap": str,
    "contrast_limits": lambda pair: sorted(map(float, pair)),
}
OF_LABELS: dict[str, Callable[[Any], Any]] = {
    "selected_label": int,
    "brush_size": lambda value: max(int(value), 1),
    "contour": lambda value: max(int(value), 0),
    "n_edit_dimensions": int,
    "contiguous": bool,
    "preserve_labels": bool,
    "show_selected_label": bool,
}
EDITABLE = OF_LAYERS | OF_IMAGES | OF_LABELS


@cache
def shortcuts() -> dict[str, str]:
    """Return napari's keys for the actions offered, as ``{"M": "new_label", ...}``."""
    keys = {key: action for action, key in _UNNAMED.items()}
    for action in (*LABEL_ACTIONS, *VIEWER_ACTIONS):
        for key in default_shortcuts[f"napari:{action}"]:
            keys[str(key).replace("Meta", "Ctrl")] = action
    return keys


@cache
def tooltips() -> dict[str, str]:
    """Return napari's own description of each action, with its keys."""
    texts = {"undo": "Undo the last stroke", "redo": "Redo the stroke undone"}
    for action in (*LABEL_ACTIONS, *VIEWER_ACTIONS):
        texts[action] = action_tip(action)
    for key, action in reversed(shortcuts().items()):
        texts[action] += f" ({key})"
    return texts


@cache
def icons() -> dict[str, str]:
    """Return napari's own icons, as SVG text by name."""
    folder = Path(napari.__file__).parent / "resources" / "icons"
    texts = {name: (folder / f"{name}.svg").read_text() for name in _ICONS.split()}
    return {name: text[text.index("<svg") :] for name, text in texts.items()}


@cache
def colormaps() -> list[str]:
    """Return the names of napari's colormaps for images, in napari's order."""
    return [name for name in AVAILABLE_COLORMAPS if not name.startswith("label")]


def act(viewer: Workbook, action: str) -> None:
    """Do one of napari's actions, as its key or its button would.

    Parameters
    ----------
    viewer : napari.components.ViewerModel
    action : str
        A name from `LABEL_ACTIONS`, `VIEWER_ACTIONS`, "undo", "redo", or one of the layer
        list's buttons: "new_labels", "shuffle", "raise", "lower".

    Raises
    ------
    InputError
        If new labels are wanted and there is no image to take the size from.
    """
    layer = viewer.layers.selection.active
    if action in VIEWER_ACTIONS:
        do_viewer_action(viewer, action)
    elif action == "new_labels":
        if not viewer.layers:
            raise InputError("Add an image first: a new Labels layer takes its size from it.")
        viewer.make_labels()
    elif action in ("raise", "lower") and layer is not None:
        place = viewer.layers.index(layer) + (2 if action == "raise" else -1)
        viewer.layers.move(viewer.layers.index(layer), max(place, 0))
    elif isinstance(layer, Labels):
        if action == "shuffle":
            layer.new_colormap()
        elif action in LABEL_ACTIONS or action in _UNNAMED:
            do_label_action(layer, action)


def change(layer: Layer, name: str, value: Any) -> None:
    """Change one setting of a layer, as its control in napari would.

    Parameters
    ----------
    layer : napari.layers.Layer
    name : str
        A name from `EDITABLE`; an attribute of the layer.
    value : bool, float, str or sequence

    Raises
    ------
    InputError
        If the layer cannot have this value; it keeps the one it has.
    """
    value = EDITABLE[name](value)
    if name == "selected_label" and value < 0:
        raise InputError(
            f"A label cannot be {value}: 0 is the background, and objects count up from 1."
        )
    if name == "n_edit_dimensions" and not 2 <= value <= layer.ndim:
        raise InputError(f"n edit dim can be 2 (this slice only) to {layer.ndim}, not {value}.")
    try:
        setattr(layer, name, value)
    except ValueError as error:  # napari's own words, such as a label beyond the layer's dtype
        raise InputError(
            f"{layer.name} keeps its {name.replace('_', ' ')}. {error} "
            "A layer of a larger type is made with data.astype('uint16')."
            if name == "selected_label"
            else f"{layer.name} keeps its {name.replace('_', ' ')}. {error}"
        ) from None


def settings(layer: Layer) -> dict[str, Any]:
    """Return what the widget shows of a layer.

    Parameters
    ----------
    layer : napari.layers.Image or napari.layers.Labels

    Returns
    -------
    dict
        Plain values that can be sent to a browser.
    """
    shown = {
        "name": layer.name,
        "kind": "labels" if isinstance(layer, Labels) else "image",
        "visible": bool(layer.visible),
        "opacity": float(layer.opacity),
        "blending": str(layer.blending),
        "mode": str(layer.mode),
    }
    if isinstance(layer, Image):
        shown |= {
            "colormap": layer.colormap.name,
            "contrast_limits": [float(v) for v in layer.contrast_limits],
            "range": [float(v) for v in layer.contrast_limits_range],
            "whole": layer.data.dtype.kind in "ui",
        }
    else:
        colour = layer.get_color(layer.selected_label)
        undo, redo = undo_steps(layer)
        shown |= {name: read(getattr(layer, name)) for name, read in OF_LABELS.items()}
        shown |= {
            "ndim": layer.ndim,
            "colour": None if colour is None else [round(float(c) * 255) for c in colour[:3]],
            "undo": undo,
            "redo": redo,
        }
    return shown
