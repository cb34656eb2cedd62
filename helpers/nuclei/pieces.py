"""What becomes of the pieces of a mask while erosion goes further: they come apart, and vanish.

Everything here is known from the label images alone. Whether a piece is one nucleus is not:
that takes somebody who looks, or a set of cores that is taken for the nuclei.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from ..colours import label_colours

UNLIKE = 100
"""How far the red, green and blue of two label colours differ in sum to be told apart."""
AHEAD = 60
"""Among how many numbers to look for such a colour; then they come round again."""


class Step(NamedTuple):
    """The pieces at one radius, and what happened on the way from the first radius.

    There are so many `pieces`: those at the first radius, plus `came_apart`, minus `vanished`.
    Together they have so many `voxels`. Label n has the colour number ``numbers[n]``.
    """

    pieces: int
    came_apart: int
    vanished: int
    voxels: int
    numbers: np.ndarray


class Standstill(NamedTuple):
    """From where to where no piece comes apart and none vanishes, and how many there are."""

    first: int
    last: int
    pieces: int


class Account(NamedTuple):
    """What a count is made of, if each core is taken for one nucleus."""

    joined_pairs: int
    fragments: int
    split: int
    vanished: int


def follow(images: Iterable[np.ndarray]) -> list[Step]:
    """Follow the pieces from radius to radius.

    Parameters
    ----------
    images : iterable of ndarray of int
        The label images of one mask, eroded further each time, so that each piece lies in one
        of the image before.

    Returns
    -------
    list of Step
        The largest part of a piece keeps its number, so its colour too; the others get numbers
        whose colours differ from it.

    Examples
    --------
    >>> before, after = np.array([[1, 1, 1, 1, 1, 0, 2]]), np.array([[1, 1, 0, 2, 0, 0, 0]])
    >>> follow([before, after])[1]
    Step(pieces=2, came_apart=1, vanished=1, voxels=3, numbers=array([0, 1, 3]))
    """
    steps: list[Step] = []
    before = np.empty(0, int)
    for labels in images:
        voxels = np.flatnonzero(labels)
        here = labels.ravel()[voxels]
        sizes = np.bincount(here, minlength=1)
        count = sizes.size - 1
        if not steps:
            steps.append(Step(count, 0, 0, voxels.size, np.arange(count + 1)))
        else:
            inside = np.zeros(count + 1, int)
            inside[here] = voxels  # any voxel of a piece tells which piece it lay in
            parents = before[inside[1:]]
            _, apart, vanished, _, numbers = steps[-1]
            parts = np.bincount(parents, minlength=numbers.size)[1:]
            apart += int(np.maximum(parts - 1, 0).sum(dtype=np.int64))
            vanished += int(np.count_nonzero(parts == 0))
            highest = max(int(step.numbers.max()) for step in steps)
            own = _inherit(parents, sizes, numbers, highest)
            steps.append(Step(count, apart, vanished, voxels.size, own))
        before = labels.ravel()
    return steps


def _inherit(
    parents: np.ndarray, sizes: np.ndarray, numbers: np.ndarray, highest: int
) -> np.ndarray:
    """Give the largest part of each piece its number, and the others new ones."""
    own = np.zeros(sizes.size, int)
    order = np.lexsort((-sizes[1:], parents))
    eldest = np.diff(parents[order], prepend=-1) != 0
    own[order[eldest] + 1] = numbers[parents[order[eldest]]]
    others = order[~eldest]
    table = label_colours(highest + AHEAD * (len(others) + 1))[:, :3].astype(int)
    family: dict[int, list[int]] = {}
    for child in others:
        parent = int(parents[child])
        known = family.setdefault(parent, [int(numbers[parent])])
        free = table[highest + 1 : highest + 1 + AHEAD, None]
        unlike = np.abs(free - table[known]).sum(axis=-1, dtype=np.int64).min(axis=-1) > UNLIKE
        highest += 1 + int(np.argmax(unlike))  # the next one, if all are like one of the family
        own[child + 1] = highest
        known.append(highest)
    return own


def standstills(steps: Sequence[Step], at_least: int) -> list[Standstill]:
    """Find the stretches in which the very same pieces stay.

    Parameters
    ----------
    steps : sequence of Step
        From `follow`.
    at_least : int
        Over how many steps the pieces must stay.

    Returns
    -------
    list of Standstill
        Positions in `steps`, from the first up.
    """
    found, first = [], 0
    for last, step in enumerate(steps):
        following = steps[last + 1] if last + 1 < len(steps) else None
        if following and following[1:3] == step[1:3]:
            continue
        if step.pieces and last - first >= at_least:
            found.append(Standstill(first, last, step.pieces))
        first = last + 1
    return found


def cores_by_piece(pieces: np.ndarray, cores: np.ndarray) -> list[list[int]]:
    """Return for each piece, from label 1 up, the cores that it shares voxels with.

    Parameters
    ----------
    pieces, cores : ndarray of int, same shape
        Label images, such as those at two radii of erosion.

    Returns
    -------
    list of list of int

    Examples
    --------
    >>> cores_by_piece(np.array([[1, 1, 1, 0, 2]]), np.array([[1, 0, 2, 0, 0]]))
    [[1, 2], []]
    """
    found: list[list[int]] = [[] for _ in range(int(pieces.max(initial=0)))]
    voxels = np.flatnonzero((cores > 0) & (pieces > 0))
    pairs = np.stack([pieces.ravel()[voxels], cores.ravel()[voxels]])
    pairs = pairs[:, np.any(np.diff(pairs, prepend=0) != 0, axis=0)]  # once for each run of voxels
    for piece, core in sorted(set(zip(*pairs.tolist(), strict=True))):
        found[piece - 1].append(core)
    return found


def account(found: Sequence[Sequence[int]], cores: int) -> Account:
    """Tell what a count is made of.

    Parameters
    ----------
    found : sequence of sequence of int
        From `cores_by_piece`.
    cores : int
        How many cores there are.

    Returns
    -------
    Account
        `joined_pairs`: nuclei missing from the count because a piece holds more than one core.
        `fragments`: pieces that hold no core. `split`: cores in several pieces. `vanished`: cores
        of which nothing is left.

    Examples
    --------
    >>> account([[1, 2], []], cores=3)
    Account(joined_pairs=1, fragments=1, split=0, vanished=1)
    """
    times = np.bincount([core for met in found for core in met], minlength=cores + 1)[1:]
    return Account(
        joined_pairs=sum(len(met) - 1 for met in found if met),
        fragments=sum(not met for met in found),
        split=int(np.count_nonzero(times > 1)),
        vanished=int(np.count_nonzero(times == 0)),
    )
