"""The parameters of the workflow, declared once: for `Workflow`, the sliders and the command."""

import argparse
import reprlib
from dataclasses import dataclass
from typing import Any

from ..inputs import InputError


def _refuse(name: str, value: object, wanted: str, meaning: str) -> InputError:
    shown = reprlib.repr(value) if isinstance(value, list | dict) else str(value)[:60]
    return InputError(f"{name} is {shown}, but {wanted} is wanted: {meaning}.")


@dataclass(frozen=True)
class Length:
    """A parameter that is a length: in voxels, or in µm if the workflow says so."""

    default: Any  # a number, or None
    high: float
    step: float
    meaning: str
    low: float = 0
    unit: str = "voxels"

    def read(self, name: str, value: Any) -> float | None:
        """Return a value for the parameter, checked.

        Parameters
        ----------
        name : str
        value : object

        Returns
        -------
        float or None
            None only where that is the default.

        Raises
        ------
        InputError
            If it is no number, or out of range.
        """
        if value is None and self.default is None:
            return None
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and self.low <= value <= self.high:
            return value
        wanted = f"a number from {self.low:g} to {self.high:g}"
        raise _refuse(name, value, wanted, self.meaning)

    def about(self, unit: str) -> str:
        """Say in one line what the parameter means.

        Parameters
        ----------
        unit : {"voxels", "um"}
            What lengths are given in.

        Returns
        -------
        str
        """
        return f"{UNITS[unit]}, {self.low:g} to {self.high:g}; {self.meaning}"

    def stops(self, high: float) -> list[float]:
        """Return where a slider over this parameter stops, from `low` to `high`.

        Parameters
        ----------
        high : float
            At most the parameter's own; a slider need not go as far.

        Returns
        -------
        list of float

        Examples
        --------
        >>> PARAMETERS["sigma"].stops(2)
        [0.0, 0.5, 1.0, 1.5, 2.0]
        """
        count = int((min(high, self.high) - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]

    def option(self) -> dict[str, Any]:
        """Return how the command line reads it, as argparse takes it.

        Returns
        -------
        dict
        """
        return {"type": _number, "help": f"{self.meaning} (in the unit that --unit says)"}


@dataclass(frozen=True)
class Flag:
    """A parameter that is on or off."""

    default: bool
    meaning: str

    def read(self, name: str, value: object) -> bool:
        """Return a value for the parameter, checked as by :meth:`Length.read`.

        Parameters
        ----------
        name : str
        value : object

        Returns
        -------
        bool

        Raises
        ------
        InputError
            If it is neither True nor False.
        """
        if isinstance(value, bool):
            return value
        raise _refuse(name, value, "true or false", self.meaning)

    def about(self, unit: str) -> str:
        """Say in one line what the parameter means; the unit does not matter to it.

        Parameters
        ----------
        unit : {"voxels", "um"}

        Returns
        -------
        str
        """
        return self.meaning

    def option(self) -> dict[str, Any]:
        """Return how the command line reads it, as argparse takes it.

        Returns
        -------
        dict
        """
        return {"action": argparse.BooleanOptionalAction, "help": self.meaning}


@dataclass(frozen=True)
class Choice:
    """A parameter that is one of a few words."""

    default: str
    spellings: dict[str, str]
    meaning: str

    def read(self, name: str, value: object) -> str:
        """Return the word that a value means, in the one spelling that is kept.

        Parameters
        ----------
        name : str
        value : object

        Returns
        -------
        str

        Raises
        ------
        InputError
            If it is none of the words.
        """
        if isinstance(value, str) and value in self.spellings:
            return self.spellings[value]
        words = " or ".join(dict.fromkeys(self.spellings.values()))
        raise _refuse(name, value, words, self.meaning)

    def about(self, unit: str) -> str:
        """Say in one line what the parameter means; the unit does not matter to it.

        Parameters
        ----------
        unit : {"voxels", "um"}

        Returns
        -------
        str
        """
        return self.meaning

    def option(self) -> dict[str, Any]:
        """Return how the command line reads it, as argparse takes it.

        Returns
        -------
        dict
        """
        return {"help": self.meaning}


def _number(text: str) -> float:
    """Read 9 as a whole number, as a workflow file does, and 9.5 as a decimal one."""
    value = float(text)
    return int(value) if value.is_integer() else value


UNITS = {"voxels": "voxels", "um": "µm"}
SIGMA = Length(3, 10, 0.5, "how far to blur, to even out noise before the threshold")
RADIUS = Length(10, 100, 1, "how far to erode, to separate nuclei that touch")
EXPANSION = Length(None, 100, 1, "how far to grow the labels back; if empty, as far as the erosion")
CLEAR_BORDER = Flag(True, "whether to leave out nuclei that the side of the image cuts")
UNIT = Choice(
    "voxels",
    {"voxels": "voxels", "um": "um", "µm": "um", "μm": "um"},
    "whether sigma, radius and expansion are in voxels or in um (µm)",
)
PARAMETERS: dict[str, Length | Flag | Choice] = {
    "sigma": SIGMA,
    "radius": RADIUS,
    "expansion": EXPANSION,
    "clear_border": CLEAR_BORDER,
    "unit": UNIT,
}
