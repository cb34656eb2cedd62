"""What a run may hold at its fullest, counted by Python itself, so the same on every machine."""

import tracemalloc

import numpy as np
import pytest

from helpers.images.lesson import load_nuclei
from helpers.nuclei.segmentation import ErosionStudy
from helpers.workflow.result_cautions import cautions
from helpers.workflow.run import Workflow


@pytest.fixture(scope="module")
def image():
    lesson, spacing = load_nuclei()
    Workflow().run(lesson, spacing)  # what importing takes is not the image's
    return np.tile(lesson, (1, 2, 1)), spacing


def most(function):
    """Return the most bytes that were held at one time, and the result."""
    tracemalloc.start()
    try:
        result = function()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("workflow", "images"), [(Workflow(), 5.5), (Workflow(sigma=0.8, radius=2.6, unit="um"), 13)]
)
def test_a_run_holds_a_few_images_and_the_doubts_about_it_three_more(image, workflow, images):
    volume, spacing = image
    running, result = most(lambda: workflow.run(volume, spacing))
    doubting, _ = most(lambda: cautions(result))
    assert running < images * volume.nbytes
    assert doubting < 3 * volume.nbytes
    afresh = ErosionStudy(result.study.mask, result.study.spacing)
    assert np.array_equal(result.study.eroded(1), afresh.eroded(1))  # the map is made again


def test_small_labels_are_the_labels_in_fewer_bytes(image):
    volume, spacing = image
    study = Workflow().run(volume, spacing).study
    for small, usual in (
        (study.labels(10, small=True), study.labels(10)),
        (study.expanded(10, small=True), study.expanded(10)),
    ):
        assert (small.dtype, usual.dtype) == (np.uint8, np.int32)
        assert np.array_equal(small, usual)
