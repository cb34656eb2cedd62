"""What goes onto the page: a picture and its description."""

import base64
import io
import re

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from helpers.colours import PAPER
from helpers.pictures import figure, panels, show


@pytest.fixture
def shown(monkeypatch):
    """Return what `show` hands to the page, as HTML and as text."""

    def of(fig, alt):
        pages = []
        monkeypatch.setattr("helpers.pictures.sheet.display", pages.append)
        show(fig, alt)
        (page,) = pages
        return page._repr_html_(), repr(page)

    return of


def test_a_figure_is_shown_as_a_png_of_100_dots_an_inch_with_its_description(shown):
    page, text = shown(figure(size=(2, 1))[0], alt='two "marks" & a line')
    assert 'alt="two &quot;marks&quot; &amp; a line"' in page
    assert text == 'Picture: two "marks" & a line'
    code = re.search(r"base64,([^\"]+)", page)[1]
    assert Image.open(io.BytesIO(base64.b64decode(code))).size == (200, 100)


def test_the_picture_on_the_page_is_the_one_that_was_drawn(shown):
    left_half_white = np.indices((8, 8))[1] < 4
    page, _ = shown(panels({"": left_half_white}, size=(2, 2)), alt="a white half")
    code = re.search(r"base64,([^\"]+)", page)[1]
    grey = np.asarray(Image.open(io.BytesIO(base64.b64decode(code))).convert("L"))
    middle = grey[grey.shape[0] // 2]
    assert middle[60] > 250
    assert middle[140] < 30


def test_one_look_is_used_and_the_settings_of_the_reader_are_left_alone():
    before = dict(mpl.rcParams)
    fig, axes = figure(2, 3)
    assert axes.shape == (2, 3)
    assert mpl.colors.to_hex(fig.get_facecolor()) == PAPER
    assert not axes[0, 0].spines["top"].get_visible()
    assert dict(mpl.rcParams) == before
