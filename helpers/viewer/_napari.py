"""All that is used of the private parts of napari, vispy and scikit-image, under our own names.

When an upgrade moves one of them, this file breaks and no other: tests/viewer/test_napari_parts.py
says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from napari.components import ViewerModel
from napari.components import _viewer_key_bindings as viewer_actions
from napari.layers import Labels, Layer
from napari.layers.labels import _labels_key_bindings as label_actions
from napari.layers.labels._labels_utils import get_contours
from napari.utils.action_manager import action_manager


class OpenModel(ViewerModel):
    """napari's viewer model, two of whose private steps can be changed by public names."""

    def make_labels(self) -> None:
        """Add an empty Labels layer, as large as the layers there are."""
        super()._new_labels()

    def cut_slices(self, layers: list[Layer] | None = None) -> None:
        """Let each layer cut the slice that napari's own window would draw.

        Parameters
        ----------
        layers : list of napari.layers.Layer, optional
            By default all.
        """
        super()._update_layers(layers=layers)

    def _new_labels(self) -> None:
        self.make_labels()

    def _update_layers(self, *, layers: list[Layer] | None = None) -> None:
        self.cut_slices(layers)


def do_viewer_action(viewer: ViewerModel, action: str) -> None:
    """Do one of napari's actions on a viewer, such as "reset_view".

    Parameters
    ----------
    viewer : napari.components.ViewerModel
    action : str
    """
    getattr(viewer_actions, action)(viewer)


def do_label_action(layer: Labels, action: str) -> None:
    """Do one of napari's actions on a Labels layer, such as "new_label" or "undo".

    Parameters
    ----------
    layer : napari.layers.Labels
    action : str
    """
    getattr(label_actions, action)(layer)


def action_tip(action: str) -> str:
    """Return napari's own description of an action.

    Parameters
    ----------
    action : str
        Such as "reset_view".

    Returns
    -------
    str
    """
    return action_manager._actions[f"napari:{action}"].description


def undo_steps(layer: Labels) -> tuple[int, int]:
    """Return how many strokes can be undone, and how many done again.

    Parameters
    ----------
    layer : napari.layers.Labels

    Returns
    -------
    tuple of int
    """
    return len(layer._undo_history), len(layer._redo_history)


def last_stroke(layer: Labels) -> list[tuple] | None:
    """Return the last stroke that can be undone.

    Parameters
    ----------
    layer : napari.layers.Labels

    Returns
    -------
    list of tuple, or None
        The same object as long as it is the last one.
    """
    return layer._undo_history[-1] if layer._undo_history else None


def stroke_size(stroke: list[tuple]) -> int:
    """Return how many voxels a stroke has changed.

    Parameters
    ----------
    stroke : list of tuple
        From :func:`last_stroke`.

    Returns
    -------
    int
    """
    return sum(getattr(part, "old_values", part[1]).size for part in stroke)


def forget_strokes(layer: Labels) -> None:
    """Forget the strokes that could be undone.

    Parameters
    ----------
    layer : napari.layers.Labels
    """
    layer._reset_history()


def contours(labels: np.ndarray, thickness: int, background: int) -> np.ndarray:
    """Return a plane of labels with only their outlines, so many pixels thick.

    Parameters
    ----------
    labels : ndarray of int, 2D
    thickness : int
    background : int
        The label of the background.

    Returns
    -------
    ndarray of int, 2D
    """
    return get_contours(labels, thickness, background)


def turned_matrix(layer: Layer) -> np.ndarray:
    """Return how a layer's data are scaled, turned and sheared into the world.

    Parameters
    ----------
    layer : napari.layers.Layer

    Returns
    -------
    ndarray of float, shape (n, n)
        n is the number of the layer's axes.
    """
    return layer.affine.linear_matrix @ layer._transforms["data2physical"].linear_matrix


def keep_gl_programs() -> None:
    """Let vispy keep the OpenGL programs of removed layers: a few kilobytes for each.

    When a layer is removed, vispy deletes them. With Mesa's drivers the next drawing can then end
    the kernel, and the lessons remove layers all the time.
    """
    from vispy.gloo import glir

    glir.GlirProgram.delete = lambda program: None


@contextmanager
def fetch_once() -> Iterator[None]:
    """Let scikit-image try once to fetch a sample, and wait 5 s at most for a server to answer.

    By itself it tries four times, each time for up to 30 s and with pauses: without a network a
    cell would stand still for minutes.
    """
    from pooch import downloaders
    from skimage.data import _fetchers

    fetcher = _fetchers._image_fetcher
    before = fetcher.retry_if_failed, downloaders.DEFAULT_TIMEOUT
    fetcher.retry_if_failed, downloaders.DEFAULT_TIMEOUT = 0, (5, 30)  # to connect, to be sent more
    try:
        yield
    finally:
        fetcher.retry_if_failed, downloaders.DEFAULT_TIMEOUT = before
