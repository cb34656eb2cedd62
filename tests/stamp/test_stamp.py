"""A stamp says whether a notebook's figures come again, and loses nothing of anybody's."""

import json
import os
import sys

import nbformat
import numpy as np
import pytest
import tifffile
import yaml
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.inputs import InputError
from helpers.stamp import comparison, stamp_notebook, stamping, watching
from helpers.stamp.comparison import compare, shown
from helpers.stamp.rerun import put_back

CALL = "from helpers.stamp import stamp_notebook\nstamp_notebook('own.ipynb')"


def text(words):
    return [new_output("stream", name="stdout", text=words)]


def cell(source, outputs=(), count=1):
    return new_code_cell(source, outputs=list(outputs), execution_count=count)


# ---- comparing ---------------------------------------------------------------------------


def test_a_number_that_changed_is_named_with_its_cell_old_and_new():
    found = compare(
        [new_markdown_cell("#"), cell("print(n)", text("a\n19\n"))], [[], text("a\n18\n")]
    )
    assert not found.all_again
    assert str(found.differences[0]) == "Cell 2 (`print(n)`) showed “19”; now it shows “18”."


def test_a_place_in_memory_and_a_warning_are_no_figures():
    old = [*text("<Viewer at 0x7f3a5c0d1e50>"), new_output("stream", name="stderr", text="slow")]
    assert shown(old) == shown(text("<Viewer at 0x7f0000000000>"))


def test_a_random_cell_is_told_how_to_come_again():
    found = compare([cell("np.random.random()", text("0.1"))], [text("0.2")])
    assert "default_rng(0)" in str(found.differences[0])


def test_pictures_and_widgets_are_counted_apart():
    def picture(dots):
        return new_output("display_data", data={"image/png": dots, "text/plain": "<Figure size 1>"})

    widget = new_output("display_data", data={comparison._WIDGET: {}, "text/plain": "IntSlider()"})
    found = compare(
        [cell("a", [picture("AA=="), widget]), cell("b", [picture("BB==")])],
        [[picture("AA==\n"), widget], [picture("CC==")]],
    )
    assert found.all_again
    assert (found.pictures_same, found.pictures_other, found.widgets) == (1, 1, 1)


def test_a_widget_whose_still_alone_was_stored_is_not_compared():
    still = new_output("execute_result", data={"text/plain": "Viewer, slice 3", "image/png": "AA"})
    widget = new_output("execute_result", data={comparison._WIDGET: {}, "text/plain": "Viewer"})
    found = compare([cell("v", [*text("19\n"), still])], [[*text("19\n"), widget]])
    assert (found.same, found.widgets, found.pictures_other) == (1, 1, 0)
    assert found.all_again


def test_words_in_html_are_compared():
    def page(words):
        return [
            new_output(
                "display_data",
                data={"text/html": words, "text/plain": "<IPython.core.display.HTML object>"},
            )
        ]

    assert compare([cell("x", page("<b>19</b>"))], [page("<i>19</i>")]).all_again
    assert not compare([cell("x", page("<b>19</b>"))], [page("<b>18</b>")]).all_again


def test_an_error_that_comes_again_is_no_good_notebook_unless_it_is_meant():
    error = [new_output("error", ename="NameError", evalue="x", traceback=[])]
    assert compare([cell("x", error)], [error]).errors == [1]
    meant = cell("x", error)
    meant.metadata["tags"] = ["raises-exception"]
    assert compare([meant], [error]).all_again


def test_a_cell_that_was_never_run_is_said_and_an_error_in_it_counts():
    unrun = cell("x", count=None)
    found = compare([unrun], [text("19")])
    assert found.all_again and found.unrun == [1]
    error = [new_output("error", ename="NameError", evalue="x", traceback=[])]
    assert not compare([unrun], [error]).all_again


# ---- in the fresh kernel -----------------------------------------------------------------


