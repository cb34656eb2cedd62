"""Compare labels with a truth or a reference: what is shared, merged, split."""

import numpy as np

from ..inputs import InputError, check_labels


def overlaps(labels, truth):
    """Count the voxels that each true nucleus shares with each label.

    Parameters
    ----------
    labels, truth : ndarray of int, the same shape

    Returns
    -------
    ndarray of int, shape (truth.max() + 1, labels.max() + 1)
        Row t, column n: voxels that are t in the truth and n in the labels; 0 is background.

    Raises
    ------
    InputError
        If the two have different shapes.

    Examples
    --------
    >>> overlaps(np.array([[1, 1, 0]]), np.array([[0, 1, 1]]))
    array([[0, 1],
           [1, 1]])
    """
    labels, truth = check_labels(labels), check_labels(truth, "truth")
    if labels.shape != truth.shape:
        raise InputError(
            f"The label image has shape {labels.shape} and the truth {truth.shape}, but they must "
            "be the same: compare labels of the same image."
        )
    shape = int(truth.max()) + 1, int(labels.max()) + 1
    pairs = truth.astype(np.int64).ravel() * shape[1] + labels.ravel()
    return np.bincount(pairs, minlength=shape[0] * shape[1]).reshape(shape)


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
    import pandas as pd

    shared = overlaps(labels, truth)
    true_sizes, sizes = shared.sum(axis=1), shared.sum(axis=0)
    both = shared[1:, 1:]
    union = true_sizes[1:, None] + sizes[None, 1:] - both
    iou = np.divide(both, union, out=np.zeros(both.shape), where=union > 0)
    iou = np.pad(iou, ((0, 0), (1, 0)))  # column 0: no partner
    best = iou.argmax(axis=1)
    swallowed = 2 * both > true_sizes[1:, None]
    crowded = np.pad(swallowed.sum(axis=0) > 1, (1, 0))
    rows = pd.DataFrame(
        {
            "truth": np.arange(1, len(true_sizes)),
            "label": best,
            "iou": iou.max(axis=1),
            "merged": crowded[best],
            "pieces": (2 * both > sizes[None, 1:]).sum(axis=1),
        }
    )
    return rows[true_sizes[1:] > 0].reset_index(drop=True)


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

    Examples
    --------
    >>> compare(np.array([[1, 1, 1, 1]]), np.array([[1, 1, 2, 2]]))
    {'count': 1, 'count_error': -1, 'volume_bias_percent': 100.0, 'matched_iou': 0.5}
    """
    sizes, true_sizes = (np.bincount(check_labels(array).ravel())[1:] for array in (labels, truth))
    sizes, true_sizes = sizes[sizes > 0], true_sizes[true_sizes > 0]
    if true_sizes.size == 0:
        raise InputError("The truth holds no nucleus, so there is nothing to compare with.")
    bias = 100 * (sizes.mean() / true_sizes.mean() - 1) if sizes.size else float("nan")
    return {
        "count": sizes.size,
        "count_error": sizes.size - true_sizes.size,
        "volume_bias_percent": float(bias),
        "matched_iou": float(match(labels, truth)["iou"].mean()),
    }
