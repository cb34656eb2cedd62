"""The drawings of the lesson pages, one function each, all in one look.

Every function returns a matplotlib figure, or colours to lay into one; `show` puts a figure on
the page together with a description for readers who cannot see it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "counts": ["count_by_radius", "volumes"],
        "exposure": ["histogram", "histograms", "patches"],
        "sheet": ["figure", "show"],
        "slices": [
            *("blend", "labelled", "mark", "number_grids", "numbered", "orthogonal", "outline"),
            "panels",
        ],
    },
)
