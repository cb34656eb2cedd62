import io
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from helpers.folder.report import overlay, report
from helpers.workflow.run import Workflow

EMPTY = {"nuclei": 0, "mean_volume_um3": np.nan, "sd_um3": np.nan, "sd_sample_um3": np.nan}
EMPTY |= {"range_um3": np.nan, "spacing_z_um": 1.0, "spacing_y_um": 1.0, "spacing_x_um": 1.0}


class Page(HTMLParser):
    """Collects the tags of a page, and counts those left open."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "img", "line", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()


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


def test_an_image_without_nuclei_still_has_an_overlay():
    assert overlay(np.zeros((3, 9, 9)), np.zeros((3, 9, 9), int))[1:4] == b"PNG"


def test_the_page_is_whole_needs_no_other_file_and_escapes_names(tmp_path):
    bad = "<script>alert(1)</script>.tif"
    images = pd.DataFrame(
        [
            {"image": "a.tif", "status": "measured", "warnings": "clipped: x"} | EMPTY,
            {"image": bad, "status": "failed", "reason": "cut <short>"},
        ]
    )
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "a.tif.png").write_bytes(b"picture")
    text = report(tmp_path, Workflow(), images, pd.DataFrame(columns=["image"]))
    page = Page(text)
    assert not page.open, page.open
    assert "<script" not in text and "cut &lt;short&gt;" in text
    links = [a.get("src", a.get("href", "")) for _, a in page.tags]
    assert all(link.startswith(("data:", "#")) for link in links if link)
    targets = {a["id"] for _, a in page.tags if "id" in a}
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert all(a["alt"] for tag, a in page.tags if tag == "img")
