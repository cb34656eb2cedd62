"""The minutes that the pages promise are enough for what a workshop walks through."""

import ast
import builtins
import importlib.util
import itertools
import re

import nbformat
import pytest

from tests.conftest import NOTEBOOKS, ROOT

SPEC = importlib.util.spec_from_file_location("minutes", ROOT / "tools" / "minutes.py")
minutes = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(minutes)

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def text(source, *marks):
    cell = nbformat.v4.new_markdown_cell(source)
    cell.metadata["tags"] = list(marks)
    return cell


def code(source, *marks):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["tags"] = list(marks)
    return cell


def headings(path):
    """Return the text cells that begin with a heading, and whether each lies on the core path."""
    cells = read(path).cells
    core = {cell.id for cell in minutes.core_path(cells)}
    return [(cell, cell.id in core) for cell in cells if minutes.level(cell)]


def test_a_section_at_home_ends_at_the_next_heading_of_its_level_or_a_higher_one():
    cells = [
        text("## a"),
        text("### b", "at-home"),
        code("c"),
        text("#### d"),
        text("### e"),
        text("## f", "at-home"),
        text("### g"),
        text("# h"),
    ]
    assert [cell.source for cell in minutes.core_path(cells)] == ["## a", "### e", "# h"]


def test_words_cells_and_exercises_are_counted_each_at_its_own_rate():
    cells = [
        text(" ".join(["word"] * 183) + " [](and/no/address) |"),
        code("show(picture)"),
        text("one two three", "no tag"),
        code("clipped = ...", "answer"),
        code('check("clipped")', "check"),
        code('clipped = "b"\nsolution("clipped")', "solution"),
    ]
    together, practice = minutes.seconds(cells)
    assert together == 60 + 20
    assert practice == pytest.approx(3 / 183 * 60 + 30)


@pytest.mark.parametrize(
    ("name", "solution", "wanted"),
    [
        ("clipped", 'clipped = "b"', 30),
        ("number_of_slices", "number_of_slices = image.shape[0]", 90),
        ("snr", "snr = (a.mean() - b.mean()) / b.std()", 120),
        ("my_mask", "my_mask = blurred > 1", 120),
        ("my_two_nuclei", "my_two_nuclei = layer", 180),
    ],
)
def test_painting_takes_longer_than_a_formula_a_number_and_a_choice(name, solution, wanted):
    assert minutes.seconds_for(name, solution + f'\nsolution("{name}")') == wanted


@every_notebook
def test_the_core_path_fits_the_minutes_that_the_head_promises(path):
    takes, says = minutes.needed(read(path)), minutes.stated(read(path))
    assert takes.together <= says.together
    assert says.exercises is None or takes.exercises <= says.exercises


@every_notebook
def test_what_is_for_home_is_folded_and_says_so(path):
    for cell, _ in headings(path):
        at_home = "at-home" in minutes.tags(cell)
        first = cell.source.splitlines()[0]
        assert bool(re.match(r"#+ At home: ", first)) == at_home, first
        assert cell.metadata.get("jp-MarkdownHeadingCollapsed", False) == at_home, first


@every_notebook
def test_a_star_stands_on_the_exercises_of_the_core_path_and_on_no_others(path):
    cells = read(path).cells
    core = {cell.id for cell in minutes.core_path(cells)}
    for cell, following in itertools.pairwise(cells):
        if minutes.tags(following) & {"answer", "predict"} and cell.cell_type == "markdown":
            first = cell.source.splitlines()[0]
            assert first.endswith(" ★") == (cell.id in core), first


def names(cells):
    """Yield, cell by cell, the names that are used before the cell makes them, and those made."""
    for cell in cells:
        source = "\n".join(line for line in cell.source.splitlines() if line[:1] not in "%!")
        tree = ast.parse(source)
        nodes = list(ast.walk(tree))
        made = {node.id for node in nodes if isinstance(node, ast.Name | ast.arg) and stored(node)}
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                made |= {(a.asname or a.name).split(".")[0] for a in node.names}
            elif isinstance(node, ast.FunctionDef):
                made |= {node.name} | {one.arg for one in node.args.args}
        used = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        yield cell, used - made, made


def stored(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


@every_notebook
def test_the_core_path_alone_can_be_run(path):
    cells = [c for c in minutes.core_path(read(path).cells) if c.cell_type == "code"]
    known = set(dir(builtins))
    for cell, used, made in names(cells):
        assert used <= known, f"{used - known} is made at home only, for:\n{cell.source}"
        known |= made


def rows(path):
    """Return {notebook: minutes as written} of the table in a README or a notebook."""
    prose = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        prose = "\n".join(cell.source for cell in read(path).cells)
    row = r"^\| \[[^|]*\]\((?:notebooks/)?([0-9][^)]*)\) \|.*\| ([^|]*) \|$"
    return dict(re.findall(row, prose, re.M))


@pytest.mark.parametrize("page", ["README.md", "notebooks/00_welcome.ipynb"])
def test_every_table_gives_the_minutes_that_the_heads_give(page):
    found, here = rows(ROOT / page), ROOT / page
    assert list(found) == [path.name for path in NOTEBOOKS if path != here]
    for name, written in found.items():
        together, practice = minutes.stated(read(ROOT / "notebooks" / name))
        numbers = [int(number) for number in re.findall(r"\d+", written)]
        assert numbers == [together] + [practice] * (practice is not None), name
