"""The kinds of exercise that a content module chooses from."""

from .arrays import Array, Mask
from .choices import Choice, Option, Reflection
from .exercise import Mistake
from .numbers import Function, Number
from .order import Card, Order

__all__ = [
    "Array",
    "Card",
    "Choice",
    "Function",
    "Mask",
    "Mistake",
    "Number",
    "Option",
    "Order",
    "Reflection",
]
