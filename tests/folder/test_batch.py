import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import tifffile

from helpers import files
from helpers.folder import batch
from helpers.folder.batch import find_images, measure_file, measure_folder
from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.measurement import to_csv
from helpers.workflow.run import Workflow

WORKFLOW = Workflow(sigma=1, radius=4)
SPACING = (0.5, 0.25, 0.25)


def write_image(path, image, spacing=SPACING):
    if spacing is None:
        tifffile.imwrite(path, image)
        return
    sizes = {f"PhysicalSize{a}": s for a, s in zip("ZYX", spacing, strict=True)}
    units = {f"{name}Unit": "µm" for name in sizes}
    tifffile.imwrite(path, image, ome=True, metadata={"axes": "ZYX"} | sizes | units)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    for seed in range(3):
        truth = make_nuclei(
            count=4, touching=1, border=1, size=2.5, shape=(28, 80, 80), spacing=SPACING, seed=seed
        )
        write_image(folder / f"{seed}.ome.tif", truth.image)
    return folder


def outputs(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def run(images, out, **options):
    return measure_folder(images, out, **{"workflow": WORKFLOW, "progress": False} | options)


def test_the_folder_gives_the_tables_of_each_image_alone(good, tmp_path):
    found = run(good, tmp_path)
    assert (found.measured, found.skipped, found.failed) == (3, 0, {})
    for seed in range(3):
        name = f"{seed}.ome.tif"
        alone = WORKFLOW.run(tifffile.imread(good / name), SPACING)
        own = found.nuclei[found.nuclei["image"] == name].drop(columns="image")
        assert to_csv(own) == to_csv(alone.table)
        row = found.images.set_index("image").loc[name]
        assert (row["nuclei"], row["mean_volume_um3"]) == (alone.summary.count, alone.summary.mean)
    header = (tmp_path / "nuclei.csv").read_text().splitlines()[0]
    assert header.startswith("image,label,voxels,volume_um3")
    assert Workflow.load(tmp_path / "workflow.yaml") == WORKFLOW


def test_dask_workers_and_a_running_cluster_give_the_same_files(good, tmp_path):
    from distributed import LocalCluster

    run(good, tmp_path / "one")
    run(good, tmp_path / "two", workers=2)
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")
    with LocalCluster(n_workers=1, dashboard_address=":0") as cluster:
        run(good, tmp_path / "cluster", scheduler=cluster.scheduler_address)
    assert outputs(tmp_path / "one") == outputs(tmp_path / "cluster")


def test_an_absent_cluster_is_named(good, tmp_path, monkeypatch):
    import distributed

    class Silent(distributed.Client):
        def __init__(self, address, timeout):
            super().__init__(address, timeout="1s")

    monkeypatch.setattr(distributed, "Client", Silent)
    with pytest.raises(InputError, match="No Dask cluster answers at tcp://127"):
        run(good, tmp_path, scheduler="tcp://127.0.0.1:9")


BAD = {
    "broken.tif": ("just text", "cannot be read as a TIFF"),
    "photo.tif": (np.zeros((9, 9, 3), np.uint8), "colour"),
    "constant.ome.tif": (np.full((9, 9, 9), 5, np.uint16), "same value"),
    "unscaled.tif": (np.arange(729, dtype=np.uint16).reshape(9, 9, 9), "how large a voxel is"),
}


def test_bad_files_are_named_and_do_not_stop_the_rest(good, tmp_path):
    folder = tmp_path / "mixed"
    shutil.copytree(good, folder)
    for name, (content, _) in BAD.items():
        if isinstance(content, str):
            (folder / name).write_text(content)
        else:
            write_image(folder / name, content, SPACING if "ome" in name else None)
    whole = (folder / "0.ome.tif").read_bytes()
    (folder / "truncated.ome.tif").write_bytes(whole[: len(whole) // 2])
    found = run(folder, tmp_path / "out")
    assert found.measured == 3
    assert set(found.failed) == {*BAD, "truncated.ome.tif"}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    table = found.images.set_index("image")
    for name, (_, words) in BAD.items():
        assert words in found.failed[name] and name in page
        assert table.loc[name, "status"] == "failed" and words in table.loc[name, "reason"]
    again = run(folder, tmp_path / "out")  # only what failed is tried again
    assert (again.measured, again.skipped) == (0, 3) and again.failed == found.failed


def test_images_without_a_whole_nucleus_count_none_and_say_so(tmp_path):
    cut = np.zeros((20, 40, 40), np.uint16)
    cut[:, :15] = 9000
    write_image(tmp_path / "cut.ome.tif", cut)
    rng = np.random.default_rng(0)
    write_image(tmp_path / "noise.ome.tif", rng.integers(0, 99, (20, 40, 40)).astype(np.uint16))
    found = run([tmp_path / "cut.ome.tif", tmp_path / "noise.ome.tif"], tmp_path / "out")
    assert found.images["nuclei"].tolist() == [0, 0] and not found.failed
    assert found.images["warnings"].str.contains("no nucleus").all()


def test_given_spacing_and_channel_are_used(tmp_path):
    truth = make_nuclei(count=2, touching=0, border=0, size=3, shape=(30, 70, 70), spacing=SPACING)
    both = np.stack([truth.image // 9, truth.image], axis=1)
    tifffile.imwrite(tmp_path / "both.tif", both, imagej=True, metadata={"axes": "ZCYX"})
    assert "2 channels" in measure_file(tmp_path / "both.tif", WORKFLOW)["failed"]
    found = run(tmp_path / "both.tif", tmp_path / "out", spacing=SPACING, channel=1)
    assert to_csv(found.nuclei.drop(columns="image")) == to_csv(
        WORKFLOW.run(truth.image, SPACING).table
    )


def test_a_second_run_measures_only_what_is_new_and_changes_nothing(good, tmp_path, monkeypatch):
    folder, out = tmp_path / "images", tmp_path / "out"
    shutil.copytree(good, folder)
    (folder / "2.ome.tif").rename(tmp_path / "later.tif")
    run(folder, out)
    first = outputs(out)
    monkeypatch.setattr(batch, "measure_file", None)  # would fail if called
    assert run(folder, out).skipped == 2
    assert outputs(out) == first
    monkeypatch.undo()
    (tmp_path / "later.tif").rename(folder / "2.ome.tif")
    found = run(folder, out)
    assert (found.measured, found.skipped) == (1, 2)
    run(folder, tmp_path / "afresh")
    assert outputs(out) == outputs(tmp_path / "afresh")


def test_other_settings_or_a_changed_image_replace_nothing_unless_told_to(good, tmp_path):
    folder, out = tmp_path / "images", tmp_path / "out"
    shutil.copytree(good, folder)
    run(folder, out)
    first = outputs(out)
    for options, words in (
        ({"workflow": Workflow(sigma=1, radius=5)}, "radius 4 there, 5 here"),
        ({"spacing": (1, 1, 1)}, "spacing None there"),
    ):
        with pytest.raises(InputError, match=words):
            run(folder, out, **options)
    write_image(folder / "1.ome.tif", tifffile.imread(folder / "0.ome.tif"))
    with pytest.raises(InputError, match=r"1\.ome\.tif changed after being measured"):
        run(folder, out)
    assert outputs(out) == first
    found = run(folder, out, workflow=Workflow(sigma=1, radius=5), overwrite=True)
    assert found.measured == 3 and outputs(out) != first
    run(folder, tmp_path / "afresh", workflow=Workflow(sigma=1, radius=5))
    assert outputs(out) == outputs(tmp_path / "afresh")


def test_tables_of_somebody_else_are_not_replaced(good, tmp_path):
    (tmp_path / "nuclei.csv").write_text("precious")
    with pytest.raises(InputError, match="not from this command"):
        run(good, tmp_path)
    assert outputs(tmp_path) == {"nuclei.csv": b"precious"}


def test_a_full_disk_stops_with_a_sentence_and_the_rest_follows_later(good, tmp_path, monkeypatch):
    real, written = os.fdopen, []

    def nearly_full(handle, mode):
        written.append(1)
        if len(written) > 4:  # settings, then overlay and record of the first image fit
            os.close(handle)
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, mode)

    monkeypatch.setattr(files.os, "fdopen", nearly_full)
    with pytest.raises(InputError, match="disk is full"):
        run(good, tmp_path / "out")
    monkeypatch.undo()
    assert not [name for name in outputs(tmp_path / "out") if ".draft" in name]
    found = run(good, tmp_path / "out")
    assert (found.measured, found.skipped) == (2, 1)
    run(good, tmp_path / "afresh")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "afresh")


def test_a_folder_that_cannot_be_written_to_is_named(good, tmp_path):
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(InputError, match="settings"):
        run(good, tmp_path / "out")


def test_a_worker_killed_halfway_costs_nothing(good, tmp_path, monkeypatch):
    monkeypatch.setenv("NUCLEI_TEST_VICTIM", str(tmp_path / "killed"))
    monkeypatch.setattr(batch, "measure_file", _measure_or_die_once)
    found = run(good, tmp_path / "out", workers=2)
    assert (tmp_path / "killed").exists() and found.measured == 3
    monkeypatch.undo()
    run(good, tmp_path / "afresh")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "afresh")


def _measure_or_die_once(path, *rest):
    marker = os.environ["NUCLEI_TEST_VICTIM"]
    if "1." in path.name and not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return measure_file(path, *rest)


def test_a_worker_that_always_dies_is_named_and_the_rest_is_measured(good, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "measure_file", _measure_or_die)
    found = run(good, tmp_path, workers=2)
    assert found.measured == 2 and "stopped again and again" in found.failed["1.ome.tif"]


def _measure_or_die(path, *rest):
    if "1." in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return measure_file(path, *rest)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(good, tmp_path, workers):
    folder, out = tmp_path / "images", tmp_path / "out"
    folder.mkdir()
    for number in range(60):
        shutil.copy(good / f"{number % 3}.ome.tif", folder / f"{number:02}.ome.tif")
    command = [
        sys.executable,
        "-m",
        "helpers.folder.command",
        folder,
        "--out",
        out,
        "--workers",
        workers,
    ]
    command += ["--sigma", "1", "--radius", "4"]
    process = subprocess.Popen(
        list(map(str, command)), stderr=subprocess.PIPE, start_new_session=True, text=True
    )
    while len(list((out / "done").glob("*.json"))) < 3:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the command and its workers
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130 and "run the same command again to go on" in message
    assert "Traceback" not in message
    finished = len(list((out / "done").glob("*.json")))
    assert 3 <= finished < 60
    assert len((out / "images.csv").read_text().splitlines()) == finished + 1
    assert not list(out.rglob(".draft-*"))
    found = run(folder, out)
    assert (found.measured, found.skipped) == (60 - finished, finished)


def test_images_are_found_by_name_folder_and_pattern(good, tmp_path):
    names = ["0.ome.tif", "1.ome.tif", "2.ome.tif"]
    assert list(find_images(good)) == names
    assert list(find_images([good / "2.ome.tif", good / "0.ome.tif"])) == names[::2]
    assert list(find_images(f"{good}/[01].*")) == names[:2]
    assert list(find_images([good, good / "1.ome.tif"])) == names
    for day in ("day1", "day2"):
        shutil.copytree(good, tmp_path / day)
    assert len(find_images([tmp_path / "day1", tmp_path / "day2"])) == 6
    assert "day2_0.ome.tif" in find_images([tmp_path / "day1", tmp_path / "day2"])
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "none.tif", f"{tmp_path}/*.png", []):
        with pytest.raises(InputError, match=r"no image|No image"):
            find_images(nothing)


def test_a_damaged_record_is_named(good, tmp_path):
    run(good, tmp_path / "out")
    (tmp_path / "out" / "done" / "0.ome.tif.json").write_text("{")
    with pytest.raises(InputError, match=r"0\.ome\.tif\.json cannot be read"):
        run(good, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "settings.json").read_text())["workflow"]["radius"] == 4
