import pytest

from helpers.explorers import kept_choices


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch):
    """Forget where another test left the sliders."""
    monkeypatch.setattr(kept_choices.CHOSEN, "_values", type(kept_choices.CHOSEN._values)())
