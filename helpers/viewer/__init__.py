"""Napari in a notebook: its window where one can open, its controls in the cell where not.

>>> import numpy as np
>>> from helpers.viewer import open_viewer
>>> viewer = open_viewer("notebook")
>>> layer = viewer.add_image(np.zeros((3, 4, 5), np.uint8), name="empty")
>>> viewer
Viewer, slice z 1 of 0 to 2. empty: image, 3 × 4 × 5, uint8.
"""

import lazy_loader

# napari takes a second to import, so each name is fetched when it is first used
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "opening": ["open_viewer"],
        "picking": ["go_to", "on_pick"],
        "probe": ["window_can_open"],
        "strokes": ["Stroke", "example_strokes", "replay_strokes"],
    },
)
