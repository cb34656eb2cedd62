"""The steps of a run in blocks: what a worker does for one block, and what it leaves of it.

One task owns a block of every array that it writes, so no two ever write to the same file.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy  # its parts load when they are first used
from skimage.measure import regionprops

from ..images.stored import Source
from ..inputs import check_volume
from ..nuclei.blur import as_float
from ..nuclei.measurement import measure_region
from ..workflow.run import Workflow
from . import evidence, merge, segment
from .grid import spanned, within
from .large import measure_large
from .store import Work, labels_array

LARGEST = 2**22  # voxels in the box of a nucleus that is measured in one go, in about 0.3 GB
TOGETHER = 12  # bytes for each voxel of a block: what is read at once to measure the nuclei in it


@dataclass(frozen=True)
class Job:
    """All that a worker must know of a run."""

    source: Source
    spacing: tuple
    workflow: Workflow
    work: Work
    labels: Path
    progress: bool = False

    @property
    def grid(self):
        """The blocks of the image."""
        return self.work.grid

    @property
    def thin(self):
        """Every which voxel along z, y, x tells of brightness and noise."""
        return evidence.thin_step(self.grid)

    @property
    def step(self):
        """The spacing, if lengths are in µm; None if they are in voxels."""
        return self.spacing if self.workflow.unit == "um" else None

    @property
    def sigma(self):
        """The blur along each axis, in voxels."""
        return tuple(self.workflow.sigma / step for step in self.step or (1, 1, 1))


def _blurred(job, place):
    """Return a block of the blurred image, and the block itself."""
    margin, own = segment.blur_margin(job.sigma), job.grid.region(place)
    region = job.grid.region(place, margin, margin)
    image, inner = job.source[region], within(own, region)
    return segment.blur(image, job.sigma, inner), image[inner]


def scan(job, place):
    """Find the lowest and the highest value of a block, before and after the blur.

    Parameters
    ----------
    job : Job
    place : tuple of int

    Raises
    ------
    InputError
        If the block holds values that are not numbers, or infinite ones.
    """
    blurred, image = _blurred(job, place)
    if image.dtype.kind == "f":
        check_volume(image, f"block of the image at {place} (row of blocks along z, y, x)")
    ends = [image.min(), image.max()], [blurred.min(), blurred.max()]
    del blurred
    more = evidence.of_values(image)
    job.work.keep("scan", place, image=ends[0], blurred=ends[1], **more)


def levels(job, place, low, high):
    """Count the voxels of a block by the values that the threshold can take.

    Parameters
    ----------
    job : Job
    place : tuple of int
    low, high : number
        The lowest and highest value of the whole image: of the blurred one, or, if nothing is
        blurred and every grey level counts by itself, of the image as it is.
    """
    own = job.grid.region(place)
    part, more = evidence.thin_part(own, job.thin), {}
    if isinstance(low, np.integer):
        image = job.source[own]
        counts = segment.greys(image, low, high)
    else:
        blurred, image = _blurred(job, place)
        found, counts = segment.levels(blurred, low, high)
        if any(job.sigma):
            job.work.array("levels")[own] = found
            more = {"level": found[part]}
            more |= {"blurred": blurred[part]} if job.thin != evidence.THIN else {}
    job.work.keep("levels", place, packed=False, counts=counts, thin=image[part], **more)


def cores(job, place, threshold, number):
    """Erode a block and find its pieces.

    Parameters
    ----------
    job : Job
    place : tuple of int
    threshold : float
    number : int
        Which of the values that the threshold can take it is, if anything is blurred.
    """
    margin = segment.reach_margin(job.workflow.radius, job.step)
    with_far, outer = _regions(job.grid, place, margin)
    inner = within(with_far, outer)
    mask = _mask(job, outer, threshold, number)
    eroded = segment.erode(mask, job.workflow.radius, job.step, inner)
    mask = np.ascontiguousarray(mask[inner])
    _keep_pieces_of_mask(job, place, mask, eroded, with_far)
    del mask
    _keep_pieces(job, "cores", place, eroded, with_far, np.arange(2))


def _mask(job, region, threshold, number):
    """Return which voxels of a region lie above the threshold."""
    if any(job.sigma):
        return job.work.array("levels")[region] > number
    image = job.source[region]
    mask = np.empty(image.shape, bool)
    for plane, above in zip(image, mask, strict=True):  # the floats of all take eight bytes each
        np.greater(as_float(plane), threshold, out=above)
    return mask


def nuclei(job, place, threshold, number):
    """Grow the numbered cores in a block, and find its pieces anew.

    Parameters
    ----------
    job : Job
    place : tuple of int
    threshold : float
    number : int
        As for :func:`cores`.
    """
    margin = segment.reach_margin(job.workflow.distance, job.step)
    with_far, outer = _regions(job.grid, place, margin)
    numbers, small = segment.compact(job.work.numbered("cores", outer))
    grown = segment.grow(small, job.workflow.distance, job.step, within(with_far, outer))
    del small
    own = job.grid.region(place)
    block = grown[within(own, with_far)]
    mask = _mask(job, own, threshold, number)
    voxels = [np.count_nonzero(which) for which in (mask, mask & (block > 0), block)]
    del mask
    more = {"at_border": numbers[_at_border(block, own, job.grid.shape)], "voxels": voxels}
    _keep_pieces(job, "nuclei", place, grown, with_far, numbers, **more)


def _at_border(block, own, shape):
    """Return the numbers at the sides of the image; an axis of one voxel has none."""
    ends = [
        block.take(0 if at_start else -1, axis).ravel()
        for axis, (part, n) in enumerate(zip(own, shape, strict=True))
        for at_start in (True, False)
        if n > 1 and (part.start == 0 if at_start else part.stop == n)
    ]
    return np.unique(np.concatenate([block[:0].ravel(), *ends]))


def _regions(grid, place, margin):
    """Return a block with a layer of its far neighbours, and that with a margin."""
    further = tuple(m + f for m, f in zip(margin, merge.FAR, strict=True))
    return grid.region(place, after=merge.FAR), grid.region(place, margin, further)


def _keep_pieces(job, step, place, values, region, numbers, **more):
    """Find the pieces of a block, and keep their labels and what joins them."""
    own = job.grid.region(place)
    pieces = merge.find_pieces(values, region, own, job.grid.shape)
    job.work.array(step)[own] = pieces.labels
    job.work.keep(step, place, values=numbers[pieces.values], **pieces.ends(), **more)


def _keep_pieces_of_mask(job, place, mask, eroded, region):
    """Find the pieces of the mask in a block, and which of them the erosion leaves a part of."""
    own = job.grid.region(place)
    pieces = merge.find_pieces(mask, region, own, job.grid.shape)
    sizes = np.zeros(len(pieces.names), np.int64)
    cored, at_border = np.zeros((2, len(sizes)), bool)
    for plane, left in zip(pieces.labels, eroded[within(own, region)], strict=True):
        sizes += np.bincount(plane.ravel(), minlength=len(sizes))
        cored[plane[left]] = True
    at_border[_at_border(pieces.labels, own, job.grid.shape)] = True
    more = {"sizes": sizes, "cored": cored, "at_border": at_border}
    job.work.keep("pieces", place, **pieces.ends(), **more)


def join(job, place, step):
    """Find which pieces of a block go on in its far neighbours.

    Parameters
    ----------
    job : Job
    place : tuple of int
    step : str
        "cores" or "nuclei".
    """
    names = job.work.found(step, place, "names")[0]
    pairs = [np.empty((0, 2), np.int64)]
    for neighbour, axis in merge.shared_faces(place, job.grid.counts):
        far = job.work.found(step, place, f"far{axis}")[0]
        near = job.work.found(step, neighbour, f"near{axis}", "names")
        pairs.append(merge.same_pieces(place, far, names, neighbour, *near, axis))
    job.work.keep(f"join-{step}", place, pairs=np.concatenate(pairs))


def write(job, place):
    """Write a block of the label image, and find the boxes of the nuclei in it.

    Parameters
    ----------
    job : Job
    place : tuple of int
    """
    own = job.grid.region(place)
    labels = job.work.numbered("nuclei", own)
    labels_array(job.labels / "0", job.grid)[own] = labels
    numbers, small = segment.compact(labels)
    starts = [part.start for part in own]
    boxes = [
        [(side.start + start, side.stop + start) for side, start in zip(box, starts, strict=True)]
        for box in scipy.ndimage.find_objects(small)
    ]
    boxes = np.array(boxes, int).reshape(-1, 3, 2)
    job.work.keep("write", place, numbers=numbers[1:], boxes=boxes)


def measure(job, place, numbers, boxes):
    """Measure the nuclei whose boxes begin in a block, each from its own box.

    Parameters
    ----------
    job : Job
    place : tuple of int
    numbers : list of int
    boxes : list, for each nucleus and axis from where to where
    """
    labels, image = labels_array(job.labels / "0", job.grid), job.source
    rows, small = [], {}
    for number, box in zip(numbers, boxes, strict=True):
        region = tuple(slice(start, stop) for start, stop in box)
        if math.prod([stop - start for start, stop in box]) > LARGEST:
            rows.append(measure_large(labels, number, region, job.spacing, image))
        else:
            small[number] = region
    if small:
        together = spanned(small.values())
        bytes_a_voxel = labels.dtype.itemsize + image.dtype.itemsize
        size = math.prod(part.stop - part.start for part in together) * bytes_a_voxel
        if size <= TOGETHER * math.prod(job.grid.block):
            labels, image = (_Held(array[together], together) for array in (labels, image))
    for number, region in small.items():
        found = regionprops((labels[region] == number).view(np.uint8), spacing=job.spacing)[0]
        assert found.image.shape == tuple(part.stop - part.start for part in region)
        found.slice, found.label = region, number  # measured in its box, put in its place
        rows.append(measure_region(found, job.grid.shape, job.spacing, image))
    job.work.keep("measure", place, rows=json.dumps(rows))


@dataclass(frozen=True)
class _Held:
    """A region of an array, held in memory and asked for by the places in the whole."""

    array: np.ndarray
    held: tuple

    def __getitem__(self, region):
        return self.array[within(region, self.held)]
