import tracemalloc

import numpy as np
import pytest

from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.nuclei.quality import expose
from helpers.workflow.result_cautions import cautions
from helpers.workflow.run import Workflow

SIDES = (0.3, 0.25, 0.25)


def found(image, spacing=SIDES, **parameters):
    """Return the cautions by their keyword."""
    said = cautions(Workflow(**parameters).run(image, spacing))
    return dict(caution.split(": ", 1) for caution in said)


def dish(shape, nuclei, ground=1000, seed=0):
    """Draw balls of (centre, radius, brightness) on a noisy ground."""
    image = np.full(shape, float(ground))
    for centre, radius, brightness in nuclei:
        away = sum((g - c) ** 2 for g, c in zip(np.indices(shape), centre, strict=True))
        image[away <= radius**2] = brightness
    image += np.random.default_rng(seed).normal(0, 0.02 * ground, shape)
    return image.clip(0, 65535).astype(np.uint16)


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


def test_the_image_of_the_lesson_raises_no_doubt(nuclei):
    assert found(*nuclei) == {}


def test_doubting_takes_little_more_memory_than_measuring(nuclei):
    result = Workflow().run(*nuclei)
    tracemalloc.start()
    cautions(result)
    assert tracemalloc.get_traced_memory()[1] < 9 * result.image.size
    tracemalloc.stop()


def test_a_radius_at_which_nuclei_vanish_is_beyond_the_plateau(nuclei):
    assert list(found(*nuclei, radius=13)) == ["radius beyond the plateau"]


def test_a_clipped_image_is_named_with_the_share_of_its_voxels(nuclei):
    said = found(expose(nuclei[0], 6), nuclei[1])["clipped"]
    assert said.startswith("14.92 % of the voxels")


