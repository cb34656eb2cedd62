"""Compare what a saved notebook shows with what its rerun shows: numbers, texts, pictures."""

import hashlib
import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

STAMPS = re.compile(r"^[^#\n]*\bstamp_notebook\s*\(", re.M)
"""The cell that calls for the stamp; it is not run again, nor compared."""

_WIDGET = "application/vnd.jupyter.widget-view+json"
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
_NO_TEXT = re.compile(r"^<(IPython\.core\.display\.\w+ object|Figure size [^>]*)>$")


@dataclass(frozen=True)
class Shown:
    """What one cell shows.

    Attributes
    ----------
    text : str
        Numbers and words, without the places in memory that change with each run.
    pictures : tuple of str
        A digest of each.
    widgets : int
        How many.
    error : bool
        Whether it stopped.
    """

    text: str = ""
    pictures: tuple[str, ...] = ()
    widgets: int = 0
    error: bool = False


@dataclass(frozen=True)
class Difference:
    """A cell that shows something else than in the saved notebook.

    Attributes
    ----------
    cell : int
        Its number among all cells of the notebook, from 1.
    begins : str
        Its first line, to find it by.
    old, new : str
        The first line that differs, as saved and as it came now.
    random : bool
        Whether its code speaks of random numbers.
    """

    cell: int
    begins: str
    old: str
    new: str
    random: bool

    def __str__(self) -> str:
        old, new = self.old or "nothing", self.new or "nothing"
        said = f"Cell {self.cell} (`{self.begins}`) showed “{old}”; now it shows “{new}”."
        if self.random:
            said += " It draws random numbers: begin with `rng = np.random.default_rng(0)`."
        return said


@dataclass
class Comparison:
    """What came of comparing all cells.

    Attributes
    ----------
    same : int
        How many cells show the same numbers and texts.
    differences : list of Difference
    errors : list of int
        Cells that stop, in the saved notebook and again.
    pictures_same, pictures_other, widgets : int
    unrun : list of int
        Cells that had not been run when the notebook was saved.
    """

    same: int = 0
    differences: list[Difference] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    pictures_same: int = 0
    pictures_other: int = 0
    widgets: int = 0
    unrun: list[int] = field(default_factory=list)

    @property
    def all_again(self) -> bool:
        """Whether every number and text came again, and no cell stopped."""
        return not self.differences and not self.errors


def shown(outputs: list[dict[str, Any]]) -> Shown:
    """Return what the outputs of one cell show.

    Parameters
    ----------
    outputs : list of dict
        As nbformat has them.

    Returns
    -------
    Shown
    """
    texts: list[str] = []
    pictures: list[str] = []
    widgets, error = 0, False
    for output in outputs:
        if output["output_type"] == "stream":
            texts += [output["text"]] if output["name"] == "stdout" else []
        elif output["output_type"] == "error":
            error = True
            texts.append(f"{output['ename']}: {output['evalue']}\n")
        elif _WIDGET in output["data"]:
            widgets += 1
        else:
            data = output["data"]
            page = data.get("text/html", "")
            embedded = re.findall(r'src="(data:image/[^"]+)"', page)
            found = [data[kind] for kind in _PICTURES if kind in data] + embedded
            pictures += [hashlib.sha256(_plain(one).encode()).hexdigest() for one in found]
            text = data.get("text/plain", "")
            if _NO_TEXT.match(text):
                text = re.sub(r"<[^>]+>", " ", page)
            texts.append(f"{text}\n")
    lines = "".join(texts).splitlines()
    kept = (re.sub(r"\b0x[0-9a-fA-F]{6,}", "0x…", line).rstrip() for line in lines)
    return Shown("\n".join(kept).strip(), tuple(pictures), widgets, error)


def _widgets_on_both_sides(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Take what was a widget on one side for one on both: a stored page keeps its still only."""

    def drawn(outputs: list[dict[str, Any]]) -> list[int]:
        return [at for at, one in enumerate(outputs) if "data" in one]

    old, new = list(old), list(new)
    places = zip(drawn(old), drawn(new), strict=False)
    for here, there in places if len(drawn(old)) == len(drawn(new)) else ():
        if _WIDGET in old[here]["data"] or _WIDGET in new[there]["data"]:
            old[here] = new[there] = {"output_type": "display_data", "data": {_WIDGET: {}}}
    return old, new


def _plain(picture: Any) -> str:
    return re.sub(r"\s", "", picture if isinstance(picture, str) else "".join(picture))


def compare(cells: list[dict[str, Any]], again: list[list[dict[str, Any]]]) -> Comparison:
    """Compare the cells of a saved notebook with what its rerun shows.

    Parameters
    ----------
    cells : list of dict
        Of the saved notebook.
    again : list of list of dict
        The outputs of each of them in the rerun.

    Returns
    -------
    Comparison
    """
    result = Comparison()
    for number, (cell, outputs) in enumerate(zip(cells, again, strict=True), 1):
        tags = cell.get("metadata", {}).get("tags", [])
        if cell["cell_type"] != "code" or not cell["source"].strip():
            continue
        if STAMPS.search(cell["source"]) or "nbval-ignore-output" in tags:
            continue
        old, new = map(shown, _widgets_on_both_sides(cell["outputs"], outputs))
        if cell.get("execution_count") is None and not cell["outputs"]:
            result.unrun.append(number)
            old = Shown(text=new.text) if not new.error else old
        if old.text != new.text:
            result.differences.append(_difference(number, cell["source"], old.text, new.text))
        elif new.error and "raises-exception" not in tags:
            result.errors.append(number)
        elif new.text and number not in result.unrun:
            result.same += 1
        pairs = list(zip(old.pictures, new.pictures, strict=False))
        result.pictures_same += sum(one == other for one, other in pairs)
        most = max(len(old.pictures), len(new.pictures))
        result.pictures_other += most - sum(one == other for one, other in pairs)
        result.widgets += max(old.widgets, new.widgets)
    return result


def _difference(number: int, source: str, old: str, new: str) -> Difference:
    pairs = zip_longest(old.splitlines(), new.splitlines(), fillvalue="")
    first = next(((a, b) for a, b in pairs if a != b), ("", ""))
    old, new = (re.sub(r"\s+", " ", line).strip()[:120] for line in first)
    begins = source.strip().splitlines()[0][:60].replace("`", "'")
    random = bool(re.search(r"\brandom\b|\brng\b", source))
    return Difference(number, begins, old, new, random)
