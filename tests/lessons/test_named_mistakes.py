"""What people typed who were wrong, and the words that must be said to it."""

import functools

import numpy as np
import pytest
from skimage.filters import gaussian, threshold_otsu
from skimage.measure import label
from skimage.segmentation import clear_border

from helpers.exercises.catalogue import exercises
from helpers.images import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.lessons import dishes, erosion_and_expansion, quality_control, steps

TYPED = [
    ("number_of_slices", "image.shape", "the whole shape"),
    ("number_of_slices", "list(image.shape)", "the whole shape"),
    ("number_of_slices", "'60, 256, 256'", "the whole shape"),
    ("size_in_um", "60*0.29", "how deep the stack is"),
    ("size_in_um", "256*0.26", "one side of a slice"),
    ("size_in_um", "[60*0.29*256*0.26*256*0.26]", "the volume"),
    ("size_in_um", "60*256*256", "That is one number"),
    ("size_in_um", "[0.29, 0.26, 0.26]", "the size of one voxel"),
    ("size_in_um", "[17, 67, 67]", "look rounded"),
    ("size_in_um", "[17, 66, 66]", "look rounded"),
    ("size_in_um", "[59*0.29, 255*0.26, 255*0.26]", "half a voxel is missing"),
    ("snr", "14761-3593/726", "brackets are missing"),
    ("snr", "inside.mean() - outside.mean() / outside.std()", "brackets are missing"),
    ("snr", "14761-3593", "That is the signal"),
    ("range_percent", "69.8", "slice 30 only"),
    ("range_percent", "100 * high - low / 65535", "A bracket is missing"),
    ("range_percent", "100 * (high - low / 65535)", "A bracket is missing"),
    ("my_mask", "image > threshold_otsu(blurred)", "You compared the image"),
    ("my_mask", "blurred > threshold_otsu(image)", "Nothing is above this threshold"),
    ("my_mask", "threshold_otsu(blurred)", "Compare the blurred image with it"),
    ("new_percent", "100 * semantic_seg.mean()", "of the first image"),
    ("new_percent", "100 * (new.labels > 0).mean()", "the truth itself"),
    ("new_percent", "np.count_nonzero(new_mask)", "a number of voxels"),
    ("hours_by_hand", "623 / 20", "multiply"),
    ("hours_by_hand", "623 * 20 / 360", "a nought missing"),
    ("hours_by_hand", "623 * 20 / 60 / 24", "the hours of a day"),
    ("eroded_by_hand", "2", "The whole small mask is wanted"),
    ("eroded_by_hand", "paper[1:]", "5 rows of 7 numbers"),
    ("percent_lost", "3.6", "without the slivers"),
    ("percent_lost", "3.59", "without the slivers"),
    ("percent_lost", "100 * lost.sum() / recovered.sum()", "what came back"),
    ("border_nuclei", "np.setdiff1d(cleared_seg, instance_seg)", "before first, then after"),
    ("nuclei_left", "len(cleared_seg)", "how many slices"),
    ("nuclei_left", "np.count_nonzero(cleared_seg)", "how many voxels"),
    ("sizes_by_loop", "list(range(1, 12))", "the numbers of the nuclei"),
    ("sizes_by_loop", "[np.count_nonzero(whole_seg == 1)] * 11", "the same nucleus"),
    ("sizes_by_loop", "[whole_seg[:9] == 1, whole_seg[:9] == 2]", "Count the True ones"),
    ("volume_um3", "lambda voxels, spacing: voxels * spacing", "again and again"),
    ("volume_um3", "lambda v, s: s[0] * s[1] * s[2]", "the volume of one voxel"),
    ("volume_um3", "lambda v, s: v * s[0] * s[1]", "z and y only"),
    ("volume_um3", "lambda v, s: v * s[1] * s[2]", "y and x only"),
    ("nucleus_height", "51 - 17 + 1 * spacing[0]", "put brackets"),
    ("nucleus_height", "51 * spacing[0]", "The nucleus begins"),
    ("sd_to_report", "np.var(volumes)", "the variance"),
    ("sd_to_report", "np.var(volumes, ddof=1)", "Take its square root"),
    ("images_to_doubt", "['dish_2.ome.tif']", "You gave names"),
    ("images_to_doubt", "'dish_2'", "You gave names"),
]
OF_A_DISH = [
    ("np.median(np.bincount(label(cleared).ravel())[1:])", "the median"),
    ("np.bincount(cleared.ravel())[1:].mean()", "Label again"),
    ("np.bincount(label(cleared).ravel()).mean()", "leaves it out"),
]


@functools.cache
def lesson():
    """Return the names that a learner has who runs the pages."""
    image, spacing = load_nuclei()
    low, high = np.percentile(image, [0.1, 99.9])
    new = make_nuclei(count=6, touching=1, border=1, size=3.5, shape=(48, 128, 128), seed=2)
    new_blurred, recovered = gaussian(new.image, sigma=2), steps.expanded() > 0
    return {
        "np": np,
        "threshold_otsu": threshold_otsu,
        "image": image,
        "spacing": spacing,
        "inside": image[quality_control.NUCLEUS],
        "outside": image[quality_control.BACKGROUND],
        "low": low,
        "high": high,
        "blurred": gaussian(image, sigma=1),
        "semantic_seg": steps.semantic_seg(),
        "new": new,
        "new_mask": new_blurred > threshold_otsu(new_blurred),
        "paper": erosion_and_expansion.PAPER,
        "recovered": recovered,
        "lost": steps.semantic_seg() & ~recovered,
        "instance_seg": steps.expanded(),
        "cleared_seg": clear_border(steps.expanded()),
        "whole_seg": steps.whole(),
        "volumes": steps.sizes(steps.whole()) * np.prod(spacing),
    }


@pytest.mark.parametrize(("name", "typed", "words"), TYPED)
def test_what_was_typed_is_answered_with_its_reason(name, typed, words):
    verdict = exercises()[name].judge(eval(typed, dict(lesson())))
    assert verdict.status in ("wrong", "unread")
    assert words in verdict.message, verdict


@pytest.mark.parametrize(("name", "dish"), [("dish_mean", "SECOND"), ("last_mean", "THIRD")])
@pytest.mark.parametrize(("typed", "words"), OF_A_DISH)
def test_a_slip_in_the_sizes_of_a_dish_is_answered_with_its_reason(name, dish, typed, words):
    dish = getattr(dishes, dish)
    names = {"np": np, "label": label, "cleared": clear_border(dishes.labels(dish))}
    verdict = exercises()[name].judge(eval(typed, names) * np.prod(dish.spacing))
    assert verdict.status == "wrong"
    assert words in verdict.message, verdict


OTHER_FORMS = [
    pytest.param(one, form, id=f"{one.name}-{form.value}")
    for one in exercises().values()
    for form in getattr(one, "other_forms", ())
]


@pytest.mark.parametrize(("exercise", "form"), OTHER_FORMS)
def test_an_answer_of_another_form_gets_its_own_words_which_hold_no_answer(exercise, form):
    assert exercise.judge(form.value).message == form.why
    assert not [secret for secret in exercise.secrets() if secret in form.why.split()]


def test_the_right_answers_to_exercises_with_other_forms_are_read_as_before():
    assert exercises()["number_of_slices"].judge("60 slices").status == "right"
    assert exercises()["number_of_slices"].judge([60]).status == "right"
    assert exercises()["images_to_doubt"].judge("1 image").status == "right"
