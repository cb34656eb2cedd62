"""napari's own window: the same manners, the same strokes, the plugins of the lessons."""

import numpy as np
import pytest
import skimage.data
from qtpy.QtCore import QPoint, Qt
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication

from helpers.images.lesson import load_nuclei
from helpers.inputs import InputError
from helpers.viewer import go_to, on_pick, open_viewer, replay_strokes
from helpers.viewer.strokes import Stroke

SHAPE = (12, 64, 64)
MODES = {
    "paint": Qt.Key.Key_2,
    "erase": Qt.Key.Key_1,
    "fill": Qt.Key.Key_4,
    "pick": Qt.Key.Key_5,
    "pan_zoom": Qt.Key.Key_6,
}


def start(viewer):
    labels = np.zeros(SHAPE, np.uint8)
    labels[2:10, 10:30, 10:30] = 4
    labels[4:8, 35:55, 35:60] = 9
    viewer.add_image(np.arange(np.prod(SHAPE)).reshape(SHAPE), name="nuclei")
    return viewer.add_labels(labels, name="mine")


class NotebookHand:
    """Works the notebook viewer as its page would: by the messages that the page sends."""

    def __init__(self, viewer):
        self.viewer, self.widget = viewer, viewer.widget
        self.widget.send = lambda *args: None

    def tool(self, mode):
        actions = self.widget.fixed["keys"]
        self._send("act", action=actions[MODES[mode].name.removeprefix("Key_")])

    def set(self, name, value):
        self._send("set", layer="mine", name=name, value=value)

    def drag(self, *positions):
        self._send("drag", layer="mine", points=[[y, x] for _, y, x in positions])

    def key(self, name):
        self._send("act", action=self.widget.fixed["keys"][name])

    def _send(self, what, **options):
        self.widget._receive(self.widget, {"do": what, "with": options, "id": "1"}, [])
        assert not self.widget.state["message"]


class WindowHand:
    """Works napari's window with the mouse and the keyboard."""

    def __init__(self, viewer):
        self.viewer, self.positions = viewer, []
        self.native = viewer.window._qt_viewer.canvas.native
        viewer.layers["mine"].mouse_drag_callbacks.append(self._note)
        QApplication.processEvents()

    def _note(self, layer, event):
        self.positions.append(tuple(event.position))
        yield
        while event.type == "mouse_move":
            self.positions.append(tuple(event.position))
            yield

    def tool(self, mode):
        QTest.keyClick(self.native, MODES[mode])

    def set(self, name, value):
        setattr(self.viewer.layers["mine"], name, value)

    def drag(self, *points):
        """Drag over voxels of the slice; return where exactly the mouse went, in the world."""
        self.positions.clear()
        button, nothing_held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseMove(self.native, self._at(*points[0]))
        QTest.mousePress(self.native, button, nothing_held, self._at(*points[0]))
        for point in points[1:]:
            QTest.mouseMove(self.native, self._at(*point))
            QApplication.processEvents()
        QTest.mouseRelease(self.native, button, nothing_held, self._at(*points[-1]))
        QApplication.processEvents()
        return list(self.positions)

    def key(self, name):
        *held, key = name.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for modifier in held:
            modifiers |= getattr(
                Qt.KeyboardModifier, f"{modifier.replace('Ctrl', 'Control')}Modifier"
            )
        QTest.keyClick(self.native, getattr(Qt.Key, f"Key_{key}"), modifiers)
        QApplication.processEvents()

    def _at(self, row, col):
        camera, (high, wide) = self.viewer.scene.camera, self.viewer.canvas.size
        y, x = camera.center[-2:]
        return QPoint(
            round((col - x) * camera.zoom + wide / 2), round((row - y) * camera.zoom + high / 2)
        )


