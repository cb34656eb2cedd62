"""A file is found by clicking, and stays chosen when its cell runs again."""

import os

import pytest

from helpers.images import choosing
from helpers.images.choosing import choose_file
from helpers.inputs import InputError


@pytest.fixture
def folder(tmp_path):
    for name in ("day_2.tif", "Day_1.tif", ".hidden.tif"):
        (tmp_path / "my_work" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "my_work" / name).write_text("")
    for name in ("plate", "stack.zarr"):
        (tmp_path / "my_work" / name).mkdir()
    (tmp_path / "my_work" / "plate" / "well.tif").write_text("")
    return tmp_path / "my_work"


def click(chooser, **message):
    """Do what the page does when something is clicked."""
    chooser._handle_custom_msg(message, [])


def test_files_and_folders_are_listed_and_an_image_that_is_a_folder_is_a_file(folder):
    chooser = choose_file(folder)
    assert chooser.folders == ["plate"]
    assert chooser.files == ["Day_1.tif", "day_2.tif", "stack.zarr"]
    assert chooser.place == str(folder)


def test_a_click_takes_a_file_and_the_next_cell_gets_it(folder):
    chooser = choose_file(folder, otherwise="lesson.tif")
    assert chooser.path.name == "lesson.tif"
    assert "Nothing chosen yet" in chooser.note
    click(chooser, file="day_2.tif")
    assert chooser.path == folder / "day_2.tif"
    assert chooser.note == "Chosen: day_2.tif. Now run the next cell."


def test_folders_open_and_the_way_up_leads_out(folder):
    chooser = choose_file(folder)
    click(chooser, folder="plate")
    assert chooser.files == ["well.tif"]
    click(chooser, file="well.tif")
    assert chooser.path == folder / "plate" / "well.tif"
    click(chooser, up=True)
    click(chooser, up=True)
    assert chooser.place == str(folder.parent)
    assert "my_work" in chooser.folders


def test_a_file_that_was_just_put_there_appears(folder):
    chooser = choose_file(folder)
    (folder / "new.tif").write_text("")
    click(chooser, again=True)
    assert "new.tif" in chooser.files


def test_run_again_it_still_has_what_was_chosen(folder):
    first = choose_file(folder)
    click(first, folder="plate")
    click(first, file="well.tif")
    again = choose_file(folder, otherwise="lesson.tif")
    assert again.path == folder / "plate" / "well.tif"
    assert again.files == ["well.tif"]


def test_what_was_chosen_and_is_gone_is_not_chosen_any_more(folder):
    click(choose_file(folder), file="day_2.tif")
    (folder / "day_2.tif").unlink()
    assert choose_file(folder, otherwise="lesson.tif").path.name == "lesson.tif"


def test_the_folder_is_made_and_an_empty_choice_says_what_to_do(tmp_path):
    chooser = choose_file(tmp_path / "my_work")
    assert (tmp_path / "my_work").is_dir()
    with pytest.raises(InputError, match="click one in the list"):
        _ = chooser.path


def test_names_that_are_not_in_the_list_do_nothing(folder):
    chooser = choose_file(folder, otherwise="lesson.tif")
    click(chooser, folder="../..")
    click(chooser, file="../secret")
    assert chooser.place == str(folder)
    assert chooser.path.name == "lesson.tif"


def test_a_folder_that_cannot_be_read_is_said_and_nothing_is_lost(folder, monkeypatch):
    chooser = choose_file(folder)

    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(choosing.os, "scandir", refuse)
    click(chooser, folder="plate")
    assert chooser.note == "The folder plate cannot be opened (Permission denied)."
    assert chooser.place == str(folder)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be made"):
        choose_file(tmp_path / "file" / "my_work")


def test_the_stored_page_never_tells_what_lies_in_the_folder(folder):
    chooser = choose_file(folder, otherwise="lesson.tif")
    bundle, _ = chooser._repr_mimebundle_()
    assert "day_2" not in bundle["text/html"] + bundle["text/plain"]
    assert os.sep not in bundle["text/plain"]
    assert "lesson.tif" in bundle["text/plain"]
