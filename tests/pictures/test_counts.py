"""The drawings of the lessons on erosion and measuring."""

import numpy as np

from helpers.nuclei.segmentation import radius_curve
from helpers.pictures.counts import count_by_radius
from helpers.pictures.slices import numbered


def test_every_label_of_a_slice_gets_its_number_inside_itself():
    labels = np.zeros((20, 30), int)
    labels[2:6, 3:25], labels[10:18, 1:4] = 4, 11
    axis = numbered({"two": (np.zeros(labels.shape), labels)}).axes[0]
    found = {
        int(t.get_text()): labels[t.get_position()[1], t.get_position()[0]] for t in axis.texts
    }
    assert found == {4: 4, 11: 11}


def test_a_label_that_fills_the_slice_is_numbered_too():
    axis = numbered({"full": (np.zeros((5, 5)), np.ones((5, 5), int))}).axes[0]
    assert [t.get_text() for t in axis.texts] == ["1"]


def test_the_bars_of_the_curve_add_up_to_the_count():
    mask = np.zeros((7, 15), bool)
    mask[1:6, 1:6] = mask[1:6, 9:14] = mask[3, 6:9] = True
    curve = radius_curve(mask, range(4), core_radius=1)
    axis = count_by_radius(curve, cores=2).axes[0]
    right, _, extra = axis.containers
    heights = [a.get_height() + b.get_height() for a, b in zip(right, extra, strict=True)]
    assert heights == curve["count"].tolist()
    assert [t.get_text() for t in axis.texts] == ["1", "2", "2", "0"]
