"""The drawings of the lesson pages, one function each, all in one look.

Every function returns a matplotlib figure; `show` puts it on the page together
with a description for readers who cannot see it.
"""

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from skimage.segmentation import expand_labels, find_boundaries

from . import look
from .still import img_tag, png

_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so pictures are the same everywhere
    "font.size": look.FONT,
    "axes.titlesize": look.FONT,
    "axes.labelsize": look.FONT,
    "xtick.labelsize": look.FONT_SMALL,
    "ytick.labelsize": look.FONT_SMALL,
    "legend.fontsize": look.FONT_SMALL,
    "text.color": look.INK,
    "axes.labelcolor": look.INK,
    "axes.edgecolor": look.MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": look.PAPER,
}


class _Page:
    """What `show` hands to the notebook: a picture that a screen reader can read."""

    def __init__(self, figure, alt):
        self.alt, self.html = alt, img_tag(png(figure), alt)

    def __repr__(self):
        return f"Picture: {self.alt}"

    def _repr_html_(self):
        return self.html


def figure(rows=1, columns=1, size=(9, 3.6), **options):
    """Return a new figure and its axes, in the look of the workbook.

    Parameters
    ----------
    rows, columns : int
        How many drawings stand above and beside each other.
    size : tuple of float
        Width and height in inches; the page shows 100 pixels an inch.
    **options
        Passed on to :meth:`matplotlib.figure.Figure.subplots`.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib Axes, or an array of them

    Examples
    --------
    >>> fig, (left, right) = figure(columns=2)
    """
    with mpl.rc_context(_STYLE):
        fig = Figure(figsize=size, layout="constrained")
        axes = fig.subplots(rows, columns, **options)
    return fig, axes


def show(fig, alt):
    """Put a figure on the page, with a description of what it shows.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        One or two sentences, for a reader who cannot see the picture.
    """
    with mpl.rc_context(_STYLE):
        display(_Page(fig, alt))


def outline(image, labels, colour=None, thickness=1):
    """Draw the outlines of a mask or of labels over a grey picture.

    Parameters
    ----------
    image : ndarray, shape (y, x)
    labels : ndarray of bool or int, shape (y, x)
    colour : str, optional
        One colour for all outlines; by default each label has its own.
    thickness : int
        1 draws inside the object only, 2 on both sides of its border.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> outline(np.zeros((3, 3)), np.eye(3, dtype=int), colour="#ffffff")[1, 1]
    array([255, 255, 255], dtype=uint8)
    """
    picture = np.repeat(look.grey(image)[..., None], 3, axis=-1)
    labels = np.asarray(labels)
    edge = find_boundaries(labels, mode="inner" if thickness == 1 else "thick")
    if colour is None:  # outside the object, its border takes the object's colour
        picture[edge] = look.paint(expand_labels(labels.astype(int), 1.5))[edge, :3]
    else:
        picture[edge] = np.round(255 * np.array(mpl.colors.to_rgb(colour))).astype(np.uint8)
    return picture


def blend(image, labels, opacity=0.55):
    """Lay coloured labels over a grey picture.

    Parameters
    ----------
    image : ndarray, shape (y, x)
    labels : ndarray of int or bool, shape (y, x)
    opacity : float
        0 shows the image only, 1 hides it under the labels.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> blend(np.zeros((2, 2)), np.zeros((2, 2), int)).max()
    np.uint8(0)
    """
    grey = np.repeat(look.grey(image)[..., None], 3, axis=-1)
    colour = look.paint(np.asarray(labels).astype(int))
    weight = opacity * (colour[..., 3:] / 255)
    return (grey * (1 - weight) + colour[..., :3] * weight).astype(np.uint8)


