"""Exercises that answer back: predict, do, check, hints, solution, progress.

Each function takes the name of an exercise, which is the name of the variable that holds
its answer, and returns something that shows itself in a cell. None of them raises for what
a learner wrote; each says in a sentence what is missing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "catalogue": ["use"],
        "session": ["ask", "check", "hint", "predict", "progress", "reset", "solution"],
    },
)
