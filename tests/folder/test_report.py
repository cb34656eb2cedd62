import io
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from helpers.colours import label_colours
from helpers.folder.report import _ticks, overlay, report
from helpers.nuclei.measurement import measure
from helpers.workflow.run import Workflow

EMPTY = {
    "nuclei": 0,
    "left_out_at_border": 0,
    "mean_volume_um3": np.nan,
    "sd_um3": np.nan,
    "sd_sample_um3": np.nan,
}
EMPTY |= {"range_um3": np.nan, "spacing_z_um": 1.0, "spacing_y_um": 1.0, "spacing_x_um": 1.0}


class Page(HTMLParser):
    """Collects the tags of a page, and counts those left open."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A page of two images, one with a long name, one with nuclei of known volumes."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "overlays").mkdir()
    names = ["a.tif", "a_name_without_any_blank_" * 4 + ".ome.tif", "bad.tif"]
    rows = [
        {"image": name, "status": "measured", "cautions": "clipped: " + "too bright " * 9} | EMPTY
        for name in names[:2]
    ]
    rows.append({"image": names[2], "status": "failed", "reason": "cut short"})
    picture = overlay(np.zeros((3, 60, 60)), np.ones((3, 60, 60), int))
    for name in names[:2]:
        (folder / "overlays" / f"{name}.png").write_bytes(picture)
    images = pd.DataFrame(rows).astype({"nuclei": "Int64", "left_out_at_border": "Int64"})
    images.loc[0, ["nuclei", "left_out_at_border", "mean_volume_um3", "sd_um3"]] = 3, 2, 400, 1
    labels = np.zeros((4, 9, 9), int)
    labels[1:3, 1:3, 1:3], labels[1:3, 1:5, 4:8], labels[1:3, 6:8, 1:8] = 1, 2, 3
    nuclei = measure(labels, (1, 1, 1), labels)
    nuclei["volume_um3"] = [100.0, 1000.0, 400.0]
    nuclei.insert(0, "image", "a.tif")
    return folder, images, nuclei


def test_each_dot_and_tick_stands_where_its_volume_is(batch):
    folder, images, nuclei = batch
    page = Page(report(folder, Workflow(), images, nuclei))
    dots = [attributes["style"] for tag, attributes in page.tags if tag == "i"]
    assert dots == ["left:9.52%", "left:95.24%", "left:38.1%"]
    scale = [a["style"] for tag, a in page.tags if tag == "span" and "style" in a]
    assert scale == [f"left:{place}%" for place in (0.0, 19.05, 38.1, 57.14, 76.19, 95.24)]


@pytest.mark.parametrize(
    ("limit", "ticks"),
    [
        (1050, [0, 200, 400, 600, 800, 1000]),
        (1.05, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (44, [0, 10, 20, 30, 40]),
        (300, [0, 50, 100, 150, 200, 250, 300]),
    ],
)
def test_ticks_are_round_numbers_up_to_the_limit(limit, ticks):
    assert _ticks(limit) == pytest.approx(ticks)


@pytest.mark.parametrize("shape", [(3, 8, 8), (5, 300, 200), (4, 2000, 1500)])
def test_an_overlay_is_three_slices_of_a_readable_size(shape):
    labels = np.zeros(shape, int)
    labels[1:, 2:5, 2:5] = 1
    picture = Image.open(io.BytesIO(overlay(np.zeros(shape, np.uint16), labels)))
    panel = picture.width / 3
    assert 256 <= max(panel, picture.height) <= 516
    assert panel - 4 == pytest.approx(picture.height * shape[2] / shape[1], rel=0.02)


def test_each_nucleus_has_its_outline_in_the_overlay():
    labels = np.zeros((3, 60, 60), int)
    labels[:, 5:25, 5:25], labels[:, 30:50, 30:50] = 1, 2
    pixels = np.asarray(
        Image.open(io.BytesIO(overlay(np.zeros(labels.shape), labels))).convert("RGB")
    )
    edges = pixels[np.ptp(pixels.astype(int), axis=-1) > 40]  # coloured, neither grey nor white
    assert len(np.unique(edges, axis=0)) == 2


def test_an_outline_lies_on_the_edge_of_its_nucleus_and_the_image_is_behind_it():
    labels = np.zeros((3, 512, 512), int)
    labels[:, 100:200, 300:400] = 1
    image = np.broadcast_to(np.arange(512), labels.shape)
    pixels = np.asarray(Image.open(io.BytesIO(overlay(image, labels))).convert("RGB")).astype(int)
    middle = pixels[:, 516 : 516 + 512]
    colour = label_colours(1)[1, :3]
    for place in ((100, 350), (199, 350), (150, 300), (150, 399)):
        assert np.abs(middle[place] - colour).max() < 60
    assert np.ptp(middle[300]) > 150 and np.ptp(middle[300], axis=-1).max() < 30


def test_a_single_slice_is_drawn_once():
    flat = Image.open(io.BytesIO(overlay(np.zeros((1, 60, 60)), np.ones((1, 60, 60), int))))
    assert flat.width < 1.1 * flat.height


def test_an_image_without_nuclei_still_has_an_overlay():
    assert overlay(np.zeros((3, 9, 9)), np.zeros((3, 9, 9), int))[1:4] == b"PNG"


def test_the_page_is_whole_needs_no_other_file_and_escapes_names(tmp_path):
    bad = "<script>alert(1)</script>.tif"
    images = pd.DataFrame(
        [
            {"image": "a.tif", "status": "measured", "cautions": "clipped: x"} | EMPTY,
            {"image": bad, "status": "failed", "reason": "cut <short>"},
        ]
    )
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "a.tif.png").write_bytes(b"picture")
    passed_over = {"<b>.czi": "<b>.czi is another kind"}
    text = report(tmp_path, Workflow(), images, pd.DataFrame(columns=["image"]), passed_over)
    assert "&lt;b&gt;.czi is another kind" in text
    page = Page(text)
    assert not page.open, page.open
    assert "<script" not in text and "cut &lt;short&gt;" in text
    links = [a.get("src", a.get("href", "")) for _, a in page.tags]
    assert all(link.startswith(("data:", "#")) for link in links if link)
    targets = {a["id"] for _, a in page.tags if "id" in a}
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert all(a["alt"] for tag, a in page.tags if tag == "img")


def test_an_image_without_nuclei_shows_slices_of_its_whole_depth():
    image = np.zeros((41, 8, 8))
    image[[10, 20, 30], :, 6:] = 1
    picture = np.asarray(
        Image.open(io.BytesIO(overlay(image, np.zeros(image.shape, int)))).convert("L")
    )
    bright = (picture[-40:] > 128).mean(axis=0)  # below the words
    panels = np.array_split(bright, 3)
    assert all(0.2 < (panel > 0.5).mean() < 0.35 for panel in panels)
