"""What another scheme would have made of the same facts: who moves, how far, why (ASSESS-24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .ranking import Ranked
from .scoring import ScoreLine


@dataclass(frozen=True)
class MovedLine:
    """One line under both schemes; None where a scheme has none of that id."""

    id: str
    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal:
        return (self.after or Decimal()) - (self.before or Decimal())


@dataclass(frozen=True)
class Moved:
    """One subject under both schemes. Without a score under one of them there is no difference."""

    key: str
    label: str
    before: Ranked | None
    after: Ranked | None
    why: tuple[MovedLine, ...]

    @property
    def difference(self) -> Decimal | None:
        if self.before is None or self.after is None:
            return None
        return self.after.score.total - self.before.score.total

    @property
    def places(self) -> int | None:
        """By how many places the subject rises; below nought it falls."""
        if self.before is None or self.after is None:
            return None
        return (self.before.rank or 0) - (self.after.rank or 0)


def moved(before: Iterable[Ranked], after: Iterable[Ranked]) -> list[Moved]:
    """Return every subject that either scheme assesses, those that move farthest first."""
    then, now = _assessed(before), _assessed(after)
    found = [_moved(key, then.get(key), now.get(key)) for key in {**then, **now}]
    return sorted(found, key=_order)


def _assessed(scores: Iterable[Ranked]) -> dict[str, Ranked]:
    return {each.score.key: each for each in scores if each.score.is_assessed}


def _moved(key: str, before: Ranked | None, after: Ranked | None) -> Moved:
    either = after or before
    assert either is not None
    return Moved(key, either.score.label, before, after, _why(before, after))


def _why(before: Ranked | None, after: Ranked | None) -> tuple[MovedLine, ...]:
    """Return the lines whose points differ, the greatest difference first."""
    then, now = _lines(before), _lines(after)
    lines = [
        MovedLine(
            each,
            (now.get(each) or then[each]).title,
            then[each].points if each in then else None,
            now[each].points if each in now else None,
        )
        for each in dict.fromkeys([*then, *now])
    ]
    differing = [line for line in lines if line.before != line.after]
    return tuple(sorted(differing, key=lambda line: (-abs(line.difference), line.id)))


def _lines(ranked: Ranked | None) -> dict[str, ScoreLine]:
    return {line.id: line for line in ranked.score.lines} if ranked else {}


def _order(each: Moved) -> tuple[bool, Decimal, str, str]:
    difference = each.difference
    return (difference is None, -abs(difference or Decimal()), each.label, each.key)
