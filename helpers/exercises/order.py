"""Exercises answered by putting cards in order."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..inputs import InputError
from .answers import describe
from .choices import words
from .exercise import LETTERS, Exercise, Mistake


@dataclass(frozen=True)
class Card:
    """One card of an `Order`: its text, and why it cannot stand any earlier than it should."""

    text: str
    early: str = ""


@dataclass(kw_only=True, eq=False)
class Order(Exercise):
    """Cards to be put in order; the first card that stands wrong gets its reason.

    That card always stands too early: all that belong before it and are missing come later. So
    one sentence a card is enough. The cards are written down, and shown, in the order of their
    letters; `expected` is the right one, such as "c a b". There is no guess and no room's vote.
    """

    cards: tuple = ()
    otherwise: str = "Ask of each card what it needs from the cards before it."

    cue = "Move the cards above into their order, then run this cell again."
    asks_itself = True

    def __post_init__(self) -> None:
        right = self.right()
        self.mistakes = tuple(
            Mistake(
                (*right[: place - 1], letter, right[place - 1], *right[place + 1 :]),
                self._too_early(letter),
                when=lambda value, letter=letter: value[self.first_wrong(value)] == letter,
            )
            for place, letter in enumerate(right)
            if place and self.card(letter).early
        )

    @property
    def letters(self) -> str:
        """The letters of the cards."""
        return LETTERS[: len(self.cards)]

    @property
    def wanted(self) -> str:
        """What kind of answer is wanted."""
        return f"each of the letters {', '.join(self.letters)} once, in the order of the cards"

    def card(self, letter: str) -> Card:
        """Return the card of that letter.

        Parameters
        ----------
        letter : str

        Returns
        -------
        Card
        """
        found: Card = self.cards[LETTERS.index(letter)]
        return found

    def first_wrong(self, value: tuple[str, ...]) -> int:
        """Return the place, from 0, of the first card that stands wrong.

        Parameters
        ----------
        value : tuple of str
            A wrong answer, as read.

        Returns
        -------
        int
        """
        pairs = zip(value, self.right(), strict=True)
        return next(place for place, (own, right) in enumerate(pairs) if own != right)

    def _too_early(self, letter: str) -> str:
        card = self.card(letter)
        first = f"The first card that stands wrong is “{card.text}”: it comes too early."
        return f"{first} {card.early or self.otherwise}"

    def read(self, answer: Any) -> tuple[str, ...]:
        """Return the letters in the order given, from letters or the texts of the cards.

        Parameters
        ----------
        answer : str, or list of str
            Such as "c a b", "cab" or ["c", "a", "b"].

        Returns
        -------
        tuple of str
            Each letter once.

        Raises
        ------
        InputError
            If something is no card, or a card is missing or comes twice.
        """
        if isinstance(answer, str):
            answer = _parts(answer[:2000])
        if not isinstance(answer, (list, tuple, np.ndarray)):
            raise TypeError
        if not all(isinstance(part, str) for part in answer):
            raise TypeError
        known = {
            words(card.text): letter for letter, card in zip(LETTERS, self.cards, strict=False)
        }
        known |= {letter: letter for letter in self.letters}
        for part in answer:
            if words(part) not in known:
                raise InputError(f"There is {describe(part)} among your cards: give {self.wanted}.")
        value = tuple(known[words(part)] for part in answer)
        missing = [letter for letter in self.letters if letter not in value]
        double = [letter for letter in self.letters if value.count(letter) > 1]
        slips = [f"{' and '.join(double)} more than once"] * bool(double)
        slips += [f"{' and '.join(missing)} not at all"] * bool(missing)
        if slips:
            raise InputError(f"Your order has {', and '.join(slips)}: give {self.wanted}.")
        return value

    def echo(self, value: tuple[str, ...]) -> str:
        """Name the cards in the order given.

        Parameters
        ----------
        value : tuple of str

        Returns
        -------
        str
        """
        return f"Your order: {', '.join(self.card(letter).text for letter in value)}."

    def remark(self, value: tuple[str, ...], right: tuple[str, ...]) -> str:
        """Name the first card that stands wrong.

        Parameters
        ----------
        value, right : tuple of str

        Returns
        -------
        str
        """
        return self._too_early(value[self.first_wrong(value)])

    def secrets(self) -> tuple[str, ...]:
        """Return the right order, as letters and as texts."""
        right = self.right()
        return " ".join(right), ", ".join(self.card(letter).text for letter in right)


def _parts(text: str) -> list[str]:
    """Split a typed order: at commas or arrows, else at blanks, else into letters."""
    for between in (r"[,;>→\n]+", r"\s+"):
        parts = [part for part in re.split(between, text.strip()) if words(part)]
        if len(parts) > 1:
            return parts
    return list("".join(parts))
