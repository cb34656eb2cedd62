"""How Sphinx builds the web site (`make site`); tools/website.py puts the pages together."""

import sys
from pathlib import Path

from docutils import nodes

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import helpers  # noqa: E402

project = "Nuclei Workbook"
author = "Nuclei Workbook maintainers"
version = helpers.__version__
extensions = ["myst_nb"]
nb_execution_mode = "off"  # what is stored is shown
nb_code_prompt_show = "Solution: its code"  # no other code is folded
nb_code_prompt_hide = "Fold the code"
nb_ipywidgets_js = {}  # would be fetched from elsewhere
myst_heading_anchors = 5
myst_heading_slug_func = "website.slug"
myst_enable_extensions = ["colon_fence"]

html_theme = "sphinx_book_theme"
html_title = "Nuclei Workbook"
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
html_theme_options = {
    "use_download_button": False,  # each notebook has its own link
    "navbar_persistent": [],  # the search is at the side
    "show_toc_level": 2,
    "extra_footer": (Path(__file__).parent / "footer.html").read_text(encoding="utf-8"),
}


def fold(app, doctree):
    """Fold what stands below a heading “At home: ...”, as JupyterLab does."""
    for section in doctree.findall(nodes.section):
        title = section[0].astext() if len(section) else ""
        if title.startswith("At home: "):
            opening = "<details class='at-home'><summary>For afterwards: unfold</summary>"
            section.insert(1, nodes.raw("", opening, format="html"))
            section.append(nodes.raw("", "</details>", format="html"))


def setup(app):
    """Hand the page's changes to Sphinx."""
    app.connect("doctree-read", fold)
