"""Bars are as high as their numbers, and dots lie at their values."""

import numpy as np
import pandas as pd
import pytest

from helpers.nuclei.segmentation import radius_curve
from helpers.pictures import count_by_radius, volumes


def spans(bars):
    """Return (bottom, top) of each bar."""
    return [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in bars]


def test_the_bars_of_the_curve_add_up_to_the_count():
    mask = np.zeros((7, 15), bool)
    mask[1:6, 1:6] = mask[1:6, 9:14] = mask[3, 6:9] = True
    curve = radius_curve(mask, range(4), core_radius=1)
    axis = count_by_radius(curve, cores=2).axes[0]
    right, _, extra = axis.containers
    heights = [a.get_height() + b.get_height() for a, b in zip(right, extra, strict=True)]
    assert heights == curve["count"].tolist()
    assert [t.get_text() for t in axis.texts] == ["1", "2", "2", "0"]


def test_each_bar_stands_at_its_radius_and_reaches_from_one_part_to_the_next():
    curve = pd.DataFrame(
        {
            "count": [5, 3, 2],
            "joined_pairs": [2, 0, 0],
            "fragments": [4, 0, 0],
            "split": [0, 0, 0],
            "vanished": [0, 0, 1],
        },
        index=[0, 4, 8],
    )
    axis = count_by_radius(curve, cores=3).axes[0]
    right, missing, extra = axis.containers
    assert [bar.get_x() + bar.get_width() / 2 for bar in right] == pytest.approx([0, 4, 8])
    assert spans(right) == [(0, 1), (0, 3), (0, 2)]
    assert spans(missing) == [(1, 3), (3, 3), (2, 3)]
    assert spans(extra) == [(3, 7), (3, 3), (3, 3)]
    places = [text.get_position() for text in axis.texts]
    assert [x for x, _ in places] == [0, 4, 8]
    assert all(y > top for (_, y), (_, top) in zip(places, spans(extra), strict=True))
    assert axis.get_ylim()[1] > max(y for _, y in places)


def test_each_dot_lies_at_its_volume_smallest_first_under_its_own_label():
    axis = volumes([500, 700, 650], names=[1, 2, 3]).axes[0]
    dots = next(line for line in axis.lines if line.get_marker() == "o")
    assert dots.get_xdata().tolist() == [0, 1, 2]
    assert dots.get_ydata().tolist() == [500, 650, 700]
    labels = {text.get_text(): text.xy for text in axis.texts if hasattr(text, "xy")}
    assert labels == {"1": (0, 500), "3": (1, 650), "2": (2, 700)}


def test_mean_and_sample_deviation_are_drawn_and_written_as_they_are():
    values = [500, 700, 650]
    axis = volumes(values).axes[0]
    mean, deviation = np.mean(values), np.std(values, ddof=1)
    line = next(line for line in axis.lines if line.get_marker() != "o")
    assert line.get_ydata()[0] == pytest.approx(mean)
    band = axis.patches[0].get_bbox()
    assert (band.y0, band.y1) == pytest.approx((mean - deviation, mean + deviation))
    assert axis.texts[-1].get_text() == " mean 617\n SD 104 µm³"
    assert axis.texts[-1].get_position()[1] == pytest.approx(mean)


def test_one_volume_alone_has_no_deviation():
    axis = volumes([500]).axes[0]
    assert axis.texts[-1].get_text() == " mean 500\n µm³"


def test_what_is_left_out_stands_hollow_beside_the_others_and_is_not_counted():
    axis = volumes([500, 700], left_out=[300, 100]).axes[0]
    filled, hollow = (line for line in axis.lines if line.get_marker() == "o")
    assert hollow.get_markerfacecolor() == "none"
    assert filled.get_markerfacecolor() != "none"
    assert hollow.get_xdata().tolist() == [2, 3]
    assert hollow.get_ydata().tolist() == [100, 300]
    assert "mean 600" in axis.texts[-1].get_text()
    assert axis.get_ylim()[0] == 0
    assert axis.get_xlim()[1] > 3


def test_one_volume_alone_raises_no_warning(recwarn):
    axis = volumes([500]).axes[0]
    assert not recwarn.list
    band = axis.patches[0].get_bbox()
    assert (band.y0, band.y1) == (500, 500)


def test_the_axes_end_where_the_last_nucleus_stands_and_bars_begin_at_the_floor():
    for left_out in ([], [300, 100, 50]):
        axis = volumes([500, 700], left_out=left_out).axes[0]
        last = 1 + len(left_out)
        assert axis.get_xlim() == pytest.approx((-0.6, last + 0.6))
        assert axis.texts[-1].get_position()[0] == pytest.approx(last + 0.6)
    names = ["count", "joined_pairs", "fragments", "split", "vanished"]
    axis = count_by_radius(pd.DataFrame([(1, 1, 0, 0, 0)], columns=names), cores=2).axes[0]
    assert axis.get_ylim()[0] == 0
    missing = axis.containers[1][0]
    assert missing.get_linewidth() >= 1 and missing.get_linestyle() in (":", "dotted")
