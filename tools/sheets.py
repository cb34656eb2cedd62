"""Print the exercises as sheets of paper, without and with solutions, and as recall cards.

Usage: python tools/sheets.py [--png] [NOTEBOOK ...]

They lie in build/sheets: exercises.pdf, solutions.pdf (of all notebooks, or of those named), and
cards.txt, which Anki and other card programs import. With --png also a picture of each page.
"""

import argparse
import functools
import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

from teaching import ROOT, find, minutes, read, title

from helpers.exercises.catalogue import notebooks as registry
from helpers.exercises.kinds import Choice, Number, Order
from helpers.exercises.spelling import say
from helpers.exercises.verdict import rich

TARGET = ROOT / "build" / "sheets"
LETTERS = "abcdefghij"
SOURCE = Path(__file__).parent / "sheets.typ"
HEADER = ("#separator:tab", "#html:true", "#columns:Front\tBack\tTags", "#tags column:3")
"""How Anki's manual says that a text file begins."""


def chosen(numbers):
    """Return {number: exercises} of these notebooks, in order."""
    by_number = {name[:2]: some for name, some in registry().items()}
    return {number: find(number, by_number, "notebook with exercises") for number in numbers}


class Place(NamedTuple):
    """Where an exercise stands: main heading, whether on the core path, what it is given there."""

    section: str
    core: bool
    given: tuple


@functools.cache
def place(number, name):
    """Return the `Place` of an exercise in its notebook."""
    heading, given = "", ()
    core = {cell.id for cell in minutes.core_path(read(number).cells)}
    for cell in read(number).cells:
        if 0 < minutes.level(cell) <= 2:
            heading = re.sub(r"[#`*★]", "", cell.source.splitlines()[0]).strip()
        if f'"{name}")' in cell.source:
            return Place(heading, cell.id in core, given)
        if cell.cell_type == "markdown":  # a grid or a program, which a learner has to see
            given = tuple(
                "\n".join(re.findall(r"^```\w*\n(.*?)^```", cell.source, re.M | re.S)).splitlines()
            )
    return Place("", False, ())


def answer(exercise):
    """Return the right answer in words, or "" where the solution is the answer."""
    if isinstance(exercise, Choice):
        at = [option.right for option in exercise.options].index(True)
        return f"{LETTERS[at]}) {exercise.options[at].text}"
    if isinstance(exercise, Order):
        return ", ".join(exercise.card(letter).text for letter in exercise.right())
    if isinstance(exercise, Number):
        return f"{say(exercise.right())} {exercise.unit}".strip()
    return ""


def pieces(text):
    """Split a text into (kind, words), where the kind is text, code or strong."""
    found = re.split(r"(`[^`]+`|\*\*[^*]+\*\*)", text)
    marks = {"`": ("code", "`"), "*": ("strong", "**")}
    parts = []
    for part in filter(None, found):
        kind, mark = marks.get(part[0], ("text", "")) if len(part) > 2 else ("text", "")
        whole = kind == "text" or not part.endswith(mark)
        parts.append(["text", part] if whole else [kind, part[len(mark) : -len(mark)]])
    return parts


def sheet(numbers, solved):
    """Return what a sheet says, as numbers, lists and texts that JSON can hold."""
    return {
        "title": "Nuclei Workbook: " + ("solutions" if solved else "exercises"),
        "notebooks": [
            {
                "title": title(number),
                "exercises": [_exercise(number, exercise, solved) for exercise in some],
            }
            for number, some in chosen(numbers).items()
        ],
    }


def _exercise(number, exercise, solved):
    cards = getattr(exercise, "cards", ())
    options = cards or getattr(exercise, "options", ())
    where = place(number, exercise.name)
    return {
        "name": exercise.name,
        "section": where.section,
        "title": exercise.title + " ★" * where.core,
        "question": pieces(exercise.question),
        "given": list(where.given),
        "options": [pieces(option.text) for option in options],
        "unit": getattr(exercise, "unit", ""),
        "lines": 1 if cards or isinstance(exercise, Number) else 0 if options else 3,
        "answer": pieces(answer(exercise)) if solved else [],
        "solution": pieces(exercise.solution) if solved else [],
    }


def print_sheet(numbers, solved, target, form="pdf"):
    """Write a sheet as PDF, or as one PNG a page where `target` has {p} in its name.

    The texts are handed over as data and never as markup: no sign in them means anything.
    """
    try:
        import typst
    except ImportError:
        sys.exit("typst is missing: install it with: pip install typst")
    data = {"sheet": json.dumps(sheet(numbers, solved))}
    typst.compile(SOURCE, output=target, format=form, sys_inputs=data, ppi=100)


def card(text):
    """Return a text as one field of a card: HTML in which no sign of the text means anything.

    A tab or a new line would end the field; two braces or a backslash begin a formula or a gap.
    """
    text = re.sub(r"\s+", " ", rich(text)).strip()
    for sign in '#{}\\[]$=+@"':  # the first one stands in what the others become
        text = text.replace(sign, f"&#{ord(sign)};")
    return text


def cards(numbers):
    """Return recall cards, a line each: question and answer, in the text form of Anki."""
    lines = [*HEADER]
    for number, some in chosen(numbers).items():
        for exercise in some:
            options = [
                f"{LETTERS[at]}) {card(option.text)}"
                for at, option in enumerate(getattr(exercise, "options", ()))
            ]
            given = [f"<code>{card(line)}</code>" for line in place(number, exercise.name).given]
            front = "<br>".join([card(exercise.question), *given, *options])
            reason = [card(exercise.solution)]
            right = answer(exercise)
            back = "<br>".join([f"<b>{card(right)}</b>", *reason] if right else reason)
            lines.append(f"{front}\t{back}\tnuclei-workbook::{number}")
    return "\n".join(lines) + "\n"


def main():
    """Write sheets and cards of the notebooks that the command line names; by default all."""
    everything = [name[:2] for name in registry()]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--png", action="store_true", help="a picture of each page too")
    parser.add_argument("notebooks", nargs="*", help="numbers, such as 04", default=everything)
    options = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    for solved in (False, True):
        path = TARGET / ("solutions.pdf" if solved else "exercises.pdf")
        print_sheet(options.notebooks, solved, path)
        if options.png:
            print_sheet(options.notebooks, solved, path.with_name(f"{path.stem}-{{p}}.png"), "png")
        print(path.relative_to(ROOT))
    path = TARGET / "cards.txt"
    path.write_text(cards(options.notebooks), encoding="utf-8", newline="\n")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
