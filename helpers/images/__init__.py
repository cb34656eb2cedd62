"""Images with their voxel size: the lessons', your own, and synthetic ones whose truth is known."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "image_cautions": ["cautions_of"],
        "choosing": ["choose_file"],
        "formats": ["how_to_read", "kind_of"],
        "lesson": ["DATA", "download_cells3d", "load_nuclei"],
        "parts": ["load_overview", "load_region"],
        "reading": ["list_all", "list_images", "load_volume", "read_volume"],
        "synthetic": ["Synthetic", "make_nuclei"],
    },
)
