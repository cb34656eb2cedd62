"""The instructor's pages, the plans and the glossary agree with the notebooks and their minutes."""

import re
import sys

import pytest

from helpers.inputs import InputError
from tests.conftest import NOTEBOOKS, ROOT
from tests.test_notebooks import anchors

sys.path.insert(0, str(ROOT / "tools"))

import glossary
import plans
import teaching

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_plan = pytest.mark.parametrize("name", teaching.plans())
every_page = pytest.mark.parametrize("page", plans.pages(), ids=lambda page: page.name)
PARTS = ("## The clock", "## On the board", "## In the viewer", "## Section by section")


@every_notebook
def test_every_notebook_has_its_page_with_all_its_parts(path):
    text = (ROOT / "instructor" / path.with_suffix(".md").name).read_text(encoding="utf-8")
    places = [text.index(f"\n{part}\n") for part in PARTS]
    assert places == sorted(places)
    assert text.startswith(f"# Teaching {teaching.title(path.name[:2])}\n")
    assert f"](../notebooks/{path.name})" in text


@every_notebook
def test_a_page_asks_the_room_and_says_what_to_leave_out(path):
    kinds = [kind for notes in teaching.notes(path.name[:2]).values() for kind, _ in notes]
    assert {"Ask", "They ask", "Late"} <= set(kinds)


@every_notebook
def test_each_line_of_a_page_is_read(path):
    text = (ROOT / "instructor" / path.with_suffix(".md").name).read_text(encoding="utf-8")
    lines = text.partition("\n## Section by section\n")[2].splitlines()
    notes = teaching.notes(path.name[:2]).values()
    assert sum(line.startswith("- ") for line in lines) == sum(map(len, notes))
    assert all(notes)


@every_page
def test_the_tables_are_up_to_date(page):
    assert plans.fresh(page) == page.read_text(encoding="utf-8"), "run: make plans"


@every_notebook
def test_the_clock_of_a_notebook_adds_up_to_its_minutes(path):
    times = [row.times for row in teaching.clock(path.name[:2])]
    takes = plans.minutes.needed(teaching.read(path.name[:2]))
    assert sum(one.together for one in times) == pytest.approx(takes.together)
    assert sum(one.exercises for one in times) == pytest.approx(takes.exercises)


@every_plan
def test_a_plan_fits_its_slot(name):
    _, slot, parts = teaching.plans()[name]
    assert min(teaching.left(slot, parts)) >= 0


@every_plan
def test_a_plan_stands_on_the_page_of_plans(name):
    text = (ROOT / "instructor" / "plans.md").read_text(encoding="utf-8")
    assert f"<!-- plan {name}: made by make plans -->" in text


def test_the_long_plans_end_with_an_hour_of_their_own_images():
    for name in ("Half a day", "One day"):
        _, _, parts = teaching.plans()[name]
        from_06 = [part.notebook for part in parts].index("06")
        assert sum(teaching.total(parts[from_06:])) >= 60


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"notebook": "04", "leave_out": ["Lable again"]}, "on the core path of 04 “Lable again”"),
        ({"notebook": "04", "only": ["Label"]}, "Did you mean `Label again`?"),
        ({"notebook": "04", "home": ["Label again"]}, "folded as *At home* “Label again”"),
        ({"notebook": "04", "without": []}, "key of a plan's part “without”"),
        ({"notebook": "44"}, "no notebook “44”. There are: 00; 01; "),
    ],
)
def test_a_slip_in_a_plan_is_named(written, said):
    with pytest.raises(InputError, match=re.escape(said)):
        teaching.part(written)


def test_what_stands_below_a_heading_goes_with_it_unless_it_is_kept():
    chosen = [one.title for one in teaching.chosen("04", leave_out=["The count alone misleads"])]
    assert not {"Drag it yourself", "Exercise: the count at radius 5"} & set(chosen)
    assert {"Erode the real mask", "Label again"} <= set(chosen)
    kept = teaching.chosen("04", ["The count alone misleads"], keep=["Drag it yourself"])
    assert "Drag it yourself" in [one.title for one in kept]
    home = teaching.chosen("04", home=["At home: one large step or ten small ones?"])
    assert "The two shapes" in [one.title for one in home]


