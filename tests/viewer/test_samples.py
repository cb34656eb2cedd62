"""napari's samples in the notebook's face; a fetch meets a closed port of this computer."""

import numpy as np
import pytest
import skimage.data
from npe2 import PluginManager
from skimage.data import _fetchers

from helpers.inputs import InputError
from helpers.viewer import open_viewer


@pytest.fixture
def no_network(monkeypatch, tmp_path):
    fetcher = _fetchers._image_fetcher
    closed = dict.fromkeys(fetcher.registry, "http://127.0.0.1:9/sample")
    monkeypatch.setattr(fetcher, "path", tmp_path)
    monkeypatch.setattr(fetcher, "urls", closed)


def test_both_channels_appear_as_in_naparis_own_sample(monkeypatch):
    both = np.random.default_rng(0).integers(0, 60000, (6, 2, 16, 20)).astype(np.uint16)
    monkeypatch.setattr(skimage.data, "cells3d", lambda: both)
    viewer = open_viewer("notebook")
    for _ in range(2):  # the cell can be run again
        viewer.open_sample("napari", "cells3d")
        assert [layer.name for layer in viewer.layers] == ["membrane", "nuclei"]
    np.testing.assert_array_equal(viewer.layers["membrane"].data, both[:, 0])
    np.testing.assert_array_equal(viewer.layers["nuclei"].data, both[:, 1])


@pytest.mark.parametrize(("sample", "shape"), [("cell", (660, 550)), ("coins", (303, 384))])
def test_a_sample_that_came_with_scikit_image_needs_no_network(no_network, sample, shape):
    (layer,) = open_viewer("notebook").open_sample("napari", sample)
    assert (layer.name, layer.data.shape) == (sample, shape)


def test_options_reach_the_sample():
    (layer,) = open_viewer("notebook").open_sample("napari", "binary_blobs", length=32)
    assert layer.data.shape == (32, 32)


def test_without_a_network_one_sentence_says_what_is_here_already(no_network, viewer):
    words = r"'cells3d'.*network the first time.*\(ConnectionError\).*nuclei.*load_nuclei\(\)\[0\]"
    with pytest.raises(InputError, match=words):
        viewer.open_sample("napari", "cells3d")
    assert [layer.name for layer in viewer.layers] == ["nuclei", "mine"]  # nothing is lost
    with pytest.raises(InputError, match=r"'brain'.*network") as raised:
        viewer.open_sample("napari", "brain")
    assert "nuclei" not in str(raised.value)


@pytest.mark.parametrize(
    ("plugin", "sample", "words"),
    [
        ("napari", "cells3D", "no sample 'cells3D' in 'napari'.*Did you mean `cells3d`.*'coins'"),
        ("napari", "zzz", "no sample 'zzz' in 'napari'.*'astronaut'.*'cells3d'"),
        ("nobody", "cell", "no samples in 'nobody'.*'napari'"),
    ],
)
def test_an_unknown_sample_is_refused_with_those_there_are(viewer, plugin, sample, words):
    with pytest.raises(InputError, match=words):
        viewer.open_sample(plugin, sample)


def test_what_a_sample_says_itself_is_passed_on(viewer):
    with pytest.raises(InputError, match="'points' is a layer of points"):
        viewer.open_sample("napari", "balls_2d")


def test_plugins_are_looked_for_only_when_a_sample_is_wanted(monkeypatch):
    asked, discover = [], PluginManager.discover
    monkeypatch.setattr(
        PluginManager, "discover", lambda self: (asked.append("plugins"), discover(self))
    )
    viewer = open_viewer("notebook")
    assert asked == []
    viewer.open_sample("napari", "cell")
    assert asked == ["plugins"]
