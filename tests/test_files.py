import errno
import os

import pytest

from helpers.files import write_whole
from helpers.inputs import InputError


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    write_whole(tmp_path / "new" / "a.csv", "one")
    assert write_whole(tmp_path / "new" / "a.csv", b"two").read_bytes() == b"two"
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full, so a.csv was not written"),
        (errno.EACCES, "may not be written to"),
        (errno.EIO, "could not be written"),
    ],
)
def test_a_failed_write_keeps_the_old_file_and_says_why(tmp_path, monkeypatch, number, words):
    path = write_whole(tmp_path / "a.csv", "old")

    def fail(*args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(InputError, match=words):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_table_that_another_program_has_open_is_named_as_that(tmp_path, monkeypatch):
    path = write_whole(tmp_path / "nuclei.csv", "old")

    def held(draft, target):
        raise PermissionError(errno.EACCES, "Access is denied")  # as Windows does

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(InputError, match=r"nuclei\.csv in .* is open in another program"):
        write_whole(path, "new")
    with pytest.raises(InputError, match="may not be written to"):
        write_whole(tmp_path / "new.csv", "new")
    assert [p.name for p in tmp_path.iterdir()] == ["nuclei.csv"] and path.read_text() == "old"


def test_a_folder_whose_name_is_a_file_is_named(tmp_path):
    (tmp_path / "results").write_text("")
    with pytest.raises(InputError, match="results"):
        write_whole(tmp_path / "results" / "a.csv", "")
