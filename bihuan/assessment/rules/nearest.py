"""The smallest change of one value that makes a sum of points at least so much (ASSESS-22). Pure,
and exact: every grain of the value lies in a stretch in which points only rise or only fall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

Points = Callable[[Decimal], Decimal]
FARTHEST = 10**9
"""Grains that a value may move: farther is no answer to anybody."""


@dataclass(frozen=True)
class NearestMove:
    """A change of one value, and the points that it brings altogether."""

    change: Decimal
    value: Decimal
    points: Decimal


def nearest(
    points: Points,
    value: Decimal,
    wanted: Decimal,
    edges: Iterable[Decimal],
    grain: Decimal,
    least: Decimal | None = None,
) -> NearestMove | None:
    """Return the smallest change, in whole grains up or down, that brings at least `wanted`
    points; None if none does. `points` gives the sum for a value, `edges` where it may jump or
    turn; no value is lower than `least`.
    """
    turns = list(edges)
    found = []
    for sign in (1, -1):
        limit = FARTHEST
        if sign < 0 and least is not None:
            limit = max(int((value - least) / grain), 0)

        def reaches(step: int, sign: int = sign) -> bool:
            return points(value + sign * step * grain) >= wanted

        steps = _first(reaches, sorted(set(_stops(turns, value, grain, sign))), limit)
        if steps is not None:
            found.append(sign * steps * grain)
    if not found:
        return None
    change = min(found, key=abs)
    return NearestMove(change, value + change, points(value + change))


def _stops(edges: Iterable[Decimal], value: Decimal, grain: Decimal, sign: int) -> Iterator[int]:
    """Yield the steps just before, on and just behind each edge on one side of the value."""
    for edge in edges:
        way = (edge - value) * sign / grain
        yield int(way.to_integral_value(ROUND_FLOOR))
        yield int(way.to_integral_value(ROUND_CEILING))
        yield int(way.to_integral_value(ROUND_FLOOR)) + 1
        yield int(way.to_integral_value(ROUND_CEILING)) - 1


def _first(reaches: Callable[[int], bool], stops: list[int], limit: int) -> int | None:
    """Return the first step of 1 to `limit` that reaches what is wanted. Between two stops it
    only comes nearer, or only goes farther, so that the ends of a stretch tell all of it.
    """
    begin = 1
    for end in [*(stop for stop in stops if 1 <= stop < limit), limit]:
        if begin > end:
            continue
        if reaches(begin):
            return begin
        if reaches(end):
            return _between(reaches, begin, end)
        begin = end + 1
    return None


def _between(reaches: Callable[[int], bool], short: int, far: int) -> int:
    """Return the first step that reaches it; `short` does not, `far` does."""
    while far - short > 1:
        middle = (short + far) // 2
        short, far = (short, middle) if reaches(middle) else (middle, far)
    return far
