"""A room's votes as a table of bars, the first beside the second, and who changed their mind."""

import math
import statistics
from collections import Counter
from itertools import chain

from .choices import Choice
from .exercise import LETTERS, Exercise
from .guesses import show
from .rooms import Guess, Room
from .verdict import rich

ROWS = 12
"""More numbers than these are put together in steps."""


def tally(exercise: Exercise, first: Room, second: Room, reveal: bool = False) -> str:
    """Return the votes of a room as an HTML table, with sentences on the shift below.

    Parameters
    ----------
    exercise : Exercise
    first, second : Room
        The second is empty before there was a second vote.
    reveal : bool
        Whether the right answer is marked.

    Returns
    -------
    str
        "" if nobody voted.
    """
    rounds = [[vote.value for vote in room.votes] for room in (first, second) if room.votes]
    if not rounds:
        return ""
    right = exercise.right() if reveal else None
    names = ["First vote", "Second vote"] if first.votes and second.votes else ["Votes"]
    if isinstance(exercise, Choice):
        letters = LETTERS[: len(exercise.options)]
        labels = [f"{a}) {rich(o.text)}" for a, o in zip(letters, exercise.options, strict=False)]
        places = [[letters.index(value) for value in votes] for votes in rounds]
        true = None if right is None else letters.index(right)
    else:
        edges = steps([*chain(*rounds), *([] if right is None else [right])])
        labels = [_step(edges, place) for place in range(len(edges[0]))]
        places = [[_place(edges, value) for value in votes] for votes in rounds]
        true = None if right is None else _place(edges, right)
        if right is not None and true is not None and edges[1]:
            labels[true] += f", with {show(right)}"
    counts = [Counter(votes) for votes in places]
    tallest = max(max(count.values()) / count.total() for count in counts)
    rows = ""
    for place, label in enumerate(labels):
        marked = place == true
        name = f"<strong>✓ {label} (the answer)</strong>" if marked else label
        bars = "".join(_bar(count[place], count.total(), tallest, marked) for count in counts)
        rows += f'<tr><th scope="row">{name}</th>{bars}</tr>'
    heads = "".join(
        f'<th scope="col">{name} ({count.total()})</th>'
        for name, count in zip(names, counts, strict=True)
    )
    below = "".join(f"<p>{line}</p>" for line in shift(exercise, first, second, right))
    return f'<table><tr><th scope="col">Answer</th>{heads}</tr>{rows}</table>{below}'


def _bar(count: int, total: int, tallest: float, marked: bool) -> str:
    width = 100 * count / total / tallest
    look = "bar right" if marked else "bar"
    return (
        f'<td><div class="line"><div class="{look}" style="width:{width:.4g}%"></div>'
        f"<span>{count} · {count / total:.0%}</span></div></td>"
    )


def steps(values: list[float]) -> tuple[list[float], float, bool]:
    """Return where the rows of a histogram begin: at each number, or at even or tenfold steps.

    Parameters
    ----------
    values : list of float

    Returns
    -------
    starts : list of float
        Rising.
    width : float
        Of one row; 0 if each number has a row of its own.
    tenfold : bool
        Whether each row reaches to ten times its beginning.

    Examples
    --------
    >>> steps([19, 12, 19]), steps([*range(1, 40)])[0]
    (([12, 19], 0, False), [0, 5, 10, 15, 20, 25, 30, 35])
    """
    own = sorted(set(values))
    low, high = own[0], own[-1]
    if len(own) <= ROWS:
        return own, 0, False
    if low > 0 and high >= 1000 * low:
        powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
        return [float(f"1e{power}") for power in powers], 1, True
    least = (high - low) / (ROWS - 1)
    scale = 10.0 ** math.floor(math.log10(least))
    width = next(factor * scale for factor in (1, 2, 5, 10) if factor * scale >= least)
    first, last = math.floor(low / width), math.floor(high / width)
    width = int(width) if width >= 1 else width
    return [place * width for place in range(first, last + 1)], width, False


def _place(edges: tuple[list[float], float, bool], value: float) -> int:
    """Return the row of a number."""
    starts = edges[0]
    return max(max(place for place, start in enumerate(starts) if start <= value or not place), 0)


def _step(edges: tuple[list[float], float, bool], place: int) -> str:
    starts, width, tenfold = edges
    start = starts[place]
    if not width:
        return show(start)
    return f"{show(start)} to below {show(10 * start if tenfold else float(start + width))}"


def shift(exercise: Exercise, first: Room, second: Room, right: Guess | None) -> list[str]:
    """Return in sentences what moved between two votes.

    Parameters
    ----------
    exercise : Exercise
    first, second : Room
    right : float, str or None
        The right answer, once it may be told.

    Returns
    -------
    list of str
        Empty before there was a second vote.
    """
    if not first.votes or not second.votes:
        return []
    said = []
    if not isinstance(exercise, Choice):
        middles = [statistics.median(vote.value for vote in room.votes) for room in (first, second)]
        said.append(f"The middle guess was {show(middles[0])}, then {show(middles[1])}.")
    before = {vote.tag: vote.value for vote in first.votes if vote.tag is not None}
    after = {vote.tag: vote.value for vote in second.votes if vote.tag is not None}
    pairs = [(before[tag], after[tag]) for tag in before if tag in after]
    if not pairs:
        return [*said, "Without codes in both votes only the totals can be compared."]
    moved = Counter(pair for pair in pairs if pair[0] != pair[1])
    said.append(f"Of {len(pairs)} who voted twice, {moved.total() or 'nobody'} changed.")
    if isinstance(exercise, Choice):
        ways = [f"{old} → {new}: {count}" for (old, new), count in moved.most_common()]
        return [*said, f"{', '.join(ways)}."] if ways else said
    if right is not None:
        nearer = sum(abs(new - right) < abs(old - right) for old, new in pairs)
        farther = sum(abs(new - right) > abs(old - right) for old, new in pairs)
        said.append(f"{nearer} came nearer to the result, {farther} went farther away.")
    return said
