"""The notebook viewer in the browser: what it is sent, and what it sends back.

The browser draws and listens; napari's model in Python decides. A stroke is drawn by the
browser while the pointer moves, and comes here when it is let go.
"""

import asyncio
from pathlib import Path

import anywidget
import traitlets
from napari.layers import Labels
from napari.utils.notifications import notification_manager

from ..inputs import InputError
from ..page import Still
from ..png import quick_png
from . import controls
from .compose import picture, world_axis
from .describe import axis_names
from .solid import Scene
from .strokes import drag

_HERE = Path(__file__).parent
# events of napari's layers that leave the picture as it is
_SAME_PICTURE = {
    "brush_size", "contiguous", "cursor", "cursor_size", "editable", "features", "help",
    "highlight", "interactive", "mode", "mouse_pan", "mouse_zoom", "n_edit_dimensions",
    "preserve_labels", "properties", "renamed", "status", "thumbnail",
}  # fmt: skip


class ViewerWidget(Still, anywidget.AnyWidget):
    """The widget of a `NotebookViewer`; the viewer makes and keeps it.

    Parameters
    ----------
    viewer : helpers.viewer.model.NotebookViewer
    """

    _esm = _HERE / "widget.js"
    _css = _HERE / "widget.css"

    state = traitlets.Dict().tag(sync=True)
    camera = traitlets.Dict().tag(sync=True)
    fixed = traitlets.Dict().tag(sync=True)
    pictures = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode("").tag(sync=True)

    def __init__(self, viewer):
        self.viewer = viewer
        self.message = ""
        self.scene = Scene()
        self._picture_due = self._handling = self._flush_planned = False
        self._drawn = ()
        super().__init__(
            fixed={
                "keys": controls.shortcuts(),
                "tips": controls.tooltips(),
                "icons": controls.icons(),
                "colormaps": controls.colormaps(),
            }
        )
        viewer.layers.events.connect(self._layer_event)
        viewer.layers.selection.events.connect(self._plan)
        viewer.dims.events.connect(self._redraw)
        viewer.scene.camera.events.connect(self._camera_moved)
        viewer.events.status.connect(self._tell_status)
        viewer.events.orthogonal.connect(self._redraw)
        self.on_msg(self._receive)
        self._picture_due = True
        self._fitted_zoom = viewer.scene.camera.zoom
        self.flush()

    # from napari's model to the browser

    def _layer_event(self, event):
        if event.type in ("data", "paint", "set_data", "labels_update", "removed", "inserted"):
            self.scene.forget()
        self._plan() if event.type in _SAME_PICTURE else self._redraw()

    def _redraw(self, event=None):
        self._picture_due = True
        self._plan()

    def _camera_moved(self, event):
        solid = self.viewer.dims.ndisplay == 3 and event.type in ("angles", "zoom")
        self._picture_due |= solid or self._left_what_is_drawn()
        self._plan()

    def _tell_status(self, event):
        self.status = _status_line(self.viewer)

    def _plan(self, event=None):
        """Plan one update for all changes of this moment."""
        if self._handling or self._flush_planned:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain script or test: nothing will come later
            self.flush()
        else:
            self._flush_planned = True
            loop.call_soon(self.flush)

    def flush(self):
        """Send the browser what has changed since the last time."""
        self._flush_planned = False
        viewer = self.viewer
        pictures = self._draw() if self._picture_due else None
        self._picture_due = False
        with self.hold_sync():
            if pictures is not None:
                self.pictures = pictures
            self.state = self._state()
            self.camera = {
                "center": [float(v) for v in viewer.scene.camera.center[-2:]],
                "zoom": float(viewer.scene.camera.zoom),
            }

    def _draw(self, quick=False):
        viewer, dims = self.viewer, self.viewer.dims
        if not viewer.layers:
            return {}
        if dims.ndisplay == 3:
            rgb = self.scene.draw(viewer, quick=quick)
            return {"solid": quick_png(rgb)}
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

    def _on_screen(self, margin=1):
        """Return the rows and columns that the browser can show, or so many times as many."""
        camera, dims = self.viewer.scene.camera, self.viewer.dims
        return tuple(
            world_axis(dims, axis).part(centre, margin * length, camera.zoom)
            for axis, centre, length in zip(
                dims.order[-2:], camera.center[-2:], self.viewer.canvas.size, strict=True
            )
        )

    def _left_what_is_drawn(self):
        """Tell whether the person has moved or zoomed beyond the picture there is."""
        return not self._drawn or any(
            now.step != drawn.step or now.start < drawn.start or now.end > drawn.end
            for now, drawn in zip(self._on_screen(), self._drawn, strict=True)
        )

    def _state(self):
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

    # from the browser to napari's model

    def _receive(self, _widget, content, _buffers):
        self._handling = True
        try:
            with self.viewer.slices_later():  # so the picture is on its way before
                self._do(content["do"], content.get("with", {}))
                self.flush()
                self.send({"done": content.get("id")})
        finally:
            self._handling = self._picture_due = False  # slices change nothing to be seen

    def _do(self, what, options):
        if what not in ("hover", "camera", "size"):  # a message stays to be read
            self.message = ""
        notification_manager.notification_ready.connect(self._notified)
        try:
            getattr(self, f"_on_{what}")(**options)
        except InputError as error:
            self.message = str(error)
        except Exception as error:  # the viewer goes on, whatever a layer does
            self.message = f"That did not work: {error}"
        finally:
            notification_manager.notification_ready.disconnect(self._notified)

    def _notified(self, notification):
        self.message = notification.message

    def _on_drag(self, layer, points, button=1, modifiers=()):
        if layer not in self.viewer.layers:
            raise InputError(
                f"The layer {layer!r} was removed while you were painting, so the stroke went "
                "nowhere. Choose another Labels layer, or make a new one."
            )
        target, dims = self.viewer.layers[layer], self.viewer.dims
        if dims.ndisplay == 3:
            return
        if isinstance(target, Labels) and not target.data.flags.writeable:
            raise InputError(
                f"{layer} cannot be painted: its array is read-only. "
                "Add a copy instead: viewer.add_labels(labels.copy())."
            )
        whole = []
        for row, col in points:
            position = list(dims.point)
            position[dims.order[-2]], position[dims.order[-1]] = row, col
            whole.append(position)
        drag(self.viewer, target, whole, button, modifiers)

    def _on_hover(self, row=None, col=None):
        viewer = self.viewer
        viewer.mouse_over_canvas = row is not None
        if row is None or not viewer.layers:
            self.status = ""
            return
        position = list(viewer.dims.point)
        position[viewer.dims.order[-2]], position[viewer.dims.order[-1]] = row, col
        viewer.cursor.position = tuple(position)
        viewer.update_status_from_cursor()
        self.status = _status_line(viewer)

    def _on_point(self, values):
        for axis, value in values.items():
            self.viewer.dims.set_point(int(axis), float(value))

    def _on_set(self, layer, name, value):
        controls.change(self.viewer.layers[layer], name, value)

    def _on_act(self, action):
        controls.act(self.viewer, action)

    def _on_select(self, layer, add=False):
        chosen = self.viewer.layers[layer]
        if add:
            self.viewer.layers.selection.toggle(chosen)
        else:
            self.viewer.layers.selection.active = chosen

    def _on_orthogonal(self, value):
        self.viewer.orthogonal = value

    def _on_camera(self, center, zoom):
        camera = self.viewer.scene.camera
        camera.center = (camera.center[0], *center)
        camera.zoom = zoom

    def _on_size(self, height, width):
        canvas, camera = self.viewer.canvas, self.viewer.scene.camera
        fitted = camera.zoom == self._fitted_zoom  # not if the person has zoomed
        canvas.size = (int(height), int(width))
        if fitted and self.viewer.layers:
            self.viewer.fit_to_view()
            self._fitted_zoom = camera.zoom

    def _on_turn(self, right, down, quick=False):
        self.scene.turn(self.viewer.scene.camera, right, down)
        if quick:  # while the mouse is down: a coarse picture at once, the fine one at the end
            self.pictures = self._draw(quick=True)
            self._picture_due = False
        else:
            self._picture_due = True

    def still(self):
        """Return the present picture as PNG bytes."""
        return self.viewer.still()

    def describe(self):
        """Return what the viewer shows, in words."""
        return self.viewer.describe()


def _status_line(viewer):
    status = viewer.status
    if not isinstance(status, dict):
        return str(status)
    text = status.get("layer_name", "") + status.get("coordinates", "")
    return " ".join(text.split())
