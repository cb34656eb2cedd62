"""Does a widget move in this page? Only the page can say, by a message that Python answers."""

from pathlib import Path
from typing import Any

import anywidget
from IPython.display import DisplayHandle, display

from .page import script

MOVES = "✓ Widgets move in this page: it asked Python, and Python answered."
STILL = (
    "✗ No widget has moved in this page yet. If this line stays although no cell is running, "
    "sliders, viewer and questions are only pictures here. Close the page and open the workbook "
    "with {start}, from its own folder; on a JupyterHub, ask those who run it for ipywidgets and "
    "anywidget beside its own JupyterLab. Until then the text and the numbers are yours, and a "
    'question is answered by typing, for example brightest_place = "a".'
)
PLACE = "(In a page whose widgets move, what you wait for stands here.)"


class PageCheck(anywidget.AnyWidget):
    """A line that only a page with working widgets can write.

    Nothing of the verdict is in the widget's state, so no stored page can show it: each page
    that draws the widget sends a message of its own and shows what comes back.

    Parameters
    ----------
    verdict : str
        What may be said once the page has answered.
    waiting : IPython.display.DisplayHandle
        What stands in the page until then; it is emptied.
    """

    _esm = script(Path(__file__).parent / "moving.js")

    def __init__(self, verdict: str, waiting: DisplayHandle):
        super().__init__()
        self._verdict, self._waiting = verdict, waiting
        self.on_msg(self._answer)

    def _answer(self, _: Any, content: dict[str, Any], buffers: Any) -> None:
        self.send({"token": content.get("token"), "lines": [MOVES, self._verdict]})
        self._waiting.update({"text/plain": ""}, raw=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": PLACE, "text/html": f"<em>{PLACE}</em>"}, metadata


def ask_page(verdict: str, start: str) -> None:
    """Show that nothing has moved in the page yet; a page whose widgets move puts that right.

    Parameters
    ----------
    verdict : str
        What the page may say then, such as "You are ready."
    start : str
        What opens the workbook where widgets move.
    """
    waiting = display({"text/plain": STILL.format(start=start)}, raw=True, display_id=True)
    display(PageCheck(verdict, waiting))
