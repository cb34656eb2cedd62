"""Compare labels painted by hand with a reference, and say what painting them all would cost."""

from dataclasses import dataclass

import numpy as np

from ..inputs import InputError, check_labels
from .matching import overlaps

PAUSE = 30.0  # seconds without a stroke after which the time no longer counts as painting
MOST_LABELS = 1000
TOUCHED = 0.1  # a nucleus counts as covered from this share of its voxels in the painted slices


"""Compare labels painted by hand with a reference, and say what painting them all would cost."""


@dataclass(frozen=True)
class LabelScore:
    """How well one painted label fits the nucleus that it covers best.

    Attributes
    ----------
    label : int
        The painted label.
    nucleus : int or None
        The reference label it covers best; None if it lies on background only.
    iou : float
        Intersection over union with that nucleus, in the painted slices: 1 is perfect.
    inside, outside, missed : int
        Voxels painted inside the nucleus, painted outside it, and not painted though inside it,
        all in the painted slices.
    slices : int
        How many slices carry this label.
    merged : tuple of int
        The nuclei that this one label covers, if it covers two or more.
    split : tuple of int
        The painted labels that share this nucleus, if there are two or more.
    """

    label: int
    nucleus: int | None
    iou: float
    inside: int
    outside: int
    missed: int
    slices: int
    merged: tuple = ()
    split: tuple = ()


@dataclass(frozen=True)
class Score:
    """What `score_painting` found; shows itself as a table.

    Attributes
    ----------
    labels : tuple of LabelScore
    seconds : float or None
        Time spent painting, if it is known.
    outlines : int
        Outlines painted: one for each label in each slice.
    outlines_in_stack : int
        Outlines in the whole reference.
    """

    labels: tuple
    seconds: float | None
    outlines: int
    outlines_in_stack: int

    @property
    def stack_seconds(self):
        """Time for the whole stack at this speed, or None."""
        if not self.seconds or not self.outlines:
            return None
        return self.seconds / self.outlines * self.outlines_in_stack

    @property
    def hundred_stacks_seconds(self):
        """Time for a hundred such stacks at this speed, or None."""
        return None if self.stack_seconds is None else 100 * self.stack_seconds

    def sentences(self):
        """Return the verdict in words, one sentence each.

        Returns
        -------
        list of str
        """
        if not self.labels:
            return ["Nothing is painted yet: choose the brush and paint over a nucleus."]
        said = []
        for score in self.labels:
            said += _label_sentences(score)
        if self.stack_seconds is not None:
            said.append(
                f"{self.outlines} {_plural('outline', self.outlines)} took "
                f"{duration(self.seconds)}. The whole stack has {self.outlines_in_stack}: "
                f"{duration(self.stack_seconds)} at this speed, and "
                f"{duration(self.hundred_stacks_seconds)} for 100 stacks."
            )
        return said

    def __repr__(self):
        return "\n".join(self.sentences())

    def _repr_html_(self):
        heads = ("label", "nucleus", "overlap (IoU)", "inside", "outside", "missed", "slices")
        head = "".join(f"<th>{text}</th>" for text in heads)
        rows = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in _cells(score)) + "</tr>"
            for score in self.labels
        )
        caption = "Painted labels against the reference, in voxels"
        table = f"<table><caption>{caption}</caption><tr>{head}</tr>{rows}</table>"
        said = "".join(f"<li>{text}</li>" for text in self.sentences())
        return f"{table if self.labels else ''}<ul>{said}</ul>"


