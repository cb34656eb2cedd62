"""The same advice for a notebook, which knows arguments, and for a terminal, which knows flags."""

_FLAGS = {
    "spacing=(z, y, x)": "--spacing Z Y X",
    "another folder (out)": "another folder with --out",
    "overwrite=True": "--overwrite",
    "(workers=1)": "(--workers 1)",
}


def in_terminal(sentence: str) -> str:
    """Return a sentence with flags in place of arguments.

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
    """
    for argument, flag in _FLAGS.items():
        sentence = sentence.replace(argument, flag)
    return sentence
