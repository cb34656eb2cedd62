"""The notebook viewer in the browser: what it is sent, and what it sends back.

The browser draws and listens; napari's model in Python decides. A stroke is drawn by the
browser while the pointer moves, and comes here when it is let go.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from napari.utils.notifications import notification_manager

from ..inputs import InputError
from ..page import Still, script, stylesheet
from ..png import quick_png
from . import controls
from .announce import heard, news
from .compose import Axis, picture, world_axis
from .describe import axis_names
from .messages import UNASKED, answer
from .outbox import Outbox, Picture
from .solid import Scene

if TYPE_CHECKING:
    from napari.utils.notifications import Notification

    from .model import NotebookViewer

_HERE = Path(__file__).parent
# events of napari's layers that leave the picture as it is
_SAME_PICTURE = {
    "brush_size", "contiguous", "cursor", "cursor_size", "editable", "features", "help",
    "highlight", "interactive", "mode", "mouse_pan", "mouse_zoom", "n_edit_dimensions",
    "preserve_labels", "properties", "renamed", "status", "thumbnail",
}  # fmt: skip
_OTHER_VOXELS = {"data", "paint", "set_data", "labels_update", "removed", "inserted"}


class ViewerWidget(Still, anywidget.AnyWidget):
    """The widget of a `NotebookViewer`; the viewer makes and keeps it.

    Parameters
    ----------
    viewer : helpers.viewer.model.NotebookViewer

    Attributes
    ----------
    message : str
        What the page says to the person.
    said : str
        What a screen reader says of the message that is being answered.
    scene : helpers.viewer.solid.Scene
        Draws the 3D view.
    outbox : helpers.viewer.outbox.Outbox
        Decides when the page is told of changes.
    """

    _esm = script(_HERE / "js" / "widget.js")
    _css = stylesheet(_HERE / "widget.css")

    state = traitlets.Dict().tag(sync=True)
    camera = traitlets.Dict().tag(sync=True)
    fixed = traitlets.Dict().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)

    def __init__(self, viewer: NotebookViewer) -> None:
        self.viewer = viewer
        self.message = self.said = ""
        self.scene = Scene()
        self.outbox = Outbox(self._tell)
        self._drawn: tuple[Axis, ...] = ()  # the rows and columns of the picture that the page has
        self._fitted_zoom = viewer.scene.camera.zoom
        super().__init__(
            fixed={
                "keys": controls.shortcuts(),
                "tips": controls.tooltips(),
                "icons": controls.icons(),
                "colormaps": controls.colormaps(),
            }
        )
        viewer.layers.events.connect(self._layer_changed)
        viewer.layers.selection.events.connect(self._plan)
        viewer.dims.events.connect(self._redraw)
        viewer.scene.camera.events.connect(self._camera_moved)
        viewer.events.status.connect(self.tell_status)
        viewer.events.orthogonal.connect(self._redraw)
        self.on_msg(self._receive)
        self._tell("fine")

    # from napari's model to the browser

    def _layer_changed(self, event: Any) -> None:
        if event.type in _OTHER_VOXELS:
            self.scene.forget()
        self._plan() if event.type in _SAME_PICTURE else self._redraw()

    def _plan(self, event: Any = None) -> None:
        self.outbox.mark()

    def _redraw(self, event: Any = None) -> None:
        self.outbox.mark(picture="fine")

    def _camera_moved(self, event: Any) -> None:
        solid = self.viewer.dims.ndisplay == 3 and event.type in ("angles", "zoom")
        self.outbox.mark(picture="fine" if solid or self._left_what_is_drawn() else None)

    def tell_status(self, event: Any = None) -> None:
        """Show what napari says of the voxel under the pointer.

        Parameters
        ----------
        event : object, optional
            What napari hands over; not looked at.
        """
        self.status = _status_line(self.viewer)

    def _tell(self, due: Picture) -> None:
        pictures = self._draw(quick=due == "quick") if due else None
        camera = self.viewer.scene.camera
        with self.hold_sync():
            if pictures is not None:
                self.pictures = pictures
            self.state = self._state()
            self.camera = {
                "center": [float(v) for v in camera.center[-2:]],
                "zoom": float(camera.zoom),
            }

    def _draw(self, quick: bool = False) -> dict[str, Any]:
        viewer, dims = self.viewer, self.viewer.dims
        if not viewer.layers:
            return {}
        if dims.ndisplay == 3:
            return {"solid": quick_png(self.scene.draw(viewer, quick=quick))}
        row, col = dims.order[-2:]
        self._drawn = self._on_screen(margin=2)
        panes = {"main": (row, col, *self._drawn)}
        if viewer.orthogonal and dims.ndim >= 3:
            depth = dims.order[-3]
            panes |= {"below": (depth, col), "beside": (row, depth)}
        drawn = {
            name: quick_png(picture(viewer.layers, dims, *axes)) for name, axes in panes.items()
        }
        return drawn | {"place": [axis._asdict() for axis in self._drawn]}

    def _on_screen(self, margin: float = 1) -> tuple[Axis, ...]:
        """Return the rows and columns that the browser can show, or so many times as many."""
        camera, dims = self.viewer.scene.camera, self.viewer.dims
        return tuple(
            world_axis(dims, axis).part(centre, margin * length, camera.zoom)
            for axis, centre, length in zip(
                dims.order[-2:], camera.center[-2:], self.viewer.canvas.size, strict=True
            )
        )

    def _left_what_is_drawn(self) -> bool:
        """Tell whether the person has moved or zoomed beyond the picture there is."""
        return not self._drawn or any(
            now.step != drawn.step or now.start < drawn.start or now.end > drawn.end
            for now, drawn in zip(self._on_screen(), self._drawn, strict=True)
        )

    def _state(self) -> dict[str, Any]:
        viewer, dims = self.viewer, self.viewer.dims
        active = viewer.layers.selection.active
        return {
            "layers": [controls.settings(layer) for layer in viewer.layers],
            "active": active.name if active in viewer.layers else None,
            "selected": [layer.name for layer in viewer.layers if layer in viewer.layers.selection],
            "axes": [
                {"name": name, **world_axis(dims, axis)._asdict()}
                for axis, name in enumerate(axis_names(dims))
            ],
            "point": [float(value) for value in dims.point],
            "order": list(dims.order),
            "ndisplay": dims.ndisplay,
            "orthogonal": viewer.orthogonal,
            "message": self.message,
            "alt": viewer.describe(count=False),
        }

    def fit(self, height: int, width: int) -> None:
        """Give the picture the page's size, and fit it in unless the person has zoomed.

        Parameters
        ----------
        height, width : int
            In pixels of the screen.
        """
        camera = self.viewer.scene.camera
        fitted = camera.zoom == self._fitted_zoom
        self.viewer.canvas.size = (height, width)
        if fitted and self.viewer.layers:
            self.viewer.fit_to_view()
            self._fitted_zoom = camera.zoom

    # from the browser to napari's model

    def _receive(self, _widget: Any, content: dict[str, Any], _buffers: Any) -> None:
        # napari's slices are cut at the end, so that the picture is on its way before
        with self.outbox.answering(), self.viewer.slices_later():
            what, before, self.said = content.get("do", ""), heard(self.viewer), ""
            self._do(what, content.get("with", {}))
            self.outbox.flush()
            if not self.said and what not in UNASKED:
                self.said = news(before, heard(self.viewer))
            self.send({"done": content.get("id"), "said": self.said})

    def _do(self, what: str, options: dict[str, Any]) -> None:
        if what not in UNASKED:
            self.message = ""
        notification_manager.notification_ready.connect(self._notified)
        try:
            answer(self, what, options)
        except InputError as error:
            self.message = str(error)
        except Exception as error:  # the viewer goes on, whatever a layer does
            self.message = f"That did not work: {error}"
        finally:
            notification_manager.notification_ready.disconnect(self._notified)

    def _notified(self, notification: Notification) -> None:
        self.message = notification.message

    def still(self) -> bytes:
        """Return the present picture as PNG bytes."""
        return self.viewer.still()

    def describe(self) -> str:
        """Return what the viewer shows, in words."""
        return self.viewer.describe()


def _status_line(viewer: NotebookViewer) -> str:
    status = viewer.status
    if not isinstance(status, dict):
        return str(status)
    text = status.get("layer_name", "") + status.get("coordinates", "")
    return " ".join(text.split())
