"""Build the workbook's web site, from the packages that are installed alone.

Usage: python tools/website.py

It lies in build/site/html and can be served from any folder. The pages are the notebooks with
what is stored in them, and every page that is reached from them and from the instructor's pages.
"""

import base64
import hashlib
import re
import shutil
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from urllib.parse import unquote

import live_pages
import nbformat
from PIL import Image
from slides import formula
from sphinx.cmd.build import build_main
from teaching import ROOT

from helpers.inputs import InputError
from helpers.page import ASLEEP

TARGET = ROOT / "build" / "site"
FRONT = "site/index.md"  # becomes the page at the top
FIRST = (FRONT, "notebooks/[0-9]*.ipynb", "notebooks/*.md", "instructor/*.md", "docs/*.md")
CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.S)
LINK = re.compile(r"(?<=\]\()([^()\s]+)(?=\))")
PICTURE = re.compile(r'src="data:image/png;base64,([^"]*)"')
LIVE = re.compile(r"<!-- live: (\w+) -->")
STILL = (
    '<p class="still">Here it stands still; <a href="{up}README.html">on your computer</a> '
    "it can be used.</p>"
)
WAYS = (
    '<p class="ways">Read it here, and move the sliders; to paint, to run code and to have your '
    'answers checked, open it <a href="{up}README.html">on your computer</a>. '
    '<a href="{up}download/{name}" download>Download this notebook</a> · '
    '<a href="{up}instructor/{stem}.html">For instructors</a></p>'
)


def slug(heading):
    """Return the address of a heading in its page, however a link to it is written.

    JupyterLab and GitHub write it in two ways; both end here as the same.
    """
    return re.sub(r"[^\w-]", "", unquote(heading).strip().lower().replace(" ", "-"))


