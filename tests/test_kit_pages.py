"""The instructor's and the other pages: their headings, tables, commands and figures hold."""

import itertools
import re

import pytest

from helpers.exercises.catalogue import exercises
from tests.conftest import ROOT
from tests.test_teaching import teaching

KIT = sorted((ROOT / "instructor").glob("*.md"))
PAGES = [
    *KIT,
    *sorted((ROOT / "docs").glob("*.md")),
    *ROOT.glob("*.md"),
    *ROOT.glob("notebooks/*.md"),
]
every_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}"
)


def prose(page):
    """Return the lines of a page outside its blocks of code."""
    return re.sub(r"^( *)```.*?^\1```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


@every_page
def test_the_headings_of_a_page_leave_out_no_level(page):
    levels = [len(found) for found in re.findall(r"^(#+) ", prose(page), re.M)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


@every_page
def test_each_row_of_a_table_stands_below_its_head(page):
    for table in re.findall(r"(?:^\|.*\n)+", prose(page), re.M):
        head, line, *rows = table.splitlines()
        assert re.fullmatch(r"\|( ?:?-+:? ?\|)+", line), table
        columns = [len(re.findall(r"(?<!\\)\|", row)) for row in (head, line, *rows)]
        assert len(set(columns)) == 1, table


@every_page
def test_each_command_exists(page):
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"(?:^|`|    )make ([a-z]+)\b", text, re.M)) <= targets
    for path in re.findall(r"\btools[/\\]\w+\.py", text):
        assert (ROOT / path.replace("\\", "/")).exists(), path


def figures(text):
    """Return the numbers in a text that have a decimal point or a comma between thousands."""
    quoted = re.sub(r"“[^”]*”|`[^`]*`", "", text)  # what learners type, right or wrong
    return set(re.findall(r"(?<![\d.,])\d+[.,]\d+(?![\d.,]*\d)", quoted))


@pytest.fixture(scope="module")
def known():
    """Return the figures that the notebooks and their exercises say or print."""
    said = [str(one) for one in exercises().values()]
    for number in teaching.notebooks():
        for cell in teaching.read(number).cells:
            said.append(cell.source)
            for output in cell.get("outputs", ()):
                said += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return set(re.findall(r"\d+[.,]\d+", " ".join(said)))


@pytest.mark.parametrize("page", KIT, ids=lambda page: page.stem)
def test_each_figure_of_the_kit_stands_in_the_notebooks(page, known):
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<!-- [^>]*made by make plans -->.*?<!-- end -->", "", text, flags=re.S)
    not_of_the_lessons = {"3.11", "1.5"}  # Python, and gigabytes of disk: the README's
    assert figures(text) - known - not_of_the_lessons == set()


@pytest.mark.parametrize("name", teaching.plans())
def test_there_is_something_to_say_for_whatever_a_plan_leaves_out(name):
    for part in teaching.plans()[name][2]:
        notes = teaching.notes(part.notebook) if part.notebook else {}
        for section in part.choice.get("leave_out", ()):
            assert "Late" in [kind for kind, _ in notes.get(section, ())], section
