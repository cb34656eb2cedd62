"""The text of a workflow file: a few parameters in YAML, and nothing that could do harm."""

from pathlib import Path
from typing import Any

from ..inputs import InputError, did_you_mean
from .parameters import PARAMETERS

LONGEST = 20_000  # characters; a workflow file has about 500


def to_text(values: dict[str, Any]) -> str:
    """Return the text of a workflow file: one line for each parameter, with its meaning.

    Parameters
    ----------
    values : dict of str to float, bool, str or None

    Returns
    -------
    str
    """
    import yaml

    lines = ["# How nuclei were measured: a workflow of the Nuclei Workbook."]
    for name, value in values.items():
        written = yaml.safe_dump(value).splitlines()[0]
        lines.append(f"{name}: {written}  # {PARAMETERS[name].about(values['unit'])}")
    return "\n".join(lines) + "\n"


def read_text(path: Path) -> str:
    """Return what a workflow file holds, if it can be one.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str

    Raises
    ------
    InputError
        If it cannot be opened, or is no text.
    """
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(LONGEST + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise InputError(
                f"The workflow file {path.name} is not a text file in UTF-8: choose the file that "
                "workflow.save wrote."
            ) from None
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"The workflow file {path} cannot be opened ({reason}): check its name "
            "and folder, or write one with workflow.save('workflow.yaml')."
        ) from None


def from_text(text: str) -> dict[str, Any]:
    """Return the values that a workflow file gives, by parameter; nothing in it is ever run.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to object
        Not checked yet, apart from the names.

    Raises
    ------
    InputError
        If it is no workflow, tries to run code, or names an unknown parameter.
    """
    import yaml

    if len(text) > LONGEST:
        raise InputError(
            f"It is longer than {LONGEST:,} characters, but a workflow has some 500: choose the "
            "file that workflow.save wrote."
        )
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise InputError("It refers back to itself (*), which no workflow needs: remove that.")
        found = yaml.safe_load(text)
    except InputError:
        raise
    except yaml.constructor.ConstructorError as error:
        raise InputError(
            f"It holds a command instead of a number ({error.problem}). It was refused and "
            "nothing was run: use only files whose origin you know."
        ) from None
    except Exception as error:  # odd tags, numbers and depths make the reader raise many kinds
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "A line" if line is None else f"Line {line + 1}"
        raise InputError(f"{where} cannot be read; each should look like radius: 10.") from None
    if not isinstance(found, dict):
        raise InputError("It holds no parameters; each line should look like radius: 10.")
    for name in found:
        if name not in PARAMETERS:
            shown = str(name)[:60]
            hint = did_you_mean(shown, PARAMETERS) or f" Known are {', '.join(PARAMETERS)}."
            raise InputError(f"{shown} is not a parameter of a workflow.{hint}")
    return found
