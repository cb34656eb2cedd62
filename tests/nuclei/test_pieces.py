"""What is said about pieces holds for any mask that is eroded further and further."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.colours import label_colours
from helpers.nuclei.pieces import UNLIKE, account, cores_by_piece, follow, standstills
from helpers.nuclei.segmentation import ErosionStudy, label_components

masks = arrays(
    bool, array_shapes(min_dims=2, max_dims=3, min_side=4, max_side=14), elements=st.booleans()
)


def eroding(mask):
    """Take random voxels away, four times: harsher than any erosion."""
    random, images = np.random.default_rng(int(mask.sum())), []
    for _ in range(4):
        images.append(label_components(mask))
        mask = mask & (random.random(mask.shape) > 0.2)
    return images


@given(mask=masks)
def test_the_count_is_what_came_apart_less_what_vanished(mask):
    images = eroding(mask)
    steps = follow(images)
    for step, labels in zip(steps, images, strict=True):
        assert step.pieces == labels.max() == steps[0].pieces + step.came_apart - step.vanished


@given(mask=masks)
def test_a_piece_keeps_its_colour_and_what_comes_apart_gets_different_ones(mask):
    images = eroding(mask)
    steps = follow(images)
    for (old, new), (before, after) in zip(
        itertools.pairwise(images),
        itertools.pairwise(steps),
        strict=True,
    ):
        numbers = after.numbers[1:]
        assert len(set(numbers.tolist())) == after.pieces  # no two pieces share a number
        for piece in range(1, before.pieces + 1):
            parts = np.unique(new[old == piece])
            parts = parts[parts > 0]
            if not parts.size:
                continue
            sizes = [np.count_nonzero(new == part) for part in parts]
            heirs = after.numbers[parts]
            assert heirs[np.argmax(sizes)] == before.numbers[piece] or sizes.count(max(sizes)) > 1
            assert before.numbers[piece] in heirs
            if 1 < len(heirs) < 5:
                colours = label_colours(int(heirs.max()))[heirs, :3].astype(int)
                apart = np.abs(colours[:, None] - colours).sum(axis=-1)
                assert apart[~np.eye(len(heirs), dtype=bool)].min() > UNLIKE


def test_a_standstill_is_where_the_same_pieces_stay_however_the_count_looks():
    mask = np.zeros((1, 3, 40), bool)
    mask[:, :, 1:8] = mask[:, :, 12:22] = True
    first = label_components(mask)
    apart_and_gone = mask.copy()
    apart_and_gone[:, :, 16] = apart_and_gone[:, :, 1:8] = False  # one splits, one vanishes
    second = label_components(apart_and_gone)
    steps = follow([first, first, first, second, second])
    assert [step.pieces for step in steps] == [2] * 5
    assert standstills(steps, at_least=1) == [(0, 2, 2), (3, 4, 2)]
    assert standstills(steps, at_least=2) == [(0, 2, 2)]
    assert standstills(follow([first * 0] * 3), at_least=1) == []


@given(mask=masks, radius=st.integers(0, 3), core_radius=st.integers(0, 3))
def test_a_count_is_made_of_cores_as_their_overlap_says(mask, radius, core_radius):
    study = ErosionStudy(mask)
    pieces, cores = study.labels(radius), study.labels(core_radius)
    found = cores_by_piece(pieces, cores)
    for piece, met in enumerate(found, start=1):
        assert met == sorted(set(cores[pieces == piece].tolist()) - {0})
    made = account(found, int(cores.max()))
    if radius <= core_radius:
        assert (made.split, made.vanished) == (0, 0)
        assert len(found) == cores.max() - made.joined_pairs + made.fragments
    else:
        assert (made.joined_pairs, made.fragments) == (0, 0)
