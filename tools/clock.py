"""Make the running clock of a plan or of a notebook, a page for the instructor's own screen.

Usage: python tools/clock.py [--notebook 04] [--plan "Half a day"]

The page needs no network and no server: it is one file, build/clock.html.
"""

import argparse
import json
import re
import sys
import webbrowser

import jinja2
from browsers import has_browser
from teaching import ROOT, InputError, Part, clock, find, plans, title, total

SCREEN = ROOT / "tools" / "screen"


def plain(text):
    """Return Markdown as plain text, with a capital letter in front."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\*\*|(?<!\w)\*|\*(?!\w)|`|\\", "", text)
    return text[:1].upper() + text[1:]


def steps(parts):
    """Return the sections of a plan's parts, each with its seconds and what is to be said."""
    found = []
    for part in parts:
        for row in part.rows or [None]:
            notes = row.notes if row else ()
            name = row.title if row else part.text

            def said(*kinds, name=name, notes=notes):
                return [
                    [plain(where) if where != name else "", plain(text)]
                    for where, kind, text in notes
                    if kind in kinds
                ]

            found.append(
                {
                    "part": part.text if row else "",
                    "title": plain(name),
                    "seconds": round(60 * sum(row.times if row else part.times)),
                    "gone": [list(map(plain, one)) for one in row.missing] if row else [],
                    "late": " ".join(": ".join(filter(None, one)) for one in said("Late")),
                    "ask": said("Ask"),
                    "say": said("Say", "Show"),
                    "hear": said("They ask"),
                }
            )
    return found


def page(name, parts):
    """Return the clock as one HTML page."""
    template = jinja2.Template((SCREEN / "clock.html").read_text(encoding="utf-8"))
    code = (SCREEN / "clock.js").read_text(encoding="utf-8")
    plan = {"name": name, "steps": steps(parts)}
    return template.render(
        name=name,
        css=(SCREEN / "clock.css").read_text(encoding="utf-8"),
        plan=json.dumps(plan, ensure_ascii=False).replace("</", "<\\/"),
        js=f'{code}\nrun(document, JSON.parse(document.querySelector("#plan").textContent));',
    )


def choose(notebook, plan):
    """Return (name, parts) of what the command line asks for; by default the first plan."""
    if notebook:
        number = notebook.zfill(2)
        rows = clock(number)
        return title(number), [Part(number, title(number), total(rows), tuple(rows), {})]
    known = plans()
    name = (
        find(plan.casefold(), {one.casefold(): one for one in known}, "plan")
        if plan
        else next(iter(known))
    )
    return name, known[name][2]


def main():
    """Write the page, and open it where there is a browser."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--notebook", help="its number, such as 04")
    parser.add_argument("--plan", help="its name in instructor/plans.toml")
    options = parser.parse_args()
    try:
        name, parts = choose(options.notebook, options.plan)
    except InputError as problem:
        sys.exit(str(problem))
    target = ROOT / "build" / "clock.html"
    target.parent.mkdir(exist_ok=True)
    target.write_text(page(name, parts), encoding="utf-8")
    print(f"Open {target.relative_to(ROOT)} in a browser: the clock of “{name}”.")
    if has_browser():
        webbrowser.open(target.as_uri())


if __name__ == "__main__":
    main()
