"""The exercise that is answered with a brush."""

from dataclasses import dataclass

import numpy as np

from ..exercises.exercise import Exercise, is_layer
from ..exercises.verdict import Verdict


@dataclass(kw_only=True, eq=False)
class Painted(Exercise):
    """A Labels layer painted by hand, compared with reference labels on the painted slices.

    Attributes
    ----------
    minimum : int
        How many nuclei are to be painted.
    overlap : float
        The least acceptable overlap (IoU) of each label with its nucleus, from 0 to 1.
    """

    minimum: int = 1
    overlap: float = 0.6

    wanted = "a Labels layer"
    cue = "Paint in the viewer above, run the answer cell, then run this one again."

    def untouched(self, answer):
        """Tell whether nothing has been painted."""
        pixels = answer.data if is_layer(answer) else answer
        return answer is ... or (isinstance(pixels, np.ndarray) and not pixels.any())

    def right(self):
        """Return nothing: there are many right paintings, and the score holds what counts."""

    def read(self, answer):
        """Return the `Score` of a layer or an array of labels."""
        from ..nuclei.painting import score_painting

        return score_painting(answer, self.value(self.expected))

    def same(self, value, right):
        """Tell whether nothing is to be said against the painting."""
        return not self.remark(value, right)

    def accept(self, value, right):
        """Give the score in words."""
        return Verdict("right", self.title, self.solution, tuple(value.sentences()))

    def remark(self, value, right):
        """Return the first thing that a person would say about the painting, or ""."""
        for score in value.labels:
            if score.nucleus is None:
                return f"Label {score.label} lies on the background, beside every nucleus."
            if score.split:
                labels = " and ".join(map(str, score.split))
                return f"The labels {labels} lie on one nucleus: it should carry one number only."
            if score.iou >= self.overlap:
                continue
            if score.merged:
                return (
                    f"Label {score.label} covers {len(score.merged)} nuclei: give each nucleus a "
                    "number of its own."
                )
            where = "spills over the edge" if score.outside > score.missed else "leaves out part"
            return (
                f"Label {score.label} {where} of its nucleus: the overlap is "
                f"{score.iou:.2f}, and {self.overlap:.2f} is wanted."
            )
        if len(value.labels) < self.minimum:
            return f"You painted {len(value.labels)} so far; {self.minimum} nuclei are wanted."
        return ""
