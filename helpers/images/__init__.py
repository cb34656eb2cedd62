"""Images with their voxel size: the lessons', your own, and synthetic ones whose truth is known."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "lesson": ["DATA", "download_cells3d", "load_nuclei"],
        "reading": ["load_volume"],
        "synthetic": ["Synthetic", "make_nuclei"],
    },
)
