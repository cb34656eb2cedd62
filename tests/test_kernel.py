"""A kernel answers in the thread of its cells, gives memory back, and stands where it can write."""

import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_client.manager import start_new_kernel

from helpers import kernel


@pytest.fixture
def client():
    manager, client = start_new_kernel(kernel_name="python3", stderr=subprocess.DEVNULL)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def ask_for_a_subshell(client):
    """Ask as JupyterLab does when a kernel makes its first widget; return the answer."""
    message = client.session.msg("create_subshell_request", {})
    client.control_channel.send(message)
    answer = client.get_control_msg(timeout=60)
    assert answer["parent_header"]["msg_id"] == message["header"]["msg_id"]
    return answer["content"]


def test_a_kernel_has_no_second_thread_for_widgets_once_helpers_is_imported(client):
    assert ask_for_a_subshell(client)["status"] == "ok"  # what would be
    client.execute("from helpers.images import load_nuclei", reply=True, timeout=60)
    answer = ask_for_a_subshell(client)
    assert answer["status"] == "error" and answer["subshell_id"] is None
    assert "one thread" in answer["evalue"]


HOLES = """
import ctypes
import numpy as np
ctypes.CDLL("libc.so.6").mallopt(-3, 2**25)  # arrays of up to 32 MB stand between small things
def megabytes():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * 4096 / 1e6
before = megabytes()
kept, gone = [], []
for _ in range(20):
    gone.append(np.ones(1_000_000))
    kept.append(np.ones(10_000))
del gone
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux' C library")
def test_what_a_cell_has_freed_is_the_systems_again(client):
    client.execute("import helpers", reply=True, timeout=60)
    client.execute(HOLES, reply=True, timeout=60)
    answer = client.execute("", user_expressions={"mb": "megabytes() - before"}, reply=True)
    more = float(answer["content"]["user_expressions"]["mb"]["data"]["text/plain"])
    assert more < 20  # of the 160 MB that the cell has made and freed


@pytest.fixture
def read_only(tmp_path, monkeypatch):
    """Stand in a copy of the workbook's notebooks in which nothing can be written."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / kernel.WELCOME).write_text("")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    real = tempfile.TemporaryFile

    def refuse(dir):
        if Path(dir) == folder:
            raise OSError(30, "Read-only file system")
        return real(dir=dir)

    monkeypatch.setattr(kernel.tempfile, "TemporaryFile", refuse)
    return folder


def test_cells_write_into_a_folder_of_ones_own_where_the_notebooks_cannot_be_written(
    read_only, tmp_path
):
    said = kernel.stand_where_one_can_write()
    own = tmp_path / "home" / "nuclei-workbook"
    assert Path.cwd() == own
    assert f"{read_only} cannot be written to (Read-only file system)" in said
    assert str(own / "my_work") in said and "File > Download" in said
    assert kernel.stand_where_one_can_write() == ""  # once is enough


def test_without_a_home_it_is_the_folder_for_temporary_files(read_only, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: read_only / "home")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert str(tmp_path / "nuclei-workbook" / "my_work") in kernel.stand_where_one_can_write()


def test_a_folder_of_ones_own_is_not_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kernel.stand_where_one_can_write() == "" and Path.cwd() == tmp_path


def test_without_a_kernel_nothing_is_done(read_only):
    kernel.settle()
    assert Path.cwd() == read_only


def test_a_kernel_that_knows_no_second_threads_is_left_alone():
    kernel.answer_in_turn(SimpleNamespace())