def score_painting(painted, reference, seconds=None):
    """Score painted labels against a reference segmentation.

    Each label is compared in the slices in which it is painted, so one good outline of a nucleus
    scores well although the nucleus goes on above and below.

    Parameters
    ----------
    painted : ndarray of int, shape (z, y, x), or napari.layers.Labels
    reference : ndarray of int, same shape
    seconds : float, optional
        Time spent. A layer of either viewer knows its own, from taking up the brush to the last
        stroke, without pauses of more than `PAUSE` seconds.

    Returns
    -------
    Score

    Raises
    ------
    InputError
        If the two differ in shape, are not labels, or nobody can have painted so many.

    Examples
    --------
    >>> reference = np.zeros((2, 4, 6), int)
    >>> reference[:, 1:3, 1:5] = 7
    >>> painted = np.zeros_like(reference)
    >>> painted[0, 1:3, 1:4] = 1
    >>> score = score_painting(painted, reference, seconds=20)
    >>> score.labels[0].nucleus, score.labels[0].iou
    (7, 0.75)
    >>> score.stack_seconds
    40.0
    """
    metadata = getattr(painted, "metadata", None)
    if metadata is not None:
        if seconds is None and not metadata.get("replayed"):
            seconds = painting_seconds(metadata.get("painting_times", ()))
        painted = painted.data
    painted, reference = (
        check_labels(painted, "painted layer"),
        check_labels(reference, "reference"),
    )
    if painted.shape != reference.shape:
        raise InputError(
            f"The painted layer has shape {painted.shape}, but the reference {reference.shape}: "
            "compare it with a segmentation of the same image."
        )
    if painted.ndim == 2:
        painted, reference = painted[None], reference[None]
    found = np.unique(painted[painted > 0])
    if len(found) > MOST_LABELS:
        raise InputError(
            f"The painted layer holds {len(found):,} labels, more than anybody paints by hand: "
            "give the Labels layer in which you painted."
        )
    scores = [_score_label(painted, reference, int(label)) for label in found]
    shared = {}
    for score in scores:
        if score.nucleus is not None:
            shared.setdefault(score.nucleus, []).append(score.label)
    scores = tuple(
        LabelScore(**{**vars(s), "split": tuple(shared.get(s.nucleus, ()))})
        if len(shared.get(s.nucleus, ())) > 1
        else s
        for s in scores
    )
    return Score(scores, seconds, sum(s.slices for s in scores), count_outlines(reference))


def _score_label(painted, reference, label):
    mine = painted == label
    slices = np.flatnonzero(mine.any(axis=(1, 2)))
    found = overlaps(mine[slices].astype(np.uint8), reference[slices])
    inside, size = found.both[:, 0], int(found.label_sizes[0])
    if not inside.any():
        return LabelScore(label, None, 0.0, 0, size, 0, len(slices))
    best = int(found.iou[:, 0].argmax())
    covered = found.truths[found.covers(TOUCHED)[:, 0]].tolist()
    return LabelScore(
        label=label,
        nucleus=int(found.truths[best]),
        iou=float(found.iou[best, 0]),
        inside=int(inside[best]),
        outside=size - int(inside[best]),
        missed=int(found.truth_sizes[best] - inside[best]),
        slices=len(slices),
        merged=tuple(covered) if len(covered) > 1 else (),
    )


def count_outlines(labels):
    """Return how many outlines a stack holds: one for each label in each slice.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)

    Returns
    -------
    int

    Examples
    --------
    >>> count_outlines(np.array([[[1, 2]], [[2, 2]]]))
    3
    """
    return sum(int(np.count_nonzero(np.unique(plane))) for plane in labels)


def painting_seconds(times, pause=PAUSE):
    """Return the time spent painting, without the pauses.

    Parameters
    ----------
    times : sequence of float
        When the brush was taken up and when each stroke ended, in seconds.
    pause : float
        A longer gap between two of them does not count.

    Returns
    -------
    float or None
        None if there is nothing to tell it from.

    Examples
    --------
    >>> painting_seconds([0, 4, 6, 1000, 1003])
    9.0
    """
    gaps = np.diff(np.asarray(times, float))
    total = float(gaps[gaps <= pause].sum(dtype=float))
    return total or None


def duration(seconds):
    """Return a length of time in words.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    str

    Examples
    --------
    >>> duration(75), duration(9000), duration(200_000)
    ('75 seconds', '2.5 hours', '6.9 working days of 8 hours')
    """
    if seconds < 100:
        return f"{seconds:.0f} seconds"
    if seconds < 6000:
        return f"{seconds / 60:.0f} minutes"
    if seconds < 16 * 3600:
        return f"{seconds / 3600:.1f} hours"
    return f"{seconds / 8 / 3600:,.1f} working days of 8 hours"


def _label_sentences(score):
    if score.nucleus is None:
        return [f"Label {score.label} covers no nucleus of the reference."]
    said = [
        f"Label {score.label} covers nucleus {score.nucleus} with an overlap (IoU) of "
        f"{score.iou:.2f}: {score.inside:,} voxels inside, {score.outside:,} outside, "
        f"{score.missed:,} missed, in {score.slices} {_plural('slice', score.slices)}."
    ]
    if score.merged:
        names = " and ".join(map(str, score.merged))
        said.append(f"Label {score.label} merges the nuclei {names}: give each its own label.")
    if len(score.split) > 1 and score.label == score.split[0]:
        names = " and ".join(map(str, score.split))
        said.append(f"Nucleus {score.nucleus} is split between the labels {names}.")
    return said


def _cells(score):
    nucleus = "none" if score.nucleus is None else score.nucleus
    counts = (score.inside, score.outside, score.missed, score.slices)
    return (score.label, nucleus, f"{score.iou:.2f}", *(f"{count:,}" for count in counts))


def _plural(word, count):
    return word if count == 1 else f"{word}s"
