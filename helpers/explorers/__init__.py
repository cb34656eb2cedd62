"""Sliders that show at once what a parameter does to the whole volume."""

from helpers.explorers.components import explore_components
from helpers.explorers.erosion import explore_erosion
from helpers.explorers.expansion import explore_expansion
from helpers.explorers.exposure import explore_histogram
from helpers.explorers.sizes import explore_sizes
from helpers.explorers.threshold import explore_threshold

__all__ = [
    "explore_components",
    "explore_erosion",
    "explore_expansion",
    "explore_histogram",
    "explore_sizes",
    "explore_threshold",
]
