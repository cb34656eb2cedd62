import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
import tifffile

from helpers import files
from helpers.folder import batch, results
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


@pytest.fixture
def silent():
    """The address of a server that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:9", "No Dask cluster answers at tcp://127.0.0.1:9"),
        ("tls://127.0.0.1:9", "is not the address of a Dask cluster"),
        ("inproc://x", "is not the address"),
        ("127.0.0.1", "is not the address"),
        ("tcp://127.0.0.1:99999", "is not the address"),
        ("tcp://127.0.0.1:٣٣٣", "is not the address"),
        ("tcp://" + "x" * 300 + ":80", "No Dask cluster answers|not the address"),
    ],
)
def test_a_wrong_address_of_a_cluster_is_named(good, tmp_path, address, words):
    with pytest.raises(InputError, match=words):
        run(good, tmp_path, scheduler=address)


def test_a_cluster_that_does_not_answer_is_given_up_within_ten_seconds(good, tmp_path, silent):
    start = time.monotonic()
    with pytest.raises(InputError, match="No Dask cluster answers at tcp"):
        run(good, tmp_path, scheduler=silent)
    assert time.monotonic() - start < 10


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
    assert found.images["cautions"].str.contains("no nucleus").all()


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


def _measure_or_die_once(source, *rest):
    marker = os.environ["NUCLEI_TEST_VICTIM"]
    if "1." in source.path.name and not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return measure_file(source, *rest)


def test_a_worker_that_always_dies_is_named_and_the_rest_is_measured(good, tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "measure_file", _measure_or_die)
    found = run(good, tmp_path, workers=2)
    assert found.measured == 2 and "stopped again and again" in found.failed["1.ome.tif"]


def _measure_or_die(source, *rest):
    if "1." in source.path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return measure_file(source, *rest)


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
        list(map(str, command)),
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        # a suite that was started in the background hands on that Ctrl+C is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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
    def names(images):
        return list(find_images(images).images)

    three = ["0.ome.tif", "1.ome.tif", "2.ome.tif"]
    assert names(good) == names(str(good)) == three
    assert names([good / "2.ome.tif", good / "0.ome.tif"]) == three[::2]
    assert names(f"{good}/[01].*") == three[:2]
    assert names([good, good / "1.ome.tif", f"{good}/../{good.name}/2.ome.tif"]) == three
    for day in ("day1", "day2", "exp [1]"):
        shutil.copytree(good, tmp_path / day)
    assert names(f"{tmp_path}/exp [1]/*.tif") == names(tmp_path / "exp [1]") == three
    assert len(names([tmp_path / "day1", tmp_path / "day2"])) == 6
    assert "day2_0.ome.tif" in names([tmp_path / "day1", tmp_path / "day2"])
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "Thumbs.db").write_bytes(b"thumbs")
    long = tmp_path / ("x" * 300 + ".tif")
    for nothing in (tmp_path / "empty", tmp_path / "none.tif", f"{tmp_path}/*.png", [], long):
        with pytest.raises(InputError, match=r"no image|No image"):
            find_images(nothing)


def test_two_images_that_cannot_be_told_apart_are_refused(good, tmp_path):
    for day in ("a/x", "b/x"):
        shutil.copytree(good, tmp_path / day)
    with pytest.raises(InputError, match="same names"):
        find_images([tmp_path / "a" / "x", tmp_path / "b" / "x"])


def test_shadows_are_passed_over_and_files_of_microscopes_are_named(good, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    shutil.copy(good / "0.ome.tif", folder)
    for name in ("._0.ome.tif", ".DS_Store", "Thumbs.db", "desktop.ini", "notes.txt"):
        (folder / name).write_bytes(b"\0\5\x16\7" + bytes(4000))
    for name in ("a.czi", "b.nd2", "c.lsm", "d.btf", "e.ims", "f.oib"):
        (folder / name).write_bytes(b"raw")
    found = run(folder, tmp_path / "out")
    assert (found.measured, found.failed) == (1, {})
    assert sorted(found.passed_over) == ["a.czi", "b.nd2", "c.lsm", "d.btf", "e.ims", "f.oib"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    for name, reason in found.passed_over.items():
        assert name in reason and "Fiji" in reason
        assert reason in str(found) and name in page
    assert set(found.images["image"]) == {"0.ome.tif"}
    for name in ("a.czi", "c.lsm", "e.ims"):
        failed = run(folder / name, tmp_path / "alone" / name).failed
        assert list(failed) == [name] and "Fiji" in failed[name]
    (folder / "0.ome.tif").unlink()
    with pytest.raises(InputError, match=r"No image can be read: \w\.\w+ "):
        run(folder, tmp_path / "none")


@pytest.fixture(scope="module")
def dishes():
    return [
        make_nuclei(
            count=3, touching=0, border=0, size=2.5, shape=(28, 80, 80), spacing=SPACING, seed=seed
        ).image
        for seed in range(3)
    ]


def test_every_position_in_a_file_is_measured(dishes, tmp_path):
    sizes = {f"PhysicalSize{a}": s for a, s in zip("ZYX", SPACING, strict=True)}
    with tifffile.TiffWriter(tmp_path / "positions.ome.tif", ome=True) as file:
        for number, image in enumerate(dishes):
            file.write(image, metadata={"axes": "ZYX", "Name": f"well A/{number}"} | sizes)
    found = run(tmp_path / "positions.ome.tif", tmp_path / "out")
    assert (found.measured, found.failed) == (3, {})
    assert found.images["nuclei"].tolist() == [3, 3, 3]
    assert found.images["image"].str.startswith("positions.ome.tif, image ").all()
    for number, image in enumerate(dishes):
        own = found.nuclei[found.nuclei["image"] == found.images["image"][number]]
        assert to_csv(own.drop(columns="image")) == to_csv(WORKFLOW.run(image, SPACING).table)
    assert not found.images["cautions"].str.contains("twice").any()
    again = run(tmp_path / "positions.ome.tif", tmp_path / "out")
    assert (again.measured, again.skipped) == (0, 3)


OME = (
    '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="{own}"><Image '
    'ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="80" SizeY="80" '
    'SizeZ="28" SizeC="1" SizeT="1" PhysicalSizeX="0.25" PhysicalSizeY="0.25" PhysicalSizeZ="0.5">'
    '<Channel ID="Channel:0:0" SamplesPerPixel="1"/>{parts}</Pixels></Image></OME>'
)


def write_set(folder, image):
    """Write a stack as a set of OME-TIFF files, one for each slice."""
    ids = [f"urn:uuid:00000000-0000-0000-0000-{z:012d}" for z in range(len(image))]
    parts = "".join(
        f'<TiffData FirstZ="{z}" IFD="0" PlaneCount="1"><UUID FileName="z{z:02}.ome.tif">{own}'
        "</UUID></TiffData>"
        for z, own in enumerate(ids)
    )
    folder.mkdir()
    for z, plane in enumerate(image):
        text = OME.format(own=ids[z], parts=parts)
        tifffile.imwrite(folder / f"z{z:02}.ome.tif", plane, metadata=None, description=text)


def test_a_set_of_files_that_make_one_image_is_one_image(dishes, tmp_path):
    write_set(tmp_path / "set", dishes[0])
    for number, given in enumerate((tmp_path / "set", f"{tmp_path}/set/z0*.tif")):
        found = run(given, tmp_path / f"out{number}")
        assert (found.measured, len(found.nuclei), found.failed) == (1, 3, {})
    (tmp_path / "set" / "z03.ome.tif").unlink()
    gone = run(tmp_path / "set", tmp_path / "gone")
    assert gone.measured == 0 and "z03.ome.tif" in next(iter(gone.failed.values()))
    write_set(tmp_path / "again", dishes[1])
    write_set(tmp_path / "other", dishes[1])
    both = run([tmp_path / "again", tmp_path / "other"], tmp_path / "both")
    assert (both.measured, len(both.failed)) == (2, 0)


def test_one_channel_is_taken_where_there_are_several(dishes, tmp_path):
    write_image(tmp_path / "one.ome.tif", dishes[0])
    sizes = {f"PhysicalSize{a}": s for a, s in zip("ZYX", SPACING, strict=True)}
    metadata = {"axes": "ZCYX", "Channel": {"Name": ["488", "405"]}} | sizes
    two = np.stack([dishes[0] // 9, dishes[1]], axis=1)
    tifffile.imwrite(tmp_path / "two.ome.tif", two, ome=True, metadata=metadata)
    for channel in (1, "1", "405", 405):
        found = run(tmp_path, tmp_path / f"out{channel!r}", channel=channel)
        assert (found.measured, found.failed) == (2, {})
        own = found.nuclei[found.nuclei["image"] == "two.ome.tif"].drop(columns="image")
        assert to_csv(own) == to_csv(WORKFLOW.run(dishes[1], SPACING).table)
    assert run(tmp_path, tmp_path / "out1", channel="1").skipped == 2


@pytest.mark.parametrize("zarr", ["cell.zarr", "cell"])
def test_an_ome_zarr_is_an_image_whatever_its_folder_is_called(dishes, tmp_path, zarr):
    import zarr as library

    group = library.open_group(tmp_path / "in" / zarr, mode="w", zarr_format=2)
    group.create_array("0", data=dishes[0])
    units = [{"name": a, "type": "space", "unit": "micrometer"} for a in "zyx"]
    scale = {"type": "scale", "scale": list(SPACING)}
    level = {"path": "0", "coordinateTransformations": [scale]}
    group.attrs["multiscales"] = [{"version": "0.4", "axes": units, "datasets": [level]}]
    for given in (tmp_path / "in", tmp_path / "in" / zarr):
        found = run(given, tmp_path / f"out{given.name}")
        assert (found.measured, len(found.nuclei), found.failed) == (1, 3, {})


def test_the_tables_hold_exactly_the_images_of_this_call(good, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(good, folder)
    run(folder, out)
    (folder / "0.ome.tif").rename(folder / "new name.ome.tif")
    (folder / "1.ome.tif").unlink()
    found = run(folder, out)
    assert (found.measured, found.skipped) == (1, 1)
    assert found.earlier == ["0.ome.tif", "1.ome.tif"]
    assert "not in the tables: 0.ome.tif, 1.ome.tif" in str(found)
    run(folder, tmp_path / "afresh")
    for table in ("nuclei.csv", "images.csv", "report.html"):
        assert (out / table).read_bytes() == (tmp_path / "afresh" / table).read_bytes()
    back = run([folder, good / "1.ome.tif"], out)
    assert (back.measured, back.skipped, back.earlier) == (0, 3, ["0.ome.tif"])


def test_the_same_image_under_two_names_is_named(good, tmp_path):
    for name in ("a.tif", "copy of a.tif"):
        shutil.copy(good / "0.ome.tif", tmp_path / name)
    (tmp_path / "link.tif").symlink_to(tmp_path / "a.tif")
    found = run(tmp_path, tmp_path / "out")
    assert found.measured == 2
    assert "the very same image as a.tif" in found.images["cautions"][1]
    assert "twice" not in found.images["cautions"][0]


def test_an_image_in_the_place_of_another_is_not_taken_for_it(good, tmp_path):
    for day in ("day1", "day2"):
        (tmp_path / day).mkdir()
    shutil.copy(good / "0.ome.tif", tmp_path / "day1" / "a.tif")
    shutil.copy(good / "1.ome.tif", tmp_path / "day2" / "a.tif")
    run(tmp_path / "day1", tmp_path / "out")
    with pytest.raises(InputError, match="another image has the same name"):
        run(tmp_path / "day2", tmp_path / "out")
    both = run([tmp_path / "day1", tmp_path / "day2"], tmp_path / "out")
    assert both.measured == 2 and both.earlier == ["a.tif"]


def test_names_that_no_file_may_have_do_not_stop_the_rest(good, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["a" * 248 + ".tif", "b.tif", "a" * 249 + ".tif", "µ" * 120 + ".tif", "con.tif"]
    for name in names:
        shutil.copy(good / "0.ome.tif", folder / name)
    found = run(folder, tmp_path / "out")
    assert (found.measured, found.failed) == (5, {})
    assert set(found.images["image"]) == set(names)
    files = [path.name for path in (tmp_path / "out" / "overlays").iterdir()]
    assert len(files) == 5 and max(len(name.encode()) for name in files) < 140
    assert "b.tif.png" in files and "con.tif.png" not in files
    assert run(folder, tmp_path / "out").skipped == 5


def test_one_image_that_cannot_be_kept_does_not_stop_the_rest(good, tmp_path, monkeypatch):
    real = results.write_whole

    def refuse(path, content):
        if path.name == "1.ome.tif.png":
            raise InputError("too long") from OSError(errno.ENAMETOOLONG, "File name too long")
        return real(path, content)

    monkeypatch.setattr(results, "write_whole", refuse)
    found = run(good, tmp_path)
    assert (found.measured, found.failed) == (2, {"1.ome.tif": "too long"})


RECORD = {"name": "0.ome.tif", "image": {}, "nuclei": {}, "content": "x"}


@pytest.mark.parametrize(
    "content",
    ["{", "null", "3", "[]", '"text"', "{}", json.dumps(RECORD), "[" * 2000, '{"name": [1]}'],
)
def test_a_record_that_is_none_counts_as_not_done(good, tmp_path, content):
    run(good, tmp_path / "out")
    first = outputs(tmp_path / "out")
    (tmp_path / "out" / "done" / "0.ome.tif.json").write_text(content)
    found = run(good, tmp_path / "out")
    assert (found.measured, found.skipped) == (1, 2)
    assert outputs(tmp_path / "out") == first


def test_a_record_with_a_wrong_value_or_without_its_picture_counts_as_not_done(good, tmp_path):
    run(good, tmp_path)
    first = outputs(tmp_path)
    path = tmp_path / "done" / "0.ome.tif.json"
    whole = json.loads(path.read_text())
    for part, key, value in (
        ("image", "nuclei", "many"),
        ("image", "threshold", None),
        ("image", "cautions", 3),
        ("nuclei", "volume_um3", [1.0]),
        ("nuclei", "label", "one"),
    ):
        path.write_text(json.dumps(whole | {part: whole[part] | {key: value}}))
        assert run(good, tmp_path).measured == 1
        assert outputs(tmp_path) == first
    (tmp_path / "overlays" / "0.ome.tif.png").unlink()
    assert run(good, tmp_path).measured == 1
    assert outputs(tmp_path) == first


@pytest.mark.parametrize("content", ["{", "null", "[]", '{"workflow": 3}'])
def test_settings_that_are_none_are_named(good, tmp_path, content):
    run(good, tmp_path / "out")
    (tmp_path / "out" / "settings.json").write_text(content)
    with pytest.raises(InputError, match=r"settings\.json cannot be read"):
        run(good, tmp_path / "out")
    assert run(good, tmp_path / "out", overwrite=True).measured == 3


def test_an_impossible_folder_for_the_results_is_named(good, tmp_path):
    with pytest.raises(InputError, match="cannot be a folder for results"):
        run(good, tmp_path / ("x" * 300))


def test_decimal_commas_are_written_where_they_are_asked_for(good, tmp_path):
    found = run(good, tmp_path, decimal=",")
    for name, table in (("nuclei.csv", found.nuclei), ("images.csv", found.images)):
        back = pd.read_csv(tmp_path / name, sep=";", decimal=",", keep_default_na=name[0] == "i")
        assert list(back.columns) == list(table.columns)
        number = "volume_um3" if name == "nuclei.csv" else "mean_volume_um3"
        assert back[number].tolist() == table[number].tolist()
    with pytest.raises(InputError, match="a point or a comma"):
        run(good, tmp_path, decimal=";")


def test_what_was_left_out_at_the_border_stands_in_table_and_report(good, tmp_path):
    found = run(good, tmp_path)
    for seed in range(3):
        alone = WORKFLOW.run(tifffile.imread(good / f"{seed}.ome.tif"), SPACING)
        assert found.images["left_out_at_border"][seed] == alone.left_out > 0
    page = " ".join((tmp_path / "report.html").read_text(encoding="utf-8").split())
    total = found.images["left_out_at_border"].sum()
    assert f"{total} more were left out, as the side of their image cuts them" in page


def test_more_workers_than_images_are_not_started(good, tmp_path):
    assert run(good / "0.ome.tif", tmp_path, workers=9999).measured == 1


def test_advice_names_arguments_in_a_notebook_and_flags_in_a_terminal(tmp_path):
    write_image(tmp_path / "a.tif", np.arange(729, dtype=np.uint16).reshape(9, 9, 9), None)
    for terminal, words in ((False, "spacing=(z, y, x)"), (True, "--spacing Z Y X")):
        found = run(tmp_path / "a.tif", tmp_path / "out", terminal=terminal)
        assert words in found.failed["a.tif"] and words in found.images["reason"][0]
        assert ("--" in found.failed["a.tif"]) == terminal
