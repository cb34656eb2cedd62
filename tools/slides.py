"""Write slides of the notebooks, with the instructor's notes, that need no network.

Usage: python tools/slides.py [--mark] [NOTEBOOK ...]

They lie in build/slides, beside a copy of reveal.js from node_modules (npm ci). With --mark, each
cell of the notebooks is told what it is in JupyterLab's presentation extension (jupyterlab-rise).
"""

import argparse
import base64
import io
import re
import shutil
import sys
from functools import cache
from typing import NamedTuple

import jinja2
import nbformat
from matplotlib.mathtext import math_to_image
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from pygments.formatters import HtmlFormatter
from teaching import ROOT, minutes, notebooks, notes, read, title

from helpers.page import ASLEEP

SCREEN = ROOT / "tools" / "screen"
TARGET = ROOT / "build" / "slides"
REVEAL = ROOT / "node_modules" / "reveal.js"
WORDS = 95  # of text on one slide
LINES = 14  # of code that are shown above what they print
FULL = 130  # words on one slide, a picture taken for 70 of them and a line of code for 6


class Slide(NamedTuple):
    """A slide and its speaker notes, both as HTML."""

    html: str
    notes: str


def slide_type(cell, core):
    """Return what a cell is in a presentation: a slide, one below another, or left out."""
    left_out = minutes.tags(cell) & {"check", "hint", "solution", "predict"}
    if not core or left_out or cell.source.startswith("progress("):
        return "skip"
    return "slide" if 0 < minutes.level(cell) <= 2 else "subslide"


def types(notebook):
    """Return the slide type of each cell of a notebook."""
    core = {cell.id for cell in minutes.core_path(notebook.cells)}
    return [slide_type(cell, cell.id in core) for cell in notebook.cells]


def mark(path):
    """Write the slide types into a notebook; return whether that changed it."""
    notebook = nbformat.read(path, as_version=4)
    for cell, kind in zip(notebook.cells, types(notebook), strict=True):
        cell.metadata["slideshow"] = {"slide_type": kind}
    text = nbformat.writes(notebook) + "\n"
    changed = text != path.read_text(encoding="utf-8")
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    return changed


def pieces(source):
    """Split a text at its blank lines, so that no piece is longer than a slide may be."""
    found = [[]]
    for block in re.split(r"\n\s*\n", source.strip()):
        length = sum(len(one.split()) for one in [*found[-1], block])
        starts = block.startswith("#") and found[-1]
        if found[-1] and (length > WORDS or starts):
            found.append([])
        found[-1].append(block)
    return ["\n\n".join(blocks) for blocks in found]


def formula(found):
    """Return a formula as a picture, which says in words what it is."""
    picture = io.BytesIO()
    math_to_image(f"${found[1].strip()}$", picture, dpi=240, format="svg")
    words = re.sub(r"\\frac\{(.*?\})\}\{(.*?\})\}", r"(\1) / (\2)", found[1].strip())
    words = re.sub(r"\\text\{(.*?)\}", r"\1", words)
    code = base64.b64encode(picture.getvalue()).decode()
    return f'<img alt="{words}" src="data:image/svg+xml;base64,{code}">'


def text_html(source):
    """Return Markdown as HTML, its formulas drawn and its links within the workbook left out."""
    source = re.sub(r"\$\$(.+?)\$\$", formula, source, flags=re.S)
    source = re.sub(r"\[([^\]]*)\]\((?![a-z]+://)[^)]*\)", r"\1", source)
    return markdown2html(source)


def draws(cell):
    """Return whether a code cell shows a picture, a question or a widget."""
    shown = "".join(str(one.get("data", {}).get("text/html", "")) for one in cell.outputs)
    return re.search("<img|<button|<input", shown) is not None


@cache
def exporter(exclude_input):
    """Return what writes code cells as HTML."""
    return HTMLExporter(template_name="basic", exclude_input=exclude_input)


def code_html(cell):
    """Return a code cell as HTML; one that draws shows its picture only."""
    long = len(cell.source.splitlines()) > LINES
    html, _ = exporter(draws(cell) or (long and bool(cell.outputs))).from_notebook_node(
        nbformat.v4.new_notebook(cells=[cell])
    )
    return html.replace(ASLEEP, "")


def weight(cell, piece=""):
    """Return how much of a slide a cell fills, or a piece of its text, in words."""
    if cell.cell_type == "markdown":
        return len(piece.split())
    printed = "".join(str(one.get("text", "")) for one in cell.outputs)
    return 70 if draws(cell) else 6 * len((cell.source + printed).splitlines())


def said(number, cell):
    """Return the instructor's notes on the section that a cell begins, as HTML."""
    heading = re.sub(r"[#`*★]", "", cell.source.splitlines()[0]).strip()
    lines = [f"- **{kind}:** {text}" for kind, text in notes(number).get(heading, ())]
    return markdown2html("\n".join(lines)) if lines else ""


def columns(number):
    """Return the slides of a notebook: a list for each main heading, of what stands below it."""
    notebook, found, speaker, filled = read(number), [], "", 0
    for cell, kind in zip(notebook.cells, types(notebook), strict=True):
        if kind == "skip":
            continue
        if cell.cell_type == "markdown":
            speaker = said(number, cell) if minutes.level(cell) else speaker
            parts = [(text_html(piece), weight(cell, piece)) for piece in pieces(cell.source)]
        else:
            parts = [(code_html(cell), weight(cell))]
        begins = minutes.level(cell) or not found
        if kind == "slide" or not found:
            found.append([])
        for html, words in parts:
            if begins or filled + words > FULL:
                found[-1].append(Slide(html, speaker))
                filled = words
            else:
                found[-1][-1] = Slide(found[-1][-1].html + html, speaker)
                filled += words
            begins = False
    return found


def page(number):
    """Return the slides of a notebook as an HTML page."""
    template = jinja2.Template((SCREEN / "slides.html").read_text(encoding="utf-8"))
    return template.render(
        title=title(number),
        columns=columns(number),
        code_css=HtmlFormatter(style="default").get_style_defs(".highlight"),
        css=(SCREEN / "slides.css").read_text(encoding="utf-8"),
        js=(SCREEN / "slides.js").read_text(encoding="utf-8"),
    )


def write(target, numbers):
    """Write the slides of these notebooks, and what they need, into a folder."""
    for part in ("dist", "plugin/notes"):
        shutil.copytree(REVEAL / part, target / "reveal.js" / part, dirs_exist_ok=True)
    shutil.copy(REVEAL / "LICENSE", target / "reveal.js")
    for number in numbers:
        name = f"{notebooks()[number].stem}.html"
        (target / name).write_text(page(number), encoding="utf-8")


def main():
    """Write the slides of the notebooks that the command line names; by default all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mark", action="store_true", help="mark the cells of the notebooks only")
    parser.add_argument("notebooks", nargs="*", help="numbers, such as 04", default=[*notebooks()])
    options = parser.parse_args()
    if options.mark:
        changed = [number for number in options.notebooks if mark(notebooks()[number])]
        print("marked:", ", ".join(changed) or "all were marked already")
    elif not REVEAL.exists():
        sys.exit("reveal.js is missing: install Node, and call: npm ci")
    else:
        write(TARGET, options.notebooks)
        print(f"Open them in a browser, from {TARGET.relative_to(ROOT)}. S shows the notes.")


if __name__ == "__main__":
    main()
