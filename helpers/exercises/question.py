"""The one widget of the exercises: a question with options, a line or a box to fill in."""

import html
import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..colours import ACCENT
from ..inputs import InputError
from ..page import Still, script, stylesheet
from .exercise import LETTERS, Exercise
from .guesses import split
from .saved_progress import load, record
from .verdict import card, rich

_HERE = Path(__file__).parent


class Question(Still, anywidget.AnyWidget):
    """A question in a cell; `value` is the answer as text, "" while untouched.

    Attributes
    ----------
    kind : str
        ``"choice"``, ``"line"`` or ``"text"``.
    prompt : str
        The question, as HTML.
    options : list of str
        For a choice, as HTML; the value is the option's letter.
    unit : str
        Stands behind a line.
    value, room : str
        What has been answered; everybody's guesses, as typed by an instructor.
    with_room : bool
        Offer the box for everybody's guesses.
    note : str
        What the widget says back.
    """

    _esm = script(_HERE / "question.js")
    _css = stylesheet(_HERE / "question.css")
    kind = traitlets.Unicode("choice").tag(sync=True)
    prompt = traitlets.Unicode("").tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    value = traitlets.Unicode("").tag(sync=True)
    room = traitlets.Unicode("").tag(sync=True)
    with_room = traitlets.Bool(False).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

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
    options = [rich(option.text) for option in getattr(exercise, "options", ())]
    state, problem = load()
    widget = Question(
        kind="choice" if options else "line" if guessing else "text",
        prompt=rich((guessing and exercise.guess) or exercise.question),
        options=options,
        unit=getattr(exercise, "unit", ""),
        value=state[section].get(exercise.name, ""),
        with_room=guessing,
        room=state["rooms"].get(exercise.name, ""),
        note=problem,
    )

    def keep(change: Any) -> None:
        if not change.new:
            return
        place, thanks = section, "Kept. Now run the check below."
        try:
            if change.name == "room":
                place, thanks = "rooms", f"Kept: {len(split(exercise, change.new))} guesses."
            elif guessing:
                split(exercise, change.new, whole=True)
                thanks = "Kept: you will see it beside the result."
        except InputError as problem:
            widget.note = f"“{change.new}” cannot be read. {problem}"
        else:
            widget.note = record(place, exercise.name, change.new) or thanks

    widget.observe(keep, ["value", "room"])
    return widget
