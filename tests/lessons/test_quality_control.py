"""The figures that the exercises of notebook 01 know by heart."""

import numpy as np

from helpers.exercises.catalogue import exercises
from helpers.images.synthetic import make_nuclei


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
