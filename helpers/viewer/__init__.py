"""Napari in a notebook: its window where one can open, its controls in the cell where not.

>>> import numpy as np
>>> from helpers.viewer import open_viewer
>>> viewer = open_viewer("notebook")
>>> layer = viewer.add_image(np.zeros((3, 4, 5), np.uint8), name="empty")
>>> viewer
Viewer, slice z 1 of 0 to 2. empty: image, 3 × 4 × 5, uint8.
"""

from importlib import import_module

# napari takes a second to import, so each name is fetched when it is first used
_HOMES = {
    "open_viewer": "opening",
    "go_to": "editing",
    "on_pick": "editing",
    "Stroke": "editing",
    "replay_strokes": "editing",
    "example_strokes": "editing",
    "window_can_open": "probe",
    "score_painting": "scoring",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"helpers.viewer has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
