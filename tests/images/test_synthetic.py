import numpy as np
import pytest
from scipy import ndimage
from skimage.measure import label

from helpers.images.reading import load_volume
from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.measurement import touches_border

SMALL = {"size": 3, "shape": (60, 128, 128)}


@pytest.mark.parametrize("seed", range(4))
def test_truth_is_what_was_asked_for(seed):
    truth = make_nuclei(count=8, touching=2, border=2, roughness=0.2, seed=seed, **SMALL)
    assert np.unique(truth.labels).tolist() == list(range(9))
    assert touches_border(truth.labels).tolist() == [7, 8]
    # each of the 2 pairs is one piece of the mask, every other nucleus its own
    assert label(truth.labels > 0).max() == 8 - 2
    for number in range(1, 9):
        assert label(truth.labels == number).max() == 1
    grown = ndimage.grey_dilation(truth.labels, size=3)
    met = set(np.unique(grown[truth.labels == 1])) | set(np.unique(grown[truth.labels == 3]))
    assert {2, 4} <= met


def test_the_same_seed_gives_the_same_volume_and_another_seed_another():
    first = make_nuclei(count=3, touching=1, border=0, **SMALL)
    again = make_nuclei(count=3, touching=1, border=0, **SMALL)
    other = make_nuclei(count=3, touching=1, border=0, seed=1, **SMALL)
    assert (first.image == again.image).all() and (first.labels == again.labels).all()
    assert (first.labels != other.labels).any()


def test_a_smooth_nucleus_has_the_volume_of_its_size():
    truth = make_nuclei(count=6, touching=0, border=0, roughness=0, **SMALL)
    mean = np.bincount(truth.labels.ravel())[1:].mean() * np.prod(truth.spacing)
    assert mean == pytest.approx(4 / 3 * np.pi * 3**3, rel=0.25)  # axes vary by up to 15 %


def test_without_blur_and_noise_the_image_shows_the_labels_exactly():
    truth = make_nuclei(count=4, touching=1, border=1, blur=0, noise=0, **SMALL)
    assert ((truth.image > 500) == (truth.labels > 0)).all()
    assert truth.image[truth.labels == 0].tolist() == [500] * np.count_nonzero(truth.labels == 0)


def test_noise_grows_with_the_light_and_brightness_is_the_level_of_nuclei():
    truth = make_nuclei(count=4, touching=0, border=0, blur=0, brightness=8000, **SMALL)
    inside, outside = truth.image[truth.labels == 1], truth.image[truth.labels == 0]
    assert inside.std() > 3 * outside.std()
    assert 0.75 * 8000 < inside.mean() - outside.mean() < 1.25 * 8000


def test_voxels_may_be_far_from_cubes():
    truth = make_nuclei(
        count=4, touching=1, border=0, size=3, shape=(20, 100, 100), spacing=(1, 0.25, 0.25)
    )
    box = np.argwhere(truth.labels == 1)
    extent = np.ptp(box, axis=0) * truth.spacing
    assert extent.max() / extent.min() < 1.7


def test_a_saved_image_is_loaded_again_with_its_voxel_size_and_twice_gives_the_same_file(tmp_path):
    truth = make_nuclei(count=2, touching=0, border=0, **SMALL)
    for name in ("a.ome.tif", "b.ome.tif"):
        truth.save(tmp_path / name)
    image, spacing = load_volume(tmp_path / "a.ome.tif")
    assert (image == truth.image).all() and spacing == truth.spacing
    assert (tmp_path / "a.ome.tif").read_bytes() == (tmp_path / "b.ome.tif").read_bytes()


def test_what_cannot_fit_is_refused_in_plain_words():
    with pytest.raises(InputError, match="of 40 nuclei of this size fit in the volume"):
        make_nuclei(count=40, shape=(60, 64, 64))
    with pytest.raises(InputError, match="raise count"):
        make_nuclei(count=3, touching=2)
