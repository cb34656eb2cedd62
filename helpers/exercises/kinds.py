"""The kinds of exercise that a content module chooses from."""

from .arrays import Array, Mask
from .choices import Choice, Option, Reflection
from .exercise import Mistake
from .numbers import Function, Number

__all__ = ["Array", "Choice", "Function", "Mask", "Mistake", "Number", "Option", "Reflection"]
