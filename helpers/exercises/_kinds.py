"""The kinds of exercise that a content module chooses from."""

from helpers.exercises._arrays import Array, Labels, Mask, Table
from helpers.exercises._exercise import Mistake
from helpers.exercises._numbers import Function, Number
from helpers.exercises._painted import Painted
from helpers.exercises._words import Choice, Option, Reflection

__all__ = [
    "Array",
    "Choice",
    "Function",
    "Labels",
    "Mask",
    "Mistake",
    "Number",
    "Option",
    "Painted",
    "Reflection",
    "Table",
]
