"""The same advice for a notebook, which knows arguments, and for a terminal, which knows flags."""

import re

# control characters but the end of a line, marks that turn the writing round, bytes of no text
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FLAGS = {
    "spacing=(z, y, x)": "--spacing Z Y X",
    "another folder (out)": "another folder with --out",
    "overwrite=True": "--overwrite",
    "(workers=1)": "(--workers 1)",
}


def in_terminal(sentence: str) -> str:
    r"""Return a sentence with flags in place of arguments.

    A name may hold what a terminal would obey, or what it cannot show: its number stands there.

    Parameters
    ----------
    sentence : str

    Returns
    -------
    str

    Examples
    --------
    >>> in_terminal("Choose another folder (out), or add overwrite=True to replace them.")
    'Choose another folder with --out, or add --overwrite to replace them.'
    >>> in_terminal("a\x1b[2J.tif") == r"a\x1b[2J.tif"
    True
    """
    for argument, flag in _FLAGS.items():
        sentence = sentence.replace(argument, flag)
    return _HIDDEN.sub(lambda found: ascii(found[0])[1:-1], sentence)
