"""A whole folder of images: measured in parallel, resumable, with tables and a report."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"batch": ["Batch", "find_images", "measure_folder"]}
)
