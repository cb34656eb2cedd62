"""The site for the browser alone, in a real Chromium: the page, its files, and Python in wasm.

The packages of Pyodide's whole distribution cannot be had without a network. So this Pyodide is its
core from npm, with the packages of the kernel packed from this environment: the kernel starts, and
widgets move; nothing that needs NumPy runs here.
"""

import functools
import hashlib
import http.server
import json
import shutil
import sys
import threading

import nbformat
import pytest
from packaging.utils import canonicalize_name

from tests.browser.conftest import PANEL, new_context
from tests.conftest import ROOT, need

sys.path.insert(0, str(ROOT / "tools"))

import lite
import wheels

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "package.json")
MICROPIP = """
CompatibilityLayer = ProjectInfo = query_package = None
"""
CELLS = [
    "import sys, os; sys.platform, sys.maxsize, os.path.basename(os.getcwd())",
    "import shutil; shutil.copy('../data/README.md', 'kept.txt')\n"
    "os.replace('kept.txt', 'moved.txt')\n"
    "open('moved.txt').readline() == open('../data/README.md').readline()",
    """
import anywidget, ipywidgets, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
        const button = document.createElement("button");
        button.textContent = "count";
        button.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
        el.append(button); } }'''
    n = traitlets.Int(0).tag(sync=True)
counter, told = Counter(), ipywidgets.Label("nothing yet")
counter.observe(lambda change: setattr(told, "value", f"Python counts {change.new * 2**40}"), "n")
ipywidgets.VBox([counter, told])
""",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site with the Pyodide that can be had, and serve it."""
    need(wheels.PYODIDE.exists(), "Node's packages")
    folder = tmp_path_factory.mktemp("lite")
    names = kernel_only(folder / "pyodide")
    lite.build(folder / "under" / "a path", folder / "pyodide")
    path = folder / "under" / "a path" / "jupyter-lite.json"
    page = json.loads(path.read_text(encoding="utf-8"))
    settings = page["jupyter-config-data"]["litePluginSettings"]
    settings["@jupyterlite/pyodide-kernel-extension:kernel"]["loadPyodideOptions"] = {
        "packages": names
    }
    path.write_text(json.dumps(page), encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    own = nbformat.v4.new_notebook(cells=cells)
    own.metadata.kernelspec = {"name": "python", "display_name": "Python (Pyodide)"}
    nbformat.write(own, path.parent / "files" / "notebooks" / "06_your_own_images.ipynb")
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/under/a%20path/"
    server.shutdown()
    server.server_close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """What `python -m http.server` does, without a line for each file."""

    def log_message(self, *words):
        pass


def kernel_only(folder):
    """Put Pyodide's core and the kernel's own packages into a folder; return their names."""
    folder.mkdir()
    for name in CORE:
        shutil.copy(wheels.PYODIDE / name, folder)
    extension = wheels.extensions() / "@jupyterlite" / "pyodide-kernel-extension"
    made = [shutil.copy(path, folder) for path in (extension / "static" / "pypi").glob("*.whl")]
    made = [folder / path.rsplit("/", 1)[-1] for path in map(str, made) if "-3.6" not in path]
    names, ends = set(), ["ipython", "comm", "jedi", "anywidget"]
    while ends:
        if (name := canonicalize_name(ends.pop())) not in names | wheels.STANDS:
            names.add(name)
            made.append(wheels.pack_installed(name, folder))
            ends += [one.name for one in wheels.needs(name)]
    stand_in = {"micropip/__init__.py": b"", "micropip/package_index.py": MICROPIP.encode()}
    metadata = b"Metadata-Version: 2.1\nName: micropip\nVersion: 0\n"
    made.append(wheels.pack("micropip", "0", metadata, stand_in, folder))
    lock = json.loads((wheels.PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = {}
    for path in made:
        stem, version = path.name.split("-")[:2]
        name = canonicalize_name(stem)
        lock["packages"][name] = {
            "name": name,
            "version": version,
            "file_name": path.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": [stem],
            "depends": [],
            "unvendored_tests": False,
        }
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return sorted(lock["packages"])


@pytest.fixture
def page(browser, site):
    context = new_context(browser)
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    yield page
    context.close()
    ours = (site.partition("under")[0], "data:", "blob:")
    outside = [url for url in asked if not url.startswith(ours)]
    assert outside == []


def test_the_copies_open_with_their_pictures_and_say_what_needs_a_computer(page, site):
    page.goto(f"{site}lab/index.html?path=notebooks/02_semantic_vs_instance.ipynb")
    page.wait_for_selector(f"{PANEL} .jp-Cell")
    names = page.locator(".jp-DirListing-itemText").all_inner_texts()
    notebooks = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    assert [name for name in names if name.endswith(".ipynb")] == notebooks
    head = page.locator(f"{PANEL} .jp-MarkdownCell").nth(1)
    head.locator("strong", has_text="This copy runs in your browser alone").wait_for()
    first = page.locator(f"{PANEL} .jp-CodeCell").first
    first.get_by_text("%pip install -q nuclei-workbook").wait_for()


def test_the_front_page_leads_to_the_first_notebook(page, site):
    page.goto(site)
    page.wait_for_selector(f"{PANEL} .jp-MarkdownCell")
    assert "00_welcome.ipynb" in page.locator(".lm-TabBar-tab.jp-mod-current").inner_text()


def test_python_starts_in_wasm_with_files_and_widgets_and_asks_no_network(page, site):
    page.goto(f"{site}lab/index.html?path=notebooks/06_your_own_images.ipynb")
    page.wait_for_selector(f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status='idle']")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = page.locator(f"{PANEL} .jp-CodeCell")
    told = cells.nth(2).get_by_text("nothing yet")
    told.wait_for()
    first = cells.nth(0).locator(".jp-OutputArea-output").inner_text()
    assert first.strip() == f"('emscripten', {2**31 - 1}, 'notebooks')"
    assert cells.nth(1).locator(".jp-OutputArea-output").inner_text().strip() == "True"
    cells.nth(2).get_by_role("button", name="count").click()
    cells.nth(2).get_by_text(f"Python counts {2**40}").wait_for()
