"""The results folder of a batch: what is done, what may be replaced, the tables."""

import errno
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..files import safe_name, write_whole
from ..inputs import InputError
from ..nuclei.measurement import COLUMNS, to_csv
from .finding import Source
from .names import check_apart, overlay_file, record_file
from .report import report

if TYPE_CHECKING:
    import pandas as pd

    from ..workflow.run import Workflow

Record = dict[str, Any]

SETTINGS = "settings.json"
DONE = "done"
MEASURED = (
    *("nuclei", "left_out_at_border", "mean_volume_um3", "sd_um3", "sd_sample_um3", "range_um3"),
    *("spacing_z_um", "spacing_y_um", "spacing_x_um", "threshold", "cautions"),
)
IMAGE_COLUMNS = ["image", "status", *MEASURED, "reason"]


_THE_FOLDERS_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


def is_the_folders_fault(error: InputError) -> bool:
    """Tell whether no other image could be written to the folder either.

    Parameters
    ----------
    error : InputError

    Returns
    -------
    bool
    """
    return getattr(error.__cause__, "errno", None) in _THE_FOLDERS_FAULT


def open_folder(
    out: Path, settings: Record, sources: dict[str, Source], overwrite: bool
) -> tuple[dict[str, Record], list[str]]:
    """Make the folder ready, and return what is done.

    Parameters
    ----------
    out : pathlib.Path
    settings : dict
        All that a result depends on besides the image, as JSON can hold it.
    sources : dict of str to Source
        The images of this run, by name.
    overwrite : bool
        Forget what was done before.

    Returns
    -------
    done : dict of str to dict
        The records of those images of this run that are done.
    others : list of str
        The names of images that earlier runs measured into the folder and this one does not.

    Raises
    ------
    InputError
        If the folder holds results of other settings, of images that have changed since, or
        tables of another origin, or if two images would share a file of results; nothing in it
        is touched then.
    """
    before, settings = out / SETTINGS, json.loads(json.dumps(settings))
    try:
        there = before.exists()
        tables = [
            name for name in ("nuclei.csv", "images.csv", "report.html") if (out / name).exists()
        ]
    except OSError as error:
        raise InputError(f"{out} cannot be a folder for results: {error.strerror}.") from None
    if overwrite:
        for record in (out / DONE).glob("*.json"):
            record.unlink()
    elif there:
        _check_same(_settings(before), settings, out)
    elif tables:
        raise InputError(
            f"{out} already holds tables that are not from this command: choose another folder "
            "(out), or add overwrite=True to replace them."
        )
    records = _records(out)
    check_apart((name, safe_name(name)) for name in {**records, **sources})
    write_whole(before, json.dumps(settings, indent=1))
    done = {name: records[name] for name in sources if name in records}
    changed = [name for name in done if done[name]["content"] != fingerprint(sources[name])]
    if changed:
        raise InputError(
            f"{', '.join(changed)} changed after being measured into {out}, or another image has "
            "the same name. Choose another folder (out), or add overwrite=True to measure all "
            "images anew."
        )
    return done, sorted(set(records) - set(sources))


def _check_same(old: Record, new: Record, out: Path) -> None:
    """Refuse to put results of two kinds into one folder."""
    changed = [
        f"{key} {old_part.get(key)} there, {new_part.get(key)} here"
        for old_part, new_part in ((old, new), (old["workflow"], new["workflow"]))
        for key in new_part
        if key != "workflow" and old_part.get(key) != new_part.get(key)
    ]
    if changed:
        raise InputError(
            f"The results in {out} were made with other settings ({'; '.join(changed)}). "
            "Choose another folder (out), or add overwrite=True to replace them."
        )


def finished(out: Path, names: Iterable[str]) -> dict[str, Record]:
    """Return the records of those images that are done.

    Parameters
    ----------
    out : pathlib.Path
    names : iterable of str

    Returns
    -------
    dict of str to dict
    """
    records = _records(out)
    return {name: records[name] for name in names if name in records}


def keep_record(out: Path, name: str, record: Record) -> None:
    """Write what was found in one image; with its record it counts as done.

    Parameters
    ----------
    out : pathlib.Path
    name : str
    record : dict
        As `helpers.folder.measuring.measure_file` returns it.
    """
    write_whole(overlay_file(out, name), record["overlay"])
    record = {"name": name} | {key: value for key, value in record.items() if key != "overlay"}
    write_whole(record_file(out, name), json.dumps(record))  # last: now it counts


