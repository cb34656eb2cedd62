"""The whole way from an image to a table: run it, doubt it, save it, take it home."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "accuracy": ["accuracy_by_radius", "accuracy_by_step"],
        "result_cautions": ["cautions"],
        "parameters": ["PARAMETERS"],
        "run": ["Result", "Workflow"],
    },
)