class Site:
    """The sources of the site, put together in a folder.

    Parameters
    ----------
    root : Path
        The workbook's folder.
    target : Path
        Where they go: the pages into `source`, what is taken over as it is into `extra`.
    live : dict of Path to list of (Live, str)
        The explorers of each notebook, with their titles.
    """

    def __init__(self, root, target, live):
        self.root, self.live = root, live
        self.source, self.extra = target / "source", target / "extra"

    def write(self):
        """Write all pages: the first ones, and what they lead to."""
        waiting = deque(path for name in FIRST for path in sorted(self.root.glob(name)))
        seen = set(waiting)
        while waiting:
            path = waiting.popleft()
            for found in self.page(path) if path.suffix in (".md", ".ipynb") else self.file(path):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)

    def place(self, path):
        """Return where a file of the workbook goes."""
        name = path.relative_to(self.root).as_posix()
        return self.source / ("index.md" if name == FRONT else name)

    def file(self, path):
        """Copy a file that is no page; it leads nowhere."""
        place = self.place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
        return []

    def page(self, path):
        """Write a page, and return the files that it links to."""
        place = self.place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        found = []
        up = "../" * (len(place.relative_to(self.source).parts) - 1)
        if path.suffix == ".md":
            text = self.text(path.read_text(encoding="utf-8"), path, found)
            text = LIVE.sub(lambda one: self.frame(self.first(one[1], path), up), text)
        else:
            text = nbformat.writes(self.notebook(path, up, found))
            (self.extra / "download").mkdir(parents=True, exist_ok=True)
            shutil.copy(path, self.extra / "download")
        place.write_text(text, encoding="utf-8")
        return found

    def text(self, source, path, found):
        """Return a text with links as the site writes them; note the files that they lead to."""

        def link(written):
            target, _, heading = written[0].partition("#")
            if re.match(r"[a-z]+:", target):
                return written[0]
            if target:
                file = (path.parent / unquote(target)).resolve()
                if not file.is_file() or not file.is_relative_to(self.root):
                    raise InputError(
                        f"{path.relative_to(self.root)} links to {target}, which is not there: "
                        "write the path of a file of the workbook, as seen from that page."
                    )
                found.append(file)
                if path == self.root / FRONT:
                    target = file.relative_to(self.root).as_posix()
            return f"{target}#{slug(heading)}" if heading else target

        source = re.sub(r"\$\$(.+?)\$\$", formula, source, flags=re.S)
        parts = CODE.split(source)
        parts[::2] = [LINK.sub(link, part) for part in parts[::2]]
        return "".join(parts)

    def notebook(self, path, up, found):
        """Return a notebook as the site shows it; note the files that it links to."""
        page = self.root / "instructor" / f"{path.stem}.md"
        if not page.is_file():
            raise InputError(
                f"{page.name} is missing in instructor/: every notebook has its page for "
                "instructors, and its web page leads there."
            )
        frames = {one.place: self.frame((one, title), up) for one, title in self.live[path]}
        notebook = nbformat.read(path, as_version=4)
        for place, cell in enumerate(notebook.cells):
            if cell.cell_type == "markdown":
                cell.source = self.text(cell.source, path, found)
            elif place in frames:
                html = {"text/html": frames[place]}
                cell.outputs = [nbformat.v4.new_output("display_data", html)]
            for output in cell.get("outputs", []):
                if "text/html" in output.get("data", {}):
                    output.data["text/html"] = self.shown(output.data["text/html"], up)
        first = notebook.cells[0]
        title, _, rest = first.source.partition("\n")
        first.source = f"{title}\n\n{WAYS.format(up=up, name=path.name, stem=path.stem)}\n{rest}"
        notebook.cells = [cell for cell in notebook.cells if not left_out(cell)]
        return notebook

    def shown(self, html, up):
        """Return the HTML of an output, its pictures as files that load when they are near."""

        def picture(found):
            content = base64.b64decode(found[1])
            name = f"{hashlib.sha256(content).hexdigest()[:16]}.png"
            folder = self.extra / "pictures"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            width, height = Image.open(folder / name).size
            return f'src="{up}pictures/{name}" loading="lazy" width="{width}" height="{height}"'

        return PICTURE.sub(picture, html.replace(ASLEEP, STILL.format(up=up)))

    def first(self, kind, path):
        """Return the first explorer of a kind, which a page asks for."""
        every = [one for found in self.live.values() for one in found]
        wanted = [one for one in every if f"_{kind}_" in one[0].name]
        if not wanted:
            raise InputError(
                f"{path.relative_to(self.root)} asks for the explorer {kind!r}, which no notebook "
                "shows: choose one that a notebook shows."
            )
        return wanted[0]

    def frame(self, found, up):
        """Return the HTML that shows an explorer's page within another."""
        live, title = found
        return (
            f'<iframe class="live" src="{up}live/{live.name}" title="{title}" loading="lazy">'
            "</iframe>"
        )


def left_out(cell):
    """Return whether a cell is of no use where nothing can be answered."""
    return "check" in cell.metadata.get("tags", []) or cell.source.startswith("progress(")


def save_live(one, folder):
    """Write an explorer's page, and return its title."""
    return live_pages.save(one, folder).title


def live(notebooks, folder):
    """Write the page of each explorer; return {notebook: [(Live, title)]}."""
    folder.mkdir(parents=True, exist_ok=True)
    every = [one for path in notebooks for one in live_pages.find(path)]
    with ProcessPoolExecutor() as pool:
        titles = list(pool.map(save_live, every, [folder] * len(every)))
    pairs = list(zip(every, titles, strict=True))
    return {path: [pair for pair in pairs if pair[0].notebook == path] for path in notebooks}


def build(target=TARGET, root=ROOT):
    """Build the site in a folder; raise if a page is not as it should be."""
    shutil.rmtree(target, ignore_errors=True)
    explorers = live(sorted(root.glob("notebooks/[0-9]*.ipynb")), target / "extra" / "live")
    Site(root, target, explorers).write()
    options = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(root / "site")]
    options += ["-D", f"html_extra_path={target / 'extra'}", "-d", str(target / "doctrees")]
    if build_main([*options, str(target / "source"), str(target / "html")]):
        raise InputError("The site was not built: each line above says what is wrong on a page.")
    return target / "html"


def main():
    """Build the site and say where it is."""
    try:
        print(f"Open {(build() / 'index.html').relative_to(ROOT)}")
    except InputError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
