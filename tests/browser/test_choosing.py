"""A file is chosen with mouse or keyboard, and no key of it reaches the notebook."""

CELL = """
from pathlib import Path
from helpers.images import choose_file
for name in ("my_work/plate/well.tif", "my_work/day_1.tif"):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("")
chooser = choose_file("my_work", otherwise="lesson.tif")
chooser
"""


def test_a_person_finds_a_file_and_no_letter_destroys_the_cell(open_notebook, tmp_path):
    notebook = open_notebook([CELL])
    notebook.run_all()
    chooser = notebook.page.locator(".nuclei-chooser")
    note = chooser.get_by_role("status")
    assert "Nothing chosen yet, so it is lesson.tif." in note.inner_text()

    chooser.get_by_role("button", name="plate /").click()
    chooser.get_by_role("button", name="well.tif").wait_for()
    for letter in "MXBCVDDZ":
        notebook.page.keyboard.press(letter)
    assert notebook.page.locator(".jp-CodeCell").count() == 1

    chooser.get_by_role("button", name="well.tif").focus()
    notebook.page.keyboard.press("Enter")
    chooser.get_by_text("Chosen: well.tif").wait_for()
    assert notebook.kernel("chooser.path.as_posix()").endswith("my_work/plate/well.tif")

    notebook.run_code('Path("my_work/new.tif").write_text("")')
    chooser.get_by_role("button", name="↑ the folder above").click()
    chooser.get_by_role("button", name="look again").click()
    chooser.get_by_role("button", name="new.tif").wait_for()
    chooser.screenshot(path=tmp_path / "chooser.png")
