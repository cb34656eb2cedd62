"""Erosion, labels and expansion beside what one would use instead: time, and voxels that differ.

Run with `python benchmarks/erosion.py`; add `--grow` for the growth up to 500 million voxels.
All rows of a table come from the same run and take turns, so that a busy computer slows all alike.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from _losses import tell_losses
from scipy import ndimage as ndi
from skimage.measure import label
from skimage.morphology import ball, binary_erosion, erosion, isotropic_erosion
from skimage.segmentation import expand_labels

from helpers.images.lesson import load_nuclei
from helpers.nuclei.segmentation import ErosionStudy, ExpansionStudy, expand, threshold_nuclei

RADIUS = 10


def best_of(functions, rounds):
    """Return the best time of each function, taking turns, and its last result."""
    times, results = dict.fromkeys(functions, np.inf), {}
    for number in range(max(rounds.values())):
        for name, function in functions.items():
            if number < rounds[name]:
                start = time.perf_counter()
                results[name] = function()
                times[name] = min(times[name], time.perf_counter() - start)
    return times, results


def table(title, heads, rows):
    print(f"\n{title}\n")
    widths = [max(len(str(row[i])) for row in [heads, *rows]) for i in range(len(heads))]
    for row in (heads, ["-" * width for width in widths], *rows):
        cells = [str(row[0]).ljust(widths[0])]
        cells += [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells))


def peak():
    """Return the most bytes of memory that this process has held (Linux only)."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmHWM:")[1].split()[0])


def new_peak():
    """Let the peak start afresh from here, and return it."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def compare_erosion(mask):
    import fastmorph
    import SimpleITK as sitk

    def itk():
        stack = sitk.GetImageFromArray(mask.astype(np.uint8))
        eroded = sitk.BinaryErode(stack, [RADIUS] * 3, sitk.sitkBall, 0.0, 1.0, True)
        return sitk.GetArrayFromImage(eroded).astype(bool)

    study = ErosionStudy(mask)
    functions = {
        "ours, every further radius": lambda: study.eroded(RADIUS),
        "ours, first radius (distance map)": lambda: ErosionStudy(mask).eroded(RADIUS),
        "scikit-image isotropic_erosion": lambda: isotropic_erosion(mask, RADIUS),
        "scikit-image binary_erosion(ball)": lambda: binary_erosion(mask, ball(RADIUS)),
        "scikit-image erosion(ball)": lambda: erosion(mask, ball(RADIUS)),
        "scipy binary_erosion(ball)": lambda: ndi.binary_erosion(
            mask, ball(RADIUS), border_value=1
        ),
        "fastmorph spherical_erode": lambda: fastmorph.spherical_erode(mask, RADIUS),
        "SimpleITK BinaryErode(ball)": itk,
    }
    rounds = dict.fromkeys(functions, 3) | {"ours, every further radius": 20}
    rounds["scikit-image erosion(ball)"] = 1
    times, results = best_of(functions, rounds)
    reference = results["scikit-image binary_erosion(ball)"]
    first = times["ours, every further radius"]
    rows = [
        [
            name,
            f"{1000 * seconds:.1f} ms",
            f"{seconds / first:.0f} x",
            f"{np.count_nonzero(results[name] != reference):,}",
        ]
        for name, seconds in times.items()
    ]
    heads = ["erosion by a ball of radius 10", "time", "against ours", "voxels that differ"]
    table(f"1. Erosion of {mask.size:,} voxels", heads, rows)
    times.pop("ours, every further radius")  # the others know no further radius
    tell_losses(times, "ours, first radius (distance map)", "one erosion")


def compare_radius_change(mask):
    study = ErosionStudy(mask)

    def ours():
        study._recent.clear()  # the last labels are kept; here they are to be made again
        return study.labels(RADIUS)

    functions = {
        "ours": ours,
        "lesson: binary_erosion(ball(10)), label": lambda: label(
            binary_erosion(mask, ball(RADIUS))
        ),
        "isotropic_erosion, label": lambda: label(isotropic_erosion(mask, RADIUS)),
    }
    times, results = best_of(functions, dict.fromkeys(functions, 5) | {"ours": 30})
    rows = [
        [
            name,
            f"{1000 * seconds:.1f} ms",
            f"{seconds / times['ours']:.0f} x",
            "yes" if np.array_equal(results[name], results["ours"]) else "NO",
        ]
        for name, seconds in times.items()
    ]
    table(
        "2. A change of the radius: erode and label the whole volume",
        ["way", "time", "against ours", "same voxels and labels"],
        rows,
    )
    tell_losses(times, "ours", "a change of the radius")


def compare_expansion(mask):
    cores = ErosionStudy(mask).labels(RADIUS)
    rows = []
    for distance in (1, 5, 10, 16):
        study = ExpansionStudy(cores, 16)
        functions = {
            "expand": lambda d=distance: expand(cores, d),
            "study": lambda d=distance, s=study: s.expanded(d),
            "scikit": lambda d=distance: expand_labels(cores, d),
        }
        times, results = best_of(functions, dict.fromkeys(functions, 5))
        rows.append(
            [
                distance,
                *(f"{1000 * times[name]:.0f} ms" for name in functions),
                f"{times['scikit'] / times['expand']:.1f} x",
                f"{np.count_nonzero(results['expand'] != results['scikit']):,}",
            ]
        )
    table(
        "3. Expansion of the 19 cores",
        ["distance", "expand", "next distance", "expand_labels", "ratio", "voxels that differ"],
        rows,
    )
    tell_losses(
        {"scikit-image": times["scikit"], "ours": times["expand"]}, "ours", "expansion by 16"
    )


def grow_once(path, tiles):
    """Measure one size, in a process of its own so that its peak of memory is known."""
    mask = np.tile(np.load(path), tiles)
    ErosionStudy(np.eye(9, dtype=bool)).count(1)  # loads what is loaded once
    before = new_peak()
    start = time.perf_counter()
    study = ErosionStudy(mask)
    mapped = time.perf_counter()
    count = study.count(RADIUS)
    done = time.perf_counter()
    print(json.dumps([mask.size, mapped - start, done - mapped, peak() - before, count]))


def growth():
    rows, path = [], Path(tempfile.mkdtemp()) / "mask.npy"
    np.save(path, threshold_nuclei(load_nuclei()[0]).mask)
    for tiles in ((1, 1, 1), (2, 2, 2), (4, 4, 2), (8, 4, 4)):
        command = [sys.executable, __file__, "--once", str(path), *map(str, tiles)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        size, mapping, labelling, memory, count = json.loads(answer.splitlines()[-1])
        rows.append(
            [
                f"{size / 1e6:.0f} million",
                f"{mapping:.2f} s",
                f"{labelling:.3f} s",
                f"{1e9 * mapping / size:.0f} ns",
                f"{1e9 * labelling / size:.1f} ns",
                f"{memory / size:.1f} bytes",
                f"{count:,}",
            ]
        )
    heads = ["voxels", "distance map", "a radius", "map/voxel", "radius/voxel", "memory/voxel"]
    table("4. Growth: the image repeated", [*heads, "pieces"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grow", action="store_true", help="only the growth up to 500 M voxels")
    parser.add_argument("--once", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)  # binary_erosion is on its way out
    if chosen.once:
        grow_once(chosen.once[0], [int(count) for count in chosen.once[1:]])
    elif chosen.grow:
        growth()
    else:
        mask = threshold_nuclei(load_nuclei()[0]).mask
        compare_erosion(mask)
        compare_radius_change(mask)
        compare_expansion(mask)


if __name__ == "__main__":
    main()
