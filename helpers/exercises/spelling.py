"""How people write numbers: decimal commas, thousands, units, "about 100"."""

import math
import re
import unicodedata

from ..inputs import InputError

LONGEST = 200
"""No text with a number in it has more characters than this."""

_ABOUT = r"(?:about|around|roughly|approx(?:imately)?\.?|circa|ca\.?|~|≈)?\s*"
_NUMBER = r"[+-]?(?:\d(?:[\d.,_' ]*\d)?\.?|\.\d+)(?:e[+-]?\d+)?"
_PHYSICAL = {
    *("%", "nm", "um", "mm", "cm", "m", "um2", "um3", "um6", "nm3", "mm3", "fl", "pl", "ml", "l"),
    *("hours", "minutes", "seconds", "days"),
}
_SAME = {"percent": "%", "h": "hours", "hr": "hours", "hour": "hours"}
_SAME |= {"min": "minutes", "s": "seconds", "sec": "seconds", "day": "days"}
_SAME |= {f"{micro}{end}": "um" for micro in ("micromet", "micron") for end in ("", "re", "er")}


def readings(text: str, unit: str = "") -> list[float]:
    """Return what a text can mean as a number, the likeliest first.

    Parameters
    ----------
    text : str
        Such as "3.2 µm", "3,2", "65,535", "40 %", "about 12" or "5 objects".
    unit : str
        The unit that is wanted; "" and nouns such as "voxels" stand for a count.

    Returns
    -------
    list of float
        Two if a comma or a point may stand for either of two things, as in "65,535".

    Raises
    ------
    InputError
        If the text holds a number in another unit, or a sum that Python should work out.
    ValueError
        If it is no number at all.

    Examples
    --------
    >>> readings("2.9 um", "µm"), readings("40 %"), readings("5 objects"), readings("15,4")
    ([2.9], [0.4], [5.0], [15.4])
    >>> readings("65,535")
    [65535.0, 65.535]
    """
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).replace("−", "-").strip()
    found = re.fullmatch(f"{_ABOUT}({_NUMBER})(.*)", plain, re.IGNORECASE | re.DOTALL)
    if found is None or len(plain) > LONGEST:
        raise ValueError(text[:LONGEST])
    number, rest = found[1].replace("_", ""), found[2].strip(" .!").replace("μ", "µ")
    share = _unit(rest) == "%" != _unit(unit)
    if not share:
        _check_unit(rest, unit)
    values = [value / 100 if share else value for value in _values(number)]
    if not all(map(math.isfinite, values)):
        raise InputError("This number is too large for the computer to work with.")
    return values


def _values(number: str) -> list[float]:
    """Return the numbers that figures with commas, points and blanks may stand for."""
    bare = number.replace(" ", "").replace("'", "")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}([,.])\d{3}", bare):
        decimal, whole = float(bare.replace(",", ".")), float(re.sub("[,.]", "", bare))
        return [whole, decimal] if "," in bare else [decimal, whole]
    last = max(bare.rfind(","), bare.rfind("."))
    grouped = r"[+-]?[1-9]\d{0,2}(?:%s\d{3})+"
    if re.fullmatch(grouped % "," + r"(\.\d+)?", bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(grouped % r"\." + "(,\\d+)?", bare) and bare.count(".") + ("," in bare) > 1:
        bare = bare[:last].replace(".", "") + bare[last:].replace(".", "").replace(",", ".")
    return [float(bare.replace(",", "."))]


def _unit(text: str) -> str:
    """Return one spelling for all that mean the same unit."""
    key = unicodedata.normalize("NFKC", text).casefold().replace("μ", "u")
    key = re.sub(r"[\^*. ]|(?<=[a-z])$", "", key)
    key = re.sub(r"^(cubic|square)(.+)", lambda m: m[2] + str(2 + (m[1] == "cubic")), key)
    word = re.sub(r"[23]$", "", key)
    ending = key.removeprefix(word)
    single = word[:-1] if len(word) > 2 and word.endswith("s") else word
    return _SAME.get(word, _SAME.get(single, word)) + ending


def is_physical(unit: str) -> bool:
    """Tell a unit such as µm from a noun such as voxels.

    Parameters
    ----------
    unit : str

    Returns
    -------
    bool

    Examples
    --------
    >>> is_physical("µm³"), is_physical("voxels")
    (True, False)
    """
    return _unit(unit) in _PHYSICAL


def _check_unit(rest: str, unit: str) -> None:
    """Raise unless what stands behind a number is the wanted unit, or a noun behind a count."""
    if not rest or _unit(rest) == _unit(unit):
        return
    wanted = unit or "a plain number"
    if is_physical(rest):
        raise InputError(f"Your answer is in {rest}, but {wanted} is wanted here.")
    if re.fullmatch(r"(?:[-–—]|to|until|\.\.+)\s*\d+", rest):
        raise InputError(
            "If you mean all numbers from one to another, write each of them. If you mean a "
            "difference, leave the quotation marks out, so that Python works it out."
        )
    if re.match(r"[^\W\d_]+[,.]?\s*\d", rest):
        raise InputError(f"Your answer holds two numbers. Write one, in {wanted}, as in `3.5`.")
    if re.search(r"[*/+^=()-]|\d", rest):
        raise InputError(
            "Your answer is a text with a sum in it. Leave the quotation marks out, so that Python "
            "works it out; powers are written with two stars, as in `10**3`."
        )
    if is_physical(unit) or len(rest.split()) > 3 or not re.fullmatch(r"[^\W\d_][\w -]*", rest):
        raise InputError(
            f"Behind the number stands “{rest[:40]}”, but {wanted} is wanted here. The number "
            "alone is enough."
        )


def say(number: float) -> str:
    """Write a number as one would type it.

    Parameters
    ----------
    number : float

    Returns
    -------
    str

    Examples
    --------
    >>> say(65535.0), say(15.364012), say(0.0196)
    ('65535', '15.364', '0.0196')
    """
    whole = number == round(number) and abs(number) < 1e15
    return f"{number:.0f}" if whole else f"{number:.6g}"


def with_unit(figures: str, number: float, unit: str) -> str:
    """Return a number with its unit, one thing in the singular.

    Parameters
    ----------
    figures : str
        The number as it is to be read.
    number : float
    unit : str
        As for many: "voxels", "nuclei", "µm".

    Returns
    -------
    str

    Examples
    --------
    >>> with_unit("1", 1, "voxels"), with_unit("1", 1, "nuclei"), with_unit("2.5", 2.5, "hours")
    ('1 voxel', '1 nucleus', '2.5 hours')
    """
    if number == 1 and not is_physical(unit):
        unit = {"nuclei": "nucleus"}.get(unit, unit.removesuffix("s"))
    return f"{figures} {unit}".rstrip()


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    Parameters
    ----------
    count : int
    noun : str
        For one of them.

    Returns
    -------
    str

    Examples
    --------
    >>> plural(1, "voxel"), plural(2400, "voxel")
    ('1 voxel', '2,400 voxels')
    """
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
