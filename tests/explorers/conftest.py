import pytest

from helpers.explorers import chosen


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    """Forget where another test left the sliders."""
    monkeypatch.setattr(chosen.CHOSEN, "_values", type(chosen.CHOSEN._values)())