def write_tables(
    out: Path,
    workflow: "Workflow",
    records: dict[str, Record],
    failed: dict[str, str],
    passed_over: dict[str, str],
    decimal: str = ".",
) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Write both tables, the workflow and the report of this run.

    Parameters
    ----------
    out : pathlib.Path
    workflow : Workflow
    records : dict of str to dict
        What was found in each image of this run that is done.
    failed, passed_over : dict of str to str
        The images that could not be measured and the files that were not read, and why.
    decimal : {".", ","}
        How the tables write decimals.

    Returns
    -------
    images, nuclei : pandas.DataFrame
    """
    import pandas as pd

    rows: list[Record] = []
    tables: list[pd.DataFrame] = []
    met: dict[str, str] = {}
    for name in sorted({*records, *failed}):
        if name in failed:
            rows.append({"image": name, "status": "failed", "cautions": "", "reason": failed[name]})
            continue
        record = records[name]
        row = {"image": name, "status": "measured", "reason": ""} | record["image"]
        twin = met.setdefault(record["content"], name)
        if twin != name:
            row["cautions"] = f"{row['cautions']} {_twice(twin)}".strip()
        rows.append(row)
        table = pd.DataFrame(record["nuclei"])
        table.insert(0, "image", name)
        tables.append(table)
    images = pd.DataFrame(rows, columns=IMAGE_COLUMNS)
    for column in ("nuclei", "left_out_at_border"):
        images[column] = images[column].astype("Int64")  # a count, also beside a failed image
    full = [table for table in tables if len(table)] or tables[:1]
    nuclei = pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=["image"])
    write_whole(out / "workflow.yaml", workflow.to_text())
    write_whole(out / "nuclei.csv", to_csv(nuclei, decimal))
    write_whole(out / "images.csv", to_csv(images, decimal, missing=""))
    write_whole(out / "report.html", report(out, workflow, images, nuclei, passed_over))
    return images, nuclei


def _twice(twin: str) -> str:
    return f"twice: the very same image as {twin}, so its nuclei are counted twice; remove one."


def fingerprint(source: Source) -> str:
    """Return a hash of all files that an image is stored in, and of its place in them.

    Parameters
    ----------
    source : Source

    Returns
    -------
    str

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.tif"
    >>> _ = path.write_bytes(b"voxels")
    >>> fingerprint(Source(path, files=(path,)))[:8]
    'aeab1449'
    """
    total = hashlib.blake2b(digest_size=16)
    if source.image:
        total.update(f"image {source.image}".encode())
    for path in source.files:
        for part in _parts(path):
            if path.is_dir():
                total.update(part.relative_to(path).as_posix().encode())
            with open(part, "rb") as file:
                while block := file.read(1 << 20):
                    total.update(block)
    return total.hexdigest()


def _parts(path: Path) -> Iterable[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _records(out: Path) -> dict[str, Record]:
    """Return the records that are whole; what is not counts as not done."""
    found = (_json(path) for path in sorted((out / DONE).glob("*.json")))
    return {record["name"]: record for record in found if _is_whole(record, out)}


def _is_whole(record: Any, out: Path) -> bool:
    """Tell whether a record is one that `keep_record` wrote."""
    try:
        image, nuclei = record["image"], record["nuclei"]
        lengths = {len(nuclei[name]) for name in COLUMNS}
        numbers = [value for name in COLUMNS for value in nuclei[name]]
        numbers += [image[name] for name in MEASURED if name != "cautions"]
        return (
            isinstance(record["content"], str)
            and isinstance(image["cautions"], str)
            and set(image) == set(MEASURED)
            and list(nuclei) == list(COLUMNS)
            and lengths == {image["nuclei"]}
            and all(isinstance(number, int | float) for number in numbers)
            and overlay_file(out, record["name"]).is_file()
        )
    except (TypeError, KeyError, AttributeError, OSError):
        return False


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _settings(path: Path) -> Record:
    found = _json(path)
    if not isinstance(found, dict) or not isinstance(found.get("workflow"), dict):
        raise InputError(
            f"{path} cannot be read: choose another folder (out), or add overwrite=True."
        )
    return found
