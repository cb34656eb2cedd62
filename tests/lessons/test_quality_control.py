"""The figures that the exercises of notebook 01 know by heart."""

import re

import numpy as np
import pytest

from helpers.exercises.catalogue import exercises
from helpers.explorers import explore_histogram
from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.lessons.quality_control import BACKGROUND, NUCLEUS, dark_share
from helpers.nuclei.quality import expose


def test_the_colleagues_image_is_clipped_as_its_exercise_says():
    image = make_nuclei(count=8, touching=2, border=1, brightness=56_000, seed=11).image
    at_the_top = image == 65535
    slices = at_the_top.any(axis=(1, 2))
    exercise = exercises()["colleague_slices"]
    voxels, none, every, first = (mistake.value for mistake in exercise.mistakes)
    assert exercise.expected == np.count_nonzero(slices)
    assert voxels == np.count_nonzero(at_the_top)
    assert (none, every) == (0, len(image))
    assert first == np.flatnonzero(slices)[0]


def test_the_range_in_use_is_the_same_figure_in_the_exercise_and_on_the_slider_page():
    image = load_nuclei()[0]
    explorer = explore_histogram(image)
    explorer.scope = "whole volume"
    (shown,) = re.findall(r"([\d.]+) % of the range used", explorer.describe())
    exercise = exercises()["range_percent"]
    assert float(shown) == pytest.approx(exercise.expected(), abs=0.05)


def test_stretching_moves_the_histogram_and_half_the_light_also_costs_signal_to_noise():
    image = load_nuclei()[0][29]
    halved, dimmer = image / 2, expose(image, 0.5)

    def figures(taken):
        inside, outside = taken[NUCLEUS[1:]], taken[BACKGROUND[1:]]
        return dark_share(taken), (inside.mean() - outside.mean()) / outside.std()

    assert figures(halved)[0] > figures(image)[0] + 20
    assert abs(figures(halved)[0] - figures(dimmer)[0]) < 1
    assert figures(halved)[1] == pytest.approx(figures(image)[1])
    assert figures(dimmer)[1] < 0.75 * figures(image)[1]
