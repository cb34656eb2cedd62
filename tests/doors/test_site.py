"""The sources of the web site: what is found by itself, and what a mistake is told."""

import ast
import shutil
import sys

import nbformat
import pytest
import yaml

from helpers.inputs import InputError
from tests.conftest import NOTEBOOKS, ROOT

sys.path.insert(0, str(ROOT / "tools"))

import live_pages
import website

BOOK = "04_erosion_and_expansion"


@pytest.fixture
def workbook(tmp_path):
    """A workbook of one notebook, with its page for instructors and a front page."""
    for name in ("site", "notebooks", "instructor"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "notebooks" / f"{BOOK}.ipynb", tmp_path / "notebooks")
    (tmp_path / "instructor" / f"{BOOK}.md").write_text("# Teaching\n", encoding="utf-8")
    front = tmp_path / "site" / "index.md"
    front.write_text("# Front\n", encoding="utf-8")
    for other in ("03_manual_labelling.ipynb", "05_measurements.ipynb", "glossary.md"):
        (tmp_path / "notebooks" / other).write_text("# Other\n", encoding="utf-8")
    (tmp_path / "notebooks" / "03_manual_labelling.ipynb").unlink()
    (tmp_path / "notebooks" / "05_measurements.ipynb").unlink()
    return tmp_path


def sources(root):
    """Put the sources of a site together, with no explorer."""
    live = dict.fromkeys(root.glob("notebooks/[0-9]*.ipynb"), ())
    website.Site(root, root / "made", live).write()


def test_a_link_to_a_page_that_does_not_exist_is_named(workbook):
    front = workbook / "site" / "index.md"
    front.write_text("# Front\n\n[more](../docs/nowhere.md#there)\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"site/index\.md links to \.\./docs/nowhere\.md, which"):
        sources(workbook)


def test_a_notebook_without_its_page_for_instructors_is_named(workbook):
    (workbook / "instructor" / f"{BOOK}.md").unlink()
    with pytest.raises(InputError, match=rf"{BOOK}\.md is missing in instructor/"):
        sources(workbook)


def test_a_page_that_asks_for_an_explorer_which_is_not_there_is_named(workbook):
    front = workbook / "site" / "index.md"
    front.write_text("# Front\n\n<!-- live: sharpness -->\n", encoding="utf-8")
    with pytest.raises(InputError, match="asks for the explorer 'sharpness', which no notebook"):
        sources(workbook)


def test_an_explorer_that_is_not_what_is_stored_is_named(tmp_path):
    cells = [
        nbformat.v4.new_code_cell("from helpers.explorers import explore_components"),
        nbformat.v4.new_code_cell("explore_components()"),
        nbformat.v4.new_code_cell("kept = explore_components()"),
    ]
    path = tmp_path / "07_new.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    shown, kept = live_pages.find(path)
    with pytest.raises(InputError, match=r"Cell 2 of 07_new\.ipynb shows something else than"):
        live_pages.run(shown)
    with pytest.raises(InputError, match=r"Cell 3 .* does not show it"):
        live_pages.run(kept)


def test_only_what_an_explorer_rests_on_is_run():
    code = (
        "import heavy\nimport light as l\nx = l.a()\nviewer = heavy.open(x)\n"
        "y = 1\ny = x + 1\ny[0] = 2\nif viewer:\n    z = 3\nexplore(y)\n"
    )
    kept = [ast.unparse(line) for line in live_pages.needed(ast.parse(code).body)]
    assert kept == ["import light as l", "x = l.a()", "y = x + 1", "y[0] = 2", "explore(y)"]


def test_every_explorer_that_a_notebook_stores_has_a_live_page():
    from helpers.explorers.base import Explorer

    for name in live_pages.explorers.__all__:
        getattr(live_pages.explorers, name)  # loads its module
    titles = tuple(one.title for one in Explorer.__subclasses__() if one.title)
    assert len(titles) >= 6
    for path in NOTEBOOKS:
        cells = nbformat.read(path, as_version=4).cells
        stored = [
            place
            for place, cell in enumerate(cells)
            for output in cell.get("outputs", [])
            if output.get("data", {}).get("text/plain", "").startswith(titles)
        ]
        assert [one.place for one in live_pages.find(path)] == stored, path.name


@pytest.mark.parametrize(
    "written",
    ["Semantic-segmentation:-what-is-it?", "Semantic segmentation: what is it?"],
)
def test_both_ways_to_write_a_heading_lead_to_the_same_place(written):
    assert website.slug(written) == "semantic-segmentation-what-is-it"


def test_the_workflow_may_do_no_more_than_publish():
    made = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    assert made["permissions"] == {"contents": "read"}
    assert made["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    runs = [step["run"] for step in made["jobs"]["build"]["steps"] if "run" in step]
    assert runs == ["make site", "make lite ARGS=build/site/html/lite"]
    said = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
    assert "make site" in said and "published" in said
