"""From an image file larger than memory to a label image and a table, in one call."""

import math
import shutil
from contextlib import nullcontext
from pathlib import Path

from ..files import safe_name, write_whole
from ..images.reading import free_memory
from ..images.stored import open_source
from ..inputs import InputError
from ..nuclei.measurement import summarise, to_csv
from ..workflow.run import Workflow
from .run import BLOCK, run_in_blocks
from .workers import dask_client

BYTES_A_VOXEL = 30  # that the workflow takes in one go, the image included


def measure_in_blocks(
    path,
    out,
    workflow=None,
    spacing=None,
    channel=None,
    block=BLOCK,
    workers=1,
    scheduler=None,
    overwrite=False,
    progress=True,
):
    """Segment and measure one image that need not fit into memory.

    Parameters
    ----------
    path : path-like
        An OME-Zarr folder, or a TIFF without compression.
    out : path-like
        The folder for NAME_labels.ome.zarr (the nuclei), NAME_nuclei.csv (the table),
        NAME_cautions.txt (what gives to doubt the image and the table, if anything) and
        workflow.yaml. A run that was interrupted goes on.
    workflow : Workflow, optional
        By default that of the lessons.
    spacing : tuple of float, optional
        The size of a voxel (z, y, x) in µm; by default what the file says.
    channel : int or str, optional
        Needed if the image holds more than one.
    block : int
        Voxels along a side of a block. A worker takes about 30 bytes for each voxel of one.
    workers : int
        How many processes work side by side, through Dask; 1 works without Dask.
    scheduler : str, optional
        The address of a Dask cluster to use instead. Its workers must see image and `out` under
        the same names, and have this package.
    overwrite : bool
        Remove what an earlier run made of this image, finished or not.
    progress : bool
        Show progress, and where Dask's dashboard is.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If the image cannot be read or segmented, results are in the way, or the disk is full.
    """
    workflow, out, path = workflow or Workflow(), Path(out).absolute(), Path(path)
    source, found, cautions = open_source(path, channel)
    if spacing is None and found is None:
        raise InputError(
            f"{path.name} does not say how large a voxel is: give it in µm with spacing=(z, y, x), "
            "as your microscope's software shows it."
        )
    if workers < 1:
        raise InputError(f"There must be at least 1 worker, but {workers} were asked for.")
    name = name_of_results(path)
    labels, table = out / f"{name}_labels.ome.zarr", out / f"{name}_nuclei.csv"
    work, doubted = out / f"{name}_unfinished", out / f"{name}_cautions.txt"
    if overwrite:
        for folder in (labels, work):
            shutil.rmtree(folder, ignore_errors=True)
        doubted.unlink(missing_ok=True)
    elif table.exists():
        raise InputError(
            f"{table} is there already: choose another folder, or overwrite=True to measure anew."
        )
    elsewhere = scheduler or workers > 1
    with dask_client(workers, scheduler) if elsewhere else nullcontext() as client:
        if progress and client:
            print(f"Dask's dashboard: {client.dashboard_link}")
        outcome = run_in_blocks(
            source, spacing or found, workflow, labels, work, block, client, progress
        )
    write_whole(out / "workflow.yaml", workflow.to_text())
    if spacing:  # what the file says of it does not matter then
        cautions = [caution for caution in cautions if not caution.startswith("voxel size")]
    if doubts := "\n".join(dict.fromkeys([*outcome.cautions, *cautions])):
        write_whole(doubted, doubts + "\n")
    write_whole(table, to_csv(outcome.table))
    shutil.rmtree(work)
    if progress:
        print(f"{summarise(outcome.table['volume_um3'])}\n{table}\n{labels}")
        print(doubts or "Nothing in the table stands out; look at the labels all the same.")
    return outcome


def name_of_results(path):
    """Return how the names of all files begin that `measure_in_blocks` makes of an image.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    str

    Examples
    --------
    >>> name_of_results("day 1/a.ome.tif")
    'a'
    """
    path = Path(path)
    return safe_name(path.name.removesuffix(path.suffix).removesuffix(".ome"))


def needs_blocks(path, channel=None):
    """Tell whether an image is too large to be measured in one go with the memory that is free.

    Parameters
    ----------
    path : path-like
    channel : int or str, optional

    Returns
    -------
    bool
        False also for what cannot be read in blocks.
    """
    try:
        source, *_ = open_source(path, channel)
    except InputError:
        return False
    return BYTES_A_VOXEL * math.prod(source.shape) > free_memory()
