"""From letting go of the pointer, or pressing a key, to the new picture in Chromium.

Run with `python benchmarks/viewer.py` from the root of the repository.
"""

import sys
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from erosion import table

SETUP = """
import json
import numpy as np
from helpers.data import load_nuclei
from helpers.viewer import open_viewer
from skimage.filters import gaussian, threshold_otsu
from skimage.measure import label
image, spacing = load_nuclei()
blurred = gaussian(image, sigma=3)
labels = label(blurred > threshold_otsu(blurred)).astype(np.int32)
if {large}:
    rng = np.random.default_rng(0)
    image, labels = (np.tile(stack, (1, 4, 4)) for stack in (image, labels))
    image = image + rng.integers(0, 900, image.shape, dtype=np.uint16)  # noise of its own
viewer = open_viewer("notebook")
viewer.add_image(image, name="nuclei")
viewer.add_labels(labels, name="instance_seg")
viewer.add_labels(np.zeros_like(labels), name="mine")
viewer.layers["mine"].mode = "paint"
viewer
"""
WATCH = """(root) => {
  window.delays = []; window.begun = null;
  const begin = () => { window.begun = performance.now(); };
  root.addEventListener("keydown", begin, true);
  root.addEventListener("pointerup", begin, true);
  root.addEventListener("nv-picture", () => {
    if (window.begun === null) return;
    window.delays.push(performance.now() - window.begun);
    window.begun = null;
  });
}"""
KILOBYTES = """
(sum(map(len, viewer.widget.pictures.values())) + len(json.dumps(viewer.widget.state))) / 1000
"""


def delays(page, act, times, pause):
    """Return how long each picture took after `act`, in milliseconds."""
    page.evaluate("window.delays = []")
    for number in range(times):
        act(number)
        page.wait_for_timeout(pause)
    return page.evaluate("window.delays")


def measure(server, browser, large):
    """Return the rows of the table for one stack."""
    code = SETUP.format(large=large)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    name = f"viewer-{large}.ipynb"
    nbformat.write(notebook, server.files / name)
    from tests.browser.conftest import NotebookPage

    context = browser.new_context(viewport={"width": 1366, "height": 900})
    opened = NotebookPage(server, context.new_page(), name)
    opened.run_all()
    page, root = opened.page, opened.page.locator(".nv")
    canvas = root.locator("canvas").first
    canvas.wait_for()
    page.wait_for_timeout(3000)
    root.evaluate(WATCH)
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def stroke(number):
        x, y = middle[0] - 120 + 10 * number, middle[1] - 100 + 9 * number
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 20, steps=8)
        page.mouse.up()

    def key(number):
        canvas.focus()
        page.keyboard.press("ArrowRight" if number % 2 else "ArrowLeft")

    def turn(number):
        page.keyboard.press("ArrowUp" if number % 2 else "ArrowLeft")

    pause = 900 if large else 400
    rows = []
    for what, act in (("pointer up, stroke painted", stroke), ("key, next slice", key)):
        taken = delays(page, act, 20, pause)
        rows.append((what, taken, opened.kernel(KILOBYTES)))
    canvas.focus()
    page.keyboard.press("Control+y")
    page.wait_for_timeout(6000)
    taken = delays(page, turn, 10, 1500)
    rows.append(("key, 3D turned", taken, opened.kernel(KILOBYTES)))
    shape = " × ".join(map(str, opened.kernel("image.shape")))
    opened.close()
    context.close()
    return [
        (shape, what, f"{np.median(t):.0f}", f"{np.percentile(t, 95):.0f}", len(t), f"{kb:.0f}")
        for what, t, kb in rows
    ]


def main():
    """Print the table."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM_FLAGS, Server
    from tests.conftest import find_chromium

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        try:
            rows = [row for large in (False, True) for row in measure(server, browser, large)]
        finally:
            browser.close()
            server.stop()
    heads = ("stack", "from", "median ms", "95 % ms", "times", "KB")
    table("From the hand to the picture, three layers", heads, rows)


if __name__ == "__main__":
    main()
