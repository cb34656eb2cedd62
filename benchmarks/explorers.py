"""From key press to new picture in Chromium, and the time of importing.

Run with `python benchmarks/explorers.py` from the root of the repository.
"""

import subprocess
import sys

import numpy as np
from _browser import opened_pages, watched_machine
from erosion import table

SETUP = """
from helpers.images.lesson import load_nuclei
from helpers.nuclei.segmentation import ErosionStudy, threshold_nuclei
from helpers.explorers import *
image, spacing = load_nuclei()
mask = threshold_nuclei(image).mask
labels = ErosionStudy(mask).expanded(10)
"""
FLOOR = """
explorer = explore_erosion(mask, spacing)
ready = []
for explorer.radius in range(17):
    ready.append(explorer.render())
explorer.render = lambda: ready[explorer.radius]
explorer.radius = 0
explorer
"""
CASES = {  # name: the explorer, and which slider
    "floor: the same, drawn beforehand": (FLOOR, "radius"),
    "erosion, labels": ("explore_erosion(mask, spacing)", "radius"),
    "erosion, over the image": ("explore_erosion(mask, spacing, image)", "radius"),
    "erosion, slice": ("explore_erosion(mask, spacing)", "slice (z)"),
    "expansion, distance": ("explore_expansion(mask)", "grow by"),
    "threshold, level": ("explore_threshold(image)", "threshold"),
    "threshold, blur": ("explore_threshold(image)", "blur (sigma)"),
    "histogram, slice": ("explore_histogram(image)", "slice (z)"),
    "sizes, slice": ("explore_sizes(labels, spacing)", "slice (z)"),
}
WATCH = """(img) => {
  window.delays = []; window.pictures = []; window.pressed = null;
  document.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
  img.addEventListener("load", () => {
    window.pictures.push(performance.now());
    if (window.pressed === null) return;
    window.delays.push(performance.now() - window.pressed);
    window.pressed = null;
  });
}"""


def key_to_picture(page, cell, slider):
    """Return the delays of single key presses, and the pictures a second of a held key."""
    cell.locator(".nuclei-explorer img").evaluate(WATCH)
    cell.get_by_label(slider, exact=True).and_(cell.locator(".noUi-handle")).focus()
    for key in ["ArrowRight"] * 5 + ["ArrowLeft"] * 5:  # the page warms up
        page.page.keyboard.press(key)
        page.page.wait_for_timeout(250)
    page.page.evaluate("window.delays = []")
    for key in ["ArrowRight"] * 5 + ["ArrowLeft"] * 5:
        for _ in range(6 if key == "ArrowRight" else 5):
            page.page.keyboard.press(key)
            page.page.wait_for_timeout(250)
    delays = page.page.evaluate("window.delays")
    page.page.evaluate("window.pictures = []")
    for key in ("ArrowRight", "ArrowLeft") * 3:
        for _ in range(14):
            page.page.keyboard.press(key)
            page.page.wait_for_timeout(25)
    pictures = np.array(page.page.evaluate("window.pictures"))
    return delays, 1000 * (len(pictures) - 1) / np.ptp(pictures)


def browser_table():
    rows = []
    with watched_machine(), opened_pages() as opened:
        for name, (call, slider) in CASES.items():
            with opened(SETUP, call) as page:
                delays, rate = key_to_picture(page, page.cell(1), slider)
            median, high = np.percentile(delays, [50, 95])
            row = [f"{median:.0f} ms", f"{high:.0f} ms", len(delays), f"{rate:.0f} /s"]
            rows.append([name, *row])
        heads = ["explorer, slider", "median", "95th percentile", "keys", "pictures, key held"]
        table("1. Key press to new picture in Chromium", heads, rows)


def import_table():
    def seconds(module, first="time"):
        code = f"import time, {first}; t = time.perf_counter(); import {module}"
        command = [sys.executable, "-c", f"{code}; print(time.perf_counter() - t)"]
        return float(subprocess.run(command, capture_output=True, text=True).stdout)

    cases = {
        "helpers": ["helpers"],
        "helpers.nuclei.segmentation": ["helpers.nuclei.segmentation"],
        "helpers.explorers": ["helpers.explorers"],
        "helpers.explorers, in a notebook's kernel": ["helpers.explorers", "ipykernel.kernelapp"],
    }
    rows = []
    for name, case in cases.items():
        times = [seconds(*case) for _ in range(7)]
        rows.append([name, f"{min(times):.3f} s", f"{np.median(times):.3f} s"])
    table("2. Importing", ["module", "best of 7", "median"], rows)


if __name__ == "__main__":
    browser_table()
    import_table()
