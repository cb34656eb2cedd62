"""What a check says, as a person reads it: in a page, in a terminal, by ear."""

import html
import re
from dataclasses import dataclass

from ..colours import ACCENT, BAD, GOOD, MUTED, WARN

# status -> (sign, words, colour); the words carry the meaning, sign and colour only repeat it
_STATUS = {
    "right": ("✓", "Correct", GOOD),
    "wrong": ("↻", "Not yet", BAD),
    "open": ("○", "Not answered yet", MUTED),
    "unread": ("?", "This answer cannot be read", WARN),
    "noted": ("✓", "Thank you. Compare", ACCENT),
    "plain": ("·", "", ACCENT),
}


def rich(text: str) -> str:
    """Return `text` as safe HTML, with `` `code` `` and ``**bold**`` understood.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> rich("**a < b** in `mask`")
    '<strong>a &lt; b</strong> in <code>mask</code>'
    """
    text = html.escape(text, quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)


def card(colour: str, body: str, role: str = "status") -> str:
    """Return `body` (HTML) in a box that keeps the page's own text colours, light or dark.

    Parameters
    ----------
    colour : str
        Of the edge, as CSS.
    body : str
    role : str
        The box's ARIA role.

    Returns
    -------
    str
    """
    style = (
        f"border-left:6px solid {colour};background:color-mix(in srgb,{colour} 12%,transparent);"
        "padding:.5em .9em;margin:.3em 0;max-width:60em;font-size:1.1em;line-height:1.45"
    )
    return f'<div role="{role}" style="{style}">{body}</div>'


@dataclass(frozen=True)
class Verdict:
    """The answer to an answer.

    Attributes
    ----------
    status : str
        ``"right"``, ``"wrong"``, ``"open"`` (not answered yet), ``"unread"`` (not of the
        wanted form), ``"noted"`` (a reflection) or ``"plain"`` (nothing to judge).
    title : str
        The exercise's title.
    message : str
        The reason, in plain words.
    notes : tuple of str
        Further remarks, each a paragraph.
    figure : str
        An SVG drawing to show below, with its own description.
    answered : str
        A sentence that names the value judged, such as "You answered 59."

    Examples
    --------
    >>> Verdict("right", "Mean volume", "In `µm³`, as wanted.")
    ✓ Correct: Mean volume
    In `µm³`, as wanted.
    """

    status: str
    title: str
    message: str
    notes: tuple[str, ...] = ()
    figure: str = ""
    answered: str = ""

    @property
    def heading(self) -> str:
        """The verdict in a few words."""
        sign, words, _ = _STATUS[self.status]
        return f"{sign} {words}: {self.title}" if words else self.title

    def __repr__(self) -> str:
        return "\n".join((self.heading, *self._paragraphs()))

    def _paragraphs(self) -> list[str]:
        return [text for text in (self.answered, self.message, *self.notes) if text]

    def _repr_html_(self) -> str:
        paragraphs = "".join(
            f'<div style="margin-top:.25em">{rich(text)}</div>' for text in self._paragraphs()
        )
        heading = f"<strong>{rich(self.heading)}</strong>"
        return card(_STATUS[self.status][2], heading + paragraphs + self.figure)
