"""One image larger than memory: the workflow block by block, with the result it has in one go.

Every step is done for each block by itself, on as many workers as there are; between the steps
only lists of names and numbers are brought together. A block that is done is not done again, so
what was interrupted goes on.
"""

import json
from dataclasses import asdict, dataclass, replace
from operator import itemgetter
from pathlib import Path

import numpy as np
from skimage.filters import threshold_otsu
from tqdm.auto import tqdm

from .. import __version__
from ..files import explain, write_whole
from ..inputs import InputError, check_spacing, check_volume
from ..nuclei.blur import as_float
from ..nuclei.measurement import COLUMNS
from ..nuclei.segmentation import check_contrast, otsu
from ..workflow.result_cautions import weigh
from ..workflow.run import Workflow
from . import merge, segment, steps
from .evidence import InBlocks
from .grid import Grid
from .store import Work, create_labels, labels_array
from .workers import tidily

BLOCK = 256  # voxels along a side: about 0.5 GB while a worker blurs it
SETTINGS = "settings.json"


@dataclass(frozen=True)
class Outcome:
    """What a run in blocks made of an image.

    Attributes
    ----------
    labels : pathlib.Path
        The OME-Zarr folder with the nuclei that were measured.
    table : pandas.DataFrame
        As `helpers.nuclei.measurement.measure` returns it.
    threshold : float
        Otsu's, on the scale of the blurred image.
    workflow : Workflow
    spacing : tuple of float
    slices : int
    left_out : int
        How many pieces were left out because the side of the image cuts them.
    cautions : list of str
        What gives to doubt the image and the table, as from `helpers.workflow.cautions`.
    """

    labels: Path
    table: object
    threshold: float
    workflow: Workflow
    spacing: tuple
    slices: int
    left_out: int = 0
    cautions: tuple = ()


def run_in_blocks(
    source, spacing, workflow, labels, work, block=BLOCK, client=None, progress=False
):
    """Segment and measure one image that need not fit into memory.

    Labels and table are those of :meth:`helpers.workflow.run.Workflow.run`, voxel for voxel and
    digit for digit, however the image is cut.

    Parameters
    ----------
    source : helpers.images.stored.Source
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.
    workflow : Workflow
    labels : path-like
        The OME-Zarr folder to be written.
    work : path-like
        A folder for what is needed on the way, to be removed when the outcome is safe. If it is
        there already, from a run that was interrupted, the run goes on.
    block : int or tuple of int
        Voxels along the sides of a block.
    client : distributed.Client, optional
        Whose workers do the work; they must see the same folders. Without it, this process does.
    progress : bool
        Show a progress bar for each step.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If the image cannot be segmented or read, the folders are taken, or the disk is full.
    """
    import pandas as pd

    spacing = check_spacing(spacing)
    check_volume(np.broadcast_to(np.zeros((), source.dtype.str.replace("f", "i")), source.shape))
    sides = (block,) * 3 if isinstance(block, int) else tuple(block)
    if min(sides) < 1:
        raise InputError(f"A block of {sides} voxels is empty: give at least 1 voxel a side.")
    grid = Grid(source.shape, tuple(min(b, n) for b, n in zip(sides, source.shape, strict=True)))
    job = steps.Job(source, spacing, workflow, Work(Path(work), grid), Path(labels), progress)
    _prepare(job)
    threshold, number = _threshold(job, client)
    _each(job, "cores", client, threshold, number)
    _number(job, "cores", client)
    _number(job, "pieces", client)
    _each(job, "nuclei", client, threshold, number)
    left_out = _number(job, "nuclei", client, without_border=workflow.clear_border)
    _each(job, "write", client)
    _each(job, "measure", client, by_place=_boxes(job))
    rows = []
    for place in grid.places():
        if job.work.done("measure", place):
            rows += json.loads(str(job.work.found("measure", place, "rows")[0]))
    rows.sort(key=itemgetter("label"))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    found = job.labels, table, threshold, workflow, spacing, source.shape[0], left_out
    outcome = Outcome(*found)
    return replace(outcome, cautions=weigh(InBlocks(job, outcome, number)))


def _prepare(job):
    """Make the folders of a run, or make sure that those that are there belong to it."""
    source, file = job.source, job.work.folder / SETTINGS
    settings = {
        "image": [str(source.path), source.chosen, source.stamp()],
        "workflow": asdict(job.workflow),
        "spacing": job.spacing,
        "block": job.grid.block,
        "version": __version__,
    }
    settings = json.loads(json.dumps(settings))
    if file.exists():
        before = json.loads(file.read_text(encoding="utf-8"))
        if changed := [name for name in settings if settings[name] != before.get(name)]:
            raise InputError(
                f"{job.work.folder} holds an unfinished run with another {' and '.join(changed)}: "
                "give the same again to go on with it, or add overwrite=True to begin anew."
            )
    elif job.labels.exists():
        raise InputError(
            f"{job.labels} is there already: choose another folder (out), or add overwrite=True to "
            "replace it."
        )
    else:
        write_whole(file, json.dumps(settings))
    create_labels(job.labels, job.grid, job.spacing)
    for name, kind in (("levels", np.uint8), ("cores", np.uint32), ("nuclei", np.uint32)):
        labels_array(job.work.array_path(name), job.grid, kind)


