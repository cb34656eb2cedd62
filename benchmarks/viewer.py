"""From letting go of the pointer, or pressing a key, to the new picture in Chromium.

Run with `python benchmarks/viewer.py` from the root of the repository.
"""

import numpy as np
from _browser import opened_pages, watched_machine
from erosion import table

SETUP = """
import json
import numpy as np
from helpers.images.lesson import load_nuclei
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


def delays(page, act, numbers, pause):
    """Return how long each picture took after `act`, in milliseconds."""
    page.evaluate("window.delays = []")
    for number in numbers:
        act(number)
        page.wait_for_timeout(pause)
    return page.evaluate("window.delays")


def measure(notebook, pause):
    """Return what was done, how long each picture took, and its kilobytes."""
    page, root = notebook.page, notebook.page.locator(".nv")
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

    rows = []
    for what, act in (("pointer up, stroke painted", stroke), ("key, next slice", key)):
        delays(page, act, range(5), pause)  # the page warms up
        taken = delays(page, act, range(5, 25), pause)
        rows.append((what, taken, notebook.kernel(KILOBYTES)))
    canvas.focus()
    page.keyboard.press("Control+y")
    page.wait_for_timeout(6000)
    taken = delays(page, turn, range(10), 1500)
    rows.append(("key, 3D turned", taken, notebook.kernel(KILOBYTES)))
    return rows


def main():
    """Print the table."""
    rows = []
    with watched_machine(), opened_pages() as opened:
        for large in (False, True):
            with opened(SETUP.format(large=large)) as notebook:
                found = measure(notebook, 900 if large else 400)
                shape = " × ".join(map(str, notebook.kernel("image.shape")))
            for what, times, size in found:
                median, high = np.percentile(times, [50, 95])
                rows.append(
                    (shape, what, f"{median:.0f}", f"{high:.0f}", len(times), f"{size:.0f}")
                )
        heads = ("stack", "from", "median ms", "95 % ms", "times", "KB")
        table("From the hand to the picture, three layers", heads, rows)


if __name__ == "__main__":
    main()