@pytest.fixture
def a_page(tmp_path, monkeypatch):
    """Let the page of notebook 04 be another one."""

    def write(text):
        (tmp_path / "04_erosion_and_expansion.md").write_text(f"\n## Section by section\n{text}")

    monkeypatch.setattr(teaching, "PAGES", tmp_path)
    return write


def test_a_slip_in_a_page_is_named(a_page):
    with pytest.raises(InputError, match=r"04_erosion_and_expansion\.md is missing"):
        teaching.notes("04")
    a_page("### Lable again\n- **Ask:** what?\n")
    with pytest.raises(InputError, match=r"“Lable again”\. Did you mean `Label again`\?"):
        teaching.notes("04")
    a_page("### Label again\n- **Aks:** what?\n")
    with pytest.raises(InputError, match=r"“Aks”\. Did you mean `Ask`\?"):
        teaching.notes("04")


def test_the_glossary_is_in_order_and_every_entry_is_used():
    terms = glossary.terms()
    titles = re.findall(r"^## (.+)$", glossary.PAGE.read_text(encoding="utf-8"), re.M)
    assert titles == list(terms) == sorted(terms)
    for term, spellings in terms.items():
        assert re.fullmatch(r"[a-z-]+( [a-z-]+)*", term)  # so that its address is the same anywhere
        assert spellings[0] == term
        assert glossary.first_use(term, spellings), f"{term} stands in no notebook"


def linked():
    """Return the notebook, the address and the words of each link to the glossary."""
    link = re.compile(r"\[([^\]]+)\]\(glossary\.md#([^)]*)\)")
    return [
        (number, address, words)
        for number, _, _, source in glossary.texts()
        for words, address in link.findall(source)
    ]


def test_every_link_to_the_glossary_finds_its_entry_and_no_entry_has_two():
    addresses = [address for _, address, _ in linked()]
    assert set(addresses) <= set(map(glossary.anchor, glossary.terms()))
    assert len(addresses) == len(set(addresses))


INTRODUCED = re.compile(
    r"\b(?:is|are) called (?:an? )?\*\*([a-z][a-z ]*)\*\*|\bAn? \*\*([a-z]+)\*\* "
)


def test_a_word_that_a_notebook_introduces_is_in_the_glossary():
    known = {word.casefold() for words in glossary.terms().values() for word in words}
    for number, place, _, source in glossary.texts():
        for words in INTRODUCED.findall(source):
            assert set(filter(None, words)) <= known, f"{number}, cell {place}"


def test_a_term_is_found_where_it_is_bold_and_not_in_code_or_headings(monkeypatch):
    def use(*sources, spellings=("mask",)):
        rows = [("04", place, "Here", source) for place, source in enumerate(sources)]
        monkeypatch.setattr(glossary, "texts", lambda: iter(rows))
        found = glossary.first_use("mask", list(spellings))
        return found and (found.cell, sources[found.cell][found.start : found.end])

    assert use("## mask\n`mask`", "the mask", "a **mask** is") == (2, "**mask**")
    assert use("## mask\n`mask`", "the Mask") == (1, "Mask")
    assert use("unmasked masks") is None
    assert use("a **mask**", "[Mask](glossary.md#mask)") == (1, "](glossary.md#mask)")
    assert use("the masks", spellings=("mask", "masks")) == (0, "masks")


PAGES = sorted((ROOT / "instructor").glob("*.md"))


@pytest.mark.parametrize("page", [*PAGES, glossary.PAGE], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target, anchor in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
        if "://" in target:
            continue
        other = (page.parent / target).resolve() if target else page
        assert other.exists(), target
        if anchor:
            known = anchors(other) if other.suffix == ".ipynb" else slugs(other)
            assert anchor in known, f"{target}#{anchor}"


def slugs(page):
    """Return the anchors that a web host gives the headings of a Markdown page."""
    found = re.findall(r"^#+ (.+?)\s*$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_page_can_be_reached_from_the_first():
    seen, waiting = set(), [ROOT / "instructor" / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        links = re.findall(r"\]\(([\w./-]+\.md)", page.read_text(encoding="utf-8"))
        waiting += [p for one in links if (p := (page.parent / one).resolve()) not in seen]
    assert {*PAGES, glossary.PAGE} <= seen


def test_every_make_target_that_a_page_names_exists():
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"`make (\w+)", page.read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:.*## ", made, re.M), f"make {target}, in {page.name}"
