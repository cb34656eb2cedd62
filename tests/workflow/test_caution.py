import numpy as np
import pytest

from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.nuclei.quality import expose
from helpers.workflow.caution import cautions
from helpers.workflow.run import Workflow


def keywords(image, spacing, **parameters):
    found = cautions(Workflow(**parameters).run(image, spacing))
    return [caution.split(":")[0] for caution in found]


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


def test_the_image_of_the_lesson_raises_no_doubt(nuclei):
    assert keywords(*nuclei) == []


def test_a_radius_at_which_nuclei_vanish_is_beyond_the_plateau(nuclei):
    assert keywords(*nuclei, radius=13) == ["radius beyond the plateau"]


def test_a_clipped_and_an_underexposed_image_are_named(nuclei):
    image, spacing = nuclei
    assert "clipped" in keywords(expose(image, 6), spacing)
    assert "underexposed" in keywords((image // 25).astype(np.uint16), spacing)


def test_nuclei_that_drown_in_noise_are_underexposed():
    truth = make_nuclei(
        count=4, touching=0, border=0, size=4, shape=(50, 100, 100), brightness=8000, noise=60
    )
    assert "underexposed" in keywords(truth.image, truth.spacing, radius=3)


def test_small_nuclei_flat_voxels_and_empty_images_are_named():
    small = np.zeros((20, 30, 30), np.uint8)
    small[5:11, 5:13, 5:13] = 200
    assert keywords(small, (1, 1, 1), sigma=0, radius=0) == ["too few voxels"]
    assert keywords(small, (3, 1, 1), sigma=0, radius=0) == ["too few voxels", "flat ball"]
    assert keywords(small, (3, 1, 1), sigma=0, radius=0, unit="um") == ["too few voxels"]
    small[:12] = small[5]  # now it reaches the top of the image
    assert keywords(small, (1, 1, 1), sigma=0, radius=0) == ["no nucleus"]
