"""A clean notebook comes back, and nothing of a learner's is lost."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import fresh
import lab
import start

NAMES = ["00_welcome.ipynb", "04_erosion.ipynb"]


@pytest.fixture(params=["git", "zip"])
def room(request, tmp_path, monkeypatch):
    """Return a small workbook's folder, cloned or unpacked, whose progress is its own."""
    root = tmp_path / "a room"
    (root / "notebooks").mkdir(parents=True)
    for name in NAMES:
        (root / "notebooks" / name).write_bytes(b"clean " + name.encode() + b"\n")
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "home" / "progress.json"))
    if request.param == "git":
        if not shutil.which("git"):
            pytest.skip("git is not here")
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"]
        for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "start"]):
            subprocess.run(["git", *words], cwd=root, check=True)
    fresh.keep_pristine(root)
    assert (root / ".pristine").exists() == (request.param == "zip")
    return root


@pytest.mark.parametrize("number", ["04", "4"])
def test_a_clean_notebook_comes_back_and_ones_own_is_kept(room, number):
    path = room / "notebooks" / NAMES[1]
    path.write_text("mine")
    fresh.keep_pristine(room)  # a later start does not take the changed one for the clean one
    said = fresh.freshen(number, room)
    assert path.read_bytes() == b"clean 04_erosion.ipynb\n"
    (mine,) = path.parent.glob("04_erosion 20*.ipynb")
    assert mine.read_text() == "mine" and mine.name in said
    assert "nothing to do" in fresh.freshen(number, room)


def test_a_notebook_that_was_deleted_comes_back(room):
    (room / "notebooks" / NAMES[1]).unlink()
    assert "kept" not in fresh.freshen("04", room)
    assert (room / "notebooks" / NAMES[1]).exists()


@pytest.mark.parametrize("number", ["17", "", "four"])
def test_an_unknown_number_is_answered_with_the_list(room, number):
    said = fresh.freshen(number, room)
    assert said.startswith("There is no notebook") and all(name in said for name in NAMES)


def test_without_any_clean_copy_nothing_is_touched(room):
    for kept in (".git", ".pristine"):
        shutil.rmtree(room / kept, ignore_errors=True)
    (room / "notebooks" / NAMES[1]).write_text("mine")
    assert "No clean copy" in fresh.freshen("04", room)
    assert "No clean copy" in fresh.clear_room(room)
    assert (room / "notebooks" / NAMES[1]).read_text() == "mine"


def test_clearing_a_room_puts_everything_aside_in_one_dated_folder(room, tmp_path):
    (room / "notebooks" / NAMES[1]).write_text("mine")
    (room / "notebooks" / "my own.ipynb").write_text("own")
    (room / "notebooks" / "my_work").mkdir()
    (room / "notebooks" / "my_work" / "table.csv").write_text("1")
    home = tmp_path / "home"
    home.mkdir()
    (home / "progress.json").write_text("{}")
    (home / "progress-anna.json").write_text("{}")
    fresh.settle_in("anna", room)
    said = fresh.clear_room(room)
    (folder,) = (room / "put_aside").iterdir()
    assert folder.name.startswith("group 20") and folder.name in said
    aside = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert aside == {
        NAMES[1], "my own.ipynb", "my_work/table.csv", "progress.json", "progress-anna.json",
        *(f"learners/anna/notebooks/{name}" for name in NAMES),
    }  # fmt: skip
    assert sorted(path.name for path in (room / "notebooks").iterdir()) == NAMES
    assert (room / "notebooks" / NAMES[1]).read_bytes().startswith(b"clean")
    assert not list(home.iterdir())
    assert "nothing to do" in fresh.clear_room(room)


def test_two_groups_on_one_day_are_kept_apart(room):
    for group in ("first", "second"):
        (room / "notebooks" / NAMES[0]).write_text(group)
        fresh.clear_room(room)
    kept = {path.read_text() for path in (room / "put_aside").rglob(NAMES[0])}
    assert kept == {"first", "second"}


@pytest.mark.parametrize(
    ("name", "file"), [("anna", "progress-anna.json"), ("a/b", "progress-a_b-")]
)
def test_each_named_learner_has_a_progress_file_of_their_own(monkeypatch, tmp_path, name, file):
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "progress.json"))
    own = lab.progress_of(name)
    assert own.parent == tmp_path and own.name.startswith(file)
    assert lab.progress_of("ben") != own


def test_learners_who_share_an_account_have_notebooks_of_their_own(room):
    (room / "notebooks" / NAMES[1]).write_text("changed by somebody")
    (room / "notebooks" / "glossary.md").write_text("# Words")
    anna, ben = (fresh.settle_in(name, room) for name in ("anna", "ben"))
    assert anna != ben and fresh.settle_in(None, room) == room
    hers = anna / "notebooks" / NAMES[1]
    assert hers.read_bytes() == b"clean 04_erosion.ipynb\n"
    assert (anna / "notebooks" / "glossary.md").exists()
    hers.write_text("anna's work")
    fresh.settle_in("anna", room)  # the next day
    assert hers.read_text() == "anna's work"
    assert "anna" not in (ben / "notebooks" / NAMES[1]).read_text()
    assert "kept beside it" in fresh.freshen("04", room, "anna")
    assert hers.read_bytes().startswith(b"clean")
    assert (room / "notebooks" / NAMES[1]).read_text() == "changed by somebody"


def test_a_named_learner_sees_their_own_folder_and_tabs_only(room):
    anna = fresh.settle_in("anna", room)
    options = dict(word.split("=", 1) for word in lab.arguments(anna) if "=" in word)
    assert options["--ServerApp.root_dir"] == str(anna)
    assert options["--LabApp.workspaces_dir"].startswith(str(anna))
    shared = dict(word.split("=", 1) for word in lab.arguments(lab.ROOT) if "=" in word)
    assert shared["--ServerApp.root_dir"] == str(ROOT) and "--LabApp.workspaces_dir" not in shared


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        (["check"], ["-m", "helpers.setup_check"]),
        (["fresh", "04"], ["fresh.py", "04"]),
        (["clock", "--notebook", "04"], ["--notebook", "04"]),
        (["clock"], ["python", "clock.py"]),
    ],
)
def test_what_is_typed_on_windows_reaches_its_program(monkeypatch, typed, ends):
    seen = []
    monkeypatch.setattr(start, "set_up", seen.append)
    monkeypatch.setattr(start, "is_there", lambda name: True)
    monkeypatch.setattr(start, "_become", lambda words: seen.append([str(w) for w in words]))
    monkeypatch.chdir(os.getcwd())
    start.main(typed)
    assert seen[0] == "lab"  # what is there already; never Qt for one who left it out
    assert all(word.endswith(end) for word, end in zip(seen[1][-2:], ends, strict=True))
