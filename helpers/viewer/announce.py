"""What a person who does not see the page hears of the viewer: one line for each thing done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from napari.layers import Labels

from ._napari import last_stroke, stroke_size, undo_steps
from .describe import axis_names

if TYPE_CHECKING:
    from napari.components import ViewerModel

_TOOLS = {"pan_zoom": "pan and zoom"}
_DONE = {"paint": "painted", "erase": "erased", "fill": "filled"}


class Heard(NamedTuple):
    """What is worth saying when it changes, each as its words.

    Attributes
    ----------
    view : str
        Slices, or 3D.
    places : tuple of str
        The slice of each axis.
    layer : str
    tool, label, brush : str
        Of the chosen Labels layer; empty for an image.
    visible : tuple of str
        The names of the layers that are shown.
    undone : int
        How many strokes can be done again.
    """

    view: str
    places: tuple[str, ...]
    layer: str
    tool: str = ""
    label: str = ""
    brush: str = ""
    visible: tuple[str, ...] = ()
    undone: int = 0


def heard(viewer: ViewerModel) -> Heard:
    """Return what there is to hear of a viewer now.

    Parameters
    ----------
    viewer : napari.components.ViewerModel

    Returns
    -------
    Heard
    """
    dims, layer = viewer.dims, viewer.layers.selection.active
    places = tuple(
        f"{name} {step}" for name, step in zip(axis_names(dims), dims.current_step, strict=True)
    )
    painted = isinstance(layer, Labels)
    mode = str(layer.mode) if painted else ""
    return Heard(
        view="3D view" if dims.ndisplay == 3 else "slices",
        places=places,
        layer="" if layer is None else f"layer {layer.name}",
        tool=_TOOLS.get(mode, mode),
        label=f"label {layer.selected_label}" if painted else "",
        brush=f"brush size {layer.brush_size:g}" if painted else "",
        visible=tuple(one.name for one in viewer.layers if one.visible),
        undone=undo_steps(layer)[1] if painted else 0,
    )


def news(before: Heard, after: Heard) -> str:
    """Return what has changed, in words; nothing if nothing has.

    Parameters
    ----------
    before, after : Heard

    Returns
    -------
    str

    Examples
    --------
    >>> before = Heard("slices", ("z 3", "y 8", "x 8"), "layer mine", "paint", "label 1")
    >>> news(before, Heard("slices", ("z 4", "y 8", "x 8"), "layer mine", "paint", "label 2"))
    'z 4, label 2'
    """
    words = [after.view] if after.view != before.view else []
    moved = zip(before.places, after.places, strict=False)
    words += [now for was, now in moved if now != was]
    if after.layer != before.layer:
        words.append(after.layer or "no layer chosen")
    elif after.undone != before.undone:
        words.append("stroke undone" if after.undone > before.undone else "stroke done again")
    for was, now in ((b, a) for b, a in zip(before[3:6], after[3:6], strict=True) if b != a):
        words += [now] if was and now else []  # all is new with another layer
    words += [f"{name} shown" for name in after.visible if name not in before.visible]
    words += [f"{name} hidden" for name in before.visible if name not in after.visible]
    return ", ".join(words)


def stroke_in_words(layer: Labels, before: object) -> str:
    """Return what the last stroke did.

    Parameters
    ----------
    layer : napari.layers.Labels
    before : object
        What :func:`helpers.viewer._napari.last_stroke` gave before it.

    Returns
    -------
    str
        Empty if the tool is not one that changes voxels.
    """
    done = _DONE.get(str(layer.mode))
    if done is None:
        return ""
    stroke = last_stroke(layer)
    if stroke is None or stroke is before:
        return "no voxel changed"
    voxels = stroke_size(stroke)
    count = f"{voxels} voxel{'' if voxels == 1 else 's'} {done}"
    return count if done == "erased" else f"label {layer.selected_label}: {count}"
