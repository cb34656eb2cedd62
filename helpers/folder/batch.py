"""A folder of images at once: measured in parallel, resumable, each file whole or not there."""

import errno
from collections.abc import Generator
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..images.reading import read_volume
from ..inputs import InputError, check_spacing
from ..workflow.result_cautions import cautions
from ..workflow.run import Result, Workflow
from .advice import in_terminal
from .cluster import on_dask
from .finding import Paths, Source, find_images
from .report import overlay
from .results import Record, fingerprint, finished, keep_record, open_folder, write_tables

if TYPE_CHECKING:
    import pandas as pd

Spacing = tuple[float, ...]
Job = tuple[Source, Workflow, Spacing | None, int | str | None]

_THE_FOLDERS_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


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
    elsewhere = scheduler or min(workers, len(jobs)) > 1
    done = on_dask(measure_file, jobs, workers, scheduler) if elsewhere else _here(jobs)
    try:
        for name, record in tqdm(done, "images", len(jobs), disable=not progress, unit="image"):
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
        if getattr(error.__cause__, "errno", None) in _THE_FOLDERS_FAULT:
            raise
        return str(error)
    return ""


def measure_file(
    source: Source | str | PathLike,
    workflow: Workflow,
    spacing: Spacing | None = None,
    channel: int | str | None = None,
) -> Record:
    """Measure one image; this is what a worker does.

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
    try:
        volume = read_volume(source.path, channel, source.image)
        if spacing is None and volume.spacing is None:
            raise InputError(
                f"{volume.scan.voxel.explain()} Give the voxel size in µm with "
                "spacing=(z, y, x), as your microscope's software shows it."
            )
        result = workflow.run(volume.image, spacing or volume.spacing)
        doubts = list(volume.scan.doubts) + list(volume.cautions)
        if spacing:  # what the file says of it does not matter then
            doubts = [doubt for doubt in doubts if not doubt.startswith("voxel size")]
        return {
            "image": _image_row(result, dict.fromkeys([*cautions(result), *doubts])),
            "nuclei": {name: column.tolist() for name, column in result.table.items()},
            "overlay": overlay(result.image, result.labels),
            "content": fingerprint(source),
        }
    except InputError as error:
        return {"failed": str(error)}
    except MemoryError:
        reason = "The image does not fit into memory: use fewer workers (workers=1) or crop it."
        return {"failed": reason}
    except Exception as error:  # one bad image must not stop the others
        return {"failed": f"Something unforeseen went wrong ({type(error).__name__}: {error})."}


def _image_row(result: Result, doubts: dict[str, None]) -> Record:
    summary = result.summary
    z, y, x = result.spacing
    return {
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


def _here(jobs: dict[str, Job]) -> Generator[tuple[str, Record], None, None]:
    """Yield name and record of each job, done one after the other in this process."""
    for name, job in jobs.items():
        yield name, measure_file(*job)
