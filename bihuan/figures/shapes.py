"""Statements of one shape are compiled once, and filled with the days and numbers of each question.

Questions of the same shape (the same kind of plan, the same dimensions) give statements that differ
in literals alone, and it takes a tenth of a second and more to compile one. So an expression is
compiled for a stand-in, whose days and numbers occur nowhere else; where they stand in the text,
those of the question are put, as the dialect writes them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Protocol, Self, runtime_checkable

from .literals import Value, literal

FIRST_YEAR, YEARS_APART = 8123, 100
FIRST_NUMBER, NUMBERS_APART = 8_000_000, 1000
_NUMBER = r"(?<![\w'.])(?<!MAKE_DATE\()(?<!MAKE_TIMESTAMP\(){}(?![\w-])"
"""A number that stands by itself in a statement: in no word and in no day."""
_TEXT = re.compile(r"'(?!\d{4}-\d\d-\d\d)(?:[^']|'')*'")
_STRANGE = re.compile(r"\b(?:8[1-9]2[2-4]|9[0-4]2[2-4]|80[0-4]\d{4})\b")
"""A year of a stand-in or one next to it, or a number of a stand-in."""


@runtime_checkable
class Shaped(Protocol):
    """What an expression is asked with that has days and numbers of its own."""

    def stand_in(self, place: int) -> Self:
        """Return the same shape with the days of `year_of(place)` and numbers from
        `number_of(place)` on.
        """

    def values(self) -> tuple[Value, ...]:
        """Return every day and number that expressions take from it, always in the same order."""


def year_of(place: int) -> int:
    """Return the year of the stand-in in that place: no real one."""
    return FIRST_YEAR + YEARS_APART * place


def number_of(place: int) -> int:
    """Return the first number of the stand-in in that place: no real one."""
    return FIRST_NUMBER + NUMBERS_APART * place


def day_in(place: int, day: date | None, stand_in: tuple[int, int]) -> date | None:
    """Return the month and day of the stand-in's year; None and `date.max` are part of a shape."""
    return day if day is None or day == date.max else date(year_of(place), *stand_in)


def stand_ins(asked: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    """Return the same arguments with a stand-in for each that is shaped, in tuples too."""
    places = count()

    def replaced(each: Hashable) -> Hashable:
        if isinstance(each, tuple):
            return tuple(replaced(part) for part in each)
        return each.stand_in(next(places)) if isinstance(each, Shaped) else each

    return tuple(replaced(each) for each in asked)


def values_of(asked: tuple[Hashable, ...]) -> Iterator[Value]:
    """Yield the values of all that is shaped among the arguments, in the order of `stand_ins`."""
    for each in asked:
        if isinstance(each, tuple):
            yield from values_of(each)
        elif isinstance(each, Shaped):
            yield from each.values()


@dataclass(frozen=True)
class Template:
    """The text of a statement, cut where values stand: text, value's place, text, …, text."""

    dialect: str
    texts: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, sql: str, dialect: str, stand_ins: tuple[Hashable, ...]) -> Template:
        """Cut the statement that was compiled for stand-ins.

        Raises AssertionError if it holds a day or a number of a stand-in that is none of its
        values: the statement would be right for no question.
        """
        places: dict[str, int] = {}
        for place, value in enumerate(values_of(stand_ins)):
            places.setdefault(literal(dialect, value), place)
        if not places:
            return cls(dialect, (sql,), ())
        marks = "|".join(_pattern(mark) for mark in sorted(places, key=len, reverse=True))
        cut = re.split(f"({marks})", sql)
        texts, filled = cut[::2], cut[1::2]
        strange = _STRANGE.search(_TEXT.sub("", " ".join(texts)))
        assert strange is None, f"“{strange and strange[0]}” is reckoned from a value"
        return cls(dialect, tuple(texts), tuple(places[mark] for mark in filled))

    def filled(self, asked: tuple[Hashable, ...]) -> str:
        """Return the statement with the values of the arguments."""
        if not self.places:
            return self.texts[0]
        values = tuple(values_of(asked))
        literals = (literal(self.dialect, values[place]) for place in self.places)
        pairs = zip(self.texts, literals, strict=False)  # one text is left over
        return "".join(part for pair in pairs for part in pair) + self.texts[-1]


def _pattern(mark: str) -> str:
    return _NUMBER.format(mark) if mark.isdecimal() else re.escape(mark)
