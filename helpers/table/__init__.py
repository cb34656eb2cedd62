"""The table of measurements as a widget, linked with the nuclei in the viewer."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"widget": ["MeasurementTable", "features"]}
)
