"""An explorer as one HTML file whose controls move without Python.

Nothing is computed in the page. It holds what `render` drew and said at each state, and shows it:
the picture of the first state whole, and of each other one what differs from it, without loss.
"""

import base64
import hashlib
import io
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import ipywidgets as widgets
import numpy as np
from jinja2 import Environment
from PIL import Image

from ..files import write_whole
from ..inputs import InputError, did_you_mean
from ..page import script, stylesheet

_HERE = Path(__file__).parent
MARK = "Nuclei Workbook, a saved explorer"
"""What tells a saved page from other files."""
MOST_STOPS = 101
"""Of a slider with more, every second, third ... stop is saved."""
MOST_STATES = 1500
MOST_BYTES = 2_000_000


def write_page(explorer: Any, path: Any, moving: Sequence[str]) -> Path:
    """Write an explorer as a page of its own; see :meth:`Explorer.save`.

    Parameters
    ----------
    explorer : Explorer
    path : path-like
    moving : sequence of str
        Names of the controls that can be moved in the page.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If the file cannot be written there, or the page would be too large.
    """
    path = _free_place(path)
    return write_whole(path, page(explorer, moving))


def page(explorer: Any, moving: Sequence[str]) -> str:
    """Return the HTML of an explorer's page; the explorer stands afterwards where it stood.

    Parameters
    ----------
    explorer : Explorer
    moving : sequence of str
        Names of the controls that can be moved in the page.

    Returns
    -------
    str

    Raises
    ------
    InputError
        If a control cannot be moved there, or the page would be too large.
    """
    controls = [_moving(explorer, name) for name in moving]
    count = math.prod(len(one.stops) for one in controls)
    if count > MOST_STATES:
        raise InputError(
            f"The page would hold {count:,} pictures, but at most {MOST_STATES:,} are wanted: "
            f"{_fewer(moving)}"
        )
    first = explorer.render()
    start, cuts = first.draw().pixels(), [*first.columns(), None]
    sides = [slice(left, right) for left, right in itertools.pairwise(cuts)]
    places: dict[tuple[int, bytes], int] = {}
    pieces: list[str] = []
    states: list[list[Any]] = []
    size = 0
    for view in _views(explorer, controls):
        picture, state = view.draw().pixels(), [view.words]
        for side in sides:
            # states share pieces: the chart, for one, does not change with the slice
            key = side.start, hashlib.sha256(picture[:, side].tobytes()).digest()
            if key not in places:
                places[key] = len(pieces)
                pieces.append(_base64(_difference(picture[:, side], start[:, side])))
                size += len(pieces[-1])
            state.append(places[key])
        size += len(view.words)
        states.append(state)
        if size > MOST_BYTES:
            raise InputError(
                f"The page would be larger than {MOST_BYTES // 10**6} MB, too much to send or to "
                f"put on the web: {_fewer(moving)}"
            )
    data = {
        "labels": {one.name: one.labels for one in controls},
        "pieces": pieces,
        "states": states,
    }
    template = Environment(autoescape=True).from_string(
        (_HERE / "saved_page.html").read_text(encoding="utf-8")
    )
    return template.render(
        generator=MARK,
        title=explorer.title,
        alt=explorer.picture.alt,
        words=first.words,
        note=_note(explorer, controls),
        controls=controls,
        height=len(start),
        start=[(start[:, side].shape[1], _base64(_webp(start[:, side]))) for side in sides],
        style=stylesheet(_HERE / "saved_page.css"),
        script=script(_HERE / "saved_page.js"),
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    )


class _Moving(NamedTuple):
    """A control that moves in the page, and where it stops there."""

    name: str
    control: Any
    stops: Sequence[int]
    labels: Sequence[str]

    @property
    def buttons(self) -> bool:
        """Whether it is a row of buttons."""
        return isinstance(self.control, widgets.ToggleButtons)

    @property
    def at(self) -> int:
        """Where it stands among its stops."""
        return self.stops.index(self.control.index)


def _moving(explorer: Any, name: str) -> _Moving:
    """Return a control as it moves in the page, or raise that it cannot."""
    can = [one for one, found in explorer.controls.items() if _has_stops(found) and one != "unit"]
    if name not in can:
        raise InputError(
            f"{name!r} cannot be moved in a saved page: choose among {', '.join(can)}."
            + did_you_mean(name, can)
        )
    control = explorer.controls[name]
    labels = control._options_labels
    step = -(-len(labels) // MOST_STOPS)
    stops = range(control.index % step, len(labels), step)  # the present one is among them
    return _Moving(name, control, stops, [labels[stop] for stop in stops])


def _has_stops(control: Any) -> bool:
    return isinstance(control, widgets.SelectionSlider | widgets.ToggleButtons)


def _views(explorer: Any, controls: Sequence[_Moving]) -> Iterator[Any]:
    """Yield what is shown at each state, the last control moving fastest."""
    before = [one.control.index for one in controls]
    with explorer.changing_options(), ExitStack() as held:
        for one in controls:
            held.enter_context(one.control.hold_sync())  # nothing moves in the notebook's page
        try:
            for state in itertools.product(*(one.stops for one in controls)):
                for one, stop in zip(controls, state, strict=True):
                    one.control.index = stop
                yield explorer.render()
        finally:
            for one, stop in zip(controls, before, strict=True):
                one.control.index = stop


def _difference(picture: np.ndarray, start: np.ndarray) -> bytes:
    """Return a WebP file without loss that turns one picture into the other where it covers it."""
    same = (picture == start).all(axis=-1)
    over = np.dstack([np.where(same[..., None], 0, picture), np.where(same, 0, 255)])
    return min(_webp(over.astype(np.uint8)), _webp(picture), key=len)


def _webp(picture: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(picture))
    image.save(buffer, "WEBP", lossless=True, quality=30, method=2)
    return buffer.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _note(explorer: Any, controls: Sequence[_Moving]) -> str:
    """Say what moves in the page, and what only in the workbook."""
    words = [f"“{one.control.description}”" for one in controls]
    text = f"A saved page: {' and '.join(words)} can be moved here."
    text += "".join(
        f" {words[place]} goes {one.stops.step} steps at a time."
        for place, one in enumerate(controls)
        if isinstance(one.stops, range) and one.stops.step > 1
    )
    moved = {one.name for one in controls}
    kept = [
        f"“{one.description}” ({one.label})"
        for name, one in explorer.controls.items()
        if name not in moved and _has_stops(one) and len(one.options) > 1
    ]
    if kept:
        text += f" In the workbook also: {', '.join(kept)}."
    return text


def _fewer(moving: Sequence[str]) -> str:
    """Say what to do about a page that is too large."""
    return (
        f"let fewer controls move, such as save(path, {moving[0]!r})."
        if len(moving) > 1
        else "let another control move, or cut a smaller part out of the image."
    )


def _free_place(path: Any) -> Path:
    """Return where a page may be written; nothing that is no saved page is overwritten."""
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(
            f"The file is called {path.name!r}, but a page's name ends in .html: "
            f"write {path.stem + '.html'!r}."
        )
    if not path.parent.is_dir():
        raise InputError(
            f"There is no folder {path.parent}: make it first, or choose one that is there."
        )
    if path.exists() and not (path.is_file() and MARK.encode() in path.read_bytes()[:1000]):
        raise InputError(
            f"{path.name} is there already and is no saved explorer, so it was left as it is: "
            "choose another name."
        )
    return path
