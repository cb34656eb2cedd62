"""How far labels are from a reference: which nuclei are met, merged, split or missed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..inputs import InputError, check_labels


@dataclass(frozen=True)
class Overlaps:
    """The voxels that each true nucleus shares with each label.

    Attributes
    ----------
    truths, labels : ndarray of int
        The numbers that occur, ascending, without the background.
    shared : ndarray of int, shape (len(truths) + 1, len(labels) + 1)
        Row 0 is the background of the truth, column 0 that of the labels; the others follow
        `truths` and `labels`.
    """

    truths: np.ndarray
    labels: np.ndarray
    shared: np.ndarray

    @property
    def truth_sizes(self):
        """The voxels of each true nucleus."""
        return self.shared[1:].sum(axis=1, dtype=np.int64)

    @property
    def label_sizes(self):
        """The voxels of each label."""
        return self.shared[:, 1:].sum(axis=0, dtype=np.int64)

    @property
    def both(self):
        """The voxels of each true nucleus (row) in each label (column)."""
        return self.shared[1:, 1:]

    @cached_property
    def iou(self):
        """Intersection over union of each true nucleus and each label; 1 is perfect."""
        union = self.truth_sizes[:, None] + self.label_sizes - self.both
        return self.both / union  # whoever is listed has voxels

    def covers(self, share):
        """Return which label (column) covers at least `share` of which true nucleus (row).

        Parameters
        ----------
        share : float
            From 0 to 1.

        Returns
        -------
        ndarray of bool
        """
        return (self.both > 0) & (self.both >= share * self.truth_sizes[:, None])


def overlaps(labels, truth):
    """Count the voxels that each true nucleus shares with each label.

    Parameters
    ----------
    labels, truth : ndarray of int, the same shape
        Gaps in the numbers, and huge numbers, are fine.

    Returns
    -------
    Overlaps

    Raises
    ------
    InputError
        If the two have different shapes.

    Examples
    --------
    >>> found = overlaps(np.array([[1, 1, 0]]), np.array([[0, 900, 900]]))
    >>> found.truths, found.shared
    (array([900]), array([[0, 1],
           [1, 1]]))
    """
    labels, truth = check_labels(labels), check_labels(truth, "truth")
    if labels.shape != truth.shape:
        raise InputError(
            f"The label image has shape {labels.shape} and the truth {truth.shape}, but they must "
            "be the same: compare labels of the same image."
        )
    (numbers, columns), (truths, rows) = _number_afresh(labels), _number_afresh(truth)
    shape = len(truths) + 1, len(numbers) + 1
    pairs = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return Overlaps(truths, numbers, pairs.reshape(shape))


def _number_afresh(labels):
    """Return the numbers that occur, and for each voxel the place of its own, 0 for background."""
    flat = labels.ravel()
    if flat.max() > flat.size:  # a table of all numbers would be longer than the image
        numbers, place = np.unique(flat, return_inverse=True)
        return numbers[numbers > 0], place + (numbers[0] > 0)
    numbers = np.flatnonzero(np.bincount(flat))
    numbers = numbers[numbers > 0]
    places = np.zeros(int(flat.max()) + 1, np.intp)
    places[numbers] = np.arange(1, len(numbers) + 1)
    return numbers, places[flat]


def match(labels, truth):
    """Find for each true nucleus the label that fits it best.

    Parameters
    ----------
    labels, truth : ndarray of int, the same shape

    Returns
    -------
    pandas.DataFrame
        One row for each true nucleus. `truth`: its number. `label`: the best partner, 0 if
        none. `iou`: intersection over union, the voxels that the two share as a part of the
        voxels that either has; 1 is perfect. `merged`: whether its partner also swallows more
        than half of another nucleus. `pieces`: how many labels have more than half of
        themselves in it.

    Examples
    --------
    >>> match(np.array([[1, 1, 1, 1, 0, 0]]), np.array([[1, 1, 2, 2, 0, 3]]))
       truth  label  iou  merged  pieces
    0      1      1  0.5    True       0
    1      2      1  0.5    True       0
    2      3      0  0.0   False       0
    """
    return _best_partners(overlaps(labels, truth))


def _best_partners(found):
    import pandas as pd

    iou = np.pad(found.iou, ((0, 0), (1, 0)))  # column 0: no partner
    best = iou.argmax(axis=1)
    swallowed = 2 * found.both > found.truth_sizes[:, None]
    crowded = np.pad(np.count_nonzero(swallowed, axis=0) > 1, (1, 0))
    return pd.DataFrame(
        {
            "truth": found.truths,
            "label": np.concatenate([[0], found.labels])[best],
            "iou": iou.max(axis=1),
            "merged": crowded[best],
            "pieces": np.count_nonzero(2 * found.both > found.label_sizes, axis=1),
        }
    )


def compare(labels, truth):
    """Return three numbers that say how far labels are from the truth.

    Parameters
    ----------
    labels, truth : ndarray of int, the same shape

    Returns
    -------
    dict
        `count` and `count_error` (counted minus true), `volume_bias_percent` (how far the
        mean volume of the labels is from the true mean), `matched_iou` (mean over the true
        nuclei of the IoU with their best partner).

    Raises
    ------
    InputError
        If the truth holds no nucleus.

    Examples
    --------
    >>> compare(np.array([[1, 1, 1, 1]]), np.array([[1, 1, 2, 2]]))
    {'count': 1, 'count_error': -1, 'volume_bias_percent': 100.0, 'matched_iou': 0.5}
    """
    found = overlaps(labels, truth)
    sizes, true_sizes = found.label_sizes, found.truth_sizes
    if true_sizes.size == 0:
        raise InputError("The truth holds no nucleus, so there is nothing to compare with.")
    bias = 100 * (sizes.mean() / true_sizes.mean() - 1) if sizes.size else float("nan")
    return {
        "count": sizes.size,
        "count_error": sizes.size - true_sizes.size,
        "volume_bias_percent": float(bias),
        "matched_iou": float(_best_partners(found)["iou"].mean()),
    }
