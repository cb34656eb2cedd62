"""What a page shows of hints, a solution and the progress: folded text that needs no kernel."""

from dataclasses import dataclass

from ..colours import ACCENT, GOOD, MUTED
from .verdict import card, rich


def _fold(summary: str, body: str) -> str:
    """Return HTML that opens on a click or on Enter."""
    return (
        f'<details><summary style="cursor:pointer">{rich(summary)}</summary>'
        f'<div style="margin:.25em 0 .25em 1.1em">{body}</div></details>'
    )


@dataclass(frozen=True)
class Hints:
    """The hints of an exercise, each folded inside the one before."""

    title: str
    hints: tuple

    def _label(self, step: int) -> str:
        return f"Hint {step} of {len(self.hints)}" + (f": {self.title}" if step == 1 else "")

    def __repr__(self) -> str:
        steps = enumerate(self.hints, start=1)
        return "\n".join(f"{self._label(step)}\n  {text}" for step, text in steps)

    def _repr_html_(self) -> str:
        body = ""
        for step in range(len(self.hints), 0, -1):
            body = _fold(self._label(step), rich(self.hints[step - 1]) + body)
        return card(MUTED, body, role="group")


@dataclass(frozen=True)
class Solution:
    """Why the right answer is right, folded away."""

    title: str
    text: str

    def __repr__(self) -> str:
        return f"Solution: {self.title}\n  {self.text}"

    def _repr_html_(self) -> str:
        return card(MUTED, _fold(f"Solution: {self.title}", rich(self.text)), role="group")


@dataclass(frozen=True)
class Progress:
    """What is solved: the exercises of one notebook, or the count of each notebook.

    Attributes
    ----------
    rows : tuple of (str, int, int)
        A title, how many are solved, and of how many.
    problem : str
        What is wrong with the progress file, or "".
    """

    rows: tuple
    problem: str = ""

    @property
    def summary(self) -> str:
        """The sum of all rows in a sentence."""
        done, of = sum(row[1] for row in self.rows), sum(row[2] for row in self.rows)
        return f"{done} of {of} exercises solved"

    def _line(self, title: str, done: int, of: int) -> str:
        sign = "✓" if done == of else "○"
        return f"{sign} {title}" + (f": {done} of {of}" if of > 1 else "")

    def __repr__(self) -> str:
        lines = [self.summary, *(self._line(*row) for row in self.rows), self.problem]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        done, of = sum(row[1] for row in self.rows), sum(row[2] for row in self.rows)
        width = round(100 * done / max(of, 1))
        bar = (
            '<div aria-hidden="true" style="height:.5em;margin:.4em 0;border:1px solid">'
            f'<div style="height:100%;width:{width}%;background:{GOOD}"></div></div>'
        )
        items = "".join(f"<li>{rich(self._line(*row))}</li>" for row in self.rows)
        items = f'<ul style="list-style:none;padding:0;margin:0">{items}</ul>'
        return card(
            ACCENT, f"<strong>{self.summary}</strong>{bar}{items}{rich(self.problem)}", "group"
        )
