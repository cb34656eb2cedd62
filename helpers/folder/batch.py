"""A folder of images at once: measured in parallel, resumable, each file whole or not there."""

from collections.abc import Generator
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..blocks.measure import BYTES_A_VOXEL, needs_blocks
from ..blocks.run import BLOCK
from ..inputs import InputError, check_spacing, free_memory
from ..workflow.run import Workflow
from .advice import in_terminal
from .cluster import on_dask
from .finding import Paths, find_images
from .measuring import Job, Spacing, measure_file, measure_large
from .results import (
    Record,
    finished,
    is_the_folders_fault,
    keep_record,
    open_folder,
    write_tables,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Batch:
    """What became of a folder.

    Attributes
    ----------
    out : pathlib.Path
        Where the results are.
    images, nuclei : pandas.DataFrame
        One row for each image, and for each nucleus, as in images.csv and nuclei.csv.
    measured, skipped : int
        How many images were measured now, and had been measured before.
    failed : dict of str to str
        The images that could not be measured, and why.
    passed_over : dict of str to str
        Files of microscopes that cannot be read here, and what to do with them.
    earlier : list of str
        Images that an earlier run measured into the folder; as this run was not given them,
        they are not in the tables.
    """

    out: Path
    images: "pd.DataFrame"
    nuclei: "pd.DataFrame"
    measured: int
    skipped: int
    failed: dict[str, str]
    passed_over: dict[str, str]
    earlier: list[str]

    def __str__(self) -> str:
        lines = [f"{self.measured} measured, {self.skipped} done before, {len(self.failed)} failed"]
        lines += [f"  {name}: {reason}" for name, reason in self.failed.items()]
        if self.passed_over:
            lines.append(f"{len(self.passed_over)} not read, as another program must open them")
            lines += [f"  {reason}" for reason in self.passed_over.values()]
        if self.earlier:
            lines.append(
                "Measured into this folder before, but not given now, so not in the tables: "
                f"{', '.join(self.earlier)}"
            )
        return "\n".join(lines)

    __repr__ = __str__


def measure_folder(
    images: Paths,
    out: str | PathLike,
    workflow: Workflow | None = None,
    spacing: Spacing | None = None,
    channel: int | str | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    overwrite: bool = False,
    progress: bool = True,
    decimal: str = ".",
    terminal: bool = False,
    blocks: int | None = None,
) -> Batch:
    """Measure many images with one workflow.

    The tables hold exactly the images that are given. What was finished before is skipped: `out`
    keeps a record of each image, with a fingerprint of the settings and of the image's content.
    If either has changed, nothing is measured and nothing replaced unless `overwrite` says so.

    Parameters
    ----------
    images : path-like or sequence of path-like
        Images, folders of images, or patterns such as ``"day1/*.tif"``. Of a file that holds
        several images, each is measured; a set of files that make one image is one image.
    out : path-like
        The folder for nuclei.csv, images.csv, report.html and the overlays.
    workflow : Workflow, optional
        By default that of the lessons.
    spacing : tuple of float, optional
        The voxel size (z, y, x) in µm; by default what each file says.
    channel : int or str, optional
        Which channel holds the nuclei, in those images that have more than one.
    workers : int
        How many processes work side by side, through Dask; 1 works without Dask.
    scheduler : str, optional
        The address of a Dask cluster to use instead, such as ``"tcp://10.0.0.1:8786"``. Its
        workers must see the images under the same names, and have this package.
    overwrite : bool
        Measure all anew, in place of earlier results.
    progress : bool
        Show a progress bar.
    decimal : {".", ","}
        How the tables write decimals: with ``","`` they open in spreadsheets of countries that
        write 0,29.
    terminal : bool
        Name flags instead of arguments in what is said about an image, as the command does.

    blocks : int, optional
        Measure each image in blocks of so many voxels a side (0: the usual 256), with the same
        result; their labels go to the folder `labels`, as OME-Zarr. By default this is done with
        images that are too large for the memory that is free.

    Returns
    -------
    Batch

    Raises
    ------
    InputError
        If there is no image, earlier results are in the way, or `out` cannot be written to.
        A single bad image raises nothing: it is named in the result and the report.
    """
    from tqdm.auto import tqdm

    workflow, out = workflow or Workflow(), Path(out)
    spacing = None if spacing is None else check_spacing(spacing)
    if workers < 1:
        raise InputError(f"There must be at least 1 worker, but {workers} were asked for.")
    if decimal not in (".", ","):
        raise InputError(f"decimal is {decimal!r}, but a point or a comma is wanted.")
    found = find_images(images)
    settings = {
        "workflow": asdict(workflow),
        "spacing": spacing,
        "channel": None if channel is None else str(channel),
        "version": __version__,
    }
    readable = {name: source for name, source in found.images.items() if not source.refused}
    records, earlier = open_folder(out, settings, readable, overwrite)
    skipped = set(records)
    failed = {name: source.refused for name, source in found.images.items() if source.refused}
    jobs: dict[str, Job] = {
        name: (source, workflow, spacing, channel if source.channels > 1 else None)
        for name, source in readable.items()
        if name not in records
    }
    large = {
        name: jobs.pop(name)
        for name in list(jobs)
        if blocks is not None or _too_large(name, jobs[name])
    }
    total, options = len(jobs) + len(large), {"overwrite": overwrite, "progress": progress}
    done = _measured(jobs, large, workers, scheduler, out=out, block=blocks or BLOCK, **options)
    try:
        for name, record in tqdm(done, "images", total, disable=not progress, unit="image"):
            reason = record.get("failed") or _keep(out, name, record)
            if reason:
                failed[name] = in_terminal(reason) if terminal else reason
    finally:  # also after Ctrl+C: what is finished is in the tables
        done.close()
        records = finished(out, readable)
        tables = write_tables(out, workflow, records, failed, found.passed_over, decimal)
    measured = len(set(records) - skipped)
    return Batch(out, *tables, measured, len(skipped), failed, found.passed_over, earlier)


def _keep(out: Path, name: str, record: Record) -> str:
    """Keep a record; if only this image is in the way, such as by its name, return why."""
    try:
        keep_record(out, name, record)
    except InputError as error:
        if is_the_folders_fault(error):
            raise
        return str(error)
    return ""


def _measured(
    jobs: dict[str, Job], large: dict[str, Job], workers: int, scheduler: str | None, **options: Any
) -> Generator[tuple[str, Record], None, None]:
    """Yield name and record of each job: first of those in one go, then of those in blocks."""
    elsewhere = jobs and (scheduler or min(workers, len(jobs)) > 1)
    yield from on_dask(measure_file, jobs, workers, scheduler) if elsewhere else _here(jobs)
    if large:
        yield from measure_large(large, workers=workers, scheduler=scheduler, **options)


def _too_large(name: str, job: Job) -> bool:
    """Tell whether an image must be measured in blocks, and if so say it."""
    source, _, _, channel = job
    if BYTES_A_VOXEL * source.voxels <= free_memory():
        return False  # most images: nothing is opened to know it
    if not needs_blocks(source.path, channel, source.image):
        return False
    print(f"{name} is too large for the memory that is free: it is measured in blocks.")
    return True


def _here(jobs: dict[str, Job]) -> Generator[tuple[str, Record], None, None]:
    """Yield name and record of each job, done one after the other in this process."""
    for name, job in jobs.items():
        yield name, measure_file(*job)
