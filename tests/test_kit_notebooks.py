"""The notebooks hold their links to the glossary, and each cell its place in a presentation."""

import itertools
import re

import pytest

from tests.test_teaching import glossary, linked, teaching


def test_every_entry_of_the_glossary_is_linked_at_its_first_use():
    addresses = [address for _, address, _ in linked()]
    assert sorted(addresses) == sorted(map(glossary.anchor, glossary.terms())), (
        "run: python tools/glossary.py"
    )


@pytest.mark.parametrize("number", teaching.notebooks())
def test_every_cell_is_marked_for_presenting(number):
    kinds = {
        cell.metadata.get("slideshow", {}).get("slide_type") for cell in teaching.read(number).cells
    }
    assert kinds <= {"slide", "subslide", "skip"}, "run: python tools/slides.py --mark"


@pytest.mark.parametrize("number", teaching.notebooks())
def test_no_heading_of_a_notebook_leaves_out_a_level(number):
    texts = (cell.source for cell in teaching.read(number).cells if cell.cell_type == "markdown")
    prose = re.sub(r"^```.*?^```", "", "\n\n".join(texts), flags=re.M | re.S)
    levels = [len(found) for found in re.findall(r"^(#+) ", prose, re.M)]
    assert [b for a, b in itertools.pairwise([0, *levels]) if b > a + 1] == []
