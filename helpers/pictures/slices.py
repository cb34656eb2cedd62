"""Slices of images, masks and labels: side by side, outlined, numbered, cut three ways."""

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_rgb
from scipy import ndimage
from skimage.segmentation import expand_labels, find_boundaries

from .. import colours
from ..inputs import InputError
from .sheet import figure


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
    picture = np.repeat(colours.grey(image)[..., None], 3, axis=-1)
    labels = np.asarray(labels)
    edge = find_boundaries(labels, mode="inner" if thickness == 1 else "thick")
    if colour is None:  # outside the object, its border takes the object's colour
        picture[edge] = colours.paint(expand_labels(labels.astype(int), 1.5))[edge, :3]
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
    grey = np.repeat(colours.grey(image)[..., None], 3, axis=-1)
    colour = colours.paint(np.asarray(labels).astype(int))
    weight = opacity * (colour[..., 3:] / 255)
    return (grey * (1 - weight) + colour[..., :3] * weight).astype(np.uint8)


def labelled(labels):
    """Draw labels by themselves: each in its colour, the background black.

    Parameters
    ----------
    labels : ndarray of int, shape (y, x)

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> labelled(np.array([[0, 1]]))[0, 0]
    array([0, 0, 0], dtype=uint8)
    """
    labels = np.asarray(labels)
    return blend(np.zeros(labels.shape), labels, opacity=1)


def mark(image, mask, colour=colours.WARN):
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
    picture = np.repeat(colours.grey(image)[..., None], 3, axis=-1)
    picture[np.asarray(mask, bool)] = np.round(255 * np.array(to_rgb(colour)))
    return picture


def panels(pictures, scale=None, size=None, columns=None, aspect="equal"):
    """Draw 2D pictures side by side, each under its title.

    An array does not tell what its numbers stand for, so they are taken for brightness. Labels
    are drawn by `labelled`, `blend` or `outline`, which give colours.

    Parameters
    ----------
    pictures : dict of str to ndarray
        The title, and a grey image (y, x), a mask of bool (y, x), or colours (y, x, 3 or 4).
    scale : tuple of float, optional
        The brightness that is black and the one that is white, for all grey images; by default
        each is brightened by itself, from its minimum to its 99.8th percentile.
    size : tuple of float, optional
        Width and height in inches.
    columns : int, optional
        How many stand in a row; by default all.
    aspect : float or "equal"
        Height of a voxel over its width.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If an array is not a single slice.

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
        shown = _as_shown(title, np.asarray(picture), scale or (None, None))
        grey = {"cmap": "gray", "vmin": 0, "vmax": 255} if shown.ndim == 2 else {}
        axis.imshow(shown, interpolation="nearest", aspect=aspect, **grey)
        axis.set_title(title, color=colours.INK)
        axis.set_axis_off()
    return fig


def _as_shown(title, picture, scale):
    """Return the grey values from 0 to 255, or the colours, of one panel."""
    if picture.ndim == 3 and picture.shape[-1] in (3, 4):
        return picture
    if picture.ndim != 2:
        pick = f": pick one, such as image[{len(picture) // 2}]" if picture.ndim == 3 else ""
        raise InputError(
            f"The picture {title!r} has the shape {picture.shape}, but a panel shows one slice, "
            f"(y, x){pick}."
        )
    if picture.dtype == bool:
        return np.where(picture, np.uint8(255), np.uint8(25))
    return colours.grey(picture, *scale)


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
            box = {"boxstyle": "round,pad=0.12", "fc": colours.PAPER, "ec": "none", "alpha": 0.8}
            axis.text(x, y, str(number), color=colours.INK, fontsize=10, bbox=box, **place)
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
        shades = colours.grey(grid, 0) if title in grey else None
        picture = colours.paint(grid) if shades is None else shades
        axis.imshow(picture, extent=(0, columns, rows, 0), cmap="gray", vmin=0, vmax=255)
        for y, x in np.ndindex(grid.shape):
            if shades is not None:
                colour = colours.ink_on([shades[y, x]] * 3)
            else:
                colour = colours.ink_on(picture[y, x, :3]) if grid[y, x] else colours.MUTED
            axis.text(x + 0.5, y + 0.5, grid[y, x], ha="center", va="center", color=colour)
        for y, x in np.argwhere(marked.get(title, np.zeros(grid.shape, bool))):
            frame = mpl.patches.Rectangle((x, y), 1, 1, fill=False, ec=colours.BAD, lw=3)
            axis.add_patch(frame)
        axis.set(xticks=range(columns + 1), yticks=range(rows + 1), title=title)
        axis.set(xlim=(-0.04, columns + 0.04), ylim=(rows + 0.04, -0.04))  # all of the lines
        axis.grid(color="#c8ced4", lw=0.8)
        axis.tick_params(length=0, labelbottom=False, labelleft=False)
        axis.spines[:].set_visible(False)
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
        line = {"color": colours.YELLOW, "lw": 1.2, "alpha": 0.9}
        axis.axvline((mark_across + 0.5) * spacing[i], **line)
        axis.axhline((mark_down + 0.5) * spacing[j], **line)
        axis.set_title(title)
        axis.set_axis_off()
    axes[1, 1].set_axis_off()
    axes[1, 1].text(
        0.5, 0.5, "yellow lines:\nwhere the other\ntwo slices cut", ha="center", va="center"
    )
    return fig
