"""A folder of images at once: measured in parallel, resumable, each file whole or not there."""

import glob
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import __version__
from ..images.reading import load_volume
from ..inputs import InputError, check_spacing
from ..workflow.caution import cautions
from ..workflow.run import Workflow
from .report import overlay
from .results import fingerprint, keep, prepare, write_tables

ENDINGS = (".tif", ".tiff", ".zarr")
# a terminal sends Ctrl+C to the workers too, but it is the command that ends them
_LEAVE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"


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
    """

    out: Path
    images: object
    nuclei: object
    measured: int
    skipped: int
    failed: dict

    def __str__(self):
        lines = [f"{self.measured} measured, {self.skipped} done before, {len(self.failed)} failed"]
        lines += [f"  {name}: {reason}" for name, reason in self.failed.items()]
        return "\n".join(lines)

    __repr__ = __str__


def measure_folder(
    images,
    out,
    workflow=None,
    spacing=None,
    channel=None,
    workers=1,
    scheduler=None,
    overwrite=False,
    progress=True,
):
    """Measure many images with one workflow.

    What was finished before is skipped: `out` keeps a record of each image, with a
    fingerprint of the settings and of the image's content. If either has changed, nothing
    is measured and nothing replaced unless `overwrite` says so.

    Parameters
    ----------
    images : path-like or sequence of path-like
        Images, folders of images, or patterns such as ``"day1/*.tif"``.
    out : path-like
        The folder for nuclei.csv, images.csv, report.html and the overlays.
    workflow : Workflow, optional
        By default that of the lessons.
    spacing : tuple of float, optional
        The voxel size (z, y, x) in µm; by default what each file says.
    channel : int or str, optional
        Which channel holds the nuclei, if the files hold more than one.
    workers : int
        How many processes work side by side, through Dask; 1 works without Dask.
    scheduler : str, optional
        The address of a Dask cluster to use instead, such as ``"tcp://10.0.0.1:8786"``. Its
        workers must see the images under the same names, and have this package.
    overwrite : bool
        Measure all anew, in place of earlier results.
    progress : bool
        Show a progress bar.

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
    paths = find_images(images)
    settings = {
        "workflow": asdict(workflow),
        "spacing": spacing,
        "channel": channel,
        "version": __version__,
    }
    done = prepare(out, settings, paths, overwrite)
    jobs = {
        name: (path, workflow, spacing, channel) for name, path in paths.items() if name not in done
    }
    measured, failed = 0, {}
    finished = _on_dask(jobs, workers, scheduler) if scheduler or workers > 1 else _here(jobs)
    try:
        for name, record in tqdm(finished, "images", len(jobs), disable=not progress, unit="image"):
            if "failed" in record:
                failed[name] = record["failed"]
                continue
            keep(out, name, record)
            measured += 1
    finally:  # also after Ctrl+C: what is finished is in the tables
        finished.close()
        tables = write_tables(out, workflow, failed)
    return Batch(out, *tables, measured, len(done), failed)


def find_images(images):
    """Return the images that paths, folders and patterns mean, each under a name of its own.

    Parameters
    ----------
    images : path-like or sequence of path-like

    Returns
    -------
    dict of str to pathlib.Path
        In alphabetical order. Files of the same name are told apart by their folder.

    Raises
    ------
    InputError
        If nothing is found, or two images cannot be told apart.
    """
    paths = set()
    for given in [images] if isinstance(images, str | Path) else images:
        given = Path(given)
        inside = []
        if given.is_dir() and given.suffix.lower() != ".zarr":
            inside = sorted(p for p in given.iterdir() if p.suffix.lower() in ENDINGS)
            if not inside:
                raise InputError(
                    f"The folder {given} holds no image ({', '.join(ENDINGS)}): check the name, "
                    "or convert the images to OME-TIFF first."
                )
        elif not given.exists():
            inside = sorted(Path(match) for match in glob.glob(str(given)))
            if not inside:
                raise InputError(f"There is no image {given}: check the name and the folder.")
        for path in inside or [given]:
            paths.add(path.absolute())
    if not paths:
        raise InputError("No image was given: name images or a folder of images.")
    same = Counter(path.name for path in paths)
    names = {
        path.name if same[path.name] == 1 else f"{path.parent.name}_{path.name}": path
        for path in sorted(paths)
    }
    if len(names) < len(paths):
        raise InputError("Two images and their folders have the same names: rename one of them.")
    return names


def measure_file(path, workflow, spacing=None, channel=None):
    """Measure one image file; this is what a worker does.

    Parameters
    ----------
    path : path-like
    workflow : Workflow
    spacing : tuple of float, optional
    channel : int or str, optional

    Returns
    -------
    dict
        `image` (the row of images.csv), `nuclei` (the columns of nuclei.csv), `overlay` (PNG
        bytes) and `content` (fingerprint of the file); or only `failed`, the reason.
    """
    try:
        image, found = load_volume(path, channel)
        if spacing is None and found is None:
            raise InputError(
                "The file does not say how large a voxel is: give it in µm with --spacing Z Y X, "
                "as your microscope's software shows it."
            )
        result = workflow.run(image, spacing or found)
        return {
            "image": _image_row(result),
            "nuclei": {name: column.tolist() for name, column in result.table.items()},
            "overlay": overlay(result.image, result.labels),
            "content": fingerprint(path),
        }
    except InputError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "The image does not fit into memory: use fewer workers or crop it."}
    except Exception as error:  # one bad image must not stop the others
        return {"failed": f"Something unforeseen went wrong ({type(error).__name__}: {error})."}


def _image_row(result):
    summary = result.summary
    z, y, x = result.spacing
    return {
        "nuclei": summary.count,
        "mean_volume_um3": summary.mean,
        "sd_um3": summary.sd,
        "sd_sample_um3": summary.sd_sample,
        "range_um3": summary.range,
        "spacing_z_um": z,
        "spacing_y_um": y,
        "spacing_x_um": x,
        "threshold": result.threshold,
        "warnings": " ".join(cautions(result)),
    }


def _here(jobs):
    """Yield name and record of each job, done one after the other in this process."""
    for name, job in jobs.items():
        yield name, measure_file(*job)


def _on_dask(jobs, workers, scheduler):
    """Yield name and record of each job as Dask's workers finish them."""
    from distributed import Client, LocalCluster, as_completed

    try:
        cluster = scheduler or LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=":0",
            silence_logs=50,
            preload=[_LEAVE_CTRL_C],
        )
        client = Client(cluster, timeout="20s")
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(
            f"No Dask cluster answers at {scheduler}: check the address and that it is running."
            if scheduler
            else f"{workers} workers could not be started on this computer: use 1 worker."
        ) from error
    try:
        futures = {
            client.submit(measure_file, *job, pure=False): name for name, job in jobs.items()
        }
        for future in as_completed(futures):
            if future.status == "finished":
                yield futures[future], future.result()
            else:  # Dask has tried it on several workers
                reason = "Its worker was stopped again and again, perhaps for want of memory."
                yield futures[future], {"failed": reason}
            future.release()
    finally:
        client.close()
        if not scheduler:
            cluster.close()
