"""The arithmetic: pure functions from arrays to masks, labels, tables and scores."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "matching": ["compare", "match", "overlaps"],
        "measurement": ["COLUMNS", "measure", "summarise", "to_csv", "touches_border"],
        "painting": ["score_painting"],
        "quality": ["clipping", "expose", "signal_to_noise"],
        "segmentation": ["ErosionStudy", "ExpansionStudy", "radius_curve", "threshold_nuclei"],
    },
)
