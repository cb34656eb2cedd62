"""Drawings about image quality: histograms, and patches to compare noise in."""

import numpy as np
from matplotlib.patches import Rectangle

from .. import colours
from ..nuclei.quality import SMALLEST_PILE, clipping, detector_limits
from ..nuclei.quality import histogram as count_voxels
from .sheet import figure

_FRAMES = (colours.WARN, colours.SKY, colours.PINK)


def histogram(counts, edges, marks=None, title="", colour=colours.ACCENT, axis=None):
    """Draw how many voxels have which brightness, on a logarithmic scale.

    Parameters
    ----------
    counts : ndarray of int, shape (n,)
    edges : ndarray of float, shape (n + 1,)
        As :func:`numpy.histogram` returns them.
    marks : dict of str to float, optional
        Brightnesses to mark with a named line.
    title : str
    colour : str
    axis : matplotlib Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = histogram(*np.histogram([1, 2, 2, 3]), marks={"threshold": 1.5})
    """
    fig, axis = (axis.figure, axis) if axis is not None else figure()
    axis.stairs(np.maximum(counts, 0.5), edges, fill=True, color=colour, baseline=0.5)
    axis.set(yscale="log", ylim=(0.5, None), xlim=(edges[0], edges[-1]), title=title)
    axis.set(xlabel="brightness", ylabel="voxels (log scale)")
    for number, (name, value) in enumerate((marks or {}).items()):
        axis.axvline(value, color=colours.BAD, lw=2.5)
        place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
        right = value > edges[0] + 0.6 * (edges[-1] - edges[0])
        axis.annotate(
            name,
            (value, 0.94 - 0.12 * number),
            xytext=(-6 if right else 6, 0),
            ha="right" if right else "left",
            va="top",
            color=colours.INK,
            weight="bold",
            **place,
        )
    return fig


def patches(image, places):
    """Draw a slice with framed patches, and each patch enlarged beside it.

    Parameters
    ----------
    image : ndarray, shape (y, x)
    places : dict of str to (slice, slice)
        The title of each patch, and its rows and columns.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = patches(np.eye(9), {"corner": np.s_[0:3, 0:3]})
    """
    columns = len(places) + 1
    fig, axes = figure(1, columns, (9, 9 / columns + 0.3))
    grey = {"cmap": "gray", "vmin": image.min(), "vmax": np.percentile(image, 99)}
    axes[0].imshow(image, **grey)
    axes[0].set_title("the slice")
    for axis, (title, (rows, across)), colour in zip(
        axes[1:], places.items(), _FRAMES, strict=False
    ):
        corner = (across.start - 0.5, rows.start - 0.5)
        size = (across.stop - across.start, rows.stop - rows.start)
        axes[0].add_patch(Rectangle(corner, *size, fill=False, ec=colour, lw=2.5))
        axis.imshow(image[rows, across], interpolation="nearest", **grey)
        axis.set_title(title)
        axis.spines[:].set(visible=True, color=colour, linewidth=4)
    for axis in axes:
        axis.set(xticks=[], yticks=[])
    return fig


def histograms(images, bins=128):
    """Draw the histograms of several images below each other, on the same scales.

    All run from the lowest to the highest end of the images' scales. Voxels that crowd at the end
    of their image's own scale are marked and counted.

    Parameters
    ----------
    images : dict of str to ndarray
        The title, and a volume or a slice.
    bins : int

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = histograms({"dark": np.zeros((2, 2), np.uint8), "grey": np.eye(2, dtype=np.uint8)})
    """
    fig, axes = figure(len(images), 1, (9, 2.6 * len(images)), sharex=True, squeeze=False)
    ends = [detector_limits(image) for image in images.values()]
    limits = min(low for low, _ in ends), max(high for _, high in ends)
    for axis, (title, image), own in zip(axes.flat, images.items(), ends, strict=True):
        counts, edges = count_voxels(image, bins, limits)
        histogram(counts, edges, title=title, axis=axis)
        crowd = clipping(image, own)
        found = crowd if crowd.saturated >= SMALLEST_PILE else clipping(image, limits)
        at_top = found.saturated
        if at_top > 1:
            last = np.searchsorted(edges[1:-1], found.highest, side="right")  # the bar of the top
            bar = counts[last : last + 1], edges[last : last + 2]
            axis.stairs(*bar, fill=True, color=colours.BAD, baseline=0.5)
        words = f"at the top: {at_top:,} voxel{'' if at_top == 1 else 's'}"
        place = {"xy": (0.995, 0.95), "xycoords": "axes fraction"}
        colour = colours.INK if at_top > 1 else colours.MUTED
        axis.annotate(words, ha="right", va="top", color=colour, weight="bold", **place)
        axis.margins(x=0.01)
        axis.set_xlim(edges[0] - 0.01 * edges[-1], 1.01 * edges[-1])
        axis.set_xlabel("brightness" if axis is axes.flat[-1] else "")
    return fig
