"""From any section of any notebook one can go on without running what lies above it."""

import builtins
import contextlib
import io
import re

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.inputs import InputError
from helpers.lessons import catch_up, catching_up
from tests.conftest import NOTEBOOKS
from tests.test_minutes import minutes

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def programs(cells):
    """Return the statements of cells."""
    return [step for cell in cells for step in catching_up.statements(cell)]


@pytest.fixture
def notebook(monkeypatch, tmp_path):
    """Return the names of a session of its own, in a folder of its own."""
    names = {}
    monkeypatch.setattr(catching_up, "namespace", lambda: names)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISPLAY", raising=False)
    return names


def sections(name):
    """Yield (heading, cells above, cells of the section, cells from there on)."""
    cells = catching_up.read_cells(name)
    places = catching_up.headings(cells)
    ends = [*list(places.values())[1:], len(cells)]
    for (title, start), end in zip(places.items(), ends, strict=True):
        yield title, cells[:start], cells[start:end], cells[start:]


def core_path(path):
    """Return the marks of the cells of the core path."""
    return {cell.id for cell in minutes.core_path(nbformat.read(path, as_version=4).cells)}


@every_notebook
def test_every_section_gets_every_name_that_it_uses(path):
    for title, above, own, below in sections(path.stem):
        steps = catching_up.needed(above, below)
        steps += [one for one in programs(own) if isinstance(one, catching_up.ast.If)]
        made = set().union(*map(catching_up.makes, steps)) | set(dir(builtins))
        wanted = catching_up.used_first(own)
        assert wanted - {"get_ipython"} <= made, title


@every_notebook
def test_after_catching_up_the_next_sections_run(path, notebook):
    core = core_path(path)
    rows = [row for row in sections(path.stem) if row[-1][0]["id"] in core]
    lengths = [len(catching_up.needed(above, below)) for _, above, _, below in rows]
    hardest = lengths.index(max(lengths))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        said = catch_up(path.stem[:2], rows[hardest][0])
    assert printed.getvalue() == ""
    assert "You can go on here" in said.message
    with contextlib.redirect_stdout(printed):
        for _, _, own, _ in rows[hardest : hardest + 2]:
            for cell in own:
                tags = set(cell["metadata"].get("tags", []))
                if cell["cell_type"] == "code" and not tags & {"answer", "check", "hint"}:
                    exec(compile(cell["source"], path.stem, "exec"), notebook)


def test_a_folder_that_others_fill_is_filled(notebook, tmp_path):
    catch_up("06", "Read the report")
    assert list((tmp_path / "my_work").rglob("report.html"))


def test_nothing_that_only_shows_is_run():
    for title, above, _, below in sections("04_erosion_and_expansion"):
        program = "\n".join(map(catching_up.ast.unparse, catching_up.needed(above, below)))
        assert not re.search(r"pictures\.show|print\(|explore_\w+\(|check\(", program), title


def test_a_part_of_a_heading_is_enough_if_only_one_has_it(notebook):
    assert catch_up("01", "what CLIPPING does").title == "What clipping does"
    assert catch_up("01_quality_control", "only more photons").title == "Only more photons help"


def test_without_a_section_all_are_listed():
    assert "Label again; At home: what erosion removed" in catch_up("04").message


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("Lable again", "no section “Lable again”. Did you mean `Label again`? The sections are: "),
        ("erosion", "several headings of 04 erosion and expansion: give more of the one you mean"),
        ("", "no section “”"),
        (12, "no section “12”"),
        ("## Label again ★", "Label again"),
    ],
)
def test_another_heading_is_refused_with_the_list(section, said, notebook, monkeypatch):
    monkeypatch.setattr(catching_up, "needed", lambda above, below: [])
    try:
        found = catch_up("04", section).title
    except InputError as problem:
        found = str(problem)
        assert "Label again" in found or "Separating joined nuclei: erosion" in found
    assert said in found


def test_a_notebook_that_is_unknown_lost_or_spoilt_is_named(tmp_path):
    with pytest.raises(InputError, match="no notebook with exercises called `77`"):
        catch_up("77", "x")
    with pytest.raises(InputError, match=r"no 04_erosion_and_expansion\.ipynb"):
        catch_up("04", "Label again", folder=tmp_path)
    (tmp_path / "04_erosion_and_expansion.ipynb").write_text('{"cells": 3}')
    with pytest.raises(InputError, match="get a fresh copy"):
        catch_up("04", "Label again", folder=tmp_path)


def write(folder, *cells):
    """Write a notebook of these cells, the last one under the heading *here*."""
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]
    made.insert(-1, nbformat.v4.new_markdown_cell("## here"))
    nbformat.write(nbformat.v4.new_notebook(cells=made), folder / "04_erosion_and_expansion.ipynb")


def test_a_cell_that_stops_is_told_of_in_one_sentence(notebook, tmp_path):
    write(tmp_path, "a = 1 / 0", "a")
    with pytest.raises(InputError, match=r"above “here” stopped \(ZeroDivisionError"):
        catch_up("04", "here", folder=tmp_path)


def test_a_half_typed_cell_above_is_passed_over(notebook, tmp_path):
    write(tmp_path, "a = 1", "b = (", "a")
    catch_up("04", "here", folder=tmp_path)
    assert notebook["a"] == 1


NAMES = ("a", "b", "c")
STEPS = (
    "{0} = [{2}]",
    "{0} = {1} + [{2}]",
    "{0} = {1}",
    "{0} = list({1})",
    "{0}.append({2})",
    "{0}[0] = {2}",
    "{0} += [{2}]",
    "if len({1}) > {2}:\n    {0} = [{2}]",
    "for one in {1}[:5]:\n    {0} = [one, {2}]",
    "def {0}_(x):\n    return x + [{2}]\n{0} = {0}_({1})",
    "print({1})",
    "{1}",
    "{0} = [one for one in {1}]",
)
step = st.builds(
    lambda form, one, other, number: form.format(one, other, number),
    st.sampled_from(STEPS),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(0, 4),
)


def cell(source):
    return {"cell_type": "code", "source": source, "metadata": {}}


@given(st.lists(st.lists(step, min_size=1, max_size=3).map("\n".join), max_size=8))
def test_what_the_rest_uses_is_the_same_as_after_running_everything(sources):
    above = [cell("a, b, c = [0], [1], [2]"), *map(cell, sources)]
    everything, little = {}, {}
    with contextlib.redirect_stdout(io.StringIO()):
        for one in above:
            exec(one["source"], everything)
        steps = catching_up.needed(above, [cell("a")])
        program = catching_up.ast.Module(body=steps, type_ignores=[])
        exec(compile(program, "little", "exec"), little)
    assert little["a"] == everything["a"]
