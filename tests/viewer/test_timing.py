"""How long somebody painted is known to the layer."""

import numpy as np

from helpers.nuclei.painting import painting_seconds, score_painting


def test_a_layer_knows_its_own_time_and_a_replayed_one_has_none(viewer, image):
    layer, reference = viewer.layers["mine"], np.zeros(image.shape, int)
    reference[:, 2:8, 2:8] = 1
    layer.data[1, 2:8, 2:8] = 1
    layer.metadata["painting_times"][:] = [100.0, 112.0, 120.0]
    assert score_painting(layer, reference).seconds == 20
    layer.metadata["replayed"] = True
    assert score_painting(layer, reference).seconds is None
    assert score_painting(layer, reference, seconds=5).seconds == 5


def test_painting_is_timed_from_taking_up_the_brush(viewer):
    layer = viewer.layers["mine"]
    layer.mode = "paint"
    layer.paint((0, 5, 5), 1)
    layer.paint((0, 9, 9), 1)
    assert len(layer.metadata["painting_times"]) == 3
    assert painting_seconds(layer.metadata["painting_times"]) < 30
