"""A long lesson in one kernel: memory, widgets, messages and waiting, which shall not grow.

Run with `python benchmarks/long_use.py`; `--steps 3000` for an afternoon's use. Each slider is
moved as a page would, to and fro over its whole length; memory is that of this process, which does
all of it one after the other. An explorer remembers label images or blurs, up to 128 MB of them,
so that a slider that goes back is answered at once; when that is full, the oldest goes.
"""

import argparse
import gc
import os
import time

import comm
import ipywidgets
import numpy as np
import psutil
from erosion import table

from helpers.explorers import explore_erosion, explore_expansion, explore_threshold
from helpers.images.lesson import load_nuclei
from helpers.nuclei.segmentation import threshold_nuclei
from helpers.viewer import open_viewer

SENT = []


class Counted(comm.DummyComm):
    """Notes how much would be sent to the page."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        """Count instead of sending."""
        size = len(repr(data)) + sum(memoryview(part).nbytes for part in buffers or ())
        SENT.append(size)


comm.create_comm = Counted


def to_and_fro(values, steps):
    """Yield values from the first to the last and back, again and again."""
    values = list(values)
    circle = values + values[-2:0:-1]
    for step in range(steps):
        yield circle[step % len(circle)]


def subjects():
    """Yield what is used, how one step is made, and the values of its slider."""
    image, spacing = load_nuclei()
    mask = threshold_nuclei(image).mask

    def move(explorer, name):
        options = explorer.controls[name].options
        values = [one[1] if isinstance(one, tuple) else one for one in options]
        return lambda value: setattr(explorer, name, value), values

    yield "erosion, radius", *move(explore_erosion(mask, spacing), "radius")
    yield "erosion, slice", *move(explore_erosion(mask, spacing), "z")
    yield "expansion, distance", *move(explore_expansion(mask), "distance")
    yield "threshold, level", *move(explore_threshold(image, spacing=spacing), "threshold")
    yield "threshold, blur", *move(explore_threshold(image, spacing=spacing), "sigma")
    viewer = open_viewer("notebook")
    viewer.add_image(image, name="nuclei")
    layer = viewer.add_labels(np.zeros_like(image), name="mine")

    def paint(number):
        viewer.dims.set_point(0, number % len(image))
        layer.paint((number % len(image), 20 + number % 200, 30 + number % 190), 1 + number % 5)
        viewer.widget.still()  # the picture that a page would ask for

    yield "viewer, slice and stroke", paint, range(1000)


def memory():
    """Return the bytes that this process holds."""
    gc.collect()
    return psutil.Process(os.getpid()).memory_info().rss


def use(name, move, values, steps):
    """Make many steps; return a row of the table."""
    seconds, held = [], [memory()]
    widgets = len(ipywidgets.widgets.widget._instances)
    SENT.clear()
    for step, value in enumerate(to_and_fro(values, steps)):
        start = time.perf_counter()
        move(value)
        seconds.append(time.perf_counter() - start)
        if step + 1 in (steps // 3, 2 * steps // 3, steps):
            held.append(memory())
    begun, third, two, end = (round(one / 1e6) for one in held)
    new = len(ipywidgets.widgets.widget._instances) - widgets
    early, late = (
        1000 * np.median(part) for part in (seconds[: steps // 3], seconds[-steps // 3 :])
    )
    return [
        name,
        steps,
        f"{begun} > {third} > {two} > {end}",
        new,
        f"{len(SENT) / steps:.1f}",
        f"{sum(SENT) / steps / 1000:.0f}",
        f"{early:.0f}",
        f"{late:.0f}",
        f"{1000 * np.percentile(seconds, 95):.0f}",
    ]


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=600)
    steps = parser.parse_args().steps
    # without a pause between them no blur is made ahead: ten times as long a step, so fewer
    rows = [use(*one, steps // 5 if "blur" in one[0] else steps) for one in subjects()]
    heads = ["", "steps", "MB: begin > 1/3 > 2/3 > end", "new widgets", "messages a step"]
    heads += ["kB a step", "ms, first third", "ms, last third", "ms, 95 %"]
    table("Many steps in one kernel", heads, rows)


if __name__ == "__main__":
    main()
