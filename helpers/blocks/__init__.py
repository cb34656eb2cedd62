"""One image larger than memory: the same labels and the same table, block by block."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "measure": ["measure_in_blocks", "needs_blocks"],
        "run": ["Outcome", "run_in_blocks"],
    },
)
