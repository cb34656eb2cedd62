"""The size of a voxel as files write it: units by many names, a unit for each axis, gaps."""

import math
import re
import unicodedata
from dataclasses import dataclass

# How many µm one unit is. µ is written here as Unicode's μ, which NFKC makes of both signs.
_LENGTHS = {
    1e-6: "pm picometer picometre",
    1e-4: "å ångström angstrom",
    1e-3: "nm nanometer nanometre",
    1.0: "μm um mum μ micron micrometer micrometre",
    1e3: "mm millimeter millimetre",
    1e4: "cm centimeter centimetre",
    1e5: "dm decimeter decimetre",
    1e6: "m meter metre",
    25400.0: 'in inch inche "',
}
MICROMETRES = {name: size for size, names in _LENGTHS.items() for name in names.split()}


def micrometres(unit):
    r"""Return how many µm one unit of length is, by whatever name a file gives it.

    Parameters
    ----------
    unit : str or None

    Returns
    -------
    float or None
        None for what is no unit of length, such as "pixel".

    Examples
    --------
    >>> [micrometres(unit) for unit in ("\\u00B5m", "Microns", "nm", "pixel", None)]
    [1.0, 1.0, 0.001, None, None]
    """
    text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), str(unit), flags=re.I)
    # "Â" stands before µ where UTF-8 was taken for Latin-1
    text = unicodedata.normalize("NFKC", text.replace("Â", "")).strip().strip("'").casefold()
    return MICROMETRES.get(text) or MICROMETRES.get(text.removesuffix("s"))


def number(value):
    """Return a number that a file gives, also as text and with a decimal comma, or None.

    Parameters
    ----------
    value : object

    Returns
    -------
    float or None
        None if it is no number, or not a finite one.

    Examples
    --------
    >>> number("0,5"), number(0.5), number("1.234,5"), number("nan"), number([2])
    (0.5, 0.5, None, None, None)
    """
    try:
        found = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


@dataclass(frozen=True)
class VoxelSize:
    """What a file says of the size of a voxel, be it all, a part or nothing.

    Attributes
    ----------
    steps : tuple of float or None
        In the order (z, y, x), in µm; None where the file does not say.
    bare : tuple of float or None
        In the same order, numbers that the file gives without a unit.
    slices : int
        How many slices the image has; a single one needs no z step.
    """

    steps: tuple = (None, None, None)
    bare: tuple = (None, None, None)
    slices: int = 2

    @classmethod
    def of(cls, sizes, units, slices):
        """Return the voxel size from numbers and units by axis ("Z", "Y", "X").

        Parameters
        ----------
        sizes : dict of str to object
            As the file gives them; what is not a number above 0 does not count.
        units : dict of str to str
            An axis without one, or with one that is no length, is kept as a bare number.
        slices : int

        Returns
        -------
        VoxelSize

        Examples
        --------
        >>> VoxelSize.of({"Z": 500, "Y": "0,2", "X": 0.2}, {"Z": "nm", "Y": "µm"}, 24)
        VoxelSize(steps=(0.5, 0.2, None), bare=(None, None, 0.2), slices=24)
        """
        steps, bare = [], []
        for axis in "ZYX":
            size, unit = number(sizes.get(axis)), micrometres(units.get(axis))
            size = size if size and size > 0 else None
            steps.append(size * unit if size and unit else None)
            bare.append(size if not unit else None)
        return cls(tuple(steps), tuple(bare), slices)

    @property
    def spacing(self):
        """The voxel size (z, y, x) in µm, or None if the file does not give all of it.

        The z step of a single slice is 1 µm unless the file gives one, so that its volumes in
        µm³ are areas in µm².
        """
        z, y, x = self.steps
        z = 1.0 if z is None and self.slices == 1 else z
        return None if None in (z, y, x) else (z, y, x)

    def explain(self):
        """Say what the file gives, and what it does not.

        Returns
        -------
        str
            A sentence without advice, as notebook and terminal take the missing part in
            different ways.

        Examples
        --------
        >>> print(VoxelSize((None, 0.2, 0.2)).explain())
        The file says that y and x are 0.2 µm; it does not give the z step.
        >>> print(VoxelSize(bare=(0.5, 0.2, 0.2)).explain())
        The file gives 0.5, 0.2, 0.2 for z, y, x, but no unit, so it does not say how large a \
voxel is.
        >>> print(VoxelSize().explain())
        The file does not say how large a voxel is.
        """
        known = {a: step for a, step in zip("zyx", self.steps, strict=True) if step}
        bare = {a: step for a, step in zip("zyx", self.bare, strict=True) if step}
        if len(known) == 3:
            return f"The file says that a voxel is {_listed(known.values())} µm (z, y, x)."
        if known:
            missing = [a for a in "zyx" if a not in known]
            what = "the z step" if missing == ["z"] else f"the size along {' and '.join(missing)}"
            said = f"The file says that {_sizes(known)}; it does not give {what}"
            return said + (f" ({_listed(bare.values())}, but without a unit)." if bare else ".")
        if bare:
            return (
                f"The file gives {_listed(bare.values())} for {', '.join(bare)}, but no unit, so "
                "it does not say how large a voxel is."
            )
        return "The file does not say how large a voxel is."


def _listed(sizes):
    return ", ".join(f"{size:.6g}" for size in sizes)


def _sizes(known):
    """Say "y and x are 0.2 µm", or each by itself if they differ."""
    if len({f"{size:.6g}" for size in known.values()}) == 1:
        verb = "are" if len(known) > 1 else "is"
        return f"{' and '.join(known)} {verb} {_listed([next(iter(known.values()))])} µm"
    return " and ".join(f"{axis} is {size:.6g} µm" for axis, size in known.items())
