"""What another scheme would have made of the same facts: who moves, how far, why (ASSESS-24)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bihuan.assessment.kinds import MovedWay

from .ranking import Ranked
from .scoring import ScoreLine

HUNDREDTH = Decimal("0.01")


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
    reason: str = ""
    """Why there is no score under one of them; nothing if no sheet of it assesses the subject."""

    @property
    def way(self) -> MovedWay:
        if self.before is None:
            return MovedWay.JOINED
        if self.after is None:
            return MovedWay.LEFT
        difference = self.after.score.total - self.before.score.total
        if not difference:
            return MovedWay.STAYED
        return MovedWay.RISEN if difference > 0 else MovedWay.FALLEN

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


@dataclass(frozen=True)
class MovedSums:
    """What a simulation says in all: how many move which way, the means of those who have a score
    under both schemes, who moves farthest each way.
    """

    counts: Mapping[MovedWay, int]
    mean_before: Decimal | None
    mean_after: Decimal | None
    rises_most: Moved | None
    falls_most: Moved | None


def moved(before: Iterable[Ranked], after: Iterable[Ranked]) -> list[Moved]:
    """Return every subject that either scheme assesses, those that move farthest first."""
    every = [*before], [*after]
    then, now = map(_assessed, every)
    reasons = {each.score.key: each.score.reason for side in every for each in side}
    reasons |= {each.score.key: each.score.reason for each in every[0] if each.score.reason}
    found = [_moved(key, then.get(key), now.get(key), reasons) for key in {**then, **now}]
    return sorted(found, key=_order)


def sums_of(found: Sequence[Moved]) -> MovedSums:
    """Return how many move which way, and how far the mean and the farthest do."""
    counts = {way: sum(each.way is way for each in found) for way in MovedWay}
    both = [
        (each.before.score.total, each.after.score.total)
        for each in found
        if each.before and each.after
    ]
    ways = {way: [each for each in found if each.way is way] for way in MovedWay}
    return MovedSums(
        counts,
        _mean([before for before, _after in both]),
        _mean([after for _before, after in both]),
        next(iter(ways[MovedWay.RISEN]), None),
        next(iter(ways[MovedWay.FALLEN]), None),
    )


def _mean(points: Sequence[Decimal]) -> Decimal | None:
    if not points:
        return None
    return (sum(points, Decimal()) / len(points)).quantize(HUNDREDTH, ROUND_HALF_UP)


def _assessed(scores: Iterable[Ranked]) -> dict[str, Ranked]:
    return {each.score.key: each for each in scores if each.score.is_assessed}


def _moved(
    key: str, before: Ranked | None, after: Ranked | None, reasons: Mapping[str, str]
) -> Moved:
    either = after or before
    assert either is not None
    reason = "" if before and after else reasons[key]
    return Moved(key, either.score.label, before, after, _why(before, after), reason)


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
