"""What a viewer shows, in words."""

from __future__ import annotations

import numpy as np
from napari.components import Dims
from napari.layers import Labels, Layer


def axis_names(dims: Dims) -> list[str]:
    """Return what to call each axis: its own label, or z, y, x counted from the last.

    Parameters
    ----------
    dims : napari.components.Dims

    Returns
    -------
    list of str
    """
    usual = ("z", "y", "x")
    names = []
    for axis, label in enumerate(dims.axis_labels):
        from_end = axis - dims.ndim
        unnamed = label == str(from_end)
        names.append(usual[from_end] if unnamed and from_end >= -3 else label)
        if unnamed and from_end < -3:
            names[-1] = f"axis {axis}"
    return names


def describe_layer(layer: Layer, count: bool) -> str:
    """Return a layer's name, kind, shape and type; count the objects of labels if asked to.

    Parameters
    ----------
    layer : napari.layers.Layer
    count : bool
        Count the objects of a Labels layer, which takes a moment in a large stack.

    Returns
    -------
    str
    """
    words = [f"{layer.name}: {'labels' if isinstance(layer, Labels) else 'image'}"]
    words += [" × ".join(map(str, layer.data.shape)), str(layer.data.dtype)]
    if count and isinstance(layer, Labels):
        words.append(f"{count_labels(layer.data)} in use")
    if not layer.visible:
        words.append("hidden")
    return ", ".join(words) + "."


def count_labels(labels: np.ndarray) -> int:
    """Return how many labels other than 0 an array holds.

    Parameters
    ----------
    labels : ndarray of int

    Returns
    -------
    int

    Examples
    --------
    >>> count_labels(np.array([0, 2, 2, 7]))
    2
    """
    largest = labels.max(initial=0)
    if labels.min(initial=0) < 0 or largest > labels.size + 2**16:
        return int(np.count_nonzero(np.unique(labels)))
    return int(np.count_nonzero(np.bincount(labels.ravel(), minlength=1)[1:]))
