"""Run the notebooks from top to bottom and store what they print and draw.

Usage: python tools/run_notebooks.py [--check] [NOTEBOOK ...]

Only what is the same in every run is stored: no timings, no widget state, no
addresses, and nothing of a cell tagged `nbval-ignore-output`, which speaks of the
computer it runs on. With --check nothing is written, and the exit status says whether a
notebook's stored outputs are those of a clean run.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # holds a random model id
LARGEST = 1_500_000  # bytes


def run(path):
    """Return the notebook at `path` after a clean run, in the form that is stored.

    Parameters
    ----------
    path : Path

    Returns
    -------
    NotebookNode
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    client = NotebookClient(
        notebook,
        timeout=300,
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
            output.get("metadata", {}).pop(WIDGET_VIEW, None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            # a widget that prints nothing but itself leaves an empty output behind
            cell.outputs = [o for o in cell.outputs if "data" not in o or o["data"]]
            if "nbval-ignore-output" in cell.metadata.get("tags", []):
                cell.outputs = []  # it speaks of this computer, not of the reader's
    return notebook


def main():
    """Run the notebooks that the command line names; by default all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("notebooks", nargs="*", type=Path)
    options = parser.parse_args()
    os.environ.pop("DISPLAY", None)  # the stored page shows what a reader without a screen gets
    changed = False
    for path in options.notebooks or sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        with tempfile.TemporaryDirectory() as progress:
            os.environ["NUCLEI_PROGRESS"] = (
                f"{progress}/progress.json"  # nobody has answered anything
            )
            text = nbformat.writes(run(path.resolve())) + "\n"
        differs = text != path.read_text(encoding="utf-8")
        changed |= differs
        if differs and not options.check:
            path.write_text(text, encoding="utf-8", newline="\n")
        size = len(text.encode())
        state = "changed" if differs else "as stored"
        print(f"{path.name:40} {size / 1e6:5.2f} MB  {state}")
        if size > LARGEST:
            sys.exit(f"{path.name} is larger than {LARGEST / 1e6} MB: make its pictures smaller")
    sys.exit(options.check and changed)


if __name__ == "__main__":
    main()
