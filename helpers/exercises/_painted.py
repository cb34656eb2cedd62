"""The exercise that is answered with a brush."""

from dataclasses import dataclass

import numpy as np

from helpers.checks import InputError, check_labels
from helpers.exercises._exercise import Exercise, is_layer
from helpers.exercises._verdict import Verdict


@dataclass(kw_only=True, eq=False)
class Painted(Exercise):
    """A Labels layer painted by hand, compared with reference labels on the painted slices.

    Attributes
    ----------
    minimum : int
        How many nuclei are to be painted.
    overlap : float
        The least acceptable overlap of each with its nucleus: shared voxels over all voxels
        of the two (the Jaccard index, or IoU), on the slices where it was painted.
    """

    minimum: int = 1
    overlap: float = 0.6

    wanted = "a Labels layer"
    cue = "Paint in the viewer above, run the answer cell, then run this one again."

    def untouched(self, answer):
        """Tell whether nothing has been painted."""
        if answer is ...:
            return True
        return not np.any(self.read(answer))

    def read(self, answer):
        """Return the labels of a layer, or of an array."""
        labels = check_labels(answer.data if is_layer(answer) else answer, "painting")
        shape = self.value(self.expected).shape
        if labels.shape != shape:
            raise InputError(
                f"The painting has the shape {labels.shape}, but the image has {shape}: make the "
                "layer from the image, with `np.zeros_like(image)`."
            )
        return labels

    def same(self, value, right):
        """Tell whether nothing is to be said against the painting."""
        return not self.remark(value, right)

    def accept(self, value, right):
        """Give each label's overlap with its nucleus."""
        scores = ", ".join(f"label {f.label}: {f.overlap:.2f}" for f in compare(value, right))
        return Verdict(
            "right", self.title, self.solution, (f"Overlap with the reference: {scores}.",)
        )

    def remark(self, value, right):
        """Return the first thing that a person would say about the painting, or ""."""
        findings = compare(value, right)
        owners = {}
        for found in findings:
            if not found.nuclei:
                return f"Label {found.label} lies on the background, beside every nucleus."
            if len(found.nuclei) > 1:
                return (
                    f"Label {found.label} covers {len(found.nuclei)} nuclei: give each nucleus a "
                    "number of its own."
                )
            other = owners.setdefault(found.nuclei[0], found.label)
            if other != found.label:
                return (
                    f"Labels {other} and {found.label} lie on one nucleus: it should carry one "
                    "number only."
                )
            if found.overlap < self.overlap:
                where = "spills over the edge of" if found.excess > 0 else "leaves out part of"
                return (
                    f"Label {found.label} {where} its nucleus: the overlap is {found.overlap:.2f}, "
                    f"and {self.overlap:.2f} is wanted."
                )
        if len(findings) < self.minimum:
            return f"You painted {len(findings)} so far; {self.minimum} nuclei are wanted."
        return ""


@dataclass(frozen=True)
class Finding:
    """One painted label: the nuclei it covers, its overlap with the first, and the excess."""

    label: int
    nuclei: tuple
    overlap: float
    excess: int


def compare(painted, reference):
    """Compare every painted label with the nuclei below it, on the slices it was painted on.

    A nucleus counts as covered if at least half of the label lies on it, or if the label
    holds at least half of it and it is no mere tip (a tenth of the label).

    Parameters
    ----------
    painted, reference : ndarray of int, shape (z, y, x)

    Returns
    -------
    list of Finding

    Examples
    --------
    >>> reference = np.array([[[1, 1, 0, 2]]])
    >>> compare(np.array([[[7, 0, 0, 0]]]), reference)
    [Finding(label=7, nuclei=(1,), overlap=0.5, excess=-1)]
    """
    from helpers.accuracy import overlaps

    findings = []
    for label in np.unique(painted[painted > 0]).tolist():
        mine = painted == label
        slices = mine.any(axis=(1, 2))
        table = overlaps(mine[slices].astype(int), reference[slices])
        area, whole, shared = table[:, 1].sum(), table.sum(axis=1), table[:, 1].copy()
        shared[0] = 0  # the background is no nucleus
        swallowed = (2 * shared >= whole) & (10 * shared >= area)
        covered = np.flatnonzero((shared > 0) & (swallowed | (2 * shared >= area)))
        covered = covered[np.argsort(-shared[covered], kind="stable")]
        overlap, excess = 0.0, int(area)
        if covered.size:
            first = covered[0]
            overlap = float(shared[first] / (area + whole[first] - shared[first]))
            excess = int(area - whole[first])
        findings.append(Finding(label, tuple(covered.tolist()), overlap, excess))
    return findings
