"""What the page may ask of the viewer stands in one table on each side."""

import re

import pytest

from helpers.viewer.messages import MESSAGES, UNASKED
from tests.conftest import ROOT

JS = ROOT / "helpers" / "viewer" / "js"


def test_the_page_and_python_know_the_same_messages():
    table = re.search(r"ASK = Object\.freeze\(\{(.*?)\}\)", (JS / "messages.js").read_text(), re.S)
    names = dict(re.findall(r'(\w+): "(\w+)"', table[1]))
    assert sorted(names.values()) == sorted(MESSAGES)
    texts = [path.read_text() for path in JS.glob("*.js")]
    used = {name for text in texts for name in re.findall(r"ASK\.(\w+)", text)}
    assert used == set(names)  # nothing is asked that is not in the table, nothing there is unused
    assert set(UNASKED) < set(MESSAGES)


@pytest.mark.parametrize("what", ["nosuch", "screen", "__init__", "close", "", None, 7])
def test_what_is_not_in_the_table_is_refused_in_a_sentence(browser, what):
    message = browser(what)["message"]
    assert f"asked for {what!r}" in message and "run the cell again" in message


@pytest.mark.parametrize("options", [{}, {"values": None}, {"nosuch": 1}, {"values": {"x": "y"}}])
def test_options_that_do_not_fit_are_answered_too(browser, options):
    assert "did not work" in browser("point", **options)["message"]
