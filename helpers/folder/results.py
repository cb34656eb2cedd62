"""The results folder of a batch: what is done, what may be replaced, the tables."""

import hashlib
import json
from pathlib import Path

from ..files import write_whole
from ..inputs import InputError
from ..nuclei.measurement import to_csv
from .report import report

SETTINGS = "settings.json"
DONE = "done"
IMAGE_COLUMNS = [
    *("image", "status", "nuclei", "mean_volume_um3", "sd_um3", "sd_sample_um3", "range_um3"),
    *("spacing_z_um", "spacing_y_um", "spacing_x_um", "threshold", "warnings", "reason"),
]


def prepare(out, settings, paths, overwrite):
    """Make the folder ready, and return the records of images that are done.

    Parameters
    ----------
    out : pathlib.Path
    settings : dict
        All that a result depends on besides the image, as JSON can hold it.
    paths : dict of str to pathlib.Path
        The images, by name.
    overwrite : bool
        Forget what was done before.

    Returns
    -------
    dict of str to dict

    Raises
    ------
    InputError
        If the folder holds results of other settings, of images that have changed since, or
        tables of another origin; nothing in it is touched then.
    """
    before = out / SETTINGS
    settings = json.loads(json.dumps(settings))
    if overwrite:
        for record in (out / DONE).glob("*.json"):
            record.unlink()
    elif before.exists():
        old = _read(before)
        changed = [
            f"{key} {old_part.get(key)} there, {new_part.get(key)} here"
            for old_part, new_part in ((old, settings), (old["workflow"], settings["workflow"]))
            for key in new_part
            if key != "workflow" and old_part.get(key) != new_part.get(key)
        ]
        if changed:
            raise InputError(
                f"The results in {out} were made with other settings ({'; '.join(changed)}). "
                "Choose another folder with --out, or add --overwrite to replace them."
            )
    elif any((out / name).exists() for name in ("nuclei.csv", "images.csv", "report.html")):
        raise InputError(
            f"{out} already holds tables that are not from this command: choose another folder "
            "with --out, or add --overwrite to replace them."
        )
    write_whole(before, json.dumps(settings, indent=1))
    done = {name: record for name, record in _records(out).items() if name in paths}
    changed = [name for name in done if done[name]["content"] != fingerprint(paths[name])]
    if changed:
        raise InputError(
            f"{', '.join(changed)} changed after being measured into {out}. Choose another "
            "folder with --out, or add --overwrite to measure all images anew."
        )
    return done


def keep(out, name, record):
    """Write what was found in one image; with its record it counts as done.

    Parameters
    ----------
    out : pathlib.Path
    name : str
    record : dict
        As `helpers.folder.batch.measure_file` returns it.
    """
    write_whole(out / "overlays" / f"{name}.png", record["overlay"])
    record = {key: value for key, value in record.items() if key != "overlay"}
    write_whole(out / DONE / f"{name}.json", json.dumps(record))  # last: now it counts


def write_tables(out, workflow, failed):
    """Write both tables, the workflow and the report, from all records in the folder.

    Parameters
    ----------
    out : pathlib.Path
    workflow : Workflow
    failed : dict of str to str
        The images that could not be measured, and why.

    Returns
    -------
    images, nuclei : pandas.DataFrame
    """
    import pandas as pd

    records = _records(out)

    rows, tables = [], []
    for name in sorted({*records, *failed}):
        if name in failed:
            rows.append({"image": name, "status": "failed", "warnings": "", "reason": failed[name]})
            continue
        record = records[name]
        rows.append({"image": name, "status": "measured", "reason": ""} | record["image"])
        table = pd.DataFrame(record["nuclei"])
        table.insert(0, "image", name)
        tables.append(table)
    images = pd.DataFrame(rows, columns=IMAGE_COLUMNS)
    images["nuclei"] = images["nuclei"].astype("Int64")  # a count, also beside a failed image
    full = [table for table in tables if len(table)] or tables[:1]
    nuclei = pd.concat(full, ignore_index=True) if full else pd.DataFrame(columns=["image"])
    write_whole(out / "workflow.yaml", workflow.to_text())
    write_whole(out / "nuclei.csv", to_csv(nuclei))
    write_whole(out / "images.csv", images.to_csv(index=False, lineterminator="\n"))
    write_whole(out / "report.html", report(out, workflow, images, nuclei))
    return images, nuclei


def fingerprint(path):
    """Return a hash of a file, or of all files of an OME-Zarr folder.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.tif"
    >>> _ = path.write_bytes(b"voxels")
    >>> fingerprint(path)[:8]
    'aeab1449'
    """
    total, path = hashlib.blake2b(digest_size=16), Path(path)
    for part in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        if path.is_dir():
            total.update(part.relative_to(path).as_posix().encode())
        with open(part, "rb") as file:
            while block := file.read(1 << 20):
                total.update(block)
    return total.hexdigest()


def _records(out):
    return {path.stem: _read(path) for path in sorted((out / DONE).glob("*.json"))}


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(
            f"{path} cannot be read: choose another folder with --out, or add --overwrite."
        ) from None
