"""A small notebook viewer, and a browser that is not there."""

import numpy as np
import pytest

from helpers.viewer import open_viewer


class Browser:
    """Sends the widget what the page would, and keeps what it answers."""

    def __init__(self, viewer):
        self.viewer, self.widget, self.answers = viewer, viewer.widget, []
        self.widget.send = lambda content, buffers=None: self.answers.append(content)

    def __call__(self, what, **options):
        message = {"do": what, "with": options, "id": len(self.answers)}
        self.widget._receive(self.widget, message, [])
        assert self.answers[-1]["done"] == message["id"]  # each message is answered, always
        return self.widget.state

    @property
    def message(self):
        return self.widget.state["message"]

    def layer(self, name):
        return next(layer for layer in self.widget.state["layers"] if layer["name"] == name)


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 4000, (6, 32, 40)).astype(np.uint16)


@pytest.fixture
def viewer(image):
    viewer = open_viewer("notebook")
    viewer.add_image(image, name="nuclei")
    viewer.add_labels(np.zeros(image.shape, np.uint8), name="mine")
    return viewer


@pytest.fixture
def browser(viewer):
    return Browser(viewer)
