"""One image of a folder, in one go or block by block: what was found in it, as a record."""

import shutil
from collections.abc import Callable, Generator
from contextlib import nullcontext
from os import PathLike
from pathlib import Path
from typing import Any

from ..blocks.measure import measure_in_blocks
from ..blocks.run import BLOCK
from ..blocks.workers import dask_client
from ..images.reading import read_volume
from ..images.stored import open_source
from ..inputs import InputError
from ..nuclei.measurement import summarise
from ..workflow.evidence import Measured
from ..workflow.result_cautions import cautions, with_those_of_file
from ..workflow.run import Workflow
from .finding import Source
from .names import labels_folder, work_folder
from .report import overlay
from .results import Record, fingerprint, is_the_folders_fault

Spacing = tuple[float, ...]
Job = tuple[Source, Workflow, Spacing | None, int | str | None]


def measure_file(
    source: Source | str | PathLike,
    workflow: Workflow,
    spacing: Spacing | None = None,
    channel: int | str | None = None,
) -> Record:
    """Measure one image in one go; this is what a worker does.

    Parameters
    ----------
    source : Source or path-like
    workflow : Workflow
    spacing : tuple of float, optional
    channel : int or str, optional

    Returns
    -------
    dict
        `image` (the row of images.csv), `nuclei` (the columns of nuclei.csv), `overlay` (PNG
        bytes) and `content` (fingerprint of the files); or only `failed`, the reason.
    """
    if not isinstance(source, Source):
        source = Source(Path(source), files=(Path(source),))

    def measured() -> Record:
        volume = read_volume(source.path, channel, source.image)
        if spacing is None and volume.spacing is None:
            raise InputError(
                f"{volume.scan.voxel.explain()} Give the voxel size in µm with "
                "spacing=(z, y, x), as your microscope's software shows it."
            )
        result = workflow.run(volume.image, spacing or volume.spacing)
        of_file = [*volume.scan.doubts, *volume.cautions]
        doubts = with_those_of_file(cautions(result), of_file, spacing)
        return _record(source, result, doubts, overlay(result.image, result.labels))

    return _or_reason(measured)


def measure_large(
    jobs: dict[str, Job],
    out: Path,
    block: int = BLOCK,
    workers: int = 1,
    scheduler: str | None = None,
    overwrite: bool = False,
    progress: bool = True,
) -> Generator[tuple[str, Record], None, None]:
    """Measure images larger than memory, one after the other, each in blocks.

    Parameters
    ----------
    jobs : dict of str to tuple
        The arguments of `measure_file`, by name.
    out : pathlib.Path
        For the labels, and for what is needed on the way, which is removed as soon as the next
        record is asked for.
    block : int
        Voxels along a side of a block.
    workers : int
    scheduler : str, optional
    overwrite : bool
        Forget what an earlier run made of these images, finished or not.
    progress : bool
        Show the progress of each step, and where Dask's dashboard is.

    Yields
    ------
    name : str
    record : dict
        As from `measure_file`.

    Raises
    ------
    InputError
        If no cluster answers, or `out` cannot be written to.
    """
    out = out.absolute()  # the workers of a cluster may stand elsewhere
    with dask_client(workers, scheduler) if scheduler or workers > 1 else nullcontext() as client:
        if progress and client:
            print(f"Dask's dashboard: {client.dashboard_link}")
        for name, (source, workflow, spacing, channel) in jobs.items():
            labels, work = labels_folder(out, name), work_folder(out, name)
            for folder in (labels, work) if overwrite else ():
                shutil.rmtree(folder, ignore_errors=True)
            where = source.path.absolute(), labels, work
            which = workflow, spacing, channel, source.image, block, client, progress
            record = _or_reason(lambda: _measured_in_blocks(source, *where, *which))  # noqa: B023
            yield name, record
            if "failed" not in record:
                shutil.rmtree(work, ignore_errors=True)


def _measured_in_blocks(source: Source, path: Path, labels: Path, *rest: Any) -> Record:
    import zarr

    outcome = measure_in_blocks(path, labels, *rest)
    table = outcome.table
    occupied = (int(table["first_z"].min()), int(table["last_z"].max())) if len(table) else None
    voxels, *_ = open_source(path, rest[3], source.image)
    stored = zarr.open_array(outcome.labels / "0", mode="r")
    picture = overlay(voxels, stored, occupied or (0, voxels.shape[0] - 1))
    return _record(source, outcome, outcome.cautions, picture)


def _record(source: Source, result: Measured, doubts: list[str], picture: bytes) -> Record:
    summary = summarise(result.table["volume_um3"])
    z, y, x = result.spacing
    row = {
        "nuclei": summary.count,
        "left_out_at_border": result.left_out,
        "mean_volume_um3": summary.mean,
        "sd_um3": summary.sd,
        "sd_sample_um3": summary.sd_sample,
        "range_um3": summary.range,
        "spacing_z_um": z,
        "spacing_y_um": y,
        "spacing_x_um": x,
        "threshold": result.threshold,
        "cautions": " ".join(doubts),
    }
    return {
        "image": row,
        "nuclei": {name: column.tolist() for name, column in result.table.items()},
        "overlay": picture,
        "content": fingerprint(source),
    }


def _or_reason(measured: Callable[[], Record]) -> Record:
    """Return a record, or why there is none: one bad image must not stop the others."""
    try:
        return measured()
    except InputError as error:
        if is_the_folders_fault(error):
            raise
        return {"failed": str(error)}
    except MemoryError:
        reason = "The image does not fit into memory: use fewer workers (workers=1) or crop it."
        return {"failed": reason}
    except Exception as error:
        return {"failed": f"Something unforeseen went wrong ({type(error).__name__}: {error})."}