def test_too_little_light_shows_in_the_noise_and_not_in_the_histogram(nuclei):
    image, spacing = nuclei
    dim = expose(image, 0.02)
    assert "underexposed" in found(dim, spacing)
    stretched = (dim * (60_000 / dim.max())).astype(np.uint16)
    assert "underexposed" in found(stretched, spacing)
    assert "underexposed" not in found((image // 25).astype(np.uint16), spacing)


@pytest.mark.parametrize("bits", [8, 10, 12, 14])
def test_a_camera_of_fewer_bits_is_judged_by_its_own_scale(bits):
    image = dish((24, 60, 60), [((12, 30, 30), 9, 40_000)])
    image = (image + np.random.default_rng(1).normal(0, 1500, image.shape)) * (2**bits / 65536)
    image = image.clip(1)
    well = (image * 1.3).astype(np.uint16)
    assert found(well, sigma=1, radius=2) == {}
    long = (image * 2).clip(0, 2**bits - 1).astype(np.uint16)
    assert list(found(long, sigma=1, radius=2)) == ["clipped"]


def test_nuclei_that_drown_in_noise_are_underexposed():
    truth = make_nuclei(
        count=4, touching=0, border=0, size=4, shape=(50, 100, 100), brightness=8000, noise=60
    )
    assert "underexposed" in found(truth.image, truth.spacing, radius=3)


def test_small_nuclei_flat_voxels_and_empty_images_are_named():
    small = np.random.default_rng(0).integers(0, 5, (20, 30, 30)).astype(np.uint8)
    small[5:11, 5:13, 5:13] = 200
    assert list(found(small, sigma=0, radius=0)) == ["too few voxels"]
    flat = {"spacing": (3, 1.1, 1.1), "sigma": 0, "radius": 0}
    assert list(found(small, **flat)) == ["too few voxels", "flat ball"]
    assert list(found(small, unit="um", **flat)) == ["too few voxels"]
    assert "2.7 times as long as wide" in found(small, **flat)["flat ball"]
    assert "flat ball" not in found(small, sigma=0, radius=0, spacing=(0.29, 0.26, 0.26))
    small[:12] = small[5]  # now it reaches the top of the image
    assert list(found(small, sigma=0, radius=0)) == ["mostly left out", "no nucleus"]


def test_what_is_doubtful_about_the_image_itself_is_said_too():
    image = dish((20, 40, 40), [((8, 20, 20), 6, 9000)])
    image[14:] = 0
    assert list(found(image, (1, 1, 1), sigma=1, radius=2))[:2] == ["voxel size", "empty slices"]


def test_a_single_slice_says_what_its_volumes_are():
    image = dish((1, 80, 80), [((0, 20, 20), 12, 9000), ((0, 60, 55), 12, 9000)])
    said = found(image, (0.5, 0.2, 0.2), sigma=1, radius=2)
    assert list(said) == ["single slice"] and "an area times 0.5 µm" in said["single slice"]


@pytest.mark.parametrize("small", [3, 4])
@pytest.mark.parametrize("unit", ["voxels", "um"])
def test_small_nuclei_that_vanish_beside_a_large_one_are_counted(small, unit):
    places = [(20, 70, 70), (20, 70, 25), (20, 25, 75)]
    nuclei = [((20, 30, 30), 14, 20_000), *((place, small, 20_000) for place in places)]
    image, side = dish((40, 96, 96), nuclei), 0.2 if unit == "um" else 1
    lengths = {"sigma": 1 * side, "unit": unit, "spacing": (0.2,) * 3}
    said = found(image, radius=5 * side, **lengths)["pieces vanished"]
    assert said.startswith("of 4 pieces, 3 are gone after the erosion by")
    assert ("1 µm" if unit == "um" else "5 voxels") in said
    assert "pieces vanished" not in found(image, radius=side, **lengths)


def test_specks_and_cut_nuclei_that_vanish_are_no_loss(nuclei):
    image, spacing = nuclei
    assert "pieces vanished" in found(image, spacing, clear_border=False)
    speckled = dish((40, 60, 60), [((20, 30, 30), 12, 20_000), ((30, 50, 50), 1.5, 20_000)])
    assert found(speckled, sigma=0, radius=3) == {}


@pytest.mark.parametrize("bright", [6, 15, 60])
def test_dim_nuclei_hidden_by_a_bright_one_are_named_and_the_advice_finds_them(bright):
    places = (12, 16, 16), (12, 16, 46), (12, 46, 30)
    light = [1000 * bright, 9000 if bright == 60 else 1800, 9000 if bright == 60 else 1800]
    nuclei = [(place, 7, value) for place, value in zip(places, light, strict=True)]
    image = dish((24, 64, 64), nuclei, ground=800)
    said = found(image, sigma=1, radius=2)["hidden by brightness"]
    assert said.startswith("2 pieces outside the mask stand out")
    cap = float(said.split("np.minimum(image, ")[1].rstrip(")."))
    capped = np.minimum(image, cap)
    assert Workflow(sigma=1, radius=2).run(capped, SIDES).summary.count == 3
    assert "hidden by brightness" not in found(capped, sigma=1, radius=2)


def test_debris_in_the_place_of_nuclei_is_not_taken_for_them():
    places = (12, 16, 16), (12, 16, 46), (12, 46, 30)
    image = dish((24, 64, 64), [(place, 7, 2000) for place in places], ground=200)
    image[3:8, 3:8, 3:8] = np.random.default_rng(0).integers(55_000, 65_000, (5, 5, 5))
    said = found(image, sigma=1, radius=2)
    assert list(said) == ["hidden by brightness"] and said["hidden by brightness"].startswith("3 ")


def test_debris_among_the_nuclei_is_named_by_its_label():
    places = (14, 20, 20), (14, 20, 58), (14, 58, 20)
    image = dish((30, 80, 80), [(place, 10, 9000) for place in places])
    image[12:17, 60:65, 60:65] = np.random.default_rng(0).integers(50_000, 60_000, (5, 5, 5))
    said = found(image, sigma=0, radius=1)["bright debris"]
    assert said.startswith("label 4 is more than 4 times as bright")


def test_nuclei_that_touch_and_stay_joined_are_named_until_a_radius_parts_them():
    truth = make_nuclei(count=12, touching=3, border=2)
    said = found(truth.image, truth.spacing, radius=10)["joined?"]
    assert said.startswith("labels 1, 2 are far from round")
    assert found(truth.image, truth.spacing, radius=13) == {}
    coarse = make_nuclei(
        count=10, touching=2, border=2, spacing=(1.0, 0.2, 0.2), shape=(40, 256, 256)
    )
    said = found(coarse.image, coarse.spacing, sigma=0.5, radius=1.8, unit="um")
    assert said["joined?"].startswith("labels 2, 4 are")


def test_tissue_of_which_most_is_left_out_at_the_border_is_named():
    joined = [(z, y, x) for z in (4, 16, 28) for y in (4, 18, 32, 46, 60) for x in (4, 18, 32, 46)]
    image = dish((32, 64, 96), [(place, 8, 20_000) for place in [*joined, (16, 32, 80)]])
    said = found(image, sigma=1, radius=2)["mostly left out"]
    assert said.startswith("1 piece with 98 % of all that was segmented reaches the border")
    assert "mostly left out" not in found(image, sigma=1, radius=2, clear_border=False)
