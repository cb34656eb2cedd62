"""Build the workbook as a site for the browser alone: JupyterLite, with Pyodide's Python.

Usage: python tools/lite.py [--pyodide FOLDER] [TARGET]

It lies in build/lite, and any server can show it, from any folder. A browser fetches Pyodide itself
from its public address; with --pyodide, a folder with a whole distribution of it becomes part of
the site, which then asks nothing of a network.
"""

import argparse
import calendar
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import nbformat
from browser_copies import browser_copy
from wheels import KERNEL_SETTINGS, ROOT, extensions, pack_installed, pack_workbook, to_bring

TARGET = ROOT / "build" / "lite"
START = "lab/index.html?path=notebooks/00_welcome.ipynb"
"""Where the front page leads."""

TO_THE_APP = "await import('./config-utils.js');"
"""What JupyterLite's front page does instead: it opens an empty page."""

EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
    "jupyterlab_pygments",
)
"""The parts of the page that come from this environment; all others stay out."""

PAGES = ("notebooks/*.md", "docs/*.md", "docs/*.png", "data/*", "README.md", "LICENSE*")
"""What else of the workbook lies beside the notebooks."""

SETTINGS = ROOT / "tools" / "jupyter" / "labconfig" / "default_setting_overrides.json"
"""What `make lab` sets in JupyterLab holds here too: no news, and texts as they are read."""


def build(target=TARGET, pyodide=None):
    """Build the site.

    Parameters
    ----------
    target : pathlib.Path
        What is there is replaced.
    pyodide : pathlib.Path, optional
        A folder with a distribution of Pyodide, to be part of the site.
    """
    with tempfile.TemporaryDirectory(prefix="nuclei-lite-") as folder:
        work = Path(folder)
        stage(work)
        words = [sys.executable, "-m", "jupyterlite_core", "build", "--apps=lab"]
        words += [f"--lite-dir={work}", f"--contents={work / 'files'}"]
        words += [f"--output-dir={work / 'out'}", "--no-sourcemaps", "--no-unused-shared-packages"]
        if pyodide:
            shutil.copytree(pyodide, work / "static" / "pyodide")
        env = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERLITE_")}
        env["SOURCE_DATE_EPOCH"] = release()  # or each build would be another one
        done = subprocess.run(words, cwd=work, env=env, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{done.stdout}\n{done.stderr}\nJupyterLite could not build the site.")
        front = work / "out" / "index.html"
        page = front.read_text(encoding="utf-8")
        front.write_text(page.replace(TO_THE_APP, f'location.replace("{START}");'), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(work / "out", target)


def release():
    """Return the day of this release as Unix time, in a text.

    Returns
    -------
    str
    """
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    day = date.fromisoformat(re.search(r'^date-released: "(.*)"', cited, re.M)[1])
    return str(calendar.timegm(day.timetuple()))


def stage(work):
    """Lay out what JupyterLite builds from: copies, pages, wheels and settings.

    Parameters
    ----------
    work : pathlib.Path
        An empty folder.
    """
    files, wheels = work / "files", work / "pypi"
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        (files / "notebooks").mkdir(parents=True, exist_ok=True)
        nbformat.write(
            browser_copy(nbformat.read(path, as_version=4)), files / "notebooks" / path.name
        )
    for pattern in PAGES:
        for path in sorted(ROOT.glob(pattern)):
            (beside := files / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, beside)
    pack_workbook(wheels)
    for name in to_bring():
        pack_installed(name, wheels)
    config = {
        "LiteBuildConfig": {
            "federated_extensions": [str(extensions() / name) for name in EXTENSIONS],
            "ignore_sys_prefix": ["federated_extensions"],
        }
    }
    _write(work / "jupyter_lite_config.json", config)
    page = {"appName": "Nuclei Workbook", "litePluginSettings": KERNEL_SETTINGS}
    _write(
        work / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}
    )
    shutil.copyfile(SETTINGS, work / "overrides.json")


def _write(path, values):
    path.write_text(json.dumps(values, indent=1), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("target", nargs="?", type=Path, default=TARGET)
    parser.add_argument("--pyodide", type=Path)
    typed = parser.parse_args()
    build(typed.target, typed.pyodide)
    size = sum(path.stat().st_size for path in typed.target.rglob("*") if path.is_file())
    print(f"The site is in {typed.target} ({size / 1e6:.0f} MB). To look at it:")
    print(f"  {Path(sys.executable).name} -m http.server --directory {typed.target}")
    print("  http://127.0.0.1:8000/")