EDITS = {
    "a stroke": [("tool", "paint"), ("drag", (40, 5), (45, 20), (50, 25))],
    "a thick stroke over other labels": [
        ("tool", "paint"),
        ("set", "brush_size", 17),
        ("drag", (20, 5), (25, 40)),
    ],
    "preserve labels": [
        ("tool", "paint"),
        ("key", "B"),
        ("drag", (20, 5), (25, 40)),
    ],
    "erase": [("tool", "erase"), ("drag", (15, 5), (25, 35))],
    "fill what is connected": [("set", "selected_label", 2), ("tool", "fill"), ("drag", (20, 20))],
    "fill in three dimensions": [
        ("set", "n_edit_dimensions", 3),
        ("tool", "fill"),
        ("drag", (40, 40)),
    ],
    "fill all of a label": [
        ("tool", "erase"),
        ("drag", (20, 5), (20, 35)),
        ("set", "contiguous", False),
        ("tool", "fill"),
        ("drag", (12, 12)),
    ],
    "pick and paint": [
        ("tool", "pick"),
        ("drag", (45, 45)),
        ("tool", "paint"),
        ("drag", (5, 40), (8, 55)),
    ],
    "paint in three dimensions": [
        ("set", "n_edit_dimensions", 3),
        ("tool", "paint"),
        ("drag", (40, 5), (45, 20)),
    ],
    "a new label": [("key", "M"), ("tool", "paint"), ("drag", (40, 5), (45, 20))],
    "undo": [
        ("tool", "paint"),
        ("drag", (40, 5), (45, 20)),
        ("drag", (20, 5), (25, 40)),
        ("key", "Ctrl+Z"),
    ],
    "undo and redo": [
        ("tool", "paint"),
        ("drag", (40, 5), (45, 20)),
        ("key", "Ctrl+Z"),
        ("key", "Ctrl+Shift+Z"),
    ],
    "out of the picture and back": [("tool", "paint"), ("drag", (30, 60), (32, 66), (50, 60))],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_both_faces_give_the_same_array(window, edits):
    in_window, in_cell = start(window), start(notebook := open_viewer("notebook"))
    untouched = in_cell.data.copy()
    mouse, page = WindowHand(window), NotebookHand(notebook)
    for what, *details in edits:
        gone_to = getattr(mouse, what)(*details)
        # a mouse moves by pixels: the page's pointer goes exactly where the window's went
        getattr(page, what)(*(gone_to or details))
    assert np.array_equal(in_window.data, in_cell.data)
    assert in_window.selected_label == in_cell.selected_label
    if edits[-1][-1] != "Ctrl+Z":
        assert not np.array_equal(in_cell.data, untouched)


def test_the_window_replaces_namesakes_and_describes_itself_as_the_cell_does(window):
    notebook = open_viewer("notebook")
    for viewer in (window, notebook):
        start(viewer)
        start(viewer)
    assert [layer.name for layer in window.layers] == ["nuclei", "mine"]
    assert repr(window) == repr(notebook)
    ours, theirs = (viewer._repr_mimebundle_() for viewer in (window, notebook))
    # the cell says besides that its widget is asleep, which a window is not
    assert theirs[0]["text/html"].startswith(ours["text/html"])


def test_going_to_a_label_and_picking_work_in_the_window(window):
    layer, picked = start(window), []
    stop = on_pick(layer, picked.append)
    go_to(window, 9, "mine")
    assert window.dims.point[0] == 5 or window.dims.point[0] == 6
    assert picked == [9]
    hand = WindowHand(window)
    hand.drag((20, 20))
    assert picked == [9, 4]
    stop()


def test_strokes_are_replayed_in_the_window_as_in_the_cell(window):
    strokes = [Stroke(2, 3, ((10, 10), (10, 30)), brush_size=6)]
    painted = []
    for viewer in (window, open_viewer("notebook")):
        layer = viewer.add_labels(np.zeros(SHAPE, np.uint8), name="mine")
        assert replay_strokes(viewer, "mine", strokes)
        painted.append(layer.data)
    assert np.array_equal(*painted) and painted[0].any()


def menu_entry(window, *path):
    """Find an entry of the window's menus by what it says."""
    menu = window.window._qt_window.menuBar()
    for text in path:
        menu.aboutToShow.emit() if hasattr(menu, "aboutToShow") else None
        entries = {action.text().replace("&", ""): action for action in menu.actions()}
        found = [action for name, action in entries.items() if name.startswith(text)]
        assert found, f"{text!r} is not among {list(entries)}"
        menu = found[0].menu() or found[0]
    return menu


def docked(window, name):
    """Return the widget that a menu entry has docked."""
    QApplication.processEvents()
    docks = window.window.dock_widgets
    return docks[next(title for title in docks if title.startswith(name))]


def choose(field, name):
    """Choose a layer in a drop-down list of a plugin's form."""
    box = field.native
    box.setCurrentIndex(box.findText(name, Qt.MatchFlag.MatchStartsWith))


@pytest.fixture
def lesson(window):
    """The lesson's image and its first, wrong, instance segmentation."""
    from skimage.filters import gaussian, threshold_otsu
    from skimage.measure import label

    image, _ = load_nuclei()
    blurred = gaussian(image, sigma=3)
    semantic_seg = blurred > threshold_otsu(blurred)
    window.add_image(image, name="nuclei")
    window.add_labels(semantic_seg)
    window.add_labels(label(semantic_seg), name="instance_seg")
    return window


def test_the_histogram_of_the_lesson_opens(lesson):
    lesson.layers.selection.active = lesson.layers["nuclei"]
    menu_entry(lesson, "Plugins", "napari Matplotlib", "Histogram").trigger()
    widget = docked(lesson, "Histogram")
    counts = widget.axes.patches or widget.axes.collections or widget.axes.lines
    assert len(counts)


def test_the_regionprops_table_gives_the_lessons_areas(lesson):
    menu_entry(lesson, "Tools", "Measurement tables", "Regionprops (scikit-image, nsr)").trigger()
    form = docked(lesson, "Regionprops")
    choose(form["image"], "nuclei")
    choose(form["labels"], "instance_seg")
    form.size.value, form.intensity.value, form.perimeter.value = True, False, False
    form.shape.value = form.position.value = form.moments.value = False
    form.call_button.native.click()
    table = lesson.layers["instance_seg"].features.set_index("label")["area"]
    assert [table[label] for label in (1, 3, 18)] == [43_945, 202_258, 7]


def test_its_maintained_successor_is_in_the_menus(lesson):
    menu_entry(lesson, "Layers", "Measure", "Regionprops (labels) (napari skimage)").trigger()
    assert docked(lesson, "Regionprops (labels)")


def test_binary_erosion_in_the_tools_menu_erodes(lesson):
    name = "Binary erosion (scikit-image, nsbatwm)"
    menu_entry(lesson, "Tools", "Segmentation post-processing", name).trigger()
    form = docked(lesson, name)
    choose(form.binary_image, "semantic_seg")
    form.radius.value = 1
    form.call_button.native.click()
    eroded = lesson.layers["Result of binary_erosion"].data
    assert 0 < eroded.astype(bool).sum() < lesson.layers["semantic_seg"].data.sum()


def test_the_assistant_opens(lesson):
    menu_entry(lesson, "Plugins", "napari-assistant", "Assistant").trigger()
    assert docked(lesson, "Assistant")


def test_a_sample_that_cannot_be_fetched_is_one_sentence(window, monkeypatch):
    def refuse():
        raise ConnectionError("no network, and sixty lines")

    monkeypatch.setattr(skimage.data, "cells3d", refuse)
    with pytest.raises(InputError, match=r"'cells3d'.*network the first time.*load_nuclei"):
        window.open_sample("napari", "cells3d")
    (layer,) = window.open_sample("napari", "cell")
    assert layer.data.shape == (660, 550)
