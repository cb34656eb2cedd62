"""The command measures what is larger than memory in blocks, if asked to or if it must."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pandas as pd
import psutil
import pytest
import tifffile
import zarr

from helpers.blocks import steps, store
from helpers.folder.batch import measure_folder
from helpers.folder.command import main
from helpers.images.lesson import load_nuclei
from helpers.images.reading import load_volume, read_volume
from helpers.workflow.run import Workflow
from tests.folder.test_batch import outputs, write_image
from tests.images.test_ome_zarr import write_ome_zarr

SPACING = (0.29, 0.26, 0.26)
PARAMETERS = ["--sigma", "1", "--radius", "2", "--no-clear-border"]
WORKFLOW = Workflow(sigma=1, radius=2, clear_border=False)


@pytest.fixture(scope="module")
def image():
    return load_nuclei()[0][:40, :90, 60:150]


@pytest.fixture
def stored(image, tmp_path):
    return write_ome_zarr(
        tmp_path / "big.ome.zarr", image, "zyx", SPACING, chunks=(20, 45, 45), shards=None
    )


def command(*arguments):
    return main([*map(str, arguments), *PARAMETERS])


def in_one_go(path, out):
    """Return the files that measuring in one go leaves."""
    assert command(path, "--out", out) == 0
    return outputs(out)


def test_blocks_leave_the_very_same_files_and_the_labels(stored, tmp_path, capsys):
    whole = in_one_go(stored, tmp_path / "one")
    cut = tmp_path / "cut"
    assert command(stored, "--blocks", 30, "--out", cut) == 0
    assert "1 measured, 0 done before, 0 failed" in capsys.readouterr().out
    found = {name: file for name, file in outputs(cut).items() if not name.startswith("labels/")}
    assert found.keys() == whole.keys()  # nothing of the way there is left
    assert [name for name in whole if found[name] != whole[name]] == []
    labels = read_volume(cut / "labels" / "big.ome.zarr")
    assert labels.spacing == SPACING
    assert (labels.image == WORKFLOW.run(*load_volume(stored)).labels).all() and labels.image.max()
    assert command(stored, "--blocks", "--out", cut) == 0
    assert "0 measured, 1 done before" in capsys.readouterr().out


def test_what_does_not_fit_is_measured_in_blocks_and_what_fits_is_not(
    stored, image, tmp_path, capsys, monkeypatch
):
    write_image(tmp_path / "small.ome.tif", image[:20, :40, :40], SPACING)
    write_image(tmp_path / "large.ome.tif", image[:, :60], SPACING)
    images = [tmp_path / name for name in ("small.ome.tif", "large.ome.tif")]
    assert command(*images, "--out", tmp_path / "one") == 0
    little = psutil.virtual_memory()._replace(available=2_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: little)
    assert command(*images, "--out", tmp_path / "must") == 0
    said = capsys.readouterr().out
    assert "large.ome.tif is too large for the memory that is free: it is measured in b" in said
    assert "small.ome.tif is too large" not in said
    assert [path.name for path in (tmp_path / "must" / "labels").iterdir()] == [
        "large.ome.tif.ome.zarr"
    ]
    for name in ("nuclei.csv", "images.csv", "report.html"):
        one, must = ((tmp_path / out / name).read_bytes() for out in ("one", "must"))
        assert one == must


@pytest.mark.parametrize("layout", ["one slice", "whole", "shards", "0.4", "tiff"])
def test_any_layout_of_the_file_is_read(image, tmp_path, layout):
    path, options = tmp_path / "big.ome.zarr", {}
    if layout == "tiff":
        path = tmp_path / "big.ome.tif"
        write_image(path, image, SPACING)
    else:
        options = {
            "one slice": {"chunks": (1, 90, 90)},
            "whole": {"chunks": image.shape},
            "shards": {"chunks": (10, 30, 30), "shards": (20, 90, 90)},
            "0.4": {"version": "0.4"},
        }[layout]
        write_ome_zarr(path, image, "zyx", SPACING, **options)
    found = measure_folder(path, tmp_path / "out", WORKFLOW, blocks=50, progress=False)
    assert found.nuclei.drop(columns="image").equals(WORKFLOW.run(image, SPACING).table)


def failing(capsys, *arguments):
    """Return what the command says of an image that it cannot measure."""
    assert command(*arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    return next(line for line in lines if line.startswith("  big.ome.zarr: "))


def test_a_store_with_lost_or_cut_chunks_is_named_and_goes_on_when_it_is_whole(
    stored, tmp_path, capsys
):
    whole = in_one_go(stored, tmp_path / "one")
    chunk = stored / "0" / "c" / "1" / "1" / "1"
    kept = chunk.read_bytes()
    options = stored, "--blocks", 30, "--out", tmp_path / "out"
    chunk.write_bytes(kept[: len(kept) // 2])
    said = failing(capsys, *options)
    assert "cannot be read" in said and "a file of it may be damaged or cut short" in said
    chunk.unlink()
    said = failing(capsys, *options)
    assert "unfinished run with another image" in said  # its files are no longer the same
    shutil.rmtree(tmp_path / "out" / "unfinished")
    shutil.rmtree(tmp_path / "out" / "labels")
    assert command(*options) == 0
    cautions = pd.read_csv(tmp_path / "out" / "images.csv")["cautions"][0]
    assert cautions.startswith("pieces: 1 of the 8 pieces") or "pieces: 1 of the 8" in cautions
    chunk.write_bytes(kept)
    assert command(*options, "--overwrite") == 0
    assert (tmp_path / "out" / "nuclei.csv").read_bytes() == whole["nuclei.csv"]


def test_an_output_that_is_there_is_not_touched(stored, tmp_path, capsys):
    labels = tmp_path / "out" / "labels" / "big.ome.zarr"
    labels.mkdir(parents=True)
    (labels / "mine").write_text("precious")
    said = failing(capsys, stored, "--blocks", 30, "--out", tmp_path / "out")
    assert "is there already" in said and (labels / "mine").read_text() == "precious"
    assert command(stored, "--blocks", 30, "--out", tmp_path / "out", "--overwrite") == 0


def test_a_full_disk_stops_it_and_loses_nothing(stored, tmp_path, capsys, monkeypatch):
    whole = in_one_go(stored, tmp_path / "one")
    capsys.readouterr()
    written = []

    def fills_up(path, content):
        written.append(path)
        if len(written) > 40:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    write = store.write_whole
    options = stored, "--blocks", 30, "--out", tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(store, "write_whole", fills_up)
        assert command(*options) == 2
    said = capsys.readouterr().err
    assert "The disk is full" in said and "What was finished before is kept" in said
    monkeypatch.setattr(steps, "scan", None)  # is not done again
    assert command(*options) == 0
    assert (tmp_path / "out" / "nuclei.csv").read_bytes() == whole["nuclei.csv"]


@pytest.mark.parametrize(
    ("shape", "balls", "options"),
    [
        ((12, 30, 30), [], ["--radius", "8"]),
        ((12, 12, 40), [(slice(3, 9), slice(3, 9), slice(2, 38))], []),
        ((24, 24, 24), [(slice(2, 22),) * 3], ["--radius", "9", "--expansion", "12"]),
    ],
    ids=["no nucleus", "one nucleus through all blocks", "a radius larger than a block"],
)
def test_odd_images_give_the_same_files(tmp_path, shape, balls, options):
    voxels = np.random.default_rng(0).integers(0, 300, shape).astype(np.uint16)
    for ball in balls:
        voxels[ball] = 9000
    write_image(tmp_path / "a.ome.tif", voxels, SPACING)
    arguments = str(tmp_path / "a.ome.tif"), "--sigma", "0", "--radius", "2", *options, "--out"
    assert main([*arguments, str(tmp_path / "one")]) == 0
    assert main([*arguments, str(tmp_path / "cut"), "--blocks", "8"]) == 0
    for name in ("nuclei.csv", "images.csv", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "cut" / name).read_bytes()


def test_a_worker_killed_halfway_and_a_scheduler_that_is_silent(stored, tmp_path, capsys):
    from distributed import LocalCluster

    whole = in_one_go(stored, tmp_path / "one")
    options = stored, "--blocks", 30, "--out", tmp_path / "out", "--scheduler"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        victim = next(iter(cluster.workers.values())).pid
        begun = tmp_path / "out" / "unfinished" / "big.ome.zarr" / "levels"

        def kill():
            while not begun.exists():
                time.sleep(0.01)
            os.kill(victim, signal.SIGKILL)

        threading.Thread(target=kill, daemon=True).start()
        assert command(*options, cluster.scheduler_address) == 0
        assert victim not in {worker.pid for worker in cluster.workers.values()}
        address = cluster.scheduler_address
    assert "Dask's dashboard: http" in capsys.readouterr().out
    assert (tmp_path / "out" / "nuclei.csv").read_bytes() == whole["nuclei.csv"]
    assert command(*options, address, "--overwrite") == 2  # the cluster is gone
    assert f"No Dask cluster answers at {address}" in capsys.readouterr().err


def only_what_is_left(folder):
    """Return the step `scan`, which must not be asked for a block that was done before."""
    done, scan = {path.name for path in folder.glob("*.npz")}, steps.scan

    def checked(job, place):
        assert f"{'.'.join(map(str, place))}.npz" not in done
        scan(job, place)

    return checked


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_leaves_what_is_done_and_the_same_line_goes_on(stored, tmp_path, monkeypatch):
    out = tmp_path / "out"
    arguments = [
        "-m",
        "helpers.folder.command",
        stored,
        "--blocks",
        "20",
        "--out",
        out,
        *PARAMETERS,
    ]
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    scanned = out / "unfinished" / "big.ome.zarr" / "scan"
    while len(list(scanned.glob("*.npz"))) < 10:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "run the same command again to go on" in said
    monkeypatch.setattr(steps, "scan", only_what_is_left(scanned))
    found = measure_folder(stored, out, WORKFLOW, blocks=20, progress=False)
    assert found.measured == 1 and not (out / "unfinished" / "big.ome.zarr").exists()
    table = WORKFLOW.run(*load_volume(stored)).table
    assert found.nuclei.drop(columns="image").equals(table)


def test_a_channel_of_a_file_with_its_own_doubts(image, tmp_path):
    both = np.stack([image[:, ::-1], image])
    tifffile.imwrite(tmp_path / "two.ome.tif", both, metadata={"axes": "CZYX"})
    options = {"workflow": WORKFLOW, "channel": 1, "progress": False}
    refused = measure_folder(tmp_path / "two.ome.tif", tmp_path / "a", blocks=45, **options)
    assert "does not say how large a voxel is" in refused.failed["two.ome.tif"]
    options["spacing"] = (0.9, 0.2, 0.2)
    found = [
        measure_folder(tmp_path / "two.ome.tif", tmp_path / name, blocks=blocks, **options)
        for name, blocks in (("one", None), ("cut", 45))
    ]
    assert found[0].images.equals(found[1].images) and found[0].nuclei.equals(found[1].nuclei)
    assert "flat ball" in found[1].images["cautions"][0]


def test_the_record_says_nothing_of_blocks(stored, tmp_path):
    measure_folder(stored, tmp_path / "out", WORKFLOW, blocks=40, progress=False)
    record = json.loads(next((tmp_path / "out" / "done").glob("*.json")).read_text())
    assert set(record) == {"name", "image", "nuclei", "content"}
    assert (
        "image-label" in zarr.open_group(tmp_path / "out" / "labels" / "big.ome.zarr").attrs["ome"]
    )
