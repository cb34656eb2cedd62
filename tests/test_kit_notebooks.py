"""The notebooks hold their links to the glossary, and each cell its place in a presentation."""

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
