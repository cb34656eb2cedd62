"""What an instructor pastes or types for a whole room: codes, or the answers themselves."""

import re
from typing import Any, NamedTuple

from ..inputs import InputError
from . import codes
from .catalogue import exercises
from .choices import Choice
from .exercise import LETTERS, Exercise
from .spelling import plural, readings

Guess = Any
"""A float, or the letter of an option."""

_CODE = re.compile(
    rf"(?<![^\W_])[{codes.FIRST}]{{2}}[^\W_](?:[-_.]|\s)?[^\W_]{{4,14}}(?![^\W_])", re.IGNORECASE
)
_NUMBER = r"[~≈]?[+-]?(?:\d[\d.,'’]*|\.\d+)(?:E[+-]?\d{1,2})?"


class Vote(NamedTuple):
    """One person's answer, and whose it is, if it came as a code."""

    value: Guess
    tag: int | None = None


class Room(NamedTuple):
    """What was read.

    Attributes
    ----------
    votes : tuple of Vote
    unread : tuple of str
        What is no code and no answer, or a code with a typing error.
    elsewhere : tuple of str
        Codes of other questions.
    twice : int
        How many codes came more than once; the last one counts.
    """

    votes: tuple = ()
    unread: tuple = ()
    elsewhere: tuple = ()
    twice: int = 0

    @property
    def said(self) -> str:
        """What was counted, and what was not, in sentences."""
        lines = [f"{plural(len(self.votes), 'vote')} counted."]
        if self.twice:
            times = "One came" if self.twice == 1 else f"{self.twice} came"
            lines.append(f"{times} twice: the last one counts.")
        if self.elsewhere:
            lines.append(f"Not counted, of another question: {_some(self.elsewhere)}.")
        if self.unread:
            lines.append(f"Not counted: {_some(self.unread)}. Ask for these again.")
        return " ".join(lines)


def both_said(first: Room, second: Room) -> str:
    """Say of both votes what was counted, and what was not; of one that is empty nothing.

    Parameters
    ----------
    first, second : Room

    Returns
    -------
    str

    Examples
    --------
    >>> both_said(Room((Vote("a"),)), Room())
    '1 vote counted.'
    >>> both_said(Room((Vote("a"),), unread=("z",)), Room((Vote("b"),)))
    'First vote: 1 vote counted. Not counted: z. Ask for these again. Second vote: 1 vote counted.'
    """
    rounds = {"First vote: ": first, "Second vote: ": second}
    said = [(name, room.said) for name, room in rounds.items() if room != Room()]
    return " ".join(name * (len(said) > 1) + words for name, words in said)


def _some(texts: tuple) -> str:
    """Name the first ten."""
    more = f" and {len(texts) - 10} more" if len(texts) > 10 else ""
    return ", ".join(text[:20] for text in texts[:10]) + more


def read_guess(exercise: Exercise, text: str) -> Guess:
    """Read one guess: an option for a choice, else a number, with or without its unit.

    Parameters
    ----------
    exercise : Exercise
    text : str

    Returns
    -------
    float or str
        The number, or the option's letter.

    Raises
    ------
    InputError
        If it fits no option, or is no number, or in another unit; the message says how to type it.
    """
    by_letter = isinstance(exercise, Choice)
    try:
        if by_letter:
            return exercise.read(text)
        return readings(text, getattr(exercise, "unit", ""))[0]
    except (ValueError, InputError):
        how = "Pick an option." if by_letter else "Type one number, as in: 12"
        raise InputError(how) from None


def code_of(exercise: Exercise, answer: str, tag: int) -> str:
    """Return the code of an answer, or "" if there is none to tell.

    Parameters
    ----------
    exercise : Exercise
    answer : str
        As the learner gave it.
    tag : int

    Returns
    -------
    str
    """
    try:
        value = read_guess(exercise, answer) if answer.strip() else ""
    except InputError:
        return ""
    if isinstance(value, str):
        coded = LETTERS.index(value) if value else None
    else:
        coded = codes.from_number(value) if abs(value) <= codes.LARGEST else None
    place = list(exercises()).index(exercise.name)
    return "" if coded is None else codes.write(codes.Code(place, tag, coded))


def read_room(exercise: Exercise, text: str) -> Room:
    """Read all votes in a text, and name what cannot be read.

    Parameters
    ----------
    exercise : Exercise
    text : str
        Codes in any writing, or answers such as "12 15, 20" or "abbc", or both.

    Returns
    -------
    Room
    """
    places = list(exercises())
    here = places.index(exercise.name) if exercise.name in places else -1
    by_tag: dict[int, Vote] = {}
    unread, elsewhere, twice = [], [], 0
    shown = codes.plain(text)

    def take(found: re.Match) -> str:
        nonlocal twice
        code = codes.read(found[0])
        value = code and _answer(exercise, code.answer)
        if code and code.question != here:
            elsewhere.append(found[0])
        elif code is None or value is None:
            unread.append(found[0])
        else:
            twice += code.tag in by_tag
            by_tag[code.tag] = Vote(value, code.tag)
        return " ; "

    rest = _CODE.sub(take, shown).strip(" ;")
    typed = []
    for part in _letters(exercise, rest) if isinstance(exercise, Choice) else _numbers(rest):
        try:
            typed += [Vote(value) for value in _typed(exercise, part)]
        except (ValueError, InputError):
            unread.append(part)
    return Room((*by_tag.values(), *typed), tuple(unread), tuple(elsewhere), twice)


def _answer(exercise: Exercise, coded: int) -> Guess | None:
    if not isinstance(exercise, Choice):
        return codes.to_number(coded)
    return LETTERS[coded] if coded < len(exercise.options) else None


def _letters(exercise: Choice, text: str) -> list[str]:
    return [part for part in re.split(r"[^\w%-]+", text) if re.search(r"\w", part)]


def _numbers(text: str) -> list[str]:
    """Split numbers: a comma parts two of them unless it can only stand inside one."""
    spaced = re.search(r"[\s;|/]", text)
    listed = not spaced or re.search(r",\s", text)
    parts: list[str] = []
    for part in re.split(r"[\s;|/]+", text):
        part = part.strip(",")
        thousands = re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", part)
        inside = thousands and (spaced or part.count(",") == 1)
        parts += part.split(",") if not inside and (listed or part.count(",") > 1) else [part]
    return [part for part in parts if re.search(r"\w", part)]


def _typed(exercise: Exercise, part: str) -> list[Guess]:
    if isinstance(exercise, Choice):
        letters = part.casefold()
        if set(letters) <= set(LETTERS[: len(exercise.options)]):
            return list(letters)
        return [exercise.read(part)]
    unit = getattr(exercise, "unit", "")
    if not re.fullmatch(rf"{_NUMBER}(?:%|{re.escape(codes.plain(unit))})?", part):
        raise ValueError(part)
    if not getattr(exercise, "tolerance", 0) and re.fullmatch(r"\d+,(\d{1,2}|\d{4,})", part):
        return [float(figures) for figures in part.split(",")]
    value = readings(part.replace("’", "'"), unit)[0]
    if abs(value) > codes.LARGEST:
        raise ValueError(part)
    return [round(value, 6)]  # as exact as a code
