"""From key press to new picture in Chromium, and the time of importing.

Run with `python benchmarks/explorers.py` from the root of the repository.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from erosion import table

SETUP = """
from helpers.data import load_nuclei
from helpers.segmentation import ErosionStudy, threshold_nuclei
from helpers.explorers import *
image, spacing = load_nuclei()
mask = threshold_nuclei(image).mask
labels = ErosionStudy(mask).expanded(10)
"""
CASES = {  # name: the explorer, which slider, which keys in turn
    "erosion, labels": ("explore_erosion(mask, spacing)", "radius"),
    "erosion, over the image": ("explore_erosion(mask, spacing, image)", "radius"),
    "erosion, slice": ("explore_erosion(mask, spacing)", "slice (z)"),
    "expansion, distance": ("explore_expansion(mask)", "grow by"),
    "threshold, level": ("explore_threshold(image)", "threshold"),
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
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests know how to drive JupyterLab
    from tests.browser.conftest import CHROMIUM_FLAGS, NotebookPage, Server
    from tests.conftest import find_chromium

    rows = []
    server = Server(Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=CHROMIUM_FLAGS
            )
            for name, (call, slider) in CASES.items():
                cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, call)]
                kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
                notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
                nbformat.write(notebook, server.files / "bench.ipynb")
                page = NotebookPage(server, browser.new_page(), "bench.ipynb")
                page.run_all()
                delays, rate = key_to_picture(page, page.cell(1), slider)
                median, high = np.percentile(delays, [50, 95])
                row = [f"{median:.0f} ms", f"{high:.0f} ms", len(delays), f"{rate:.0f} /s"]
                rows.append([name, *row])
                page.page.close()
                page.close()
            browser.close()
    finally:
        server.stop()
    heads = ["explorer, slider", "median", "95th percentile", "keys", "pictures, key held"]
    table("1. Key press to new picture in Chromium", heads, rows)


def import_table():
    rows = []
    for module in ("helpers", "helpers.segmentation", "helpers.explorers"):
        code = (
            f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
        )
        seconds = [
            float(
                subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
            )
            for _ in range(7)
        ]
        rows.append([module, f"{min(seconds):.3f} s", f"{np.median(seconds):.3f} s"])
    table("2. Importing", ["module", "best of 7", "median"], rows)


if __name__ == "__main__":
    browser_table()
    import_table()
