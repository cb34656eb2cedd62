"""Every notebook keeps the workbook's rules, and its stored pictures are those of today.

nbval compares all other outputs.
"""

import ast
import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from helpers.pictures import orthogonal, volumes
from helpers.png import png
from tests.conftest import NOTEBOOKS, ROOT, without_network

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
MAGICS = {"%save", "%load", "%run", "%matplotlib"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [c for c in read(path).cells if c.cell_type == "code" and c.source.strip()]


def python(cell):
    """Return the syntax tree of a cell, its magics left out."""
    lines = cell.source.splitlines()
    return ast.parse("\n".join("" if line.startswith(("%", "!")) else line for line in lines))


class Images(HTMLParser):
    """Collect the attributes of every <img> of an HTML text."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.found.append(dict(attrs))


def test_the_seven_notebooks_are_here():
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert numbers == [f"{n:02}" for n in range(7)]


@every_notebook
def test_stored_outputs_come_from_one_clean_run(path):
    cells = code_cells(path)
    assert [c.execution_count for c in cells] == list(range(1, len(cells) + 1))
    outputs = [o for c in cells for o in c.outputs]
    assert not [o for o in outputs if o.output_type == "error"]
    assert not [o for o in outputs if o.get("name") == "stderr"]
    assert "widgets" not in read(path).metadata
    assert not any(WIDGET_VIEW in o.get("data", {}) for o in outputs)


@every_notebook
def test_the_file_is_small_and_says_nothing_of_one_machine(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_500_000
    without_pictures = re.sub(r"base64,[A-Za-z0-9+/=]*", "", text)
    assert not re.findall(r"0x[0-9a-f]{8,}", without_pictures)
    assert not re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", without_pictures)


@every_notebook
def test_every_picture_has_alt_text(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"!\[\s*\]", cell.source), cell.source
            texts = [cell.source]
        else:
            data = [o.get("data", {}) for o in cell.get("outputs", [])]
            for bundle in data:
                assert "image/png" not in bundle or "text/html" in bundle, cell.source
            texts = [str(bundle.get("text/html", "")) for bundle in data]
        for image in (i for text in texts for i in Images(text).found):
            assert len(image.get("alt") or "") >= 15, cell.source


@every_notebook
def test_no_imported_name_is_overwritten(path):
    imported = set()
    for cell in code_cells(path):
        for node in ast.walk(python(cell)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                imported |= {(a.asname or a.name).split(".")[0] for a in node.names}
        for node in ast.walk(python(cell)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assert node.id not in imported, f"{node.id} in:\n{cell.source}"


@every_notebook
def test_no_cell_has_an_unknown_magic(path):
    for cell in code_cells(path):
        for line in cell.source.splitlines():
            if line.lstrip().startswith(("%", "!")):
                assert line.split()[0] in MAGICS, line


@every_notebook
def test_few_outputs_are_left_out_of_the_comparison_and_none_of_them_is_stored(path):
    ignored = [c for c in code_cells(path) if "nbval-ignore-output" in c.metadata.get("tags", [])]
    assert len(ignored) <= 2
    assert not [c.source for c in ignored if c.outputs]  # nobody takes it for their own
    assert "NBVAL_IGNORE_OUTPUT" not in path.read_text(encoding="utf-8")


@every_notebook
def test_each_cell_has_a_lasting_name_of_its_own(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]+", i) for i in ids), ids


@every_notebook
def test_a_folded_solution_shows_nothing_of_the_answer(path):
    for cell in read(path).cells:
        if "solution" in cell.metadata.get("tags", []):
            assert cell.metadata["jupyter"]["source_hidden"]
            first = cell.source.splitlines()[0]  # JupyterLab shows it although the cell is folded
            assert re.fullmatch(r"# Solution: click .* unfold it", first), first


@every_notebook
def test_a_lesson_has_all_its_parts(path):
    prose = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    for part in ("# ", "minutes", "Questions", "Objectives", "Key points"):
        assert part in prose, f"{part!r} is missing"
    following = NOTEBOOKS[NOTEBOOKS.index(path) + 1 :][:1]
    assert all(f"]({other.name})" in prose for other in following)


@every_notebook
def test_every_link_inside_the_workbook_leads_somewhere(path):
    for target, anchor in links(read(path)):
        other = (path.parent / target).resolve() if target else path
        assert other.exists(), target
        if anchor and other.suffix == ".ipynb":
            assert anchor in anchors(other), f"{target}#{anchor}"


def links(notebook):
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    found = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text)
    return [(target, anchor) for target, anchor in found if "://" not in target]


def anchors(path):
    """Return the anchors that JupyterLab gives the headings of a notebook."""
    prose = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    headings = re.findall(r"^#+ (.+?)\s*$", prose, re.M)
    return {re.sub(r"[`*]", "", heading).replace(" ", "-") for heading in headings}


STATE = """
def _state():
    import json, zlib
    import numpy as np

    def digest(array):
        return zlib.crc32(np.ascontiguousarray(array))  # twice as quick as a digest for secrets

    found = {}
    for name, value in list(get_ipython().user_ns.items()):
        if name.startswith("_") or name in ("In", "Out", "exit", "quit", "open", "get_ipython"):
            continue
        if isinstance(value, np.ndarray):
            found[name] = digest(value)
        elif isinstance(value, (bool, int, float, str, list, tuple, dict, np.generic)):
            found[name] = repr(value)
        elif hasattr(value, "layers") and hasattr(value, "dims"):
            layers = [(x.name, x.visible, digest(x.data)) for x in value.layers]
            found[name] = repr((layers, value.dims.point))
    print(json.dumps(found, sort_keys=True))
_state()
"""


def visible(outputs):
    """Return what a reader sees of outputs: printed text in one piece, and digests of the rest."""
    text, pieces = {}, []
    for output in outputs:
        if output.output_type == "stream":
            text[output.name] = text.get(output.name, "") + output.text
        else:
            data = {k: v for k, v in output.get("data", {}).items() if k != WIDGET_VIEW}
            pieces.append(hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest())
    return text, pieces


@pytest.fixture(scope="module")
def run_twice(request, tmp_path_factory):
    """Run each cell of a notebook twice in a row, without a network.

    Return (cell, run, state, run, state) of each, and what it tried to reach.
    """
    path = request.param
    source = [cell for cell in read(path).cells if cell.cell_type == "code"]
    twice = nbformat.v4.new_notebook(metadata=read(path).metadata)
    for cell in source:
        for _ in range(2):
            again = nbformat.v4.new_code_cell(cell.source, metadata=cell.metadata)
            twice.cells += [again, nbformat.v4.new_code_cell(STATE)]
    resources = {"metadata": {"path": str(path.parent)}}
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("twice")
        patch.setenv("NUCLEI_PROGRESS", str(folder / "progress.json"))
        for name, value in without_network(folder / "attempts").items():
            patch.setenv(name, value)
        NotebookClient(twice, timeout=300, store_widget_state=False, resources=resources).execute()
    places = range(0, len(twice.cells), 4)
    runs = [(cell, *twice.cells[n : n + 4]) for cell, n in zip(source, places, strict=True)]
    return runs, (folder / "attempts").read_text(encoding="utf-8")


every_run = pytest.mark.parametrize(
    "run_twice", NOTEBOOKS, ids=lambda path: path.stem, indirect=True
)


@every_run
def test_each_cell_run_twice_in_a_row_changes_nothing(run_twice):
    runs, _ = run_twice
    for cell, first, state, second, later_state in runs:
        assert visible(first.outputs) == visible(second.outputs), cell.source
        assert visible(state.outputs) == visible(later_state.outputs), cell.source


@every_run
def test_each_stored_picture_is_what_its_cell_draws_today(run_twice):
    runs, _ = run_twice
    for cell, fresh, *_ in runs:
        if "nbval-ignore-output" not in cell.metadata.get("tags", []):
            stored, drawn = pictures(cell.outputs), pictures(fresh.outputs)
            assert len(stored) == len(drawn), cell.source
            for one, other in zip(stored, drawn, strict=True):
                assert difference(one, other) <= TOLERANCE, cell.source


@every_run
def test_a_notebook_reaches_for_no_network(run_twice):
    _, attempts = run_twice
    assert attempts == ""


TOLERANCE = 64
"""Of 255 levels, for the mean of 8 x 8 dots: the sharpest edge may lie two dots elsewhere."""


def pictures(outputs):
    """Return the pictures in outputs as RGB arrays."""
    page = " ".join(str(one.get("data", {}).get("text/html", "")) for one in outputs)
    codes = re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", page)
    files = [io.BytesIO(base64.b64decode(code)) for code in codes]
    return [np.asarray(Image.open(file).convert("RGB"), float) for file in files]


def difference(one, other):
    """Return how far two pictures are apart where they differ most, looked at from afar."""
    if one.shape != other.shape:
        return 255
    return np.abs(blocks(one) - blocks(other)).max()


def blocks(picture, size=8):
    """Return the mean colour of each square of so many dots; the last ones may be smaller."""
    rows, columns = (np.arange(0, length, size) for length in picture.shape[:2])
    sums = np.add.reduceat(np.add.reduceat(picture, rows, axis=0), columns, axis=1)
    heights = np.diff([*rows, picture.shape[0]])
    widths = np.diff([*columns, picture.shape[1]])
    return sums / np.multiply.outer(heights, widths)[..., None]


def test_a_picture_that_is_one_dot_off_passes_and_a_wrong_one_does_not():
    volume = np.zeros((30, 40, 50), np.uint8)
    volume[3:20, 5:30, 10:44] = np.arange(34) * 5
    right = rendered(orthogonal(volume, volume > 100, (10, 20, 30), (1, 1, 1)))
    moved = rendered(orthogonal(volume, volume > 100, (10, 20, 36), (1, 1, 1)))
    assert difference(right, np.roll(right, 1, axis=1)) <= TOLERANCE
    assert difference(right, moved) > TOLERANCE
    dots = [rendered(volumes([500, 600, last])) for last in (700, 760)]
    assert difference(*dots) > TOLERANCE


def rendered(fig):
    """Return a figure as RGB dots."""
    return np.asarray(Image.open(io.BytesIO(png(fig))).convert("RGB"), float)


def test_running_cells_of_notebook_03_again_keeps_what_was_painted():
    cells = {cell.id: cell.source for cell in read(NOTEBOOKS[3]).cells}
    names = {}

    def run():
        for name in ("load", "open", "remove", "new-layer", "now-you-open", "mend-draft"):
            exec(cells[name], names)

    run()
    painted = [names["my_nuclei"]]
    painted += [names["new_viewer"].layers[name] for name in ("new nuclei", "draft")]
    for layer in painted:
        layer.data[24, :3, :3] = 7
    run()
    assert names["my_nuclei"] is painted[0]
    for layer in painted:
        found = [v for v in (names["viewer"], names["new_viewer"]) if layer in v.layers]
        assert len(found) == 1, layer.name
        assert (layer.data[24, :3, :3] == 7).all()


def test_the_map_names_every_heading_of_both_lessons():
    text = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", text, re.M))
    for heading in HEADINGS:
        places = re.findall(r"\]\(([^)#]+)#([^)]+)\)", rows[heading])
        assert places, heading
        for name, anchor in places:
            assert anchor in anchors(ROOT / "notebooks" / name), f"{name}#{anchor}"


HEADINGS = """\
Quality control
Histogram quality control
What is segmentation?
How are segmentations represented?
Segmentation shapes and data types
Shapes + pattern
Bit depths
Bit depth for 100 nuclei
Bit depth for 1000 nuclei
How to create segmentations?
Manual segmentation in Napari
Manual segmentation in Napari (challenge)
Fill bucket icon
Colour picker icon
Contour
n edit dim
preserve labels
Manual vs automated?
Before you begin
Loading an image and creating a mask
Our first measurement
Saving and repeating your work
Counting the nuclei
Using napari-skimage-regionprops plugin to measure nuclei size
Separating joined nuclei
Erode the semantic segmentation so all nuclei are separate
Is the erosion completely reversible?
Removing Border Cells
Size in pixels to cell volume""".splitlines()