def panels(pictures, size=None, columns=None, aspect="equal"):
    """Draw 2D pictures side by side, each under its title.

    Parameters
    ----------
    pictures : dict of str to ndarray
        The title, and a grey image (y, x), a mask, labels, or colours (y, x, 3 or 4).
        Bool arrays are black and white; integer arrays of small range get label colours.
    size : tuple of float, optional
        Width and height in inches.
    columns : int, optional
        How many stand in a row; by default all.
    aspect : float or "equal"
        Height of a voxel over its width.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = panels({"mask": np.eye(3, dtype=bool)})
    """
    columns = columns or len(pictures)
    rows = -(-len(pictures) // columns)
    fig, axes = figure(rows, columns, size or (9, 9 / columns * rows + 0.4 * rows), squeeze=False)
    for axis in axes.flat[len(pictures) :]:
        axis.set_visible(False)
    for axis, (title, picture) in zip(axes.flat, pictures.items(), strict=False):
        picture = np.asarray(picture)
        if picture.ndim == 2 and picture.dtype == bool:
            picture = np.where(picture, np.uint8(255), np.uint8(25))
        elif picture.ndim == 2 and picture.dtype.kind in "iu" and picture.max() < 256:
            picture = blend(np.zeros(picture.shape), picture, opacity=1)
        options = {} if picture.ndim == 3 else {"cmap": "gray"}
        if picture.ndim == 2 and picture.dtype != np.uint8:
            options |= {"vmin": picture.min(), "vmax": np.percentile(picture, 99.8)}
        elif picture.ndim == 2:
            options |= {"vmin": 0, "vmax": 255}
        axis.imshow(picture, interpolation="nearest", aspect=aspect, **options)
        axis.set_title(title, color=look.INK)
        axis.set_axis_off()
    return fig


def number_grids(grids, marked=None, grey=()):
    """Draw tiny arrays cell by cell, with the number in each cell.

    Parameters
    ----------
    grids : dict of str to ndarray of int or bool, shape (y, x)
        The title and the array; 0 is dark, each other number has a colour.
    marked : dict of str to ndarray of bool, optional
        Cells to frame, by the same titles.
    grey : collection of str
        The titles of the arrays that hold brightness, drawn in grey.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = number_grids({"before": np.eye(3, dtype=int)})
    """
    marked = marked or {}
    rows, columns = next(iter(grids.values())).shape
    cell = min(0.45, 8.5 / len(grids) / columns)  # inches
    size = (len(grids) * (cell * columns + 0.35), cell * rows + 0.7)
    fig, axes = figure(1, len(grids), size, squeeze=False)
    for axis, (title, grid) in zip(axes.flat, grids.items(), strict=True):
        grid = np.asarray(grid).astype(int)
        shades = look.grey(grid, 0) if title in grey else None
        picture = look.paint(grid) if shades is None else shades
        axis.imshow(picture, extent=(0, columns, rows, 0), cmap="gray", vmin=0, vmax=255)
        for y, x in np.ndindex(grid.shape):
            if shades is None:
                colour = look.INK if grid[y, x] else "#a8b0b8"
            else:
                colour = look.INK if shades[y, x] > 120 else look.PAPER
            axis.text(x + 0.5, y + 0.5, grid[y, x], ha="center", va="center", color=colour)
        for y, x in np.argwhere(marked.get(title, np.zeros(grid.shape, bool))):
            frame = mpl.patches.Rectangle((x, y), 1, 1, fill=False, ec=look.BAD, lw=3)
            axis.add_patch(frame)
        axis.set(xticks=range(columns + 1), yticks=range(rows + 1), title=title)
        axis.set(xlim=(-0.04, columns + 0.04), ylim=(rows + 0.04, -0.04))  # all of the lines
        axis.grid(color="#c8ced4", lw=0.8)
        axis.tick_params(length=0, labelbottom=False, labelleft=False)
        axis.spines[:].set_visible(False)
    return fig


def histogram(counts, edges, marks=None, title="", colour=look.ACCENT, axis=None):
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
        axis.axvline(value, color=look.BAD, lw=2.5)
        place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
        right = value > edges[0] + 0.6 * (edges[-1] - edges[0])
        axis.annotate(
            name,
            (value, 0.94 - 0.12 * number),
            xytext=(-6 if right else 6, 0),
            ha="right" if right else "left",
            va="top",
            color=look.BAD,
            weight="bold",
            **place,
        )
    return fig


def orthogonal(image, labels, position, spacing):
    """Draw the three slices through one voxel: from above, from the front, from the side.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    labels : ndarray of int, shape (z, y, x)
    position : tuple of int
        The voxel (z, y, x) through which all three slices go.
    spacing : tuple of float
        Voxel size in µm (z, y, x); the drawings keep the true proportions.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> fig = orthogonal(np.zeros((3, 4, 5)), np.ones((3, 4, 5), int), (1, 2, 2), (2, 1, 1))
    """
    z, y, x = position
    depth, height, width = np.multiply(image.shape, spacing)
    fig, axes = figure(
        2,
        2,
        size=(9, 9 * (height + depth) / (width + depth)),
        width_ratios=(width, depth),
        height_ratios=(height, depth),
    )
    views = (
        (axes[0, 0], np.s_[z], f"xy: slice z = {z}", (width, height), (x, y), (2, 1)),
        (axes[0, 1], np.s_[:, :, x], f"yz: x = {x}", (depth, height), (z, y), (0, 1)),
        (axes[1, 0], np.s_[:, y], f"xz: y = {y}", (width, depth), (x, z), (2, 0)),
    )
    for axis, cut, title, (across, down), (mark_across, mark_down), (i, j) in views:
        picture = blend(image[cut], labels[cut])
        if i == 0:
            picture = picture.swapaxes(0, 1)
        axis.imshow(picture, extent=(0, across, down, 0), interpolation="nearest")
        line = {"color": look.YELLOW, "lw": 1.2, "alpha": 0.9}
        axis.axvline((mark_across + 0.5) * spacing[i], **line)
        axis.axhline((mark_down + 0.5) * spacing[j], **line)
        axis.set_title(title)
        axis.set_axis_off()
    axes[1, 1].set_axis_off()
    axes[1, 1].text(
        0.5, 0.5, "yellow lines:\nwhere the other\ntwo slices cut", ha="center", va="center"
    )
    return fig


def volumes(values, names=None, left_out=(), unit="µm³"):
    """Draw one dot for each nucleus, smallest first, with mean and standard deviation.

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
    mean, deviation = values.mean(), values.std()
    fig, axis = figure(size=(9, 4))
    axis.axhspan(mean - deviation, mean + deviation, color=look.SKY, alpha=0.25, lw=0)
    axis.axhline(mean, color=look.ACCENT, lw=2)
    place = np.arange(len(values))
    axis.plot(place, values[order], "o", ms=11, color=look.ACCENT)
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
        axis.plot(hollow, np.sort(left_out), "o", ms=11, mfc="none", mec=look.BAD, mew=2)
        axis.text(hollow.mean(), axis.get_ylim()[1], "not counted", color=look.BAD, ha="center")
    end = len(values) + len(left_out) - 0.4
    note = f" mean {mean:.0f}\n ± {deviation:.0f} {unit}"
    axis.text(end, mean, note, va="center", color=look.ACCENT, weight="bold")
    axis.set(xlim=(-0.6, end), xticks=[], ylim=(0, None))
    axis.set(xlabel="nuclei, smallest first", ylabel=f"volume ({unit})")
    return fig
