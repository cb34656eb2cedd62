"""One image in blocks: its memory, its time against one go, against dask-image, and on workers.

Run with `python benchmarks/blocks.py`; `--gigabytes` sets the size of the volume that is ten
times as large as the memory it gets. Each claim is asserted on results, never on time.
"""

import argparse
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
from helpers.blocks.workers import dask_client
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
    print(f"\nIn blocks of {block} against one go, one process; seconds of the processor\n")
    for depth in depths:
        source = tiled((depth, 512, 512), folder / f"{depth}.zarr")
        image = source[tuple(slice(0, n) for n in source.shape)]
        _, whole, result = clock(lambda image=image: Workflow().run(image, SPACING))
        del image
        _, cut, outcome = clock(lambda source=source: in_blocks(source, folder, block))
        assert outcome.table.equals(result.table)
        assert (zarr.open_array(outcome.labels / "0")[:] == result.labels).all()
        voxels = np.prod(source.shape)
        print(
            f"  {voxels / 1e6:6.0f} million voxels: one go {whole:6.1f} s, blocks {cut:6.1f} s, "
            f"{cut / whole:4.1f} x, {1e9 * cut / voxels:5.0f} ns a voxel"
        )
    tell_losses({"one go": whole, "blocks": cut}, "blocks", f"{voxels / 1e6:.0f} million voxels")


def on_workers(folder, block):
    source = source_of(folder / "160.zarr")
    print(f"\n42 million voxels in blocks of {block} on Dask's workers, already running\n")
    seconds = {}
    for workers in (1, 2):
        with dask_client(workers) as client:
            client.run(_import)
            seconds[workers], _, _ = clock(lambda c=client: in_blocks(source, folder, block, c))
        print(f"  {workers}: {seconds[workers]:6.1f} s by the clock")
    print(f"  {seconds[1] / seconds[2]:.2f} x as fast with two")


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
    print(f"\nLabelling a mask of {mask.size / 1e6:.0f} million voxels in blocks of {block}\n")
    for name, (wall, processor, _) in times.items():
        print(f"  {name:10} {wall:6.1f} s, of the processor {processor:6.1f} s")
    tell_losses({name: one[1] for name, one in times.items()}, "ours", "labelling in blocks")


def beyond_memory(folder, gigabytes, block):
    side = 768
    depth = int(gigabytes * 1e9 / 2 / side**2)
    source = tiled((depth, side, side), folder / "large.zarr")
    size = 2 * np.prod(source.shape)
    limit = int(size / 10)
    print(f"\n{size / 1e9:.2f} GB; may reserve {limit / 1e6:.0f} MB more, blocks of {block}")
    command = [sys.executable, __file__, "--limited", str(source.path), str(limit), str(block)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    print(done.stdout or done.stderr[-2000:])
    print(f"  {time.perf_counter() - start:.0f} s by the clock")


def limited(path, limit, block):
    """Run in blocks in this process, which is refused more memory than `limit` from here on."""
    path, limit, block = Path(path), int(limit), int(block)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        warm = tiled((70, 70, 70), Path(folder) / "warm.zarr")
        in_blocks(warm, folder, 40)  # what imports and threads take is not the image's
        before = new_peak()
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + limit,) * 2)
        _, processor, outcome = clock(lambda: in_blocks(source_of(path), folder, block))
        grown, one = peak() - before, 8 * block**3
        print(
            f"  {len(outcome.table)} nuclei, {processor:.0f} s of the processor; at most "
            f"{grown / 1e6:.0f} MB more than before, {grown / one:.1f} blocks of float64"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gigabytes", type=float, default=12, help="0: leave this part out")
    parser.add_argument("--depths", type=int, nargs="+", default=[80, 160, 320])
    parser.add_argument("--block", type=int, default=256)
    parser.add_argument("--limited", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=["memory", "time", "dask-image", "workers"])
    options = parser.parse_args()
    if options.limited:
        limited(*options.limited)
        sys.exit()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if options.only in (None, "time", "dask-image", "workers"):
            against_one_go(folder, 160, options.depths)
        if options.only in (None, "dask-image"):
            against_dask_image(folder, 160)
        if options.only in (None, "workers"):
            on_workers(folder, 160)
        if options.only in (None, "memory") and options.gigabytes:
            beyond_memory(folder, options.gigabytes, options.block)
