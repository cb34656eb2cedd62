"""From an image file larger than memory to a label image and a table, in one call."""

import math
from dataclasses import replace
from pathlib import Path

from ..images.stored import open_source
from ..inputs import InputError, free_memory
from ..workflow.result_cautions import with_those_of_file
from ..workflow.run import Workflow
from .run import BLOCK, run_in_blocks

BYTES_A_VOXEL = 30  # that the workflow takes in one go, the image included


def measure_in_blocks(
    path,
    labels,
    work,
    workflow=None,
    spacing=None,
    channel=None,
    image=None,
    block=BLOCK,
    client=None,
    progress=True,
):
    """Segment and measure one image that need not fit into memory.

    Parameters
    ----------
    path : path-like
        An OME-Zarr folder, or a TIFF without compression.
    labels : path-like
        The OME-Zarr folder to be written: the nuclei.
    work : path-like
        A folder for what is needed on the way, to be removed when the outcome is safe. A run
        that was interrupted goes on from it.
    workflow : Workflow, optional
        By default that of the lessons.
    spacing : tuple of float, optional
        The size of a voxel (z, y, x) in µm; by default what the file says.
    channel, image : int or str, optional
        Needed if the file holds more than one.
    block : int
        Voxels along a side of a block. A worker takes about 30 bytes for each voxel of one.
    client : distributed.Client, optional
        Whose workers do the work; they must see image and folders under the same names, and have
        this package. Without it, this process does.
    progress : bool
        Show a progress bar for each step.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If the image cannot be read or segmented, results are in the way, or the disk is full.
    """
    path = Path(path)
    source, found, doubts = open_source(path, channel, image)
    if spacing is None and found is None:
        raise InputError(
            f"{path.name} does not say how large a voxel is: give it in µm with spacing=(z, y, x), "
            "as your microscope's software shows it."
        )
    outcome = run_in_blocks(
        source, spacing or found, workflow or Workflow(), labels, work, block, client, progress
    )
    return replace(outcome, cautions=with_those_of_file(outcome.cautions, doubts, spacing))


def needs_blocks(path, channel=None, image=None):
    """Tell whether an image is too large to be measured in one go with the memory that is free.

    Parameters
    ----------
    path : path-like
    channel, image : int or str, optional

    Returns
    -------
    bool
        False also for what cannot be read in blocks.
    """
    try:
        source, *_ = open_source(path, channel, image)
    except InputError:
        return False
    return BYTES_A_VOXEL * math.prod(source.shape) > free_memory()
