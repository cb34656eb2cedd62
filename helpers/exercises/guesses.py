"""Guesses made before the result is known, one person's or a room's, and how they compare."""

import statistics
from collections import Counter

from ..colours import ACCENT, GOOD
from ..inputs import InputError
from .choices import Choice
from .exercise import Exercise
from .rooms import Guess, read_guess, read_room
from .saved_progress import load
from .spelling import with_unit
from .verdict import Verdict


def kept(exercise: Exercise) -> tuple[Guess | None, list[Guess]]:
    """Return the kept guess (or None), and the room's guesses as a list.

    Parameters
    ----------
    exercise : Exercise

    Returns
    -------
    own : float, str or None
    room : list of float or of str
    """
    state, _ = load()
    own = state["guesses"].get(exercise.name, "")
    room = read_room(exercise, state["rooms"].get(exercise.name, ""))
    guesses = [vote.value for vote in room.votes]
    try:
        return read_guess(exercise, own) if own else None, guesses
    except InputError:  # written by another hand, or for an earlier form of the question
        return None, guesses


def show(number: float) -> str:
    """Write a number for a sentence.

    Parameters
    ----------
    number : float

    Returns
    -------
    str

    Examples
    --------
    >>> show(19.0), show(855.9834), show(202258.0)
    ('19', '855.983', '202,258')
    """
    return f"{number:,.0f}" if number == round(number) else f"{number:,.6g}"


def comparison(exercise: Exercise, result: Guess) -> Verdict:
    """Return the `Verdict` that puts the guesses beside the result, as `right` returns it.

    Parameters
    ----------
    exercise : Exercise
    result : float or str

    Returns
    -------
    Verdict
        For numbers, with a figure.
    """
    own, room = kept(exercise)
    if isinstance(exercise, Choice):
        sentences = _compare_choices(own, room, result)
        return Verdict("plain", exercise.title, sentences[0], tuple(sentences[1:]))
    sentences = _compare_numbers(own, room, result, getattr(exercise, "unit", ""))
    figure = strip(own, room, result, " ".join(sentences))
    return Verdict("plain", exercise.title, sentences[0], tuple(sentences[1:]), figure)


def _compare_choices(own: Guess | None, room: list[Guess], result: Guess) -> list[str]:
    sentences = [f"It is {result}."]
    if own:
        sentences.append(f"Your guess was {own}{', as it is' if own == result else ''}.")
    if room:
        votes = ", ".join(f"{letter}: {room.count(letter)}" for letter in sorted(set(room)))
        sentences.append(f"The room's guesses: {votes}.")
    return sentences


def _compare_numbers(own: float | None, room: list[float], result: float, unit: str) -> list[str]:
    sentences = [f"The result is {with_unit(show(result), result, unit)}."]
    if own is not None:
        off = own - result
        far = show(float(f"{abs(off):.3g}"))  # nobody guesses to six figures
        how = f"{far} too {'high' if off > 0 else 'low'}" if off else "exactly right"
        sentences.append(f"Your guess was {with_unit(show(own), own, unit)}: {how}.")
    if room:
        low, middle, high = min(room), statistics.median(room), max(room)
        sentences.append(
            f"The room's {len(room)} guesses run from {show(low)} to {show(high)}; "
            f"the middle one is {show(middle)}."
        )
    return sentences


def strip(own: float | None, room: list[float], result: float, description: str) -> str:
    """Draw guesses as dots along a line, the result as a stroke across it; returns SVG.

    Parameters
    ----------
    own : float or None
        One's own guess.
    room : list of float
        Everybody's guesses.
    result : float
    description : str
        What a screen reader says of the drawing.

    Returns
    -------
    str
    """
    places = [result, *room, *([] if own is None else [own])]
    low, high = min(places), max(places)
    width = (high / 2 - low / 2) or 1  # halves, because the whole may be beyond all numbers

    def x(value: float) -> int:
        return round(20 + 480 * ((value / 2 - low / 2) / width))

    stacks: Counter[int] = Counter()
    highest = max(Counter(map(x, room)).values(), default=1)
    step = min(9, 40 / max(highest - 1, 1))  # the highest stack ends below the result
    dots = ""
    for guess in sorted(room):
        height = 66 - step * stacks[x(guess)]
        stacks[x(guess)] += 1
        dots += f'<circle cx="{x(guess)}" cy="{height:g}" r="4" opacity=".55"/>'
    if own is not None:
        dots += (
            f'<circle cx="{x(own)}" cy="66" r="7" fill="none" stroke="{ACCENT}" stroke-width="4"/>'
            f'<text x="{x(own)}" y="94" text-anchor="middle">you</text>'
        )
    return (
        f'<svg role="img" aria-label="{description}" viewBox="0 0 520 100" width="520" '
        'style="display:block;max-width:100%" fill="currentColor" font-size="15">'
        '<line x1="10" x2="510" y1="75" y2="75" stroke="currentColor"/>'
        f'<line x1="{x(result)}" x2="{x(result)}" y1="22" y2="82" stroke="{GOOD}" '
        f'stroke-width="4"/><text x="{min(max(x(result), 40), 480)}" y="15" '
        f'text-anchor="middle">{show(result)}</text>{dots}</svg>'
    )
