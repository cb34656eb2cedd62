"""The one widget of the exercises: a question with options, cards, a line or a box."""

import html
import re
import secrets
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..colours import ACCENT
from ..inputs import InputError
from ..page import Still, script, stylesheet
from . import notebook_cells
from .codes import TAGS
from .exercise import LETTERS, Exercise
from .rooms import both_said, code_of, read_guess, read_room
from .saved_progress import load, record
from .tally import tally
from .verdict import card, rich

_HERE = Path(__file__).parent


class Question(Still, anywidget.AnyWidget):
    """A question in a cell; `value` is the answer as text, "" while untouched.

    Attributes
    ----------
    kind : str
        ``"choice"``, ``"order"``, ``"line"`` or ``"text"``.
    prompt : str
        The question, as HTML.
    options : list of str
        For a choice, as HTML; the value is the option's letter. For an order, the cards; the
        value is their letters, such as "c a b".
    unit : str
        Stands behind a line.
    value : str
        What has been answered.
    with_room : bool
        Offer a code for the answer, and the boxes for everybody's.
    code : str
        The answer's code, to be read aloud; "" while there is none.
    room, again : str
        Everybody's first and second votes, as an instructor typed them.
    reveal : bool
        Mark the right answer among the votes.
    tally : str
        The votes, as HTML.
    note, room_note : str
        What the widget says back, to the learner and to the instructor.
    """

    _esm = script(_HERE / "question.js")
    _css = stylesheet(_HERE / "question.css")
    kind = traitlets.Unicode("choice").tag(sync=True)
    prompt = traitlets.Unicode("").tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    with_room = traitlets.Bool(False).tag(sync=True)
    code = traitlets.Unicode("").tag(sync=True)
    room = traitlets.Unicode("").tag(sync=True)
    again = traitlets.Unicode("").tag(sync=True)
    reveal = traitlets.Bool(False).tag(sync=True)
    tally = traitlets.Unicode("").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    room_note = traitlets.Unicode("").tag(sync=True)

    def _ipython_display_(self) -> None:
        if not notebook_cells.is_shown(self):
            raise NotImplementedError  # IPython shows it in the usual way

    def describe(self) -> str:
        """Return the question and its answer, in words."""
        asked = [self.prompt, *self._lettered()]
        lines = [html.unescape(re.sub("<[^>]+>", "", line)) for line in asked]
        return "\n".join([*lines, f"Answer: {self.value or '...'}"])

    def _lettered(self) -> list[str]:
        return [f"{letter}) {text}" for letter, text in zip(LETTERS, self.options, strict=False)]

    def face(self) -> str:
        """Return the question as plain HTML, for a page without a kernel."""
        options = "<br>".join(self._lettered())
        body = f"<strong>{self.prompt}</strong><br>{options}"
        if not options:
            body = f"<strong>{self.prompt}</strong> ______ {rich(self.unit)}"
        return card(ACCENT, body, role="group")


def question(exercise: Exercise, section: str) -> Question:
    """Return the widget that asks for an answer or a guess, and keeps what is given.

    Parameters
    ----------
    exercise : Exercise
    section : str
        ``"answers"`` or ``"guesses"``: where in the progress file it is kept.

    Returns
    -------
    Question
    """
    guessing = section == "guesses"
    cards = getattr(exercise, "cards", ())
    options = [rich(option.text) for option in cards or getattr(exercise, "options", ())]
    kind = "order" if cards else "choice" if options else "line" if guessing else "text"
    state, problem = load()
    widget = Question(
        kind=kind,
        prompt=rich((guessing and exercise.guess) or exercise.question),
        options=options,
        unit=getattr(exercise, "unit", ""),
        value=state[section].get(exercise.name, ""),
        note=problem,
    )

    def keep(change: Any) -> None:
        if not change.new:
            return
        try:
            if guessing:
                read_guess(exercise, change.new)
        except InputError as problem:
            widget.note = f"“{change.new}” cannot be read. {problem}"
        else:
            thanks = (
                ": you will see it beside the result." if guessing else ". Now run the check below."
            )
            widget.note = record(section, exercise.name, change.new) or f"Kept{thanks}"

    widget.observe(keep, "value")
    if guessing or kind == "choice":
        _with_room(widget, exercise)
    return widget


def _with_room(widget: Question, exercise: Exercise) -> None:
    """Give a question its code, and let it count a room's votes."""
    state, _ = load()
    tag = state["tags"].get(exercise.name, "")
    tag = tag if tag.isdecimal() and int(tag) < TAGS else str(secrets.randbelow(TAGS))

    def tell(change: Any = None) -> None:
        widget.code = code_of(exercise, widget.value, int(tag))
        if widget.code:
            record("tags", exercise.name, tag)

    def count(change: Any = None) -> None:
        rounds = [read_room(exercise, text) for text in (widget.room, widget.again)]
        widget.tally = tally(exercise, rounds[0], rounds[1], widget.reveal)
        problem = ""
        if change is not None and change.name != "reveal":
            section = "rooms" if change.name == "room" else "again"
            problem = record(section, exercise.name, change.new)
        widget.room_note = problem or both_said(*rounds)  # it stays, also in a page opened again

    widget.with_room = True
    widget.room = state["rooms"].get(exercise.name, "")
    widget.again = state["again"].get(exercise.name, "")
    tell()
    count()
    widget.observe(tell, "value")
    widget.observe(count, ["room", "again", "reveal"])
