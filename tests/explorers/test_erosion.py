"""The erosion explorer never calls a count right that it cannot know."""

import re
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from skimage.measure import label
from skimage.morphology import isotropic_erosion

from helpers.colours import GOOD, label_colours, rgb
from helpers.explorers import explore_erosion
from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.pieces import UNLIKE
from helpers.nuclei.segmentation import ErosionStudy, threshold_nuclei

VERDICT = re.compile(r"pairs? joined|fragment|split|right|correct|all \d|proof")


@cache
def lesson():
    image, spacing = load_nuclei()
    return SimpleNamespace(image=image, spacing=spacing, mask=threshold_nuclei(image).mask)


STACKS = {  # other sizes, voxels, blurs and crowds
    "sparse": dict(count=6, touching=0, border=0, size=2.5, shape=(36, 110, 110)),
    "pairs": dict(count=8, touching=2, border=0, size=3, shape=(40, 150, 150), seed=1),
    "flat voxels": dict(
        count=10, touching=4, border=1, size=3, shape=(24, 140, 140), spacing=(0.8, 0.2, 0.2)
    ),
    "small voxels": dict(
        count=3, touching=1, border=0, size=2, shape=(20, 150, 150), spacing=(0.5, 0.1, 0.1)
    ),
    "a few voxels a nucleus": dict(
        count=12, touching=3, border=1, size=4, shape=(20, 60, 60), spacing=(1, 1, 1)
    ),
    "rough": dict(count=10, touching=4, border=1, size=2.5, shape=(36, 120, 120), roughness=0.25),
    "noisy": dict(count=6, touching=2, border=0, size=2.5, shape=(36, 110, 110), noise=4, blur=0.6),
}


@cache
def stack(name):
    options = STACKS[name]
    for seed in range(options.get("seed", 0), 20):
        try:
            return make_nuclei(**options | {"seed": seed})
        except InputError:
            continue
    raise AssertionError(f"{name} does not fit")


def separated(labels, truth):
    """Tell whether each true nucleus is one piece, and each piece one nucleus."""
    both = (labels > 0) & (truth > 0)
    pairs = np.unique(np.stack([labels[both], truth[both]]), axis=1)
    pieces = np.bincount(pairs[0], minlength=labels.max() + 1)[1:]
    nuclei = np.bincount(pairs[1], minlength=truth.max() + 1)[1:]
    return bool((pieces == 1).all() and (nuclei == 1).all())


def colours_shown(explorer):
    return set(map(tuple, explorer.render().draw().pixels().reshape(-1, 3).tolist()))


@pytest.mark.parametrize("sigma", [0.7, 2])
@pytest.mark.parametrize("name", STACKS)
def test_no_state_claims_what_the_mask_cannot_tell(name, sigma):
    made = stack(name)
    mask = threshold_nuclei(made.image, sigma).mask
    count = int(made.labels.max())
    plain = explore_erosion(mask, made.spacing)
    counted = explore_erosion(mask, made.spacing, nuclei=count)
    assert rgb(GOOD) not in colours_shown(plain)
    plain._quiet = counted._quiet = True  # words are enough
    for unit in ("voxels", "µm"):
        plain.unit = counted.unit = unit
        for radius in plain.controls["radius"]._options_values:
            plain.radius = counted.radius = radius
            words, compared = plain.render().words, counted.render().words
            assert not VERDICT.search(words) and not VERDICT.search(compared)
            assert plain.count == 0 or "cannot be known from the count" in words
            said = f"as many as the {count} there are" in compared
            assert said == (counted.count == count)
        assert plain.count == 0  # the slider reaches as far as the mask is deep


@pytest.mark.parametrize("name", STACKS)
def test_the_pieces_taken_for_nuclei_are_named_and_are_the_same_in_um(name):
    made = stack(name)
    mask = threshold_nuclei(made.image, 1).mask
    explorer = explore_erosion(mask, made.spacing, core_radius=3)
    cores = label(isotropic_erosion(mask, 3))
    explorer._quiet = True
    for unit in ("voxels", "µm"):
        explorer.unit = unit
        for at in range(len(explorer.controls["radius"].options)):
            explorer.controls["radius"].index = at
            assert "taking the pieces at radius 3 for the nuclei" in explorer.render().words
            pieces = explorer.labels
            met = [
                set(np.unique(cores[pieces == piece])) - {0} for piece in range(1, pieces.max() + 1)
            ]
            joined = sum(max(len(found) - 1, 0) for found in met)
            assert explorer.curve["joined_pairs"][at] == joined
            known = [core for found in met for core in found]
            clean = all(met) and not joined and sorted(known) == list(range(1, cores.max() + 1))
            assert explorer._counts.made_of(at)[1] != clean


