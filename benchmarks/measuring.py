"""The workflow against the lesson's own code, a folder against a bare loop, and memory.

Run with `python benchmarks/measuring.py`. Rows of a table take turns in the same run, so that a
busy computer slows all alike; processor time is given beside the clock's, as it depends less on
what else is running. Each claim is asserted on results, never on time.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from _losses import tell_losses
from distributed import Client, LocalCluster
from erosion import new_peak, peak

from helpers.folder.batch import measure_folder
from helpers.images.lesson import DATA, load_nuclei
from helpers.images.reading import load_volume
from helpers.images.synthetic import make_nuclei
from helpers.workflow.run import Workflow


def lesson(image):
    """Return the lesson's volumes: its code in its order, only the viewer's lines left out."""
    from skimage.filters import gaussian, threshold_otsu
    from skimage.measure import label
    from skimage.morphology import ball, binary_erosion
    from skimage.segmentation import clear_border, expand_labels

    blurred = gaussian(image, sigma=3)
    threshold = threshold_otsu(blurred)
    semantic_seg = blurred > threshold
    eroded_mask = binary_erosion(semantic_seg, footprint=ball(10))
    instance_seg = label(eroded_mask)
    instance_seg = expand_labels(instance_seg, 10)
    instance_seg = clear_border(instance_seg)
    instance_seg = label(instance_seg)
    number_of_nuclei = instance_seg.max()
    labels = range(1, number_of_nuclei + 1)
    nucleus_pixels = []
    for number in labels:  # "label" in the lesson, which would hide the function
        nucleus_pixels.append(np.count_nonzero(instance_seg == number))
    pixel_volume = 0.26 * 0.26 * 0.29
    return instance_seg, pixel_volume * np.array(nucleus_pixels)


def lesson_with_table(image):
    """Return the lesson's labels, and the full table of all columns from them."""
    from helpers.nuclei.measurement import measure

    return measure(lesson(image)[0], (0.29, 0.26, 0.26), image)


def clock(function):
    """Return seconds by the clock, seconds of the processor, and the result."""
    wall, processor = time.perf_counter(), time.process_time()
    result = function()
    return time.perf_counter() - wall, time.process_time() - processor, result


def one_image(rounds):
    image, spacing = load_nuclei()
    functions = {
        "the lesson's code, volumes only": lambda: lesson(image)[1],
        "the lesson's code, then our full table": lambda: lesson_with_table(image),
        "Workflow.run, full table": lambda: Workflow().run(image, spacing).table,
    }
    best = {name: (np.inf, np.inf) for name in functions}
    results = {}
    for _ in range(rounds):
        for name, function in functions.items():
            wall, processor, results[name] = clock(function)
            best[name] = min(best[name][0], wall), min(best[name][1], processor)
    volumes, table, ours = results.values()
    assert table.equals(ours) and np.allclose(volumes, ours["volume_um3"], rtol=1e-12)
    reference = best["Workflow.run, full table"]
    print(f"\nOne image, {image.shape}, {image.dtype}; best of {rounds}\n")
    for name, (wall, processor) in best.items():
        print(
            f"  {name:40} {wall:6.2f} s {wall / reference[0]:5.1f} x"
            f"   processor {processor:6.2f} s {processor / reference[1]:5.1f} x"
        )
    seconds = {name: processor for name, (_, processor) in best.items()}
    tell_losses(seconds, "Workflow.run, full table", "one image")


def bare(paths):
    """Do what a short script would: load each image and run the workflow."""
    for path in paths:
        Workflow().run(*load_volume(path))


def folder(count, rounds):
    with tempfile.TemporaryDirectory() as temporary:
        images = Path(temporary) / "images"
        images.mkdir()
        for seed in range(count):
            make_nuclei(size=4, seed=seed).save(images / f"{seed:03}.ome.tif")

        paths = sorted(map(str, images.iterdir()))

        def ours(**options):
            out = Path(temporary) / f"out-{time.monotonic_ns()}"
            return measure_folder(images, out, progress=False, **options)

        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as running:
            address = running.scheduler_address
            ours(scheduler=address)  # the workers import what they need once
            client = Client(address)
            halves = [paths[::2], paths[1::2]]
            functions = {
                "bare loop: load, run": lambda: bare(paths),
                "two bare loops side by side, half each": lambda: client.gather(
                    client.map(bare, halves, pure=False)
                ),
                "measure_folder, 1 worker": ours,
                "measure_folder, 2 workers, already running": lambda: ours(scheduler=address),
                "measure_folder, 2 workers, and starting them": lambda: ours(workers=2),
            }
            times = {name: [] for name in functions}
            for _ in range(rounds):
                for name, function in functions.items():
                    times[name].append(clock(function)[0])
            client.close()
    print(f"\nA folder of {count} images, with warnings, overlays, tables and report")
    print(f"{os.cpu_count()} cores; medians of {rounds} rounds, ratios within each round\n")
    for name, seconds in times.items():
        ratios = np.divide(times["bare loop: load, run"], seconds)
        print(
            f"  {name:46} {np.median(seconds) / count:6.3f} s an image"
            f"   {np.median(ratios):5.2f} x bare"
        )
    medians = {name: np.median(seconds) for name, seconds in times.items()}
    one, two = "measure_folder, 1 worker", "measure_folder, 2 workers, already running"
    by_hand = ("bare loop: load, run", "two bare loops side by side, half each")
    for ours, bare_one in zip((one, two), by_hand, strict=True):
        tell_losses({name: medians[name] for name in (ours, bare_one)}, ours, "a folder")


def memory():
    path = DATA / "nuclei.ome.tif"
    image, _ = load_nuclei()
    print(f"\nMost memory while measuring one image, in multiples of its {image.nbytes:,} bytes\n")
    for name in ("load_volume", "lesson", "Workflow.run", "measure_file"):
        command = [sys.executable, __file__, "--most-memory-of", name, str(path)]
        grown = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(f"  {name:40} {grown / image.nbytes:5.1f} x")


def most_memory(name, path):
    """Print by how many bytes the peak grows over what is taken before the image is opened."""
    from helpers.folder.batch import measure_file

    small = np.random.default_rng(0).integers(0, 99, (16, 32, 32))
    Workflow(radius=1).run(small, (1, 1, 1))  # what importing takes is not the image's
    lesson(small)
    before = new_peak()
    if name == "measure_file":
        measure_file(path, Workflow())
    else:
        image, spacing = load_volume(path)
        if name == "lesson":
            lesson(image)
        elif name == "Workflow.run":
            Workflow().run(image, spacing)
    print(peak() - before)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=12)
    parser.add_argument("--most-memory-of", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)  # binary_erosion is deprecated
    if options.most_memory_of:
        most_memory(*options.most_memory_of)
    else:
        one_image(options.rounds)
        memory()
        folder(options.images, options.rounds)
