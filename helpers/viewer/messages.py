"""What the page may ask of the viewer: one table, and nothing outside it is done.

Each function takes the widget, and the options that came with the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from napari.layers import Labels

from ..inputs import InputError
from . import controls
from ._napari import last_stroke
from .announce import stroke_in_words
from .strokes import drag

if TYPE_CHECKING:
    from napari.components import Dims

    from .widget import ViewerWidget


def on_drag(
    widget: ViewerWidget,
    layer: str,
    points: Sequence[tuple[float, float]],
    button: int = 1,
    modifiers: Sequence[str] = (),
) -> None:
    """Lead the mouse over a layer, from the first of the points (row, column) to the last.

    Parameters
    ----------
    widget : ViewerWidget
    layer : str
        Its name.
    points : sequence of (float, float)
        In world units.
    button : int
        As napari counts them: 1 is the left one.
    modifiers : sequence of str
        Keys held down, such as "Shift".

    Raises
    ------
    InputError
        If the layer is gone, or its array is read-only.
    """
    viewer = widget.viewer
    if layer not in viewer.layers:
        raise InputError(
            f"The layer {layer!r} was removed while you were painting, so the stroke went "
            "nowhere. Choose another Labels layer, or make a new one."
        )
    target, dims = viewer.layers[layer], viewer.dims
    if dims.ndisplay == 3:
        return
    if isinstance(target, Labels) and not target.data.flags.writeable:
        raise InputError(
            f"{layer} cannot be painted: its array is read-only. "
            "Add a copy instead: viewer.add_labels(labels.copy())."
        )
    before = last_stroke(target) if isinstance(target, Labels) else None
    drag(viewer, target, [_position(dims, *point) for point in points], button, modifiers)
    if isinstance(target, Labels):
        widget.said = stroke_in_words(target, before)


def on_hover(
    widget: ViewerWidget, row: float | None = None, col: float | None = None, aloud: bool = False
) -> None:
    """Show what lies under the pointer, or nothing when it has left.

    Parameters
    ----------
    widget : ViewerWidget
    row, col : float, optional
        In world units; none when the pointer has left.
    aloud : bool
        Whether it is said too: of the cursor that keys move, not of the mouse.
    """
    viewer = widget.viewer
    viewer.mouse_over_canvas = row is not None
    if row is None or col is None or not viewer.layers:
        widget.status = ""
        return
    viewer.cursor.position = tuple(_position(viewer.dims, row, col))
    viewer.update_status_from_cursor()
    widget.tell_status()
    if aloud:
        widget.said = widget.status


def on_point(widget: ViewerWidget, values: Mapping[str, float]) -> None:
    """Go to positions along axes, in world units.

    Parameters
    ----------
    widget : ViewerWidget
    values : dict of str to float
        By the number of the axis, as text.
    """
    for axis, value in values.items():
        widget.viewer.dims.set_point(int(axis), float(value))


def on_set(widget: ViewerWidget, layer: str, name: str, value: Any) -> None:
    """Change a setting of a layer.

    Parameters
    ----------
    widget : ViewerWidget
    layer : str
        Its name.
    name : str
        Of the setting.
    value : object
    """
    controls.change(widget.viewer.layers[layer], name, value)


def on_act(widget: ViewerWidget, action: str) -> None:
    """Do one of napari's actions.

    Parameters
    ----------
    widget : ViewerWidget
    action : str
        As for :func:`helpers.viewer.controls.act`.
    """
    controls.act(widget.viewer, action)


def on_select(widget: ViewerWidget, layer: str, add: bool = False) -> None:
    """Choose a layer, or add it to those chosen.

    Parameters
    ----------
    widget : ViewerWidget
    layer : str
        Its name.
    add : bool
        Also takes one away that is chosen already.
    """
    selection, chosen = widget.viewer.layers.selection, widget.viewer.layers[layer]
    if add:
        selection.toggle(chosen)
    else:
        selection.active = chosen


def on_orthogonal(widget: ViewerWidget, value: bool) -> None:
    """Show three slices, or one.

    Parameters
    ----------
    widget : ViewerWidget
    value : bool
    """
    widget.viewer.orthogonal = value


def on_camera(widget: ViewerWidget, center: Sequence[float], zoom: float) -> None:
    """Look at another place: the person has moved or zoomed.

    Parameters
    ----------
    widget : ViewerWidget
    center : sequence of float
        Row and column, in world units.
    zoom : float
        Pixels on the page for one world unit.
    """
    camera = widget.viewer.scene.camera
    camera.center = (camera.center[0], *center)
    camera.zoom = zoom


def on_size(widget: ViewerWidget, height: float, width: float) -> None:
    """Take note of the size of the picture on the page, in pixels.

    Parameters
    ----------
    widget : ViewerWidget
    height, width : float
    """
    widget.fit(int(height), int(width))


def on_turn(widget: ViewerWidget, right: float, down: float, quick: bool = False) -> None:
    """Turn the 3D view: coarsely while the mouse is down, finely at the end.

    Parameters
    ----------
    widget : ViewerWidget
    right, down : float
        The drag, in degrees.
    quick : bool
        Whether the mouse is still down.
    """
    widget.scene.turn(widget.viewer.scene.camera, right, down)
    widget.outbox.mark(picture="quick" if quick else "fine")


# The same names stand in js/messages.js, and a test compares them.
MESSAGES: dict[str, Callable[..., None]] = {
    "act": on_act,
    "camera": on_camera,
    "drag": on_drag,
    "hover": on_hover,
    "orthogonal": on_orthogonal,
    "point": on_point,
    "select": on_select,
    "set": on_set,
    "size": on_size,
    "turn": on_turn,
}
# after these, what was said before stays to be read: they come by themselves
UNASKED = ("hover", "camera", "size")


def answer(widget: ViewerWidget, what: str, options: Mapping[str, Any]) -> None:
    """Do what the page asks for.

    Parameters
    ----------
    widget : helpers.viewer.widget.ViewerWidget
    what : str
        A name from `MESSAGES`.
    options : dict

    Raises
    ------
    InputError
        If the page asks for anything else, or what it asks cannot be done.
    """
    if what not in MESSAGES:
        raise InputError(
            f"The page asked for {what!r}, which this viewer does not know: page and Python are "
            "of different versions. Save the notebook, reload the page and run the cell again."
        )
    MESSAGES[what](widget, **options)


def _position(dims: Dims, row: float, col: float) -> list[float]:
    position = list(dims.point)
    position[dims.order[-2]], position[dims.order[-1]] = row, col
    return position