def test_a_plateau_is_where_the_same_pieces_stay():
    made = stack("pairs")
    mask = threshold_nuclei(made.image, 1).mask
    explorer = explore_erosion(mask, made.spacing)
    study, stays = ErosionStudy(mask), []
    for radius in explorer.controls["radius"]._options_values:
        explorer.radius = radius
        if "the same pieces stay" in explorer.state.text:
            low, high = explorer.state.text.split("stay from ")[1].split(" voxels")[0].split(" to ")
            stays.append(radius)
            assert study.count(float(low)) == study.count(float(high)) == explorer.count
            assert float(low) <= radius <= float(high)
    assert stays and explorer.curve["count"][0] < made.labels.max()
    plateau = [radius for radius in stays if study.count(radius) == made.labels.max()]
    assert plateau and all(separated(study.labels(radius), made.labels) for radius in plateau)


def test_in_um_the_lessons_nuclei_stay_the_nineteen():
    explorer = explore_erosion(lesson().mask, lesson().spacing, core_radius=10)
    explorer.radius = 10
    explorer.unit = "µm"
    assert explorer.radius == 2.6  # as long as 10 voxels were
    assert "18 pieces; 1 pair joined" in explorer.state.text
    explorer.radius = 2.7
    assert "19 pieces; 0 pairs joined, 0 fragments" in explorer.state.text
    eroded = isotropic_erosion(lesson().mask, 2.7, spacing=lesson().spacing)
    np.testing.assert_array_equal(explorer.eroded, eroded)
    assert explorer.controls["radius"]._options_values[0] == 0


def test_small_voxels_can_be_eroded_as_far_as_the_nuclei_need():
    made = stack("small voxels")
    mask = threshold_nuclei(made.image, 2).mask
    explorer = explore_erosion(mask, made.spacing)
    explorer.unit = "µm"
    assert explorer.controls["radius"]._options_values[-1] >= ErosionStudy(mask, made.spacing).depth
    explorer.controls["radius"].index = len(explorer.controls["radius"].options) - 2
    assert explorer.count > 0


def test_a_very_deep_mask_has_a_slider_of_few_stops():
    mask = np.zeros((9, 300, 300), bool)
    mask[:, 10:290, 10:290] = True
    stops = explore_erosion(mask).controls["radius"]._options_values
    assert stops[-1] >= 140 and len(stops) <= 61 and all(stop == int(stop) for stop in stops)


def test_what_comes_apart_gets_colours_that_differ_and_the_largest_part_keeps_its_own():
    explorer = explore_erosion(lesson().mask)
    study = ErosionStudy(lesson().mask)
    for at in range(1, 17):
        before, after = study.labels(at - 1), study.labels(at)
        old, new = explorer._counts.colours(at - 1), explorer._counts.colours(at)
        for piece in range(1, before.max() + 1):
            parts = np.unique(after[before == piece])
            parts = parts[parts > 0]
            if parts.size:
                assert old[piece] in new[parts]
                shown = label_colours(int(new.max()))[new[parts], :3].astype(int)
                apart = np.abs(shown[:, None] - shown).sum(axis=-1)
                assert (
                    parts.size > 4
                    or apart[~np.eye(parts.size, dtype=bool)].min(initial=999) > UNLIKE
                )


def test_the_workflow_of_the_next_cell_takes_the_radius_with_its_unit():
    mask = np.zeros((20, 40, 40), bool)
    mask[2:18, 5:35, 5:35] = True
    explorer = explore_erosion(mask, (0.29, 0.26, 0.26), radius=7)
    workflow = explorer.workflow(3)
    assert (workflow.sigma, workflow.radius, workflow.unit) == (3, 7, "voxels")
    explorer.unit = "µm"
    assert explorer.radius == pytest.approx(1.8, abs=0.03)  # as long as 7 voxels were
    workflow = explorer.workflow(0.8, "µm")
    assert (workflow.sigma, workflow.radius, workflow.unit) == (0.8, explorer.radius, "um")
    with pytest.raises(InputError, match="sigma is in voxels and the radius in µm"):
        explorer.workflow(3)
    cubes = explore_erosion(mask, (0.5, 0.5, 0.5))
    cubes.unit = "µm"
    assert cubes.workflow(3).sigma == 1.5


def test_it_opens_at_the_slice_that_is_asked_for():
    mask = np.ones((9, 5, 5), bool)
    assert explore_erosion(mask).z == 4
    assert explore_erosion(mask, z=7).z == 7
    assert explore_erosion(mask, z=99).z == 8


def test_a_number_of_nuclei_that_is_none_is_refused_in_words():
    for nuclei in (0, -3, 2.5, "many"):
        with pytest.raises(InputError, match="how many nuclei you counted"):
            _ = explore_erosion(lesson().mask, nuclei=nuclei).radius