def _threshold(job, client):
    """Return the threshold, and which of the values that it can take it is."""
    _each(job, "scan", client)
    names = "image", "blurred"
    found = [job.work.found("scan", place, *names) for place in job.grid.places()]
    ends = {
        name: (min(one[0] for one in pairs), max(one[1] for one in pairs))
        for name, pairs in zip(names, zip(*found, strict=True), strict=True)
    }
    low, high = ends["image"]
    check_contrast(np.array([low, high]))
    by_level = not any(job.sigma) and low.dtype.kind in "ui" and int(high) - int(low) < 2**16
    low, high = ends["image" if by_level else "blurred"]
    _each(job, "levels", client, low, high)
    counts = sum(job.work.found("levels", place, "counts")[0] for place in job.grid.places())
    if by_level:
        level = threshold_otsu(hist=(counts, np.arange(int(low), int(high) + 1)))
        return float(as_float(np.array([level]).astype(low.dtype))[0]), None
    edges = np.histogram_bin_edges(np.empty(0, low.dtype), segment.BINS, (low, high))
    threshold = otsu(None, (counts, edges))
    return threshold, int(np.searchsorted(segment.centres(edges), low.dtype.type(threshold)))


def _number(job, step, client, without_border=False):
    """Give the pieces of all blocks their numbers in the whole; return how many are left out."""
    _each(job, "join", client, step, step=f"join-{step}")
    places = job.grid.places()
    pairs = [job.work.found(f"join-{step}", place, "pairs")[0] for place in places]
    names = [job.work.found(step, place, "names")[0] for place in places]
    border, left_out = None, 0
    if without_border:
        found = [job.work.found(step, place, "values", "at_border") for place in places]
        values, at_border = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        cut = np.unique(at_border[at_border > 0])
        border, left_out = np.isin(values, cut), len(cut)
    numbers = merge.number(np.concatenate(names), np.concatenate(pairs), border)
    job.work.keep_numbers(
        step, np.split(numbers, np.cumsum([len(one) for one in names], dtype=np.int64)[:-1])
    )
    return left_out


def _boxes(job):
    """Return the nuclei whose boxes begin in each block, with their boxes."""
    found = [job.work.found("write", place, "numbers", "boxes") for place in job.grid.places()]
    numbers, parts = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
    if not len(numbers):
        return {}
    boxes = np.empty((numbers.max(), 3, 2), int)
    boxes[..., 0], boxes[..., 1] = job.grid.shape, 0
    np.minimum.at(boxes[..., 0], numbers - 1, parts[..., 0])
    np.maximum.at(boxes[..., 1], numbers - 1, parts[..., 1])
    places = {}
    for one, box in enumerate(boxes.tolist(), start=1):
        place = tuple(start // b for (start, _), b in zip(box, job.grid.block, strict=True))
        places.setdefault(place, ([], []))
        places[place][0].append(one)
        places[place][1].append(box)
    return places


def _each(job, name, client, *more, step=None, by_place=None):
    """Do a step for every block for which it is not done, here or on Dask's workers."""
    task, step = getattr(steps, name), step or name
    todo = {place: more for place in job.grid.places()} if by_place is None else by_place
    todo = {place: args for place, args in todo.items() if not job.work.done(step, place)}
    try:
        for _ in tqdm(
            _finished(task, job, todo, client), step, len(todo), disable=not job.progress
        ):
            pass
    except OSError as error:
        raise InputError(explain(error, job.labels)) from error
    except MemoryError:
        raise InputError(
            f"A block of {' × '.join(map(str, job.grid.block))} voxels does not fit into the "
            "memory: give smaller blocks. What was finished before is kept."
        ) from None


def _finished(task, job, todo, client):
    """Do a task for some blocks, and yield as often as one is finished."""
    if client is None:
        yield from (tidily(task, job, place, *more) for place, more in todo.items())
        return
    from distributed import KilledWorker, as_completed

    tasks = ((task, job, place, *more) for place, more in todo.items())
    futures = [client.submit(tidily, *one, pure=False) for one in tasks]
    try:
        yield from (future.result() for future in as_completed(futures))
    except KilledWorker:
        raise InputError(
            "Workers were stopped again and again, perhaps for want of memory: give smaller "
            "blocks, or fewer workers. What was finished before is kept."
        ) from None
    finally:
        client.cancel(futures)
