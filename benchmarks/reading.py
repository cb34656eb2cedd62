"""Reading an image against tifffile and zarr alone: what the checks cost, as a ratio.

Run with `python benchmarks/reading.py`. Readers take turns in the same run, so that a busy
computer slows both alike; the processor's time in the best of the rounds counts. The pixels are
compared; the goal for the ratio is at most 1.2.
"""

import argparse
import os
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np
import tifffile
import zarr
from _losses import tell_losses

from helpers.images.reading import load_volume

SHAPE = (120, 512, 512)
SPACING = {"PhysicalSizeZ": 0.5, "PhysicalSizeY": 0.2, "PhysicalSizeX": 0.2}


def make(folder):
    """Write the same stack in several ways; return path, channel and the bare reader of each."""
    random = np.random.default_rng(0)
    stack = (random.poisson(40, SHAPE) * 20 + 100).astype(np.uint16)
    four = np.stack([stack, stack + 1, stack + 2, stack + 3], axis=1)
    ome = {"ome": True, "photometric": "minisblack"}
    files = {}

    def tiff(name, image, **options):
        tifffile.imwrite(folder / name, image, **options)
        return folder / name

    one = {"metadata": {"axes": "ZYX", **SPACING}}
    files["OME-TIFF"] = tiff("a.ome.tif", stack, **ome, **one), None
    files["OME-TIFF, deflate"] = tiff("b.ome.tif", stack, compression="zlib", **ome, **one), None
    files["OME-TIFF, LZW, tiles"] = (
        tiff("c.ome.tif", stack, compression="lzw", tile=(256, 256), **ome, **one),
        None,
    )
    imagej = {"imagej": True, "resolution": (5, 5)}
    metadata = {"axes": "ZYX", "unit": "um", "spacing": 0.5}
    files["ImageJ TIFF"] = tiff("d.tif", stack, metadata=metadata, **imagej), None
    metadata = {"axes": "ZCYX", **SPACING}
    files["1 channel of 4, OME-TIFF"] = tiff("e.ome.tif", four, metadata=metadata, **ome), 1
    files["1 channel of 4, deflate"] = (
        tiff("f.ome.tif", four, metadata=metadata, compression="zlib", **ome),
        1,
    )
    group = zarr.open_group(folder / "g.zarr", mode="w")
    group.create_array("0", data=stack, chunks=(16, 256, 256))
    step = [{"type": "scale", "scale": [0.5, 0.2, 0.2]}]
    one = {
        "axes": [{"name": a, "unit": "micrometer"} for a in "zyx"],
        "datasets": [{"path": "0", "coordinateTransformations": step}],
    }
    group.attrs["ome"] = {"version": "0.5", "multiscales": [one]}
    files["OME-Zarr"] = folder / "g.zarr", None
    return files


def bare(path, channel):
    """Read with the library alone, what it reads by itself: the whole image."""
    if path.suffix == ".zarr":
        return zarr.open_array(path / "0", mode="r")[:]
    image = tifffile.imread(path)
    return image if channel is None else image[:, channel]


def seconds(function, *arguments):
    """Return how much of the processor's time a call takes, and what it returns."""
    start = time.process_time()
    result = function(*arguments)
    return time.process_time() - start, result


def peak(function, *arguments):
    """Return how many bytes a call holds at most."""
    tracemalloc.start()
    function(*arguments)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        files = make(Path(folder))
        print(f"{SHAPE} voxels, uint16; best of {rounds}; {os.cpu_count()} cores\n")
        print("| file | library alone | load_volume | ratio | memory, library | load_volume |")
        print("|---|---|---|---|---|---|")
        losses = {}
        for name, (path, channel) in files.items():
            alone, ours = [], []
            for _ in range(rounds):
                alone.append(seconds(bare, path, channel))
                ours.append(seconds(load_volume, path, channel))
            (theirs, wanted), (mine, found) = (
                min(t, key=lambda pair: pair[0]) for t in (alone, ours)
            )
            assert (found[0] == wanted).all() and found[1] == (0.5, 0.2, 0.2)
            print(
                f"| {name} | {theirs * 1e3:.0f} ms | {mine * 1e3:.0f} ms | {mine / theirs:.2f} "
                f"| {peak(bare, path, channel) / 1e6:.0f} MB "
                f"| {peak(load_volume, path, channel) / 1e6:.0f} MB |"
            )
            losses[name] = {"the library alone": theirs, "load_volume": mine}
        print()
        for name, times in losses.items():
            tell_losses(times, "load_volume", name)


if __name__ == "__main__":
    main()
