"""A notebook, stamped: run again from the top, compared, and what it rests on written down."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"stamping": ["stamp_notebook"]}
)
