"""The packages for a browser's Python: which ones it has, and which ones the site must bring.

What Pyodide has stands in its own list, `pyodide-lock.json` of the npm package pyodide. All else is
packed anew from this environment, without what is compiled: the versions are those of the lock,
and nothing is fetched. The same bytes come out every time.
"""

import base64
import hashlib
import json
import sysconfig
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION, PYODIDE_VERSION
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"

ABSENT = {
    "connected-components-3d": "compiled; scikit-image stands in",
    "dask": "only for several processes",
    "distributed": "no processes",
    "edt": "compiled; scipy stands in",
    "imagecodecs": "compiled; zlib stands in",
    "jupyterlab": "the page itself",
    "napari": "its window, and vispy, which knows no browser",
    "nbclient": "no second kernel for a stamp",
    "nbformat": "no second kernel for a stamp",
    "nbval": "for the tests",
    "psutil": "no processes",
}
"""What the workbook needs on a computer and does without in a browser, and why."""

KERNEL = ("comm", "ipython", "jedi")
"""What the kernel itself asks for."""

STANDS = {"ipykernel", "widgetsnbextension", "piplite", "pyodide-kernel"}
"""What the kernel's extension for JupyterLite brings."""

KERNEL_SETTINGS = {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
"""All comes from Pyodide or from the site itself, in versions that are known."""

BROWSER = default_environment() | {
    "extra": "",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_system": "Emscripten",
    "python_full_version": f"{PYODIDE_PYTHON_VERSION}.2",
    "python_version": PYODIDE_PYTHON_VERSION,
    "sys_platform": "emscripten",
}
"""What a requirement asks of a system, answered as Pyodide does."""


def extensions():
    """Return the folder of this environment's extensions for JupyterLab.

    Returns
    -------
    pathlib.Path
    """
    return Path(sysconfig.get_path("data")) / "share" / "jupyter" / "labextensions"


def pyodide_versions():
    """Return {name: version} of Pyodide's own packages.

    Returns
    -------
    dict of str to str
    """
    if not PYODIDE.exists():
        raise SystemExit(
            "Pyodide's list of packages is not in node_modules: install Node with its npm, then "
            "type npm ci, and make lite again."
        )
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    found = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    if found != PYODIDE_VERSION:
        raise SystemExit(
            f"The kernel wants Pyodide {PYODIDE_VERSION}, but node_modules has {found}: give "
            "package.json that version, then npm ci."
        )
    return {canonicalize_name(name): one["version"] for name, one in lock["packages"].items()}


def workbook_needs():
    """Return what the workbook needs in a browser, as requirements.

    Returns
    -------
    list of str
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [line for line in project["dependencies"] if Requirement(line).name not in ABSENT]


def needs(name):
    """Return the requirements of an installed package that hold in a browser.

    Parameters
    ----------
    name : str

    Returns
    -------
    list of packaging.requirements.Requirement
    """
    lines = map(Requirement, distribution(name).requires or ())
    return [one for one in lines if one.marker is None or one.marker.evaluate(BROWSER)]


def to_bring():
    """Return the names of the packages that the site must bring, sorted.

    Returns
    -------
    list of str
    """
    there, found = pyodide_versions(), set()
    open_ends = [Requirement(line) for line in (*workbook_needs(), *KERNEL)]
    while open_ends:
        one = open_ends.pop()
        name = canonicalize_name(one.name)
        if name in found or name in STANDS:
            continue
        if name in there:
            if one.specifier.contains(there[name]):
                continue
            raise SystemExit(f"Pyodide {PYODIDE_VERSION} has {name} {there[name]}, not {one}.")
        found.add(name)
        open_ends += needs(name)
    return sorted(found)


def pack_installed(name, folder):
    """Pack an installed package as a wheel without what is compiled.

    Parameters
    ----------
    name : str
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    one = distribution(name)
    files = {}
    for path in one.files:
        parts = PurePosixPath(path).parts
        compiled = path.suffix in (".so", ".pyd", ".pyc", ".pth")
        ours = not parts[0].endswith(".dist-info") or "licens" in str(path).lower()
        if ours and not compiled and ".." not in parts:
            files[str(PurePosixPath(path))] = path.locate().read_bytes()
    metadata = (one.read_text("METADATA") or "").encode()
    return pack(one.metadata["Name"], one.version, metadata, files, folder)


def pack_workbook(folder):
    """Pack the workbook's own package and its image as a wheel.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Python: {project['requires-python']}"]
    lines += [f"Requires-Dist: {line}" for line in workbook_needs()]
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for top in ("helpers", "data")
        for path in sorted((ROOT / top).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return pack(name, version, "\n".join([*lines, "", ""]).encode(), files, folder)


def pack(name, version, metadata, files, folder):
    """Write a wheel of pure Python.

    Parameters
    ----------
    name, version : str
    metadata : bytes
        The text of its METADATA.
    files : dict of str to bytes
        Path in the wheel to content.
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    stem = f"{canonicalize_name(name).replace('-', '_')}-{version}"
    tag = "py3-none-any"
    wheel = f"Wheel-Version: 1.0\nGenerator: wheels\nRoot-Is-Purelib: true\nTag: {tag}\n"
    info = f"{stem}.dist-info"
    files = {**files, f"{info}/METADATA": metadata, f"{info}/WHEEL": wheel.encode()}
    record = "".join(f"{path},{_digest(data)},{len(data)}\n" for path, data in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, data in files.items():
            entry = zipfile.ZipInfo(inside)  # dated 1980, so that the same bytes come out
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return path


def _digest(data):
    code = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    return f"sha256={code}"
