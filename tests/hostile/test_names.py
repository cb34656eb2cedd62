"""What files, channels, layers and columns are called is text, wherever it is shown."""

import csv
import io
import os
import re
import shutil
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.files import safe_name
from helpers.folder.command import main
from helpers.images.reading import read_volume
from helpers.inputs import InputError
from helpers.nuclei.measurement import to_csv
from helpers.table.widget import MeasurementTable
from helpers.viewer import open_viewer
from tests.conftest import ROOT
from tests.folder.test_batch import good, outputs, run, write_image  # noqa: F401

BAD = (
    '<img src=x onerror="alert(1)"> & \'quoted\' "too"',
    "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(1;2)",
    "\t=1",
    "\r=1",
    "two\nlines",
    "a;=1+1",
    'b,"=1+1"',
    "'=1",
    " =1",
    "＝1",
    "\u202egnp.exe",
    "\ufeff=1",
)
FORMULA = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]")
NAMES = st.text(
    st.one_of(st.sampled_from("=+-@'\"\t\r\n,; \u202e＝a"), st.characters()), max_size=12
)
NAMES = NAMES.filter(lambda text: not re.search("[\0\ud800-\udfff]", text)) | st.sampled_from(BAD)


def taken_away(text):
    """Undo what `to_csv` says that it does: take one apostrophe away."""
    beginnings = (
        '(?:[^\\S\t\r\n]|["\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*[=+\\-@＝＋－＠\t\r\n]'
    )
    return re.sub(rf"(?<![^,;\t\r\n])'('*)(?={beginnings})", r"\1", text)


@given(NAMES, NAMES, st.sampled_from([".", ","]))
def test_no_name_becomes_a_formula_and_each_can_be_read_back(name, heading, decimal):
    table = pd.DataFrame([[name, -0.5]], columns=["image", heading + "_um"])
    text = to_csv(table, decimal)
    for separator in ",;\t":  # as any spreadsheet may cut it
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in line if FORMULA.match(cell) and not _is_number(cell)]
    own = ";" if decimal == "," else ","
    heads, row = csv.reader(io.StringIO(text, newline=""), delimiter=own)
    assert [*map(taken_away, (*heads, row[0]))] == ["image", heading + "_um", name]
    assert float(row[1].replace(",", ".")) == -0.5
    back = pd.read_csv(io.StringIO(text), sep=own, decimal=decimal, keep_default_na=False)
    assert taken_away(str(back.iat[0, 0])) == name or _is_number(name)


def _is_number(text):
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def test_every_table_is_written_by_one_function():
    for path in [*(ROOT / "helpers").rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]:
        found = re.findall(r"(?<!def )\b\w+\.to_csv\(", path.read_text(encoding="utf-8"))
        assert found == (["table.to_csv("] if path.name == "measurement.py" else []), path


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, sorted(dict(attributes))))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_file_names_are_text_in_tables_and_report(good, tmp_path, capsysbinary):  # noqa: F811
    folder = tmp_path / "in"
    folder.mkdir()
    names = [f"{name.replace('/', '')}.tif" for name in BAD] + [os.fsdecode(b"\xff\xfe.tif")]
    for name in names:
        shutil.copy(good / "0.ome.tif", folder / name)
        (folder / f"broken {name}").write_text("no image")
    found = run(folder, tmp_path / "out")
    assert (found.measured, len(found.failed)) == (len(names), len(names))
    assert set(found.nuclei["image"]) == set(names)
    assert len(list((tmp_path / "out" / "overlays").iterdir())) == len(names)
    assert run(folder, tmp_path / "out").skipped == len(names)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    plain = tmp_path / "plain"
    plain.mkdir()
    for number, _ in enumerate(names):
        shutil.copy(good / "0.ome.tif", plain / f"{number:02}.tif")
        (plain / f"broken {number:02}.tif").write_text("no image")
    run(plain, tmp_path / "other")
    other = (tmp_path / "other" / "report.html").read_text(encoding="utf-8")
    assert sorted(Tags(page).tags) == sorted(
        Tags(other).tags
    )  # whatever the names are, no tag comes or goes
    for table in ("nuclei.csv", "images.csv"):
        text = (tmp_path / "out" / table).read_bytes().decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        assert not [row for row in rows if FORMULA.match(row[0])]
        shown = [name.encode(errors="backslashreplace").decode() for name in names]
        assert set(shown) <= {taken_away(row[0]) for row in rows}
    assert main([str(folder), "--out", str(tmp_path / "third")]) == 1
    said = capsysbinary.readouterr().out.decode()
    assert not re.search("[\r\t\x1b\u202e]", said) and r"\udcff" in said


