"""Note when a layer is painted, so that the time spent can be told."""

from __future__ import annotations

import time
from typing import Any

from napari.layers import Labels


def watch_painting(layer: Labels) -> None:
    """Keep in ``layer.metadata["painting_times"]`` when a Labels layer is painted.

    Parameters
    ----------
    layer : napari.layers.Labels
    """
    times = layer.metadata.setdefault("painting_times", [])

    def note(event: Any) -> None:
        if event.type == "paint" or str(layer.mode) in ("paint", "fill", "erase"):
            times.append(time.monotonic())

    layer.events.paint.connect(note)
    layer.events.mode.connect(note)
