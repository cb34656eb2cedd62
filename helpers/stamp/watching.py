"""In the fresh kernel of a rerun: what is read and used, and that no older file is lost."""

import hashlib
import json
import os
import shutil
import sys
import threading
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

IMAGES = {
    *(".tif", ".tiff", ".btf", ".tf8", ".lsm", ".stk", ".czi", ".nd2", ".lif"),
    *(".png", ".jpg", ".jpeg", ".npy", ".npz"),
}
KEEP = "NUCLEI_STAMP_KEEP"
"""The variable that names the folder for copies of what the rerun writes over."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_TRUNC | os.O_APPEND


class Watch:
    """Hears of every file that Python opens, renames or removes, before it happens.

    Parameters
    ----------
    keep : pathlib.Path
        A folder; a file that is about to be changed is copied there first.

    Attributes
    ----------
    read : dict
        The images read, in order, as absolute paths; an OME-Zarr counts as one.
    """

    def __init__(self, keep: Path) -> None:
        self.keep, self.home = keep, Path.cwd()
        self.read: dict[Path, None] = {}
        self.before = set(_namespace())
        self._seen: set[Path] = set()
        self._busy = threading.local()

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Take note of one event of Python's own audit.

        Parameters
        ----------
        event : str
        args : tuple
        """
        known = event in ("open", "os.rename", "os.remove", "shutil.rmtree")
        if not known or getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            if event == "open":
                self._opened(args[0], args[2])
            else:  # whatever the name is given to, or taken from
                for path in args[:2] if event == "os.rename" else args[:1]:
                    self._changed(path)
        except (OSError, ValueError, TypeError):
            pass  # no path at all, or one that is not there: nothing to keep
        finally:
            self._busy.now = False

    def _opened(self, path: Any, flags: int) -> None:
        if isinstance(path, int):
            return
        if flags & _WRITES:
            self._changed(path)
            return
        path = Path(os.fsdecode(path)).absolute()
        inside = [one for one in path.parents if one.suffix == ".zarr"]
        image = inside[-1] if inside else path
        if (inside or path.suffix.lower() in IMAGES) and self._is_own(image):
            self.read[image] = None

    def _changed(self, path: Any) -> None:
        path = Path(os.fsdecode(path)).absolute()
        files = path.rglob("*") if path.is_dir() else [path]
        for file in [one for one in files if one.is_file() and one not in self._seen]:
            self._seen.add(file)
            if self._is_own(file):
                copy = self.keep / f"{len(self._seen)}"
                shutil.copy2(file, copy)
                with open(self.keep / "kept.jsonl", "a", encoding="utf-8") as index:
                    index.write(json.dumps([str(file), str(copy)]) + "\n")

    def _is_own(self, path: Path) -> bool:
        """Return whether a file is a person's, and no program's."""
        below = path.relative_to(self.home) if path.is_relative_to(self.home) else path
        programs = {"AppData", "Library"}
        hidden = any(one.startswith(".") or one in programs for one in below.parts)
        return not hidden and not path.is_relative_to(sys.prefix)


_watch: list[Watch] = []


def begin() -> None:
    """Watch from here on; the first thing that the fresh kernel does."""
    _watch.append(Watch(Path(os.environ[KEEP])))
    sys.addaudithook(_watch[-1])


def report(imports: list[str]) -> None:
    """Print, as JSON, what the run has read and used; the last thing that the kernel does.

    Parameters
    ----------
    imports : list of str
        The packages that the notebook itself imports.
    """
    watch = _watch[-1]
    images = {_name(path): digest(path) for path in watch.read if path.exists()}
    made = {k: v for k, v in _namespace().items() if k not in watch.before and k[0] != "_"}
    found = {"images": images, "versions": _versions(imports)}
    print(json.dumps(found | {"workflows": workflows(made), "values": plain_values(made)}))


def _namespace() -> dict[str, Any]:
    return vars(sys.modules["__main__"])


def _name(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, that of all names and files in it.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
    """
    if path.is_file():
        with open(path, "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    whole = hashlib.sha256()
    for file in sorted(one for one in path.rglob("*") if one.is_file()):
        whole.update(f"{file.relative_to(path).as_posix()} {digest(file)}\n".encode())
    return whole.hexdigest()


def _versions(imports: list[str]) -> dict[str, str]:
    """Return the versions of the packages used: the workbook's own needs, and what was imported."""
    owners = packages_distributions()
    used = {owner for one in sys.modules if "." not in one for owner in owners.get(one, ())}
    own = {owner for one in imports for owner in owners.get(one, ())}
    try:
        needs = {Requirement(one).name for one in requires("nuclei-workbook") or ()}
    except PackageNotFoundError:  # the helpers stand beside the notebook, and are not installed
        needs = set()
    wanted = {canonicalize_name(one) for one in needs | own | {"nuclei-workbook"}}
    kept = sorted(one for one in used if canonicalize_name(one) in wanted)
    return {"Python": sys.version.split()[0]} | {one: version(one) for one in kept}


def workflows(names: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the parameters of each workflow among some names, by name.

    Parameters
    ----------
    names : dict of str to object

    Returns
    -------
    dict of str to dict
    """
    from ..workflow.parameters import PARAMETERS
    from ..workflow.run import Result, Workflow

    runs = {k: v.workflow if isinstance(v, Result) else v for k, v in names.items()}
    return {
        name: {one: getattr(run, one) for one in PARAMETERS}
        for name, run in runs.items()
        if isinstance(run, Workflow)
    }


def plain_values(names: dict[str, Any]) -> dict[str, Any]:
    """Return those names that hold a number, a short text, or a few numbers.

    Parameters
    ----------
    names : dict of str to object

    Returns
    -------
    dict of str to object

    Examples
    --------
    >>> plain_values({"sigma": 3, "spacing": (0.29, 0.26), "image": object()})
    {'sigma': 3, 'spacing': [0.29, 0.26]}
    """
    found: dict[str, Any] = {}
    for name, value in names.items():
        value = value.item() if getattr(value, "shape", None) == () else value
        if isinstance(value, tuple | list) and 0 < len(value) <= 6:
            parts = [one.item() if getattr(one, "shape", None) == () else one for one in value]
            if all(isinstance(one, int | float) for one in parts):
                found[name] = parts
        elif isinstance(value, int | float) or (isinstance(value, str) and len(value) <= 100):
            found[name] = value
    return found
