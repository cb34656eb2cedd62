"""The exercise that is answered with a brush."""

from dataclasses import dataclass, replace

import numpy as np

from ..exercises.answers import describe, is_layer
from ..exercises.exercise import Exercise
from ..exercises.verdict import Verdict
from ..inputs import InputError

LOST = 0.2
"""From this share of bright voxels without a reference on, a nucleus is not judged."""


@dataclass(frozen=True)
class Painting:
    """A painting as read: its score, its slices, and the labels on what the reference has lost."""

    score: object
    slices: tuple
    lost: frozenset


@dataclass(kw_only=True, eq=False)
class Painted(Exercise):
    """A Labels layer painted by hand, compared with reference labels on the painted slices.

    Attributes
    ----------
    minimum : int
        How many nuclei are to be painted.
    overlap : float
        The least acceptable overlap (IoU) of each label with its nucleus, from 0 to 1.
    bright : mask, or a function that computes it
        Where the image is bright, if the reference may have lost nuclei; None if it is the truth.
    cue : str
        What to do first while nothing is painted, or handed over.
    """

    minimum: int = 1
    overlap: float = 0.8
    bright: object = None
    cue: str = "Paint in the viewer above, run the answer cell, then run this one again."

    @property
    def wanted(self):
        """What kind of answer is wanted."""
        return "a Labels layer"

    def untouched(self, answer):
        """Tell whether nothing has been painted.

        Parameters
        ----------
        answer : object

        Returns
        -------
        bool
        """
        pixels = answer.data if is_layer(answer) else answer
        return answer is ... or (isinstance(pixels, np.ndarray) and not pixels.any())

    def right(self):
        """Return nothing: there are many right paintings, and the score holds what counts."""

    def read(self, answer):
        """Return the `Painting` of a layer or an array of labels.

        Parameters
        ----------
        answer : ndarray of int, shape (z, y, x), or a Labels layer

        Returns
        -------
        Painting

        Raises
        ------
        InputError
            If it cannot be scored, such as one of another shape than the reference.
        """
        from ..nuclei.painting import score_painting

        labels = np.asarray(answer.data if is_layer(answer) else answer)
        if not labels.ndim:
            raise InputError(
                f"Your answer is {describe(answer)}, but the layer that you painted in is wanted, "
                'as in `viewer.layers["my nuclei"]`.'
            )
        reference = self.value(self.expected)
        score = score_painting(answer, reference)
        slices = tuple(np.unique(labels.nonzero()[0]).tolist())
        if self.bright is None:
            return Painting(score, slices, frozenset())
        lost = (self.value(self.bright) & (reference == 0))[labels.nonzero()]
        own = labels[labels.nonzero()]
        missing = (s.label for s in score.labels if lost[own == s.label].mean() >= LOST)
        return Painting(score, slices, frozenset(missing))

    def same(self, value, right):
        """Tell whether nothing is to be said against the painting.

        Parameters
        ----------
        value : Painting
        right : None

        Returns
        -------
        bool
        """
        return not self.remark(value, right)

    def accept(self, value, right):
        """Give the score in words.

        Parameters
        ----------
        value : Painting
        right : None

        Returns
        -------
        Verdict
        """
        said = [f"{self._explain_lost(label)} It was not judged." for label in sorted(value.lost)]
        judged = replace(value.score, labels=self._judged_labels(value))
        if len(value.slices) == 1:
            said.append(f"You painted in slice {value.slices[0]}.")
        return Verdict("right", self.title, self.solution, (*judged.sentences(), *said))

    def _judged_labels(self, value):
        return tuple(score for score in value.score.labels if score.label not in value.lost)

    def _explain_lost(self, label):
        return (
            f"Label {label} lies on something bright, and the reference has nothing there, or only "
            "a part: it lost what the edge of the image cuts. That is no mistake of yours."
        )

    def remark(self, value, right):
        """Return the first thing that a person would say about the painting, or "".

        Parameters
        ----------
        value : Painting
        right : None

        Returns
        -------
        str
        """
        judged = self._judged_labels(value)
        for score in judged:
            if score.nucleus is None:
                return f"Label {score.label} lies on the background, beside every nucleus."
            if score.split:
                labels = " and ".join(map(str, score.split))
                return f"The labels {labels} lie on one nucleus: it should carry one number only."
            if score.merged:
                return (
                    f"Label {score.label} covers {len(score.merged)} nuclei, or a good part of "
                    f"them (in the reference {' and '.join(map(str, score.merged))}): give each "
                    "nucleus a number of its own."
                )
            if score.iou < self.overlap:
                where = (
                    "spills over the edge" if score.outside > score.missed else "leaves out part"
                )
                return (
                    f"Label {score.label} {where} of its nucleus: the overlap (IoU) is "
                    f"{score.iou:.2f}, and {self.overlap:.2f} is wanted."
                )
        if len(judged) >= self.minimum:
            return ""
        if value.lost:
            return (
                f"{self._explain_lost(min(value.lost))} But it cannot be compared: choose a "
                "nucleus that does not touch the edge."
            )
        return f"You painted {len(judged)} so far; {self.minimum} nuclei are wanted."
