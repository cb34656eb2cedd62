"""Sliders that show at once what a parameter does to the whole volume."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "components": ["explore_components"],
        "erosion": ["explore_erosion"],
        "expansion": ["explore_expansion"],
        "exposure": ["explore_histogram"],
        "sizes": ["explore_sizes"],
        "threshold": ["explore_threshold"],
    },
)
