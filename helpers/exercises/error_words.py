"""Why a learner's cell stopped or went astray, in plain words, with Python's own helpful part."""

import ast
import builtins
import io
import re
import tokenize
from collections.abc import Iterable

import numpy as np

from ..inputs import did_you_mean

_START = "Your answer cell stopped before its end."
# how Python's reason for stopping begins, and what to do about it
_REASONS = (
    (
        r"^'(int|float|numpy.float64|numpy.int64)' object is not callable",
        "write `*` between two factors: round brackets behind a name mean *do it*",
    ),
    (
        r"object is not callable",
        "to pick one entry write square brackets, as in `spacing[0]`: round ones mean *do it*",
    ),
    (
        r"for \^: 'float'|for \^: 'int' and 'float'|'bitwise_xor'",
        "a power is written with two stars, as in `0.5**3`",
    ),
    (
        r"(builtin_function_or_method|'function'|'method')",
        "a tool does its work only with brackets behind its name, as in `volumes.mean()`",
    ),
    (
        r"can't multiply sequence by non-int",
        "lists are not multiplied as a whole: take one entry of each, as in "
        "`image.shape[0] * spacing[0]`",
    ),
    (
        r"index out of range|is out of bounds",
        "Python counts from 0, so the last number is one less",
    ),
)
_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ELSE = "look for a bracket, a quotation mark or a colon that is missing there or in the line above"

# what a line of code that Python cannot read looks like, and what to do about it
_SIGNS = (
    (r"[“”„‘’«»]", "quotation marks must be the straight ones, \" or '"),
    (r"[÷×−·]", "write `/` for divided by, `*` for times and `-` for minus"),
    (r"\d\s*x\s*\d|[\w)] x [\w(]", "write `*` for times"),
    (r"(?<![\w.])\d{1,3} \d{3}\b", "leave out the blank inside a number"),
    (r"\d\s*%\s*($|#|\))", "leave out the unit behind a number"),
    (
        r"\d\s+(?!(?:if|else|and|or|in|is|for|not)\b)[^\W\d]",
        "leave out the words behind a number",
    ),
    (
        r"[)\]]\s*(?!(?:if|else|and|or|in|is|for|not)\b)[^\W\d]\w*\s*($|#)",
        "leave out the unit behind the bracket",
    ),
    (r"=\s*\d+:\d+\s*($|#)", "write hours as one number with a point, as in `3.5`"),
    (r"=\s+=", "give a value its name with one `=`"),
)


def excuse(error: BaseException, source: str = "", known: Iterable[str] = ()) -> str:
    """Say in plain words why a cell stopped, and what to do.

    Parameters
    ----------
    error : BaseException
        What stopped the cell.
    source : str
        The cell.
    known : iterable of str
        The names of the notebook, for one that was misspelt.

    Returns
    -------
    str

    Examples
    --------
    >>> excuse(ZeroDivisionError("division by zero"))
    'Your answer cell stopped before its end. Python said: ZeroDivisionError: division by zero.'
    """
    if isinstance(error, SyntaxError):
        return _unreadable(error, source)
    comma = _number_with_commas(source)
    if isinstance(error, NameError) and error.name:
        if error.name in _FIGURES:
            figure = _FIGURES.index(error.name)
            return f"{_START} Write a number in figures: `{figure}` for {error.name}."
        advice = did_you_mean(error.name, {*known, *vars(builtins)}, cutoff=0.7)
        if not advice and hasattr(np, error.name):
            advice = f" Did you mean `np.{error.name}`?"
        return (
            f"{_START} It uses the name `{error.name}`, which Python does not know."
            f"{advice or ' Was the cell that makes it run?'}"
        )
    reason = str(error).splitlines()[0] if str(error) else "no reason given"
    said = f"{_START} Python said: {type(error).__name__}: {reason[:160].rstrip('.')}."
    keyword = re.search(r"keyword argument '(\w+)'", reason)
    advice = next((do for sign, do in _REASONS if re.search(sign, reason)), "")
    if keyword and re.search(rf"\b{keyword[1]}\s*=(?!=)", source):
        said += " To ask whether two things are equal, write `==`: one `=` alone gives a name."
    elif comma:
        said += f" Python reads a comma as “and”: write `{comma}` as `{comma.replace(',', '')}`."
    elif advice:
        said += f" {_sentence(advice)}"
    return said


def _unreadable(error: SyntaxError, source: str) -> str:
    """Say which line cannot be read; Python's own words, unless they lead astray."""
    lines = source.splitlines()
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    start = f"Python could not read line {error.lineno} of your answer cell."
    if isinstance(error, IndentationError):
        return (
            f"{start} Python said: {error.msg}. Lines that belong to a `for`, `if` or `def` begin "
            "with four blanks, all others at the left margin."
        )
    comma = re.search(r"(?<![\w.])\d+,\d+", line)
    if comma and "zero" in error.msg:
        return f"{start} Write a decimal number with a point: `{comma[0].replace(',', '.')}`."
    advice = next((do for sign, do in _SIGNS if re.search(sign, line)), None)
    if "leading zeros" in error.msg and not advice:
        advice = "a number does not begin with 0, unless a point follows"
    helpful = error.msg not in ("invalid syntax", "invalid decimal literal", "incomplete input")
    said = f" Python said: {error.msg.rstrip('.?')}{'?' if error.msg[-1] == '?' else '.'}"
    advice = advice or ("" if helpful else _ELSE)
    return start + (said if helpful else "") + (f" {_sentence(advice)}" if advice else "")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _code(source: str) -> str:
    """Return the code of a cell without texts and comments."""
    dropped = (tokenize.STRING, tokenize.COMMENT)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return ""
    return " ".join(token.string for token in tokens if token.type not in dropped)


def _number_with_commas(source: str) -> str:
    """Return what looks like a number with thousands commas, outside square brackets."""
    outside = re.sub(r"\[[^\]]*\]", "", re.sub(r"#.*|([\"']).*?\1", "", source))
    found = re.search(r"(?<![\w.,(])\d{1,3}(?:,\d{3})+(?![\w.,])", outside)
    return found[0] if found else ""


def misread(source: str) -> str:
    """Return what Python reads otherwise than people do in a cell that ran, or "".

    Parameters
    ----------
    source : str
        The cell.

    Returns
    -------
    str

    Examples
    --------
    >>> misread("most = 2^8 - 1")
    'In Python `^` is no power: write 2 to the power of 8 as `2**8`.'
    """
    code = _code(source)
    if re.search(r"[\w)] \^ [\w(]", code):
        return "In Python `^` is no power: write 2 to the power of 8 as `2**8`."
    if comma := re.search(r"(?:[*/+-] (\d+) , (\d+)\b|\b(\d+) , (\d+) [*/+-])", code):
        whole, part = (one for one in comma.groups() if one is not None)
        return f"Python reads a comma as “and”: write `{whole}.{part}`, with a point."
    return ""


def is_bare_value(source: str) -> bool:
    """Tell whether a cell holds a value and no name for it.

    Parameters
    ----------
    source : str
        The cell.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_bare_value("5"), is_bare_value("[1, 2]  # mine"), is_bare_value("count = 5")
    (True, True, False)
    """
    try:
        return ast.literal_eval(source.strip() or "...") is not ...
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return False
