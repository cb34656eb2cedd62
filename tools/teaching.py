"""What the instructor's pages and plans say, with the minutes that tools/minutes.py reckons."""

import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "instructor"
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import minutes  # noqa: E402 (stands beside this file)

from helpers.exercises.catalogue import exercises  # noqa: E402
from helpers.inputs import InputError, did_you_mean  # noqa: E402

KINDS = ("Ask", "Say", "Show", "They ask", "Late")
"""How a line of a page's section may begin."""


class Row(NamedTuple):
    """A main section on the clock: its title, times, and the notes on it and on what is below.

    `missing` are (title, what to say instead) of what a plan leaves out before or within it.
    """

    title: str
    times: minutes.Times
    notes: tuple
    missing: tuple = ()


class Part(NamedTuple):
    """One line of a plan: the notebook (or None), what is done, its minutes, rows, and choice."""

    notebook: str | None
    text: str
    times: minutes.Times
    rows: tuple
    choice: dict


def notebooks():
    """Return the path of each notebook, by its number."""
    return {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}


@cache
def read(number):
    """Return a notebook by its number."""
    return nbformat.read(find(number, notebooks(), "notebook"), as_version=4)


def title(number):
    """Return a notebook's title, such as "00 · Welcome"."""
    return minutes.sections(read(number))[0].title


def find(name, known, what):
    """Return the value of a name, or say which name is nearest."""
    if name not in known:
        advice = did_you_mean(name, known) or f" There are: {'; '.join(known)}."
        raise InputError(f"There is no {what} “{name}”.{advice}")
    return known[name]


def notes(number):
    """Return {heading: [(kind, text)]} of the part *Section by section* of a notebook's page."""
    path = PAGES / f"{notebooks()[number].stem}.md"
    if not path.exists():
        raise InputError(f"{path.name} is missing: every notebook has its page for instructors.")
    prose = path.read_text(encoding="utf-8").partition("\n## Section by section\n")[2]
    known = {one.title: one for one in minutes.sections(read(number)) if one.core}
    found = {}
    for piece in re.split(r"^### ", prose, flags=re.M)[1:]:
        heading, _, lines = piece.partition("\n")
        find(heading, known, f"section on the core path of {number}")
        found[heading] = re.findall(r"^- \*\*([^*]+):\*\* (.+)$", lines, re.M)
        for kind, text in found[heading]:
            find(kind, dict.fromkeys(KINDS), f"kind of note, as in {path.name}, “{text[:30]}”,")
    return found


def chosen(number, leave_out=(), only=(), keep=(), home=()):
    """Return the sections of a notebook that a plan walks through."""
    every = minutes.sections(read(number))
    core = {one.title: one for one in every if one.core}
    folded = {one.title: one for one in every if not one.core}
    for name in (*leave_out, *only, *keep):
        find(name, core, f"section on the core path of {number}")
    for name in home:
        find(name, folded, f"section of {number} that is folded as *At home*")
    wanted = covered(every, only) if only else {one.title for one in every if one.core}
    wanted = (wanted & core.keys()) - covered(every, leave_out)
    wanted |= {*keep} | covered(every, home)
    return [one for one in every if one.title in wanted]


def covered(every, names):
    """Return the titles of these sections, and of what stands below each in the notebook."""
    found, below = set(), 0
    for one in every:
        if below and one.level <= below:
            below = 0
        if one.title in names:
            below = below or one.level
        if below:
            found.add(one.title)
    return found


def total(sections):
    """Return the minutes of sections together."""
    times = [one.times for one in sections]
    return minutes.Times(sum(one[0] for one in times), sum(one[1] for one in times))


def clock(number, sections=None):
    """Return a `Row` for each main section; what stands below a heading is counted with it."""
    said, taken, groups, above, waiting = notes(number), sections or chosen(number), {}, None, []
    for one in minutes.sections(read(number)):
        above = one.title if one.level <= 2 else above
        group, missing = groups.get(above, ([], []))
        if one in taken:
            groups[above] = [*group, one], [*missing, *waiting]
            waiting = []
        elif one.core:
            late = [text for kind, text in said.get(one.title, ()) if kind == "Late"]
            waiting.append((one.title, " ".join(late)))
    return [
        Row(
            group[0].title,
            total(group),
            tuple((one.title, *note) for one in group for note in said.get(one.title, ())),
            tuple(missing),
        )
        for group, missing in groups.values()
    ]


def guesses(number):
    """Return (title, question) of each guess that the core path of a notebook asks for."""
    cells = minutes.core_path(read(number).cells)
    names = [
        re.search(r"predict\(\"(\w+)\"", c.source) for c in cells if "predict" in minutes.tags(c)
    ]
    return [(exercises()[name[1]].title, exercises()[name[1]].guess) for name in names]


def plans():
    """Return {name: (what it is for, slot, [Part])} of plans.toml."""
    with open(PAGES / "plans.toml", "rb") as file:
        written = tomllib.load(file)["plan"]
    return {
        one["name"]: (one["for"], one["slot"], [part(p) for p in one["parts"]]) for one in written
    }


def part(written):
    """Return one `Part` of a plan."""
    written = dict(written)
    if "say" in written:
        return Part(None, written["say"], minutes.Times(written["minutes"], 0), (), {})
    number = written.pop("notebook")
    find(number, notebooks(), "notebook")
    for key in written:
        find(key, dict.fromkeys(("leave_out", "only", "keep", "home")), "key of a plan's part")
    sections = chosen(number, **written)
    return Part(number, title(number), total(sections), tuple(clock(number, sections)), written)


def left(slot, parts):
    """Return (minutes of teaching, minutes of exercises) that a plan leaves free in its slot."""
    together, practice = total(parts)
    if isinstance(slot, list):
        return slot[0] - together, slot[1] - practice
    return slot - together - practice, 0
