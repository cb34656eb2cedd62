"""When an upgrade of napari or vispy moves a private part, one of these says which."""

import ast
import inspect

import numpy as np
import pytest
from napari.layers import Labels
from pydantic import Field

from helpers.viewer import _napari
from helpers.viewer.controls import LABEL_ACTIONS, VIEWER_ACTIONS
from tests.conftest import ROOT


@pytest.fixture
def model():
    return _napari.OpenModel()


@pytest.fixture
def layer():
    return Labels(np.zeros((6, 8), np.uint8), scale=(2, 3))


class Watched(_napari.OpenModel):
    """Notes what is asked of it instead of doing it."""

    asked: list = Field(default_factory=list)

    def make_labels(self):
        self.asked.append("labels")

    def cut_slices(self, layers=None):
        self.asked.append("slices")


def test_the_button_for_new_labels_still_calls_new_labels():
    from napari._qt.widgets import qt_viewer_buttons

    model = Watched()
    model._new_labels()
    assert model.asked == ["labels"], "ViewerModel._new_labels has moved"
    source = inspect.getsource(qt_viewer_buttons)
    assert "_new_labels" in source, "napari's window makes new labels in another way"


def test_a_new_empty_labels_layer_is_made(model):
    model.add_image(np.zeros((3, 4)))
    model.make_labels()
    assert isinstance(model.layers[-1], Labels), "ViewerModel._new_labels has moved"
    assert model.layers[-1].data.shape == (3, 4)


def test_going_to_another_slice_cuts_slices_through_update_layers():
    model = Watched()
    model.add_image(np.zeros((3, 4, 5)))
    model.asked.clear()
    model.dims.set_point(0, 2)
    assert "slices" in model.asked, "ViewerModel._update_layers has moved"


def test_every_action_offered_is_one_of_naparis(model, layer):
    for action in (*LABEL_ACTIONS, "undo", "redo"):
        assert callable(getattr(_napari.label_actions, action, None)), f"{action} has moved"
    for action in VIEWER_ACTIONS:
        assert callable(getattr(_napari.viewer_actions, action, None)), f"{action} has moved"
    for action in (*LABEL_ACTIONS, *VIEWER_ACTIONS):
        assert _napari.action_tip(action), f"action_manager knows no {action}"
    _napari.do_label_action(layer, "new_label")
    _napari.do_viewer_action(model, "toggle_ndisplay")
    assert model.dims.ndisplay == 3


def test_strokes_are_counted_and_forgotten(layer):
    layer.paint((2, 2), 1)
    layer.paint((4, 4), 1)
    layer.undo()
    assert _napari.undo_steps(layer) == (1, 1), "Labels._undo_history or _redo_history has moved"
    _napari.forget_strokes(layer)
    assert _napari.undo_steps(layer) == (0, 0), "Labels._reset_history has moved"


@pytest.mark.parametrize("paint", ["paint", "fill", "data_setitem"])
def test_the_voxels_of_a_stroke_are_counted(layer, paint):
    layer.brush_size = 3
    where = np.nonzero(np.eye(6, 8)) if paint == "data_setitem" else (3, 3)
    getattr(layer, paint)(where, 5)
    size = _napari.stroke_size(_napari.last_stroke(layer))
    assert size == np.count_nonzero(layer.data) > 1, "Labels keeps its strokes in another way"


def test_contours_are_the_rim_of_each_label():
    labels = np.zeros((7, 7), np.uint8)
    labels[1:6, 1:6] = 4
    rim = _napari.contours(labels, 1, 0)
    assert rim[1, 1] == 4 and rim[3, 3] == 0, "_labels_utils.get_contours has moved"


def test_a_layers_own_matrix_holds_its_scale(layer):
    assert np.allclose(_napari.turned_matrix(layer), np.diag([2, 3])), "Layer._transforms has moved"


def test_vispy_still_deletes_programs_at_once_so_that_ours_is_needed():
    from vispy.gloo import glir

    source = (ROOT / "helpers" / "viewer" / "_napari.py").read_text()
    assert "glir.GlirProgram.delete = lambda" in source
    text = inspect.getsource(glir.GlirProgram)
    assert "def delete" in text and "glDeleteProgram" in text, (
        "vispy deletes programs in another way: see whether keep_gl_programs is still needed"
    )


def test_scikit_image_fetches_once_and_waits_five_seconds(monkeypatch, tmp_path):
    import requests
    from pooch import downloaders
    from skimage.data import _fetchers

    fetcher, asked = _fetchers._image_fetcher, []
    monkeypatch.setattr(fetcher, "path", tmp_path)

    def refuse(url, timeout, **options):
        asked.append(timeout)
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "get", refuse)
    before = fetcher.retry_if_failed, downloaders.DEFAULT_TIMEOUT
    with pytest.raises(requests.ConnectionError), _napari.fetch_once():
        _fetchers._fetch("data/cells3d.tif")
    assert asked == [(5, 30)], "scikit-image or pooch fetches in another way"
    assert (fetcher.retry_if_failed, downloaders.DEFAULT_TIMEOUT) == before
    assert before[0] > 0, "scikit-image tries once by itself: see whether fetch_once is needed"


OURS = {"ix_", "_asdict", "_repr_mimebundle_", "_instances"}


def test_nothing_of_naparis_private_side_is_touched_anywhere_else():
    for path in (ROOT / "helpers" / "viewer").glob("*.py"):
        if path.name == "_napari.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("napari"):
                parts = [*node.module.split("."), *(alias.name for alias in node.names)]
                assert not any(part.startswith("_") for part in parts), (path.name, node.module)
            if isinstance(node, ast.Attribute) and node.attr.strip("_") != node.attr:
                owner = ast.unparse(node.value)
                dunder = node.attr.startswith("__")
                ours = dunder or owner in ("self", "cls", "super()") or node.attr in OURS
                assert ours, f"{path.name}: {owner}.{node.attr}"
