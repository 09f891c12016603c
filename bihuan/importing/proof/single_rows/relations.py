"""What holds between a table's columns from row to row: a + b = c, a ÷ b = a rate, growth. Pure.

Nothing but numbers: each figure of a row is its value and by how much it may differ, or None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

Figure = tuple[float, float]
FigureRow = Sequence[Figure | None]
EXACT = 0.005  # yuan, or percent: what is beyond it is the computer's
FEWEST_ROWS = 3  # in which it holds, with amounts that differ
MOST_COLUMNS, MOST_OF_THREE = 14, 9
MOST_RELATIONS = 8


class Arithmetic(Enum):
    """How the last figure of a relation follows from the others."""

    SUM = "sum"
    SHARE = "share"
    GROWTH = "growth"


@dataclass(frozen=True)
class Relation:
    """Columns by their places; the last is the sum of the others, or their rate in percent."""

    kind: Arithmetic
    places: tuple[int, ...]

    def holds(self, row: FigureRow, slack: float = 0) -> bool | None:
        """Return whether it holds in a row, or differs by no more than `slack`, of rates by twice
        the digit printed and what amounts may be rounded by; None where a figure is missing, or
        noughts say nothing.
        """
        told: list[Figure] = []
        for place in self.places:
            figure = row[place]
            if figure is None:
                return None
            told.append(figure)
        if self.kind is Arithmetic.SUM:
            return _adds_up(told, slack)
        return _is_rate(told, slack / len(told), is_growth=self.kind is Arithmetic.GROWTH)


def _adds_up(told: Sequence[Figure], slack: float) -> bool | None:
    *parts, (whole, half) = told
    off, within, count = -whole, half + EXACT, 0
    for value, each in parts:
        off += value
        within += each
        count += value != 0
    if abs(off) > max(within, slack):
        return False if whole and count else None
    return True if whole and count > 1 else None


def _is_rate(told: Sequence[Figure], rounded: float, *, is_growth: bool) -> bool | None:
    (done, half), (whole, other), (rate, digit) = told
    if done <= 0 or whole <= 0:
        return None
    found = done * 100 / whole
    within = (max(half, rounded) * 100 + found * max(other, rounded)) / whole
    within += digit * (2 if rounded else 1) + EXACT
    return abs(found - (100 if is_growth else 0) - rate) <= within


def find_relations(
    rows: Sequence[FigureRow], rates: frozenset[int], read: frozenset[int]
) -> list[Relation]:
    """Return what holds in all of these rows but few: `read` are the places of which each relation
    has one, `rates` those of percentages.
    """
    places = range(min(len(rows[0]) if rows else 0, MOST_COLUMNS))
    amounts = [place for place in places if place not in rates]
    found: list[Relation] = []
    for relation in _possible(amounts, [p for p in places if p in rates]):
        if read.isdisjoint(relation.places) or any(_is_within(each, relation) for each in found):
            continue
        if _is_told(relation, rows):
            found.append(relation)
        if len(found) == MOST_RELATIONS:
            break
    return found


def _is_told(relation: Relation, rows: Sequence[FigureRow]) -> bool:
    """True if it holds in at least three rows that differ, and in three of four."""
    failed, most = 0, len(rows) // 4
    held: list[FigureRow] = []
    for row in rows:
        holds = relation.holds(row)
        if holds:
            held.append(row)
        elif holds is False:
            failed += 1
            if failed > most:
                return False
    if len(held) < FEWEST_ROWS or failed * 3 > len(held):
        return False
    return _differs(relation, held)


def _differs(relation: Relation, held: Sequence[FigureRow]) -> bool:
    columns = [[row[place] for row in held] for place in relation.places]
    if any(sum(1 for each in column if each and each[0]) < 2 for column in columns[:-1]):
        return False
    told = columns[-1] if relation.kind is Arithmetic.SUM else columns[0]
    return len({each[0] for each in told if each}) >= FEWEST_ROWS


def _possible(amounts: Sequence[int], rates: Sequence[int]) -> Iterator[Relation]:
    for whole in amounts:
        others = [place for place in amounts if place != whole]
        for parts in combinations(others, 2):
            yield Relation(Arithmetic.SUM, (*parts, whole))
    for rate in rates:
        for one, other in combinations(amounts, 2):
            for pair in ((one, other), (other, one)):
                yield Relation(Arithmetic.SHARE, (*pair, rate))
                yield Relation(Arithmetic.GROWTH, (*pair, rate))
    for whole in amounts if len(amounts) <= MOST_OF_THREE else ():
        others = [place for place in amounts if place != whole]
        for three in combinations(others, 3):
            yield Relation(Arithmetic.SUM, (*three, whole))


def _is_within(one: Relation, other: Relation) -> bool:
    """True if a sum of fewer parts is told already of these columns."""
    return one.kind is other.kind is Arithmetic.SUM and set(one.places) <= set(other.places)
