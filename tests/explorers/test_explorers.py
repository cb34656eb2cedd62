"""The explorers say and show what scikit-image computes, and stay calm about bad input."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage.filters import gaussian, threshold_otsu
from skimage.measure import label
from skimage.morphology import isotropic_erosion
from skimage.segmentation import clear_border, expand_labels

from helpers.colours import label_colours
from helpers.explorers import (
    explore_components,
    explore_erosion,
    explore_expansion,
    explore_histogram,
    explore_sizes,
    explore_threshold,
    threshold,
)
from helpers.explorers.canvas import Canvas
from helpers.explorers.colouring import colour_labels
from helpers.explorers.plot import nice_step
from helpers.images.lesson import load_nuclei
from helpers.inputs import InputError
from helpers.nuclei.segmentation import ErosionStudy, threshold_nuclei
from helpers.workflow.parameters import PARAMETERS
from helpers.workflow.run import Workflow


@pytest.fixture(scope="module")
def image():
    return load_nuclei()[0]


@pytest.fixture(scope="module")
def spacing():
    return load_nuclei()[1]


@pytest.fixture(scope="module")
def mask(image):
    return threshold_nuclei(image).mask


@pytest.fixture(scope="module")
def labels(mask):
    return ErosionStudy(mask).expanded(10)


def picture(explorer):
    """Return the pixels that the browser gets."""
    return np.asarray(Image.open(io.BytesIO(explorer.picture.png)).convert("RGB"))


def test_the_erosion_explorer_follows_the_radius_as_scikit_image_would(mask, spacing):
    explorer = explore_erosion(mask, spacing, core_radius=10)
    before = picture(explorer)
    for radius in (9, 10):
        explorer.radius = radius
        eroded = isotropic_erosion(mask, radius)
        np.testing.assert_array_equal(explorer.eroded, eroded)
        np.testing.assert_array_equal(explorer.labels, label(eroded))
    assert explorer.count == 19
    assert "19 pieces; 0 pairs joined, 0 fragments" in explorer.state.text
    assert (picture(explorer) != before).any()
    np.testing.assert_array_equal(explorer.expanded, expand_labels(label(eroded), 10))
    explorer.view = "lost"
    assert "38,413 voxels lost, 0 gained, Dice 0.974" in explorer.state.text


def test_the_threshold_explorer_begins_at_otsu_and_follows(image, mask):
    explorer = explore_threshold(image)
    np.testing.assert_array_equal(explorer.mask, mask)
    assert (round(explorer.otsu, 5), round(explorer.percent, 2)) == (0.14077, 19.47)
    assert explorer.count == 18
    explorer.sigma = 1
    assert explorer.threshold == explorer.otsu  # it went along, since nobody had moved it
    explorer.threshold = 0.2
    np.testing.assert_array_equal(explorer.mask, gaussian(image, sigma=1) > 0.2)
    explorer.sigma = 2
    assert explorer.threshold == 0.2


def test_without_a_blur_the_threshold_explorer_says_what_the_page_prints(image):
    explorer = explore_threshold(image, sigma=0)
    assert (round(explorer.otsu, 5), explorer.count) == (0.15991, 587)
    np.testing.assert_array_equal(explorer.mask, image > threshold_otsu(image))


def test_the_blur_in_um_uses_the_voxel_size_and_is_the_workflows(image, spacing):
    explorer = explore_threshold(image, spacing=spacing)
    explorer.unit = "µm"
    assert explorer.sigma == 0.8  # as wide as 3 voxels of 0.26 µm
    blurred = gaussian(image, sigma=[0.8 / side for side in spacing])
    np.testing.assert_array_equal(explorer.mask, blurred > threshold_otsu(blurred))
    assert "Blur 0.8 µm" in explorer.state.text
    assert explorer.threshold == explorer.otsu
    steps = Workflow(sigma=0.8, radius=2, unit="um").run(image, spacing).steps
    np.testing.assert_array_equal(explorer.mask, steps["mask"])
    explorer.unit = "voxels"
    assert explorer.sigma == 3


def test_blurred_images_are_kept_within_bounds(image, monkeypatch):
    monkeypatch.setattr(threshold, "KEPT_BYTES", 2 * image.size * 8)
    explorer = explore_threshold(image)
    for sigma in (1, 2, 3, 2):
        explorer.sigma = sigma
        assert len(explorer._blurs._made) <= 2
        np.testing.assert_array_equal(explorer.mask, threshold_nuclei(image, sigma).mask)


def test_a_longer_exposure_saturates_and_says_what_is_lost(image):
    explorer = explore_histogram(image)
    assert "no voxel at the top of the scale" in explorer.state.text
    explorer.scope = "whole volume"
    assert explorer.clipping[:2] == (1, 1)
    assert "1 voxel at the top: too few to call it clipping" in explorer.state.text
    assert "57.9 % of the range used" in explorer.state.text  # as the exercise has it
    assert "e-" not in explorer.state.text
    explorer.exposure = 4
    assert explorer.clipping.saturated == np.count_nonzero(explorer.image == 65535) > 100_000
    assert "what was above the limit is lost" in explorer.state.text


def test_the_expansion_explorer_grows_as_scikit_image_does(mask):
    explorer = explore_expansion(mask)
    assert explorer.state.text.count("38,413 voxels lost, 0 gained, Dice 0.974") == 1
    explorer.distance = 4
    cores = label(isotropic_erosion(mask, 10))
    np.testing.assert_array_equal(explorer.labels, expand_labels(cores, 4))
    explorer.radius = 5
    cores = label(isotropic_erosion(mask, 5))
    np.testing.assert_array_equal(explorer.labels, expand_labels(cores, 4))


def test_the_toy_grid_is_labelled_with_either_connectivity():
    explorer = explore_components()
    for connectivity, number in (
        ("edges and corners (8 neighbours)", 2),
        ("edges only (4 neighbours)", 1),
    ):
        explorer.connectivity = connectivity
        np.testing.assert_array_equal(explorer.labels, label(explorer.cells, connectivity=number))
    before = explorer.count
    cells = explorer.cells
    cells[0, 0] = True
    explorer.cells = cells
    assert explorer.count == before + 1


def test_sizes_with_and_without_the_nuclei_at_the_border(labels, spacing):
    explorer = explore_sizes(labels, spacing)
    expected = np.bincount(label(clear_border(labels)).ravel())[1:] * np.prod(spacing)
    np.testing.assert_allclose(explorer.volumes, expected)
    assert "11 nuclei" in explorer.state.text
    assert (
        "mean 855.98 µm³, SD 170.19 (n) or 178.50 (n − 1) µm³, range 579.10" in explorer.state.text
    )
    explorer.border = "counted in"
    assert explorer.summary.count == 19


many = np.arange(576).reshape(4, 12, 12)
small = np.zeros((4, 12, 12), bool)
small[1:3, 2:10, 2:10] = True
bad = {
    "labels for a mask": (lambda: explore_erosion(many), "labels > 0"),
    "a 2D mask": (lambda: explore_erosion(small[1]), r"image\[None\]"),
    "a 2D mask to expand": (lambda: explore_expansion(small[1]), r"image\[None\]"),
    "another image": (lambda: explore_erosion(small, image=small[1:]), "mask was made from"),
    "a wrong spacing": (lambda: explore_erosion(small, (0, 1, 1)), "not above 0"),
    "a 2D image": (lambda: explore_histogram(small[1].astype(int)), "stack of slices"),
    "an image of one value": (lambda: explore_threshold(np.ones((3, 4, 5))), "same value"),
    "no spacing for sizes": (lambda: explore_sizes(label(small), None), "voxel size is missing"),
    "a mask for labels": (lambda: explore_sizes(small, (1, 1, 1)), "number them first"),
    "no label at all": (lambda: explore_sizes(np.zeros((2, 3, 4), int), (1, 1, 1)), "no label"),
    "a grid too large": (lambda: explore_components(np.ones((30, 30))), "at most 20 cells"),
}  # fmt: skip


@pytest.mark.parametrize("case", bad)
def test_bad_input_is_told_in_words_and_raises_nothing_until_a_value_is_asked_for(case):
    make, words = bad[case]
    explorer = make()
    with pytest.raises(InputError, match=words) as error:
        _ = (
            explorer.controls and None,
            explorer.z if hasattr(type(explorer), "z") else explorer.count,
        )
    assert str(error.value) in repr(explorer)
    assert explorer.still().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (np.zeros((4, 9, 9), bool), "mask is empty"),
        (np.ones((4, 9, 9), bool), "covers the whole image"),
        (small, "Nothing is left: the deepest voxel of the mask lies 1 voxels"),
        (small, "give a smaller core_radius"),
        (small, "voxel size is missing"),
    ],
)
def test_a_mask_that_leaves_nothing_to_see_says_why(mask, words):
    explorer = explore_erosion(mask, core_radius=10)
    explorer.controls["radius"].index = len(explorer.controls["radius"].options) - 1
    assert words in explorer.state.text


def test_an_empty_or_full_mask_can_be_expanded_and_a_dark_image_shown():
    assert "No core is left" in explore_expansion(np.zeros((4, 9, 9), bool)).state.text
    with pytest.raises(InputError, match="whole voxels from 0 to 16"):
        _ = explore_expansion(np.ones((4, 9, 9), bool), radius=2.5).distance
    assert "Dice 1.000" in explore_expansion(np.ones((4, 9, 9), bool)).state.text
    assert "same value" in explore_histogram(np.zeros((3, 5, 5))).state.text


def test_a_value_that_is_not_on_the_slider_is_refused_in_words():
    with pytest.raises(InputError, match=r"The radius cannot be 10\.5: choose among 0, 1"):
        explore_erosion(small).radius = 10.5


def every_state(image, mask, labels, spacing):
    """Walk through the states that have the longest words and numbers."""
    for made, changes in (
        (explore_histogram(image), [("exposure", 8), ("scope", "whole volume"), ("exposure", 0.1)]),
        (explore_threshold(image), [("threshold", 0.0), ("threshold", 0.9), ("sigma", 0)]),
        (explore_erosion(mask, spacing, image), [("radius", 16), ("view", "lost"), ("unit", "µm")]),
        (explore_erosion(mask, spacing, core_radius=10), [("radius", 14), ("unit", "µm")]),
        (explore_erosion(mask, spacing, nuclei=1000), [("radius", 3), ("view", "expanded")]),
        (explore_expansion(mask), [("distance", 16), ("radius", 0)]),
        (explore_components(), [("connectivity", "edges only (4 neighbours)")]),
        (explore_sizes(labels, spacing), [("border", "counted in"), ("plot", "histogram")]),
        (explore_sizes(labels, (29.0, 26.0, 26.0)), [("border", "counted in")]),
        (explore_histogram(image[:, :40].astype(np.uint8)), [("exposure", 3)]),
    ):
        yield made
        for name, value in changes:
            setattr(made, name, value)
            yield made


def test_no_word_is_cut_and_every_state_reads_without_a_kernel(
    image, mask, labels, spacing, monkeypatch
):
    write, cut = Canvas.text, []

    def watched(self, x, y, words, *arguments, **options):
        length = write(self, x, y, words, *arguments, **options)
        anchor = options.get("anchor", "la")
        left = x - {"l": 0, "m": length / 2, "r": length}[anchor[0]]
        if left < -0.5 or (anchor[0] != "m" and left + length > self.image.width + 0.5):
            cut.append(words)
        return length

    monkeypatch.setattr(Canvas, "text", watched)
    for explorer in every_state(image, mask, labels, spacing):
        data, _ = explorer._repr_mimebundle_()
        assert data["text/plain"] == repr(explorer) == f"{explorer.title} {explorer.state.text}"
        assert " at 0x" not in repr(explorer)
        assert data["text/html"].startswith('<img alt="')
        assert len(data["text/html"]) < 250_000
    assert not cut


def test_the_stored_output_is_the_same_every_time(mask, spacing):
    first, second = (explore_erosion(mask, spacing)._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/html"] == second["text/html"]
    assert first["text/plain"] == second["text/plain"]


@given(length=st.floats(1e-3, 1e9), parts=st.integers(1, 10))
def test_ticks_lie_at_round_steps_and_are_few(length, parts):
    step = nice_step(length, parts)
    assert length / step <= parts
    assert float(f"{step:.3e}"[:5]) in (1, 2, 2.5, 5)


def test_labels_without_a_core_are_grey():
    picture = colour_labels(np.array([[0, 1, 2]]), numbers=np.array([0, 0, 3]))
    assert picture[0, 1].std() < 10
    assert tuple(picture[0, 2]) == tuple(label_colours(3)[3, :3])


def test_sliders_begin_and_stop_where_the_workflows_parameters_say(image, mask):
    sigma, radius = PARAMETERS["sigma"], PARAMETERS["radius"]
    blur = explore_threshold(image).controls["sigma"]
    assert blur.value == sigma.default == Workflow().sigma and blur.tooltip == sigma.meaning
    erosion = explore_erosion(mask, radius=radius.default).controls["radius"]
    assert erosion.value == radius.default
    grown = explore_expansion(mask)
    assert grown.radius == radius.default == Workflow().radius
    for control, parameter in (blur, sigma), (erosion, radius), (grown.controls["radius"], radius):
        assert set(control._options_values) <= set(parameter.stops(parameter.high))
