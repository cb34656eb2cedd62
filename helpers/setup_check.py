"""Is everything here that the workbook needs? Answered in words."""

import importlib
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .images.lesson import load_nuclei
from .inputs import InputError

LOCK = Path(__file__).parent.parent / "requirements.txt"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Setup:
    """What was found; printing it says so in sentences.

    Attributes
    ----------
    good, bad, odd : tuple of str
        Sentences on what is right, on what keeps the workbook from running, and on what
        is merely different from the computer that the workbook was made on.
    """

    good: tuple
    bad: tuple = ()
    odd: tuple = ()

    @property
    def ready(self):
        """Whether nothing is missing."""
        return not self.bad

    def __repr__(self):
        lines = [f"✓ {text}" for text in self.good]
        lines += [f"✗ {text}" for text in self.bad] + [f"! {text}" for text in self.odd]
        if self.bad or self.odd:
            lines.append(
                "To mend this: close JupyterLab, open a terminal in the workbook's folder, type "
                "make lab (with conda: conda env update -f environment.yml), and run this cell "
                "again."
            )
        if self.ready:
            lines.append("You are ready." if not self.odd else "You can go on as it is.")
        return "\n".join(lines)


def check_setup(lock=LOCK):
    """Compare this computer with what the workbook was made with.

    Parameters
    ----------
    lock : path-like
        The file that pins the version of every package.

    Returns
    -------
    Setup

    Examples
    --------
    >>> check_setup().ready
    True
    """
    good, bad, odd = [], [], []
    wanted = ".".join(map(str, OLDEST_PYTHON))
    if sys.version_info >= OLDEST_PYTHON:
        good.append(f"Python is version {wanted} or newer.")
    else:
        found = ".".join(map(str, sys.version_info[:2]))
        bad.append(f"Python is version {found}, but {wanted} or newer is needed.")

    pins, packages, modules = _pins(lock), _declared(), _modules()
    for name in packages:
        try:
            found = version(name)
        except PackageNotFoundError:
            bad.append(f"The package {name} is missing.")
            continue
        if trouble := _trouble(name, modules.get(canonicalize_name(name), ())):
            bad.append(f"The package {name} is here, but it cannot be used ({trouble}).")
        elif pins.get(name, found) != found:
            odd.append(
                f"{name} is version {found}; the workbook was made with {pins[name]}. The lessons "
                "should run, but a figure may come out slightly different."
            )
    if len(good) and not bad and not odd:
        good.append(f"All {len(packages)} packages are here, in the versions that were tested.")

    try:
        load_nuclei()
        good.append("The image is here, and every voxel in it is right.")
    except InputError as error:
        bad.append(str(error))
    return Setup(tuple(good), tuple(bad), tuple(odd))


def check_window():
    """Say which face the viewer will have on this computer.

    Returns
    -------
    str

    Examples
    --------
    >>> "viewer" in check_window()
    True
    """
    from .viewer.probe import window_can_open

    if window_can_open():
        return (
            "napari's window can open here: the viewer will be the napari program itself, in a "
            "window beside your browser."
        )
    return (
        "No napari window can open here, and none is needed: the viewer will appear in the "
        "notebook, with napari's own layers, tools and names."
    )


def _declared():
    """Return the packages that the workbook itself says it needs on this system."""
    needs = map(Requirement, requires("nuclei-workbook") or ())
    return sorted(n.name for n in needs if n.marker is None or n.marker.evaluate({"extra": ""}))


def _trouble(name, modules):
    """Return what stops a package from being imported, or "" if nothing does."""
    module = name if name in modules or not modules else modules[0]
    try:
        importlib.import_module(module)
    except Exception as error:  # a broken package can raise anything
        return f"{type(error).__name__}: {error}"
    return ""


def _modules():
    """Return the names under which each package is imported, private ones left out."""
    found = {}
    for module, packages in packages_distributions().items():
        for package in packages if module[0] != "_" else ():
            found.setdefault(canonicalize_name(package), []).append(module)
    return found


def _pins(lock):
    """Return package names and versions from a requirements file; none if it is not there."""
    if not Path(lock).exists():
        return {}
    lines = Path(lock).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([\w.-]+)==([^\s;]+)", line) for line in lines)
    return dict(match.groups() for match in found if match)


if __name__ == "__main__":
    found = check_setup()
    print(found, check_window(), sep="\n")
    sys.exit(not found.ready)
