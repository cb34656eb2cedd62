"""Bring the tables of the instructor's pages and of the glossary up to date.

Usage: python tools/plans.py

What stands between <!-- clock: made by make plans --> and <!-- end --> is written anew, with the
minutes of tools/minutes.py, the notes of the pages and the plans of instructor/plans.toml.
"""

import re

import glossary
from teaching import PAGES, clock, guesses, left, minutes, notebooks, plans, read, title, total

BLOCK = re.compile(r"(<!-- ([^>]*?): made by make plans -->\n).*?(<!-- end -->)", re.S)


def minutes_of(number):
    """Write minutes for a table; nothing for none."""
    return f"{number:.1f}" if number >= 0.05 else ""


def hours(number):
    """Write minutes as on a clock, from 0:00."""
    return f"{round(number) // 60}:{round(number) % 60:02}"


def table(heads, rows):
    """Return the lines of a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def late(row):
    """Say what of a section to leave out when time is short."""
    notes = [(section, text) for section, kind, text in row.notes if kind == "Late"]
    return " ".join(
        text[0].upper() + text[1:] if section == row.title else f"*{section}*: {text}"
        for section, text in notes
    )


def clock_block(number):
    """Return the clock of a notebook, and the guesses to collect."""
    rows, passed = [], 0
    for row in clock(number):
        passed += sum(row.times)
        rows.append([row.title, *map(minutes_of, row.times), hours(passed), late(row)])
    text = table(["section", "together", "exercises", "until", "when late"], rows)
    asked = guesses(number)
    if asked:
        text += (
            "\nGuesses to collect before the room knows, with *With a whole room* below the box:"
        )
        text += "\n\n"
        text += "".join(f"- *{name}*: {question}\n" for name, question in asked)
    last = clock(number)[-2].title
    text += "\nWhoever comes late right-clicks into the section: **Catch Up to Here**. "
    call = f'`catch_up("{number}", "{last}")`'
    text += f"Elsewhere, in a new cell: {call} ([how](faq.md#somebody-has-fallen-behind)).\n"
    return text


def plan_block(name):
    """Return the timetable of a plan."""
    purpose, slot, parts = plans()[name]
    rows, passed = [], 0
    for one in parts:
        start, passed = passed, passed + sum(one.times)
        what = one.text
        if one.notebook:
            what = f"[{one.text}]({notebooks()[one.notebook].stem}.md){choice(one)}"
        rows.append([f"{hours(start)} to {hours(passed)}", what, *map(minutes_of, one.times)])
    free, both = left(slot, parts), isinstance(slot, list)
    together, practice = total(parts)
    written = " + ".join(map(str, slot)) if both else str(slot)
    reserve = " + ".join(f"{one:.0f}" for one in free) if both else f"{free[0]:.0f}"
    rows.append(["", "**all**", f"**{together:.0f}**", f"**{practice:.0f}**"])
    text = f"{purpose}\n\n" + table(["when", "what", "together", "exercises"], rows)
    return text + f"\nThe slot has {written} minutes; {reserve} are in reserve.\n"


def choice(part):
    """Say what of a notebook a plan takes or leaves out."""
    words = {"only": "only", "leave_out": "without", "keep": "but with", "home": "and"}
    return "".join(
        f", {word}: {'; '.join(part.choice[key])}"
        for key, word in words.items()
        if key in part.choice
    )


def pages_block():
    """Return the list of the notebooks' pages."""
    rows, all_together, all_practice = [], 0, 0
    for number, path in notebooks().items():
        together, practice = minutes.stated(read(number))
        all_together, all_practice = all_together + together, all_practice + (practice or 0)
        both = f"{together} + {practice}" if practice else f"{together}, then theirs"
        rows.append([f"[{title(number)}]({path.stem}.md)", both])
    rows.append(["**all**", f"**{all_together} + {all_practice}**"])
    return table(["page", "minutes"], rows)


def block(name, page):
    """Return what belongs into a block of this name."""
    kind, _, rest = name.partition(" ")
    if kind == "plan":
        return plan_block(rest)
    if kind == "first":
        term = rest.removeprefix("use of ").split(", ")
        return f"{glossary.sentence(term[0], term)}\n"
    return pages_block() if kind == "pages" else clock_block(page.name[:2])


def fresh(page):
    """Return the text of a page with all its blocks up to date."""
    text = page.read_text(encoding="utf-8")
    return BLOCK.sub(lambda found: found[1] + block(found[2], page) + found[3], text)


def pages():
    """Return the pages that have such blocks."""
    return [*sorted(PAGES.glob("*.md")), glossary.PAGE]


def main():
    """Write what has changed."""
    for page in pages():
        text = fresh(page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8", newline="\n")
            print(f"{page.name} is up to date now")


if __name__ == "__main__":
    main()
