"""In a browser alone, with few packages, no thread and no process, the same figures come out.

What a browser lacks is taken away from this Python.
"""

import os
import subprocess
import sys

from tests.conftest import ROOT

TAKE_AWAY = """
from tests.doors.as_in_a_browser import take_away
take_away()
"""
IMPORTS = """
import importlib, pkgutil, helpers
for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        print(module.name, error.name)
"""


def printed(code):
    """Return the lines that code prints in such a Python."""
    words = [sys.executable, "-c", TAKE_AWAY + code]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_module_can_be_imported_but_those_behind_the_viewer_and_the_stamp():
    refused = dict(line.split() for line in printed(IMPORTS))
    assert refused.pop("helpers.stamp.rerun") == "nbformat"
    assert refused.pop("helpers.table.close_look") == "napari"
    assert set(refused.values()) == {"napari"}
    assert all(name.startswith("helpers.viewer.") for name in refused)


FIGURES = """
from helpers.blocks.workers import dask_client
from helpers.explorers import explore_erosion
from helpers.images import load_nuclei
from helpers.inputs import InputError
from helpers.setup_check import check_window
from helpers.stamp import stamp_notebook
from helpers.viewer import open_viewer
from helpers.workflow import Workflow

image, spacing = load_nuclei()
result = Workflow().run(image, spacing)
print(len(result.table), round(result.summary.mean, 2))
page = explore_erosion(result.study.mask, spacing)
page.radius = 10
print(page)


def workers():
    with dask_client(2):
        pass


for needs_more in (open_viewer, lambda: open_viewer("napari"), stamp_notebook, workers):
    try:
        needs_more()
    except InputError as error:
        print(error)
print(check_window())
"""


def test_the_figures_come_out_and_what_is_missing_is_said_in_a_sentence():
    figures, explorer, *sentences = printed(FIGURES)
    assert figures == "11 855.98"
    assert "Radius 10 voxels" in explorer and "19 pieces" in explorer
    begins = ["The viewer needs napari"] * 2 + ["A stamp needs", "Several processes need"]
    assert len(sentences) == 5
    for sentence, begin in zip(sentences, [*begins, "The viewer needs napari"], strict=True):
        assert sentence.startswith(begin) and sentence.endswith("(docs/doors.md).")
    assert "use 1 worker" in sentences[3]
