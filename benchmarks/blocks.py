"""One image in blocks: its memory, its time against one go, against dask-image, and on workers.

Time is the processor's, but for two workers. A block's worth of memory is its voxels as floats of
eight bytes, without the margin; what counts is how far a process grows beyond what it held after a
first small run. Labels and tables are compared with those made in one go; no time is asserted.

Run with `python benchmarks/blocks.py`; `--gigabytes 2 --block 128` adds a volume that is ten times
as large as the memory it may reserve (about ten minutes a gigabyte).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import zarr
from _losses import tell_losses
from erosion import new_peak, peak

from helpers.blocks import run, steps
from helpers.blocks.grid import Grid
from helpers.blocks.store import Work
from helpers.blocks.workers import dask_client, tidily
from helpers.images.lesson import load_nuclei
from helpers.images.stored import Source
from helpers.workflow.run import Workflow

SPACING = (0.29, 0.26, 0.26)


def tiled(shape, path):
    """Write a volume made of the lesson's image and its mirror images, slab by slab."""
    image, _ = load_nuclei()
    for axis in range(3):
        image = np.concatenate([image, np.flip(image, axis)], axis)
    image = image[:, : shape[1], : shape[2]]
    wide = [-(-n // m) for n, m in zip(shape[1:], image.shape[1:], strict=True)]
    slab = np.tile(image, (1, *wide))[:, : shape[1], : shape[2]]
    array = zarr.create_array(path, shape=shape, chunks=(64, 128, 128), dtype=np.uint16)
    for start in range(0, shape[0], len(slab)):
        array[start : start + len(slab)] = slab[: shape[0] - start]
    return source_of(path)


def source_of(path):
    array = zarr.open_array(path, mode="r")
    stored = partial(zarr.open_array, path, mode="r")
    return Source(path, "ZYX", {}, stored, array.shape, array.dtype)


def in_blocks(source, folder, block, client=None):
    out = Path(tempfile.mkdtemp(dir=folder))
    return run.run_in_blocks(
        source, SPACING, Workflow(), out / "labels.zarr", out / "work", block, client
    )


def clock(function):
    """Return seconds by the clock, seconds of the processor, and the result."""
    wall, processor = time.perf_counter(), time.process_time()
    result = function()
    return time.perf_counter() - wall, time.process_time() - processor, result


def against_one_go(folder, block, depths):
    """Return a row for each depth, and one for how the time grows."""
    rows, a_voxel = [], []
    for depth in depths:
        source = tiled((depth, 512, 512), folder / f"{depth}.zarr")
        image = source[tuple(slice(0, n) for n in source.shape)]
        _, whole, result = clock(lambda image=image: Workflow().run(image, SPACING))
        del image
        _, cut, outcome = clock(lambda source=source: in_blocks(source, folder, block))
        assert outcome.table.equals(result.table)
        assert (zarr.open_array(outcome.labels / "0")[:] == result.labels).all()
        size = f"{np.prod(source.shape) / 1e6:.0f} million voxels"
        a_voxel.append(1e9 * cut / np.prod(source.shape))
        other = f"{whole:.1f} s in one go"
        rows.append([size, f"{cut:.1f} s", other, f"{cut / whole:.2f} x", "at most 2 x"])
    tell_losses({"one go": whole, "blocks": cut}, "blocks", size)
    first, last = (f"{a_voxel[n]:.0f} ns a voxel" for n in (0, -1))
    grown = f"{a_voxel[-1] / a_voxel[0]:.2f} x"
    return [*rows, [f"the same, against {depths[0]} slices", last, first, grown, "1 x is linear"]]


def on_workers(folder, block):
    source = source_of(folder / "160.zarr")
    seconds = {}
    for workers in (1, 2):
        with dask_client(workers) as client:
            client.run(_import)
            seconds[workers], _, _ = clock(lambda c=client: in_blocks(source, folder, block, c))
    ratio = f"{seconds[1] / seconds[2]:.2f} x as fast"
    return [["42 million voxels, 2 workers", *_pair(seconds[2], seconds[1], "1 worker"), ratio, ""]]


def _pair(ours, theirs, name):
    return f"{ours:.1f} s", f"{theirs:.1f} s with {name}"


def _import():
    import helpers.blocks.steps  # noqa: F401


def against_dask_image(folder, block):
    """Label one mask in blocks: with our names and numbers, and with dask-image's label."""
    from dask_image.ndmeasure import label

    source = source_of(folder / "160.zarr")
    image = source[tuple(slice(0, n) for n in source.shape)]
    mask = (image > Workflow().run(image, SPACING).threshold * 65535).astype(np.uint8)
    zarr.create_array(folder / "mask.zarr", data=mask, chunks=(80, 80, 80))
    out = Path(tempfile.mkdtemp(dir=folder))
    grid = Grid(mask.shape, (block,) * 3)
    workflow = Workflow(sigma=0, radius=0)
    work = Work(out / "work", grid)
    job = steps.Job(source_of(folder / "mask.zarr"), SPACING, workflow, work, out / "labels.zarr")

    def ours():
        run._prepare(job)
        run._each(job, "cores", None, 0.5 / 255, None)
        run._number(job, "cores", None)
        final = zarr.create_array(out / "ours.zarr", shape=mask.shape, chunks=(80,) * 3, dtype="i4")
        for place in grid.places():
            final[grid.region(place)] = work.numbered("cores", grid.region(place))

    def theirs():
        blocks = da.from_zarr(folder / "mask.zarr", chunks=(block,) * 3)
        labels, _ = label(blocks, structure=np.ones((3, 3, 3)))
        with dask.config.set(scheduler="synchronous"):
            labels.astype(np.int32).to_zarr(out / "theirs.zarr")

    times = {"ours": clock(ours), "dask-image": clock(theirs)}
    one, other = (zarr.open_array(out / f"{name}.zarr")[:] for name in ("ours", "theirs"))
    pairs = np.unique(np.stack([one.ravel(), other.ravel()]), axis=1)
    assert len(pairs[0]) == len(np.unique(pairs[0])) == len(np.unique(pairs[1]))
    (_, mine, _), (_, other, _) = times["ours"], times["dask-image"]
    tell_losses({name: one[1] for name, one in times.items()}, "ours", "labelling in blocks")
    what = f"labels of a mask, {mask.size / 1e6:.0f} million voxels"
    pair = _pair(mine, other, "dask-image")
    return [[what, *pair, f"{other / mine:.1f} x as fast", "at least 3 x"]]


def memory(path, block, limit=0):
    """Measure an image in a process of its own, which may reserve so many bytes more."""
    command = [sys.executable, __file__, "--alone", str(path), str(limit), str(block)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    grown, nuclei = json.loads(done.stdout.splitlines()[-1])
    one = 8 * block**3
    size = 2 * np.prod(source_of(path).shape)
    limit = f", may reserve {limit / 1e6:.0f} MB" if limit else ""
    what = f"memory for {size / 1e9:.2f} GB{limit}, {nuclei} nuclei, blocks of {block}"
    return [what, f"{grown / 1e6:.0f} MB", f"{one / 1e6:.0f} MB a block", f"{grown / one:.1f} x",
            "under 4 x"]  # fmt: skip


def beyond_memory(folder, gigabytes, block):
    side = 768
    source = tiled((int(gigabytes * 1e9 / 2 / side**2), side, side), folder / "large.zarr")
    return [memory(source.path, block, int(2 * np.prod(source.shape) / 10))]


def alone(path, limit, block):
    """Run in blocks in this process, and print how much it grew."""
    path, limit, block = Path(path), int(limit), int(block)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        warm = tiled((60, 256, 256), Path(folder) / "warm.zarr")
        in_blocks(warm, folder, 64)  # what imports and threads take is not the image's
        tidily(tuple)  # nothing that the first run freed is taken again unseen
        before = new_peak()
        if limit:
            taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (taken + limit,) * 2)
        outcome = in_blocks(source_of(path), folder, block)
        print(json.dumps([peak() - before, len(outcome.table)]))


HEADS = ["what", "in blocks", "against", "ratio", "wanted"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=0, help="0: leave this part out")
    parser.add_argument("--depths", type=int, nargs="+", default=[80, 160])
    parser.add_argument("--block", type=int, default=256, help="for --gigabytes")
    parser.add_argument("--alone", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=["memory"], help="leave out all but --gigabytes")
    options = parser.parse_args()
    if options.alone:
        alone(*options.alone)
        sys.exit()
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not options.only:
            rows += against_one_go(folder, 160, sorted({*options.depths, 160}))
            rows += against_dask_image(folder, 160)
            rows += on_workers(folder, 160)
            rows.append(memory(folder / "160.zarr", 160))
        if options.gigabytes:
            rows += beyond_memory(folder, options.gigabytes, options.block)
    for cells in [HEADS, ["---"] * len(HEADS), *rows]:
        print(f"| {' | '.join(cells)} |")
