"""The kinds of exercise that a content module chooses from."""

from .arrays import Array, Labels, Mask, Table
from .choices import Choice, Option, Reflection
from .exercise import Mistake
from .numbers import Function, Number

__all__ = [
    "Array",
    "Choice",
    "Function",
    "Labels",
    "Mask",
    "Mistake",
    "Number",
    "Option",
    "Reflection",
    "Table",
]
