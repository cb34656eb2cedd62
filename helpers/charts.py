"""Drawings of the lessons on erosion and measuring, in the look of `helpers.pictures`."""

import numpy as np
from matplotlib.colors import to_rgb
from scipy import ndimage

from . import look
from .pictures import blend, figure, panels


def numbered(views, columns=None, size=None):
    """Draw labelled slices side by side, with the number of each label on it.

    Parameters
    ----------
    views : dict of str to (ndarray, ndarray)
        The title, and a grey slice with its labels, both of shape (y, x).
    columns : int, optional
        How many stand in a row; by default all.
    size : tuple of float, optional
        Width and height in inches.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = numbered({"one label": (np.zeros((9, 9)), np.ones((9, 9), int))})
    """
    pictures = {title: blend(image, labels) for title, (image, labels) in views.items()}
    fig = panels(pictures, size=size, columns=columns)
    for axis, (_, labels) in zip(fig.axes, views.values(), strict=False):
        for number in np.unique(labels[labels > 0]):
            # the voxel that lies deepest inside, so that the number stands on its label
            depth = ndimage.distance_transform_edt(np.pad(labels == number, 1))[1:-1, 1:-1]
            y, x = np.unravel_index(depth.argmax(), depth.shape)
            place = {"ha": "center", "va": "center", "weight": "bold", "clip_on": True}
            box = {"boxstyle": "round,pad=0.12", "fc": look.PAPER, "ec": "none", "alpha": 0.8}
            axis.text(x, y, str(number), color=look.INK, fontsize=10, bbox=box, **place)
    return fig


def mark(image, mask, colour=look.WARN):
    """Lay a mask in one bright colour over a grey slice.

    Parameters
    ----------
    image : ndarray, shape (y, x)
    mask : ndarray of bool, shape (y, x)
    colour : str

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> mark(np.zeros((1, 2)), np.array([[False, True]]), colour="#ff8000")[0].tolist()
    [[0, 0, 0], [255, 128, 0]]
    """
    picture = np.repeat(look.grey(image)[..., None], 3, axis=-1)
    picture[np.asarray(mask, bool)] = np.round(255 * np.array(to_rgb(colour)))
    return picture


def count_by_radius(curve, cores):
    """Draw what the count of pieces is made of, for each radius of erosion.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`helpers.segmentation.radius_curve`.
    cores : int
        How many nuclei there are, taken from the radius that separates them all.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(1, 1, 0, 0, 0), (2, 0, 0, 0, 0)]
    >>> names = ["count", "joined_pairs", "fragments", "split", "vanished"]
    >>> fig = count_by_radius(pd.DataFrame(rows, columns=names), cores=2)
    """
    fig, axis = figure(size=(9, 4.4))
    missing = curve["joined_pairs"] + curve["vanished"]
    right, extra = cores - missing, curve["count"] - (cores - missing)
    radii, wide = curve.index, {"width": 0.72}
    axis.bar(radii, right, color=look.ACCENT, label="pieces that hold a nucleus", **wide)
    axis.bar(
        radii, missing, bottom=right, fc="none", ec=look.MUTED, ls=":", lw=1.4, **wide,
        label="nuclei missing: joined to another (0 to 9) or eaten up (from 12)",
    )  # fmt: skip
    axis.bar(
        radii, extra, bottom=cores, color=look.WARN, hatch="//", ec=look.PAPER, **wide,
        label="pieces too many: fragments (0 to 9) or split nuclei (from 11)",
    )  # fmt: skip
    axis.axhline(cores, color=look.INK, lw=1.2)
    top = cores + extra
    for radius, height, count in zip(radii, top, curve["count"], strict=True):
        axis.text(radius, height + 0.4, str(count), ha="center", va="bottom", weight="bold")
    axis.set(xticks=radii, xlabel="radius of the erosion (voxels)", ylabel="pieces")
    axis.set(ylim=(0, 1.5 * top.max()), yticks=[0, 5, 10, 15, cores] if cores > 15 else [0, cores])
    axis.legend(loc="upper left", frameon=False)
    return fig
