"""Link each term of the glossary to its first use in the notebooks, and back.

Usage: python tools/glossary.py
"""

import re
from functools import cache
from typing import NamedTuple

import nbformat
from teaching import ROOT, notebooks, read

PAGE = ROOT / "notebooks" / "glossary.md"
NOT_PROSE = re.compile(  # code, formulas, links and headings are left alone
    r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\[[^\]]*\]\([^)]*\)|^#.*?$|^\|.*?$", re.S | re.M
)


class Use(NamedTuple):
    """Where a term is first met: notebook, cell, the heading above it, and where in the text."""

    number: str
    cell: int
    heading: str
    start: int
    end: int


def terms(text=None):
    """Return {term: its spellings} of the glossary."""
    text = PAGE.read_text(encoding="utf-8") if text is None else text
    named = re.findall(r"^## (.+)\n(?:.*\n)*?<!-- first use of (.+?): made", text, re.M)
    return {term: spellings.split(", ") for term, spellings in named}


def anchor(term):
    """Return a term's address within the glossary, the same on every kind of page."""
    return term.replace(" ", "-")


@cache
def prose(source):
    """Return a text of the same length, in which all that is not prose is blank."""
    return NOT_PROSE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source)


def texts():
    """Yield (number, place, heading, source) of each text that may introduce a term."""
    for number in notebooks():
        heading = ""
        for place, cell in enumerate(read(number).cells):
            if cell.cell_type != "markdown":
                continue
            found = re.findall(r"^#+ (.+?)\s*$", cell.source, re.M)
            heading = found[0] if found else heading
            if place and heading != "Key points":
                yield number, place, heading, cell.source
            heading = found[-1] if found else heading


def first_use(term, spellings):
    """Return the first `Use` of a term: its link, else where it is bold, else where it stands."""
    either = "|".join(re.escape(one) for one in sorted(spellings, key=len, reverse=True))
    link = re.compile(rf"\]\(glossary\.md#{re.escape(anchor(term))}\)")
    for pattern, looked_in in (
        (link, lambda source: source),
        (re.compile(rf"\*\*(?:{either})\*\*", re.I), prose),
        (re.compile(rf"\b(?:{either})\b", re.I), prose),
    ):
        for number, place, heading, source in texts():
            if found := pattern.search(looked_in(source)):
                return Use(number, place, heading, *found.span())
    return None


def sentence(term, spellings):
    """Return the line of the glossary that leads to a term's first use."""
    use = first_use(term, spellings)
    if use is None:
        return "In no notebook."
    target = re.sub(r"[`*]", "", use.heading).replace(" ", "-")
    name = re.sub(r"[`*★]", "", use.heading).strip()
    return f"First met in [{use.number} · {name}]({notebooks()[use.number].name}#{target})."


def link():
    """Write the links to the glossary into the notebooks; return how many were missing."""
    missing = 0
    for term, spellings in terms().items():
        use = first_use(term, spellings)
        cell = read(use.number).cells[use.cell] if use else None
        if cell is None or cell.source[use.start : use.start + 2] == "](":
            continue
        word = cell.source[use.start : use.end]
        linked = f"[{word}](glossary.md#{anchor(term)})"
        cell.source = cell.source[: use.start] + linked + cell.source[use.end :]
        missing += 1
    for number, path in notebooks().items():
        text = nbformat.writes(read(number)) + "\n"
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
    return missing


if __name__ == "__main__":
    print(f"{link()} links written")
