"""Short codes for answers: read aloud in a room, typed by an instructor, no name and no network.

A code such as ``KMT-4ZP2`` says which question (two letters), whose (three signs drawn by chance,
kept for as long as the answer is), what was answered, and ends with a sign by which a typing
error is noticed. The answer is shifted by the signs of chance, so a neighbour cannot read it.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

SIGNS = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
"""31 signs, a prime number: one wrong sign, or two that changed places, never add up."""

FIRST = "KMNPQRTVWXYZ"
"""A code begins with two of these, which are no option's letter and no part of a number."""

TAGS = len(SIGNS) ** 3
"""How many tags there are: of 60 people two share one in 6 of 100 rooms."""

LARGEST = 1e12
_ALIKE = str.maketrans("OILUS", "011V5")
_EXPONENTS = range(-6, 7)


class Code(NamedTuple):
    """What a code says.

    Attributes
    ----------
    question : int
        The place of the exercise in the workbook, from 0.
    tag : int
        Whose answer it is; drawn by chance.
    answer : int
        The option, from 0, or a number as `from_number` makes it.
    """

    question: int
    tag: int
    answer: int


def from_number(value: float) -> int:
    """Return six figures of a number as a whole number from 0 up, small where it is simple.

    Parameters
    ----------
    value : float
        Up to `LARGEST`, with at most six places behind the point.

    Returns
    -------
    int

    Examples
    --------
    >>> from_number(25), to_number(from_number(-2.5))
    (662, -2.5)
    """
    _, figures, exponent = Decimal(f"{abs(value):.5e}").normalize().as_tuple()
    whole, exponent = int("".join(map(str, figures))), int(exponent)
    kept = min(max(exponent, _EXPONENTS[0]), _EXPONENTS[-1])
    whole = round(whole * Decimal(10) ** (exponent - kept))
    return (whole * len(_EXPONENTS) + kept - _EXPONENTS[0]) * 2 + (value < 0)


def to_number(coded: int) -> float:
    """Return the number that `from_number` has coded.

    Parameters
    ----------
    coded : int

    Returns
    -------
    float
    """
    rest, negative = divmod(coded, 2)
    whole, exponent = divmod(rest, len(_EXPONENTS))
    value = float(Decimal(whole).scaleb(_EXPONENTS[exponent]))
    return -value if negative else value


def write(code: Code) -> str:
    """Return a code in its signs.

    Parameters
    ----------
    code : Code

    Returns
    -------
    str

    Examples
    --------
    >>> write(Code(question=14, tag=1234, answer=1))
    'MN1-8TVE'
    """
    first, second = divmod(code.question % len(FIRST) ** 2, len(FIRST))
    answer = _shifted(_figures(code.answer), code.tag)
    numbers = [*(SIGNS.index(FIRST[place]) for place in (first, second))]
    numbers += [*_figures(code.tag, 3), *answer]
    signs = "".join(SIGNS[number] for number in [*numbers, _check(numbers)])
    return f"{signs[:3]}-{signs[3:]}"


def read(text: str) -> Code | None:
    """Return what a code says; None if it is none, or has a typing error.

    Parameters
    ----------
    text : str
        In small letters or capitals, with any signs between; O for 0 and I for 1 are understood.

    Returns
    -------
    Code or None

    Examples
    --------
    >>> read("mni 8tve"), read("mn2 8tve")
    (Code(question=14, tag=1234, answer=1), None)
    """
    signs = re.sub(r"[\W_]", "", plain(text)).translate(_ALIKE)
    if len(signs) < 7 or not set(signs) <= set(SIGNS) or not set(signs[:2]) <= set(FIRST):
        return None
    *numbers, check = map(SIGNS.index, signs)
    if check != _check(numbers):
        return None
    question = FIRST.index(signs[0]) * len(FIRST) + FIRST.index(signs[1])
    tag = _whole(numbers[2:5])
    return Code(question, tag, _whole(_shifted(numbers[5:], -tag)))


def plain(text: str) -> str:
    """Return a text in capitals, without signs that cannot be seen, and with one kind of dash.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> plain("ｋ７–a\u200b\u00a0b")
    'K7-A B'
    """
    seen = (
        "-" if unicodedata.category(sign) == "Pd" else sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) != "Cf"
    )
    return "".join(seen).upper()


def _figures(number: int, least: int = 1) -> list[int]:
    found: list[int] = []
    while number or len(found) < least:
        number, figure = divmod(number, len(SIGNS))
        found.insert(0, figure)
    return found


def _whole(figures: list[int]) -> int:
    total = 0
    for figure in figures:
        total = total * len(SIGNS) + figure
    return total


def _shifted(figures: list[int], tag: int) -> list[int]:
    return [(figure + tag) % len(SIGNS) for figure in figures]


def _check(numbers: list[int]) -> int:
    """Weigh each sign by its place: no two weights are alike, and none is a multiple of 31."""
    return sum((place + 2) * number for place, number in enumerate(numbers)) % len(SIGNS)
