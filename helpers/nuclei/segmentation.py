"""From an image to labelled nuclei: exactly what scikit-image gives, fast enough to drag.

Erosion by a ball, whatever its radius, is one comparison with a distance map: a voxel stays if
the nearest background is further away than the radius [1]_. The map is computed once, so that
every further radius costs milliseconds. The results are voxel for voxel those of
:func:`skimage.morphology.isotropic_erosion`, :func:`skimage.measure.label` and
:func:`skimage.segmentation.expand_labels`, and the tests hold them to that.

References
----------
.. [1] Cuisenaire and Macq (1997), Fast Euclidean morphological operators using local distance
   transformation by propagation, and applications. :doi:`10.1049/cp:19990446`
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..inputs import InputError, check_mask, check_spacing, check_volume
from .blur import as_float, blur
from .distances import distance_map, nearest_label, reach_on_map
from .labelling import number_pieces
from .pieces import Account, account, cores_by_piece

KEPT_BYTES = 128 * 2**20
"""How much a study remembers besides its mask and its distances (4 bytes a voxel, 8 in µm): every
radius of a slider on an image of a few million voxels, and never fewer than four label images."""


LEAST, MOST = 1e-30, 1e30
"""How near to each other the values of an image may lie, and how far from 0."""


class Thresholded(NamedTuple):
    """A blurred image and what lies above its threshold."""

    mask: np.ndarray
    threshold: float
    blurred: np.ndarray


class Overlap(NamedTuple):
    """How one mask differs from another: voxels lost, voxels gained, Dice coefficient."""

    lost: int
    gained: int
    dice: float


def threshold_nuclei(image, sigma=3):
    """Blur with a Gaussian and keep what is brighter than Otsu's threshold.

    Parameters
    ----------
    image : ndarray of shape (z, y, x)
    sigma : float, or one float an axis
        Standard deviation of the blur in voxels; 0 leaves the image as it is.

    Returns
    -------
    Thresholded
        The bool `mask`, the `threshold` and the `blurred` image, both on the scale of
        :func:`skimage.filters.gaussian` (0 to 1 for integer images).

    Raises
    ------
    InputError
        If every voxel has the same value, or sigma is negative.

    Examples
    --------
    >>> image = np.zeros((5, 5, 5), dtype=np.uint8)
    >>> image[1:3, 1:3, 1:3] = 200
    >>> int(threshold_nuclei(image, sigma=0).mask.sum())
    8
    """
    image = check_contrast(check_volume(image))
    sigmas = [check_length(value, "sigma of the blur") for value in np.ravel(sigma)]
    blurred = blur(image, sigmas * (image.ndim // len(sigmas)))
    threshold = otsu(blurred) if any(sigmas) else otsu_of_levels(image, blurred)
    return Thresholded(blurred > threshold, threshold, blurred)


def check_range(image):
    """Return an image of fractions if its values can be told apart, and computed with.

    Parameters
    ----------
    image : ndarray of float

    Returns
    -------
    ndarray
        The same.

    Raises
    ------
    InputError
        If the values lie too close together, but are not all the same, or too far from 0.
    """
    low, high = image.min(), image.max()
    largest = max(abs(low), abs(high))
    least = max(LEAST, 1000 * float(np.spacing(min(largest, MOST))))
    if largest > MOST or 0 < float(high) - float(low) < least:
        raise InputError(
            f"The values of the image lie between {low:g} and {high:g}, which no detector writes "
            "and no threshold can divide: check how it was computed."
        )
    return image


def check_contrast(image):
    """Return `image` if it holds more than one value, and such as can be told apart.

    Parameters
    ----------
    image : ndarray of numbers

    Returns
    -------
    ndarray
        The same.

    Raises
    ------
    InputError
        If every voxel has the same value, or nearly so (see :func:`check_range`).
    """
    if image.min() == image.max():
        raise InputError(
            f"Every voxel of the image has the same value ({image.flat[0]}), so there is nothing "
            "to tell nuclei from background: check that the right file and channel were opened."
        )
    if image.dtype.kind == "f":
        check_range(image)
    return image


def otsu(blurred, histogram=None):
    """Return Otsu's threshold of a blurred image, as :func:`skimage.filters.threshold_otsu` does.

    Parameters
    ----------
    blurred : ndarray of float
    histogram : tuple of ndarray, optional
        Its ``np.histogram(blurred, 256)``, if that is known already.

    Returns
    -------
    float
    """
    from skimage.filters import threshold_otsu

    counts, edges = np.histogram(blurred, 256) if histogram is None else histogram
    return float(threshold_otsu(hist=(counts, (edges[:-1] + edges[1:]) / 2)))


def otsu_of_levels(image, floats):
    """Return Otsu's threshold of an image that is not blurred, on the scale of `blur`.

    In whole numbers every grey level counts by itself. Only fractions, as a blur makes them,
    are put together in 256 bins: that moves the threshold a little.

    Parameters
    ----------
    image : ndarray of numbers
    floats : ndarray of float
        The same image as :func:`helpers.nuclei.blur.as_float` has it.

    Returns
    -------
    float

    Examples
    --------
    >>> image = np.array([0, 0, 51, 255], np.uint8)
    >>> otsu_of_levels(image, image / 255)
    0.2
    """
    from skimage.filters import threshold_otsu

    if image.dtype.kind not in "ui" or int(image.max()) - int(image.min()) >= 2**16:
        return otsu(floats)  # a count of each level would be longer than any image
    level = threshold_otsu(image.ravel())  # as a stack, three voxels wide would look like RGB
    return float(as_float(np.array([level]).astype(image.dtype))[0])


def label_components(mask):
    """Give each connected piece of a mask its own number; touching by a corner connects.

    Parameters
    ----------
    mask : ndarray of bool, 2D or 3D

    Returns
    -------
    ndarray of int32
        Identical to :func:`skimage.measure.label`: 0 is background, pieces are numbered from 1
        in the order in which a scan from the first voxel meets them.

    Raises
    ------
    InputError
        If `mask` is no mask.

    Examples
    --------
    >>> label_components(np.array([[1, 0, 1], [1, 0, 0]])).tolist()
    [[1, 0, 2], [1, 0, 0]]
    """
    return number_pieces(check_mask(mask))


def expand(labels, distance, spacing=None):
    """Grow every label by `distance` into the background, stopping where two labels meet.

    Parameters
    ----------
    labels : ndarray of int, 2D or 3D
    distance : float
        How far to grow, in voxels, or in µm if `spacing` is given.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    ndarray of the same shape and dtype
        Identical to :func:`skimage.segmentation.expand_labels`, also for the voxels that lie
        equally far from two labels.

    Examples
    --------
    >>> expand(np.array([[0, 1, 0, 0, 0, 0, 2]]), 1)
    array([[1, 1, 1, 0, 0, 2, 2]])
    >>> expand(np.array([[0, 1, 0, 2, 0]]), 3)
    array([[1, 1, 1, 2, 2]])
    """
    distance = check_length(distance, "distance of the expansion")
    owner, away = nearest_label(labels, distance, spacing)
    owner[away > reach_on_map(distance, spacing)] = 0
    return owner


def overlap(before, after):
    """Compare two masks of the same shape, such as one before and after erosion and expansion.

    Parameters
    ----------
    before, after : ndarray of bool

    Returns
    -------
    Overlap
        Voxels only in `before` (lost), only in `after` (gained), and the Dice coefficient:
        twice the shared voxels over the sum of both; 1 for identical masks, empty ones included.

    Raises
    ------
    InputError
        If one of the two is no mask.

    Examples
    --------
    >>> overlap(np.array([[1, 1, 1, 0]]), np.array([[0, 1, 1, 1]]))
    Overlap(lost=1, gained=1, dice=0.6666666666666666)
    """
    before, after = check_mask(before), check_mask(after)
    sizes = int(np.count_nonzero(before)), int(np.count_nonzero(after))
    shared = int(np.count_nonzero(before & after))
    dice = 2 * shared / sum(sizes) if any(sizes) else 1.0
    return Overlap(lost=sizes[0] - shared, gained=sizes[1] - shared, dice=dice)


class ErosionStudy:
    """One mask, one distance map, every radius.

    Parameters
    ----------
    mask : ndarray of bool, 2D or 3D
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm; radii and distances are then in µm instead of voxels.

    Examples
    --------
    Two squares that share a bridge of one voxel:

    >>> mask = np.zeros((7, 15), dtype=bool)
    >>> mask[1:6, 1:6] = mask[1:6, 9:14] = mask[3, 6:9] = True
    >>> study = ErosionStudy(mask)
    >>> [study.count(radius) for radius in range(4)]
    [1, 2, 2, 0]
    """

    def __init__(self, mask, spacing=None):
        self.mask = np.ascontiguousarray(check_mask(mask))
        self.spacing = None if spacing is None else check_spacing(spacing, self.mask.ndim)
        self.voxels = int(np.count_nonzero(self.mask))
        self._recent = {}

    @cached_property
    def _distances(self):
        return distance_map(self.mask, self.spacing)

    @property
    def depth(self):
        """How far the deepest voxel lies from the background; infinite without background."""
        deepest = float(self._distances.max())
        return deepest if self.spacing else float(np.sqrt(deepest))

    def eroded(self, radius):
        """Return the mask without what is within `radius` of the background.

        Beyond the edge of the image the mask is taken to go on, as scikit-image does.

        Parameters
        ----------
        radius : float
            Of the ball (of the disc in 2D).

        Returns
        -------
        ndarray of bool
            The same voxels as :func:`skimage.morphology.isotropic_erosion`; for whole radii in
            voxels also those of ``erosion(mask, ball(radius))``. A mask without any background
            stays as it is (``isotropic_erosion`` has no distance to measure there).

        Raises
        ------
        InputError
            If the radius is negative.
        """
        radius = check_length(radius, "radius of the erosion")
        if radius == 0:
            return self.mask.copy()
        return self._distances > reach_on_map(radius, self.spacing)

    def labels(self, radius, part=..., small=False):
        """Return the pieces of the eroded mask, numbered as by :func:`label_components`.

        Parameters
        ----------
        radius : float
        part : index, optional
            Only this part of the array, such as one slice: the pieces are found in the whole
            all the same.
        small : bool
            As it is remembered, in as few bytes as hold the numbers: to read, not to write into.

        Returns
        -------
        ndarray of int32, or if `small` of the smallest unsigned type
        """
        labels = self._pieces(radius)[part]
        return labels if small else labels.astype(np.int32)

    def count(self, radius):
        """Return how many separate pieces are left at `radius`.

        Parameters
        ----------
        radius : float

        Returns
        -------
        int
        """
        return int(self._pieces(radius).max())

    def expanded(self, radius, distance=None, part=..., small=False):
        """Return the pieces at `radius`, grown back.

        Parameters
        ----------
        radius : float
        distance : float, optional
            How far to grow; by default as far as the erosion. 0 leaves the pieces as they are.
        part : index, optional
            Only this part of the array, as for `labels`.
        small : bool
            As for `labels`.

        Returns
        -------
        ndarray of int32, or if `small` of the smallest unsigned type
        """
        distance = radius if distance is None else distance
        labels = self._remember(
            ("expanded", radius, distance),
            lambda: expand(self._pieces(radius), distance, self.spacing),
        )[part]
        return labels if small else labels.astype(np.int32)

    def volume_kept(self, radius):
        """Return the share of the mask's voxels that survive the erosion.

        Parameters
        ----------
        radius : float

        Returns
        -------
        float
            From 0 to 1.
        """
        return np.count_nonzero(self.eroded(radius)) / self.voxels if self.voxels else 0.0

    def curve(self, radii, core_radius=10):
        """Return the columns of :func:`radius_curve`.

        Parameters
        ----------
        radii : iterable of float
        core_radius : float

        Returns
        -------
        dict of str to list
        """
        cores = self.labels(core_radius)
        columns = {name: [] for name in ("count", *Account._fields)}
        for radius in radii:
            found = cores_by_piece(self.labels(radius), cores)
            columns["count"].append(len(found))
            for name, number in account(found, int(cores.max()))._asdict().items():
                columns[name].append(number)
        return columns

    def regrown(self, radius, distances):
        """Return how well growing back by each distance restores the mask.

        Parameters
        ----------
        radius : float
        distances : iterable of float

        Returns
        -------
        list of Overlap
            The mask compared with the pieces at `radius`, expanded by each distance.
        """
        away = distance_map(~self.eroded(radius), self.spacing)
        inside, outside = away[self.mask], away[~self.mask]
        found = []
        for distance in distances:
            limit = reach_on_map(distance, self.spacing)
            kept = int(np.count_nonzero(inside <= limit))
            gained = int(np.count_nonzero(outside <= limit))
            both = self.voxels + kept + gained
            found.append(Overlap(self.voxels - kept, gained, 2 * kept / both if both else 1.0))
        return found

    def forget(self):
        """Give the memory of the label images back; they are made again when asked for."""
        self._recent.clear()

    def forget_distances(self):
        """Give the memory of the distance map back; the next new radius makes it again."""
        self.__dict__.pop("_distances", None)

    def _pieces(self, radius):
        """Return `labels` as they are remembered: in as few bytes as hold their numbers."""
        return self._remember(("labels", radius), lambda: label_components(self.eroded(radius)))

    def _remember(self, key, make):
        """Keep label images, as small as they can be written: a slider asks for them again."""
        if key not in self._recent:
            labels = make()
            self._recent[key] = labels.astype(np.min_scalar_type(int(labels.max(initial=0))))
        self._recent[key] = self._recent.pop(key)  # the one used last stands last
        while len(self._recent) > 4 and sum(a.nbytes for a in self._recent.values()) > KEPT_BYTES:
            self._recent.pop(next(iter(self._recent)))
        return self._recent[key]


class ExpansionStudy:
    """One label image, one search for the nearest label, every distance of expansion.

    Parameters
    ----------
    labels : ndarray of int, 2D or 3D
    reach : float
        The longest distance that will be asked for, in voxels, or in µm if `spacing` is given.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Examples
    --------
    >>> study = ExpansionStudy(np.array([[1, 0, 0, 0]]), reach=3)
    >>> study.expanded(1), study.expanded(2)
    (array([[1, 1, 0, 0]]), array([[1, 1, 1, 0]]))
    """

    def __init__(self, labels, reach, spacing=None):
        self.reach, self.spacing = check_length(reach, "distance of the expansion"), spacing
        self._owner, self._distances = nearest_label(labels, self.reach, spacing)

    def expanded(self, distance, part=...):
        """Return the labels grown by `distance`, as :func:`expand` does.

        Parameters
        ----------
        distance : float
        part : index, optional
            Only this part of the array, such as one slice.

        Returns
        -------
        ndarray of int

        Raises
        ------
        InputError
            If the distance is beyond the reach of the study.
        """
        near = self._distances[part] <= self._reach_on_map(distance)
        return np.where(near, self._owner[part], self._owner.dtype.type(0))

    def touching(self, distance):
        """Return which labels lie face to face once they have grown by `distance`.

        Parameters
        ----------
        distance : float

        Returns
        -------
        list of tuple of int
            Pairs, the lower number first, in ascending order.
        """
        limit = self._reach_on_map(distance)
        return sorted(pair for pair, first in self._meetings.items() if first <= limit)

    @cached_property
    def _meetings(self):
        """From which value of the distance map on each pair of labels lies face to face."""
        found = {}
        for axis in range(self._owner.ndim):
            line, away = (np.moveaxis(a, axis, 0) for a in (self._owner, self._distances))
            meet = _facing(line)
            pairs = np.sort([line[:-1][meet], line[1:][meet]], axis=0)
            later = np.maximum(away[:-1][meet], away[1:][meet])
            for *pair, first in zip(*pairs.tolist(), later.tolist(), strict=True):
                found[tuple(pair)] = min(first, found.get(tuple(pair), np.inf))
        return found

    def _reach_on_map(self, distance):
        """Check a distance, and return it as the distance map has it."""
        distance = check_length(distance, "distance of the expansion")
        if distance > self.reach:
            raise InputError(
                f"The distance {distance:g} is beyond the reach of {self.reach:g} that was studied."
            )
        return reach_on_map(distance, self.spacing)


def radius_curve(mask, radii=range(17), core_radius=10, spacing=None):
    """Tell, radius by radius, what the count is made of.

    The pieces at `core_radius` are taken as the true nuclei (their cores). The count alone
    misleads: nuclei still joined lower it while fragments raise it.

    Parameters
    ----------
    mask : ndarray of bool, 2D or 3D
    radii : iterable of float
        In voxels, or in µm if `spacing` is given.
    core_radius : float
        The radius at which each piece is one nucleus.
    spacing : tuple of float, optional
        Voxel size (z, y, x) in µm.

    Returns
    -------
    pandas.DataFrame
        Indexed by radius. `count`: pieces. `joined_pairs`: nuclei missing from the count because
        a piece holds more than one core. `fragments`: pieces that hold no core. `split`: cores
        in several pieces. `vanished`: cores of which nothing is left.

    Examples
    --------
    >>> mask = np.zeros((7, 15), dtype=bool)
    >>> mask[1:6, 1:6] = mask[1:6, 9:14] = mask[3, 6:9] = True
    >>> radius_curve(mask, range(4), core_radius=1)
            count  joined_pairs  fragments  split  vanished
    radius
    0           1             1          0      0         0
    1           2             0          0      0         0
    2           2             0          0      0         0
    3           0             0          0      0         2
    """
    import pandas as pd

    radii = list(radii)
    columns = ErosionStudy(mask, spacing).curve(radii, core_radius)
    return pd.DataFrame(columns, index=pd.Index(radii, name="radius"))


def check_length(value, name):
    """Return a radius, distance or sigma as a float.

    Parameters
    ----------
    value : float
    name : str
        What to call it in a message.

    Returns
    -------
    float

    Raises
    ------
    InputError
        If it is no number, negative or without end.
    """
    try:
        length = float(value)
    except (TypeError, ValueError):
        raise InputError(f"The {name} is {value!r}, but a number from 0 up is wanted.") from None
    if not 0 <= length < np.inf:
        raise InputError(f"The {name} is {length:g}, but a number from 0 up is wanted.")
    return length


def _facing(line):
    """Where along the first axis a label is followed by another label."""
    here, next_one = line[:-1], line[1:]
    return (here != next_one) & (here > 0) & (next_one > 0)