def test_what_is_written_over_can_be_put_back(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keep = tmp_path / "keep"
    keep.mkdir()
    mine, other = tmp_path / "mine.csv", tmp_path / "other.csv"
    mine.write_text("painted for an hour")
    other.write_text("as it was")
    watch = watching.Watch(keep)
    watch("open", (str(mine), "w", os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
    mine.write_text("empty")
    watch("os.remove", (str(other), -1))
    other.unlink()
    watch("open", (3, None, os.O_RDWR))
    watch("open", (str(tmp_path / "new.csv"), "w", os.O_WRONLY))
    put_back(keep)
    assert mine.read_text() == "painted for an hour"
    assert other.read_text() == "as it was"


def test_images_are_noted_once_and_a_zarr_as_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    watch = watching.Watch(tmp_path)
    for name in ("a.tif", "a.tif", "b.zarr/0/zarr.json", "b.zarr/0/c", "notes.txt", ".x/c.png"):
        watch("open", (name, "r", os.O_RDONLY))
    assert [path.name for path in watch.read] == ["a.tif", "b.zarr"]


def test_plain_values_of_numpy_are_plain():
    names = {
        "t": np.float64(0.5),
        "spacing": (np.float64(1), 2),
        "image": np.zeros(3),
        "n": [1] * 9,
    }
    assert json.dumps(watching.plain_values(names)) == '{"t": 0.5, "spacing": [1.0, 2]}'


def test_the_parameters_of_a_result_are_found():
    from helpers.workflow import Workflow

    found = watching.workflows({"mine": Workflow(radius=8), "n": 3})
    assert found["mine"]["radius"] == 8 and list(found) == ["mine"]


# ---- the whole ---------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path):
    """Run cells as a notebook, save it, and return its path."""

    def save(*sources, name="own.ipynb"):
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        NotebookClient(
            notebook, allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
        path = tmp_path / name
        nbformat.write(notebook, path)
        return path

    return save


def test_a_notebook_that_comes_again_is_stamped_with_all_it_rests_on(saved, tmp_path, capsys):
    tifffile.imwrite(tmp_path / "cells.tif", np.ones((5, 9, 9), np.uint8))
    path = saved(
        "import numpy, tifffile\nfrom helpers.workflow import Workflow\nsigma = 3",
        "image = tifffile.imread('cells.tif'); image.sum()",
        "workflow = Workflow(radius=8); open('out.csv', 'w').write('1'); workflow",
    )
    # the learner's own cell, as it stands before the stamp is asked for
    notebook = nbformat.read(path, 4)
    notebook.cells.append(new_code_cell(CALL))
    nbformat.write(notebook, path)
    before = path.read_bytes()
    (tmp_path / "out.csv").write_text("changed by hand since")
    verdict = stamp_notebook(path)
    assert verdict.title == "All figures come again"
    assert "all 2 cells" in verdict.message
    assert "Cell 2 of 4" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert (tmp_path / "out.csv").read_text() == "changed by hand since"
    stamp = yaml.safe_load((tmp_path / "own.stamp.yaml").read_text(encoding="utf-8"))
    assert stamp["all figures come again"] is True
    assert stamp["images read (sha256)"] == {"cells.tif": watching.digest(tmp_path / "cells.tif")}
    assert stamp["workflows"]["workflow"]["radius"] == 8
    assert stamp["numbers and words set"]["sigma"] == 3
    assert stamp["versions"]["numpy"] == np.__version__
    assert stamp["versions"]["Python"] == sys.version.split()[0]

    # once more, with what is no longer true: hidden state, and an error
    notebook.cells[1].outputs[0]["data"]["text/plain"] = "244"
    notebook.cells[1].execution_count = 9
    notebook.cells.insert(2, new_code_cell("gone"))
    nbformat.write(notebook, path)
    verdict = stamp_notebook(path)
    assert verdict.title == "Not all figures come again"
    assert "showed “244”; now it shows “405”" in verdict.message.replace("np.uint64(405)", "405")
    assert "NameError" in verdict.message
    assert "not run in order" in repr(verdict)
    assert len(list(tmp_path.glob("own.stamp*.yaml"))) == 2


def test_the_call_inside_a_notebook_finds_it_and_runs_it_once_only(saved, tmp_path, monkeypatch):
    call = CALL.replace("'own.ipynb'", "")
    path = saved("print(19)", call)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    saved("print(19)", call, name="seen.ipynb")  # a kernel that believes to be own.ipynb's
    outputs = nbformat.read(tmp_path / "seen.ipynb", 4).cells[1].outputs
    assert "All figures come again" in str(outputs)
    assert "Run again from top to bottom." in str(outputs)
    assert [one.name for one in tmp_path.glob("*.yaml")] == ["own.stamp.yaml"]


# ---- what is not saved, not there, not writable ------------------------------------------


class Shell:
    """An IPython that has run some cells."""

    def __init__(self, *sources):
        self.history_manager = self
        self.input_hist_raw = ["", *sources]


@pytest.mark.parametrize(
    ("ran", "words"),
    [
        ((CALL,), ""),
        (("print(19)", CALL), ""),
        (("print(19)", CALL, CALL), ""),
        (("print(19)", "print(20)", CALL), "older than the last cell you ran"),
        (("print(18)", CALL), "Cell 1 was changed after it was run"),
        (("print(19)", CALL + "  # new"), "not in the saved file yet"),
    ],
)
def test_an_older_file_is_not_stamped(monkeypatch, ran, words):
    monkeypatch.setattr(stamping, "get_ipython", lambda: Shell(*ran))
    cells = [cell("print(19)"), cell(CALL, count=None)]
    if not words:
        stamping._check_saved(cells)
        return
    with pytest.raises(InputError, match=words):
        stamping._check_saved(cells)


def test_a_notebook_without_a_name_a_file_or_sense_is_answered(monkeypatch, tmp_path):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    with pytest.raises(InputError, match="say its name"):
        stamp_notebook()
    with pytest.raises(InputError, match="save it first"):
        stamp_notebook(tmp_path / "none.ipynb")
    (tmp_path / "odd.ipynb").write_text("not a notebook")
    with pytest.raises(InputError, match="cannot be read as a notebook"):
        stamp_notebook(tmp_path / "odd.ipynb")


def test_jupyters_own_name_of_the_notebook_is_used(monkeypatch, tmp_path):
    path = tmp_path / "own.ipynb"
    path.write_text("{}")
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert stamping.notebook_file() == path
    monkeypatch.setenv("JPY_SESSION_NAME", "3f6c-no-path")
    assert stamping.notebook_file() is None


def test_a_folder_that_cannot_be_written_to_still_shows_the_stamp(tmp_path, capsys, monkeypatch):
    def refuse(path, content):
        raise InputError(f"The folder {path.parent} may not be written to: choose another folder.")

    monkeypatch.setattr(stamping, "write_whole", refuse)
    said = stamping._write(tmp_path, "own", "verdict: good\n")
    assert "may not be written to" in said and "folder=" in said
    assert "verdict: good" in capsys.readouterr().out
