"""A picture in a cell says what it shows, live and stored."""

import io

import ipywidgets
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure
from PIL import Image

from helpers.explorers.picture import Picture
from helpers.page import Still, img_tag
from helpers.png import png, quick_png


class Square(Still, ipywidgets.VBox):
    def still(self):
        return png(np.zeros((4, 4), np.uint8))

    def describe(self):
        return "A black square."


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3), (5, 7, 4)])
def test_an_array_becomes_a_png_of_its_size(shape):
    assert opened(png(np.zeros(shape, np.uint8))).size == (7, 5)


def test_all_colours_are_kept_when_asked_for():
    picture = np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    np.testing.assert_array_equal(np.asarray(opened(png(picture, colours=0))), picture)


def test_a_figure_gives_the_same_bytes_every_time():
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2, 3])
    assert png(figure) == png(figure)
    assert opened(png(figure)).size == (200, 100)


@given(arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))))
def test_a_quick_png_holds_exactly_its_picture(picture):
    np.testing.assert_array_equal(np.asarray(opened(quick_png(picture))), picture)


@given(st.text(min_size=1, max_size=40))
def test_any_description_stays_inside_its_attribute(alt):
    tag = img_tag(b"x", alt)
    assert tag.count("<") == tag.count(">") == 1
    assert tag.count('"') == 6


def test_a_widget_leaves_its_picture_and_words_in_the_page():
    data, _ = Square()._repr_mimebundle_()
    assert data["text/plain"] == repr(Square()) == "A black square."
    assert 'alt="A black square."' in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_live_picture_carries_its_bytes_and_words():
    picture = Picture(png=b"abc", alt="letters")
    assert picture.get_state()["png"] == b"abc"
    assert picture.get_state()["alt"] == "letters"
