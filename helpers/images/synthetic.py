"""Nuclei made by the computer: images whose true labels are known exactly."""

import hashlib
import uuid
from dataclasses import dataclass

import numpy as np
import tifffile
from scipy import ndimage
from skimage.measure import label

from ..inputs import InputError, check_spacing


@dataclass(frozen=True)
class Synthetic:
    """An image with its truth.

    Attributes
    ----------
    image : ndarray of uint16, shape (z, y, x)
    labels : ndarray of int32, shape (z, y, x)
        The truth: 0 is background, n is nucleus n.
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.
    """

    image: np.ndarray
    labels: np.ndarray
    spacing: tuple

    def save(self, path):
        """Write the image as OME-TIFF with its voxel size; the same image gives the same bytes.

        Parameters
        ----------
        path : path-like
            Such as ``"dish.ome.tif"``.
        """
        content = hashlib.blake2b(self.image.tobytes(), digest_size=16)
        metadata = {"axes": "ZYX", "UUID": str(uuid.UUID(bytes=content.digest()))}
        for axis, step in zip("ZYX", self.spacing, strict=True):
            metadata |= {f"PhysicalSize{axis}": step, f"PhysicalSize{axis}Unit": "µm"}
        tifffile.imwrite(path, self.image, ome=True, compression="zlib", metadata=metadata)


def make_nuclei(
    count=12,
    touching=3,
    border=2,
    size=4.5,
    roughness=0.05,
    brightness=8000,
    blur=0.3,
    noise=1.0,
    shape=(60, 256, 256),
    spacing=(0.29, 0.26, 0.26),
    seed=0,
):
    """Make a volume of nuclei and the label image that is its truth.

    Each nucleus is an ellipsoid, turned at random, with a wavy surface. Where two
    touch, each voxel belongs to the one that it lies deeper in.

    Parameters
    ----------
    count : int
        How many nuclei.
    touching : int
        How many pairs touch; every other nucleus keeps its distance.
    border : int
        How many are cut by a side of the image; all others lie inside.
    size : float
        The mean radius in µm.
    roughness : float
        How far the surface waves, as a part of the radius, from 0 to 0.3.
    brightness : float
        Grey levels of a nucleus above the background of 500.
    blur : float
        The standard deviation of the microscope's blur in µm, twice that along z.
    noise : float
        The strength of the noise; 1 is that of 1 photon per 10 grey levels, 0 is none.
    shape : tuple of int
        The shape (z, y, x) in voxels.
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.
    seed : int
        The same seed gives the same volume.

    Returns
    -------
    Synthetic

    Raises
    ------
    InputError
        If so many nuclei of this size do not fit.

    Examples
    --------
    >>> truth = make_nuclei(count=4, touching=1, border=1, size=3, shape=(50, 100, 100))
    >>> truth.labels.max(), truth.image.dtype
    (np.int32(4), dtype('uint16'))
    """
    spacing = check_spacing(spacing)
    if count < 1 or min(touching, border) < 0 or 2 * touching + border > count:
        raise InputError(
            f"{touching} touching pairs and {border} nuclei at the border need at least "
            f"{2 * touching + border} nuclei, but count is {count}: raise count."
        )
    random = np.random.default_rng(seed)
    step = np.array(spacing)
    forms = [_ellipsoid(random, size) for _ in range(count)]
    centres = _place(random, forms, touching, border, step * (np.array(shape) - 1), roughness)
    waves = ndimage.gaussian_filter(random.standard_normal(shape), 0.35 * size / step)
    waves = 1 + roughness * np.clip(waves / (2 * waves.std()), -1, 1)
    labels = _fill(shape, step, centres, forms, size * 2.2, waves)

    shade = np.concatenate([[0], random.uniform(0.8, 1.2, count)]) * brightness
    light = ndimage.gaussian_filter(500 + shade[labels], blur * np.array([2, 1, 1]) / step)
    light += noise * np.sqrt(10 * light) * random.standard_normal(shape)
    return Synthetic(np.clip(np.round(light), 0, 65535).astype(np.uint16), labels, spacing)


def _ellipsoid(random, size):
    """Return the matrix A of a random ellipsoid x·A·x = 1, in µm."""
    radii = size * random.uniform(0.85, 1.15, 3)
    turn, _ = np.linalg.qr(random.standard_normal((3, 3)))
    return turn @ np.diag(1 / radii**2) @ turn.T


def _reach(form, direction):
    """Return how far an ellipsoid reaches from its centre in a unit direction."""
    return 1 / np.sqrt(direction @ form @ direction)


def _place(random, forms, touching, border, extent, roughness):
    """Return centres in µm: partners overlap a little, all others keep apart."""
    clear = 1.5  # µm that stay empty between nuclei, and between them and the border
    waved = 1 + roughness
    far = [waved / np.sqrt(np.linalg.eigvalsh(form)[0]) for form in forms]
    inset = [waved * np.sqrt(np.diag(np.linalg.inv(form))) + clear for form in forms]
    most = 0
    for _ in range(200):  # start afresh when there is no room left
        centres = []
        for number, form in enumerate(forms):
            low, high = inset[number], extent - inset[number]
            partner = number - 1 if number < 2 * touching and number % 2 else None
            for _ in range(100 if np.all(low <= high) else 0):
                centre = random.uniform(low, high)
                if partner is not None:
                    way = random.standard_normal(3)
                    way /= np.linalg.norm(way)
                    gap = 0.94 * (_reach(form, way) + _reach(forms[partner], way)) / waved
                    centre = centres[partner] + gap * way
                elif number >= len(forms) - border:
                    axis = random.integers(1, 3)
                    centre[axis] = random.choice([0, extent[axis]])
                inside = partner is None or (np.all(centre >= low) and np.all(centre <= high))
                if inside and all(
                    i == partner or np.linalg.norm(centre - other) > far[number] + far[i] + clear
                    for i, other in enumerate(centres)
                ):
                    centres.append(centre)
                    break
            most = max(most, len(centres))
            if len(centres) <= number:
                break
        else:
            return centres
    raise InputError(
        f"Only {most} of {len(forms)} nuclei of this size fit in the volume: ask for fewer or "
        "smaller nuclei, or a larger shape."
    )


def _fill(shape, step, centres, forms, reach, waves):
    """Return the label image: each voxel goes to the nucleus it lies deepest in."""
    labels, depth = np.zeros(shape, np.int32), np.ones(shape)
    for number, (centre, form) in enumerate(zip(centres, forms, strict=True), start=1):
        start = np.maximum(np.floor((centre - reach) / step), 0).astype(int)
        stop = np.minimum(np.ceil((centre + reach) / step) + 1, shape).astype(int)
        box = tuple(slice(a, b) for a, b in zip(start, stop, strict=True))
        away = np.stack(np.mgrid[box], axis=-1) * step - centre
        level = np.sqrt(((away @ form) * away).sum(-1, dtype=float)) * waves[box]
        inside = level < depth[box]
        labels[box][inside], depth[box][inside] = number, level[inside]
    return _largest_pieces(labels)


def _largest_pieces(labels):
    """Take away crumbs that a very wavy surface cuts off, so each label is one piece."""
    pieces = label(labels, connectivity=1)
    sizes = np.bincount(pieces.ravel())
    owner = np.zeros(sizes.size, int)
    owner[pieces.ravel()] = labels.ravel()
    keep = [np.flatnonzero(owner == n)[np.argmax(sizes[owner == n])] for n in np.unique(owner)]
    return np.where(np.isin(pieces, keep), labels, 0).astype(np.int32)