def test_names_within_a_file_are_text(tmp_path):
    import tifffile

    stack = np.arange(2 * 3 * 9 * 9, dtype=np.uint16).reshape(3, 2, 9, 9)
    metadata = {"axes": "ZCYX", "Name": BAD[0], "Channel": {"Name": [BAD[0], BAD[2]]}}
    tifffile.imwrite(tmp_path / "a.ome.tif", stack, ome=True, metadata=metadata)
    assert read_volume(tmp_path / "a.ome.tif", BAD[2]).image.tolist() == stack[:, 1].tolist()
    with pytest.raises(InputError, match="onerror"):  # a message is text: it names the channels
        read_volume(tmp_path / "a.ome.tif")


@pytest.mark.parametrize("name", BAD)
def test_columns_and_texts_of_a_table_are_text_on_the_page(name):
    table = pd.DataFrame({"label": [1, 2], "image": [name, "b"], name: [1.0, 2.0]})
    widget = MeasurementTable(table)
    face = widget._repr_mimebundle_()[0]
    assert {tag for tag, _ in Tags(widget.face()).tags} <= {
        "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert "<script" not in face["text/html"] and "<img" not in face["text/html"]
    assert widget.csv == to_csv(table)
    assert [row["texts"][1] for row in widget.rows] == [name, "b"]
    assert sorted(row["values"][1] for row in widget.rows) == [1.0, 2.0]  # it can be sorted by


@pytest.mark.parametrize("name", BAD)
def test_the_name_of_a_layer_is_text_on_the_page(name):
    viewer = open_viewer("notebook")
    viewer.add_image(np.zeros((3, 9, 9), np.uint8), name=name)
    tags = Tags(viewer.widget._repr_mimebundle_()[0]["text/html"]).tags
    assert [tag for tag, _ in tags if tag == "img"] == ["img"]
    assert viewer.layers[0].name in viewer.widget.describe()
    assert not {"script", "b"} & {tag for tag, _ in tags}
    assert all("onerror" not in attributes for _, attributes in tags)


# what the file systems of Windows and macOS take for one name
ALIKE = [("A.tif", "a.tif"), ("\u00e9.tif", "e\u0301.tif"), ("STRASSE.tif", "straße.tif")]


@pytest.mark.skipif(sys.platform != "linux", reason="one file here, not two")
@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_names_alike_never_share_results(good, tmp_path, one, two):  # noqa: F811
    for folder, name, source in (("x", one, "0"), ("y", two, "1"), ("both", one, "0")):
        (tmp_path / folder).mkdir(exist_ok=True)
        shutil.copy(good / f"{source}.ome.tif", tmp_path / folder / name)
    shutil.copy(good / "1.ome.tif", tmp_path / "both" / two)
    with pytest.raises(InputError, match=r"would be the same files|same names"):
        run(tmp_path / "both", tmp_path / "none")
    run(tmp_path / "x", tmp_path / "out")
    first = outputs(tmp_path / "out")
    with pytest.raises(InputError, match="would be the same files"):
        run(tmp_path / "y", tmp_path / "out")
    assert outputs(tmp_path / "out") == first


@given(st.lists(st.text(st.characters(), max_size=90), min_size=2, max_size=2, unique=True))
def test_every_name_has_results_of_its_own_that_every_system_takes(names):
    one, two = map(safe_name, names)
    assert one != two
    for name in (one, two):
        assert len(name.encode()) <= 130 and not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)


@pytest.mark.skipif(os.name == "nt", reason="Windows grants links to few")
def test_links_are_followed_once_and_those_to_nowhere_are_named(good, tmp_path):  # noqa: F811
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(good / "0.ome.tif", folder / "a.tif")
    (folder / "b.tif").symlink_to("a.tif")
    (folder / "nowhere.tif").symlink_to("gone.tif")
    (folder / "round.tif").symlink_to("round.tif")
    found = run(folder, tmp_path / "out")
    assert (found.measured, set(found.failed)) == (1, {"nowhere.tif", "round.tif"})
    os.link(folder / "a.tif", folder / "hard.tif")
    again = run(folder, tmp_path / "out")
    assert again.measured == 1 and "twice" in again.images["cautions"].str.cat()


def test_names_of_images_in_blocks_are_as_odd_as_they_like(tmp_path, capsys):
    voxels = np.zeros((20, 40, 40), np.uint16)
    voxels[5:15, 8:20, 8:20] = 9000
    images = [tmp_path / "1" / "a.tif", tmp_path / "2" / "a.tif", tmp_path / ("a" * 240 + ".tif")]
    for image in images:
        image.parent.mkdir(exist_ok=True)
        write_image(image, voxels)
    out = tmp_path / "out"
    command = [*map(str, images), "--blocks", "16", "--radius", "3", "--out", str(out)]
    assert main(command) == 0
    labels = sorted(path.name for path in (out / "labels").iterdir())
    assert labels[:2] == ["1_a.tif.ome.zarr", "2_a.tif.ome.zarr"] and len(labels) == 3
