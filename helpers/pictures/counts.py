"""Drawings about nuclei that were counted and measured."""

import numpy as np

from .. import colours
from .sheet import figure


def count_by_radius(curve, cores):
    """Draw what the count of pieces is made of, for each radius of erosion.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`helpers.nuclei.segmentation.radius_curve`.
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
    axis.bar(radii, right, color=colours.ACCENT, label="pieces that hold a nucleus", **wide)
    axis.bar(
        radii, missing, bottom=right, fc="none", ec=colours.MUTED, ls=":", lw=1.4, **wide,
        label="nuclei missing: joined to another (0 to 9) or eaten up (from 12)",
    )  # fmt: skip
    axis.bar(
        radii, extra, bottom=cores, color=colours.WARN, hatch="//", ec=colours.PAPER, **wide,
        label="pieces too many: fragments (0 to 9) or split nuclei (from 11)",
    )  # fmt: skip
    axis.axhline(cores, color=colours.INK, lw=1.2)
    top = cores + extra
    for radius, height, count in zip(radii, top, curve["count"], strict=True):
        axis.text(radius, height + 0.4, str(count), ha="center", va="bottom", weight="bold")
    axis.set(xticks=radii, xlabel="radius of the erosion (voxels)", ylabel="pieces")
    axis.set(ylim=(0, 1.5 * top.max()), yticks=[0, 5, 10, 15, cores] if cores > 15 else [0, cores])
    axis.legend(loc="upper left", frameon=False)
    return fig


def volumes(values, names=None, left_out=(), unit="µm³"):
    """Draw one dot for each nucleus, smallest first, with mean and standard deviation.

    The standard deviation is the one for a sample (divided by n - 1); a single volume has none.

    Parameters
    ----------
    values : sequence of float
        The volumes that count.
    names : sequence of int, optional
        The label of each nucleus, written beside its dot.
    left_out : sequence of float
        Volumes shown hollow and not counted, such as nuclei cut by the border.
    unit : str

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = volumes([500, 700, 650], names=[1, 2, 3])
    """
    values, left_out = np.asarray(values, float), np.asarray(left_out, float)
    order = np.argsort(values, kind="stable")
    mean, deviation = values.mean(), values.std(ddof=1) if len(values) > 1 else 0
    fig, axis = figure(size=(9, 4))
    axis.axhspan(mean - deviation, mean + deviation, color=colours.SKY, alpha=0.25, lw=0)
    axis.axhline(mean, color=colours.ACCENT, lw=2)
    place = np.arange(len(values))
    axis.plot(place, values[order], "o", ms=11, color=colours.ACCENT)
    for spot, index in enumerate(order if names is not None else ()):
        axis.annotate(
            str(names[index]),
            (spot, values[index]),
            xytext=(0, 10),
            textcoords="offset points",
            ha="center",
        )
    if len(left_out):
        hollow = len(values) + np.arange(len(left_out))
        axis.plot(hollow, np.sort(left_out), "o", ms=11, mfc="none", mec=colours.BAD, mew=2)
        axis.text(hollow.mean(), axis.get_ylim()[1], "not counted", color=colours.INK, ha="center")
    end = len(values) + len(left_out) - 0.4
    note = f" mean {mean:.0f}\n" + (
        f" SD {deviation:.0f} {unit}" if len(values) > 1 else f" {unit}"
    )
    axis.text(end, mean, note, va="center", color=colours.ACCENT, weight="bold")
    axis.set(xlim=(-0.6, end), xticks=[], ylim=(0, None))
    axis.set(xlabel="nuclei, smallest first", ylabel=f"volume ({unit})")
    return fig
