"""Is everything here that the workbook needs? Answered in words."""

import importlib.util
import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

import platformdirs
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .images.lesson import load_nuclei
from .inputs import IN_BROWSER, InputError, free_memory, lacking
from .kernel import nearest, own_folder, writing_refused

LOCK = Path(__file__).parent.parent / "requirements.txt"
NOTEBOOKS = LOCK.parent / "notebooks"  # not there where helpers is installed without them
OLDEST_PYTHON = (3, 11)
GB = 1e9
START = r"py tools\start.py lab" if os.name == "nt" else "make lab"
PROGRAMS = {"win32": "the Task Manager", "darwin": "the Activity Monitor"}


@dataclass(frozen=True)
class Setup:
    """What was found; printing it says so in sentences, and a notebook asks its page as well.

    Attributes
    ----------
    good, bad, odd : tuple of str
        Sentences on what is right, on what keeps the workbook from running, and on what
        is merely different from the computer that the workbook was made on.
    install : bool
        Whether installing again is what mends it; else each sentence says what does.
    """

    good: tuple
    bad: tuple = ()
    odd: tuple = ()
    install: bool = False

    @property
    def ready(self):
        """Whether nothing is missing."""
        return not self.bad

    @property
    def verdict(self):
        """What may be said if the page moves too; "" if something is missing."""
        if not self.ready:
            return ""
        return "You can go on as it is." if self.odd else "You are ready."

    def __repr__(self):
        lines = [f"✓ {text}" for text in self.good]
        lines += [f"✗ {text}" for text in self.bad] + [f"! {text}" for text in self.odd]
        if self.install:
            lines.append(
                "To mend this: close JupyterLab, open a terminal in the workbook's folder, type "
                f"{START} (with conda: conda env update -f environment.yml), and run this cell "
                "again."
            )
        return "\n".join(lines)

    def _ipython_display_(self):
        print(self)
        if self.ready:  # so anywidget is here
            from .moving import ask_page

            ask_page(self.verdict, START)


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
    if good and not bad and not odd:
        good.append(f"All {len(packages)} packages are here, in the versions that were tested.")

    try:
        load_nuclei()
        good.append("The image is here, and every voxel in it is right.")
    except InputError as error:
        bad.append(str(error))
    install = bool(bad or odd)

    work = NOTEBOOKS if NOTEBOOKS.is_dir() else Path.cwd()
    if not IN_BROWSER:  # where neither figure is the computer's
        odd += filter(None, (_little_memory(), _little_disk(work)))
    odd += filter(None, (_cannot_write(*pair) for pair in _folders(work).items()))
    if len(bad) + len(odd) == 0:
        good.append("There is room in memory and on the disk, and your work can be saved.")
    return Setup(tuple(good), tuple(bad), tuple(odd), install)


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

    if IN_BROWSER:
        return str(lacking("The viewer needs napari"))
    if window_can_open():
        return (
            "napari's window can open here: the viewer will be the napari program itself, in a "
            "window beside your browser."
        )
    return (
        "No napari window can open here, and none is needed: the viewer will appear in the "
        "notebook, with napari's own layers, tools and names. " + _why_no_window()
    )


def _why_no_window():
    """Say what napari's window lacks here, and how it could be had."""
    if not all(map(importlib.util.find_spec, ("napari", "qtpy", "PyQt6"))):
        return f"For the window: its packages (napari and Qt) are missing; {START} brings them."
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return (
            "For the window: this computer has no screen, as on a server or in a container; start "
            "the workbook on the computer in front of you."
        )
    return (
        "For the window: the screen is there, but Qt or OpenGL does not start on it; bring the "
        "driver of the graphics card up to date, and do without a remote desktop."
    )


def _little_memory():
    """Return what to do if less than 2 GB of memory are free, or ""."""
    free = free_memory()
    if free >= 2 * GB:
        return ""
    program = PROGRAMS.get(sys.platform, "the System Monitor")
    return (
        f"Only {free / GB:.1f} GB of memory are free, and 2 GB are wanted: close other programs "
        f"and browser tabs ({program} shows the large ones), then check again."
    )


def _little_disk(folder):
    """Return what to do if less than 1 GB is free where the work is saved, or ""."""
    free = shutil.disk_usage(nearest(folder)).free
    if free >= GB:
        return ""
    return (
        f"Only {free / GB:.1f} GB are free on the disk of {folder}, and 1 GB is wanted: empty the "
        "trash or delete what you no longer need, then check again."
    )


def _folders(work):
    """Return each folder that is written to, and what becomes of that if it cannot be."""
    lost = "could not be saved"
    return {
        work: f"what the cells write goes to {own_folder()}, and your notebooks {lost}",
        platformdirs.user_data_path("nuclei-workbook", appauthor=False): f"your progress {lost}",
        platformdirs.user_config_path("napari"): f"napari's settings {lost}",
        platformdirs.user_cache_path("napari"): f"what napari keeps for its next start {lost}",
    }


def _cannot_write(folder, consequence):
    """Return what follows and what to do if nothing can be written to a folder, or ""."""
    reason = writing_refused(folder)
    if not reason:
        return ""
    advice = (
        "in the Explorer, right-click it, Properties, Security, and give yourself the right "
        "to write"
        if sys.platform == "win32"
        else f'type chmod -R u+w "{nearest(folder)}" in a terminal if the folder is yours'
    )
    return (
        f"{folder} cannot be written to ({reason}), so {consequence}: {advice}, or move the "
        "workbook into a folder of your own, such as Documents."
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
    window = check_window()
    print(found, f"{'!' if 'No napari' in window else '✓'} {window}", sep="\n")
    if found.ready:
        print("Whether sliders move in your browser too, the first cell of notebook 00 says.")
    sys.exit(not found.ready)
