"""What a group's scores come to together: mean, median, highest, lowest, grades. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from .item_points import rounded
from .scheme import ScoreSheet
from .scoring import Score


@dataclass(frozen=True)
class GroupSummary:
    """So many scores, and what they come to; `item_means` by item, of those to whom it applies."""

    number: int
    mean: Decimal
    median: Decimal
    best: Decimal
    worst: Decimal
    grades: Sequence[tuple[str, int]]
    item_means: Sequence[Decimal | None]


def summary(sheet: ScoreSheet, scores: Iterable[Score]) -> GroupSummary | None:
    """Return what the assessed of some scores come to; None if there are none."""
    found = [score for score in scores if score.is_assessed]
    if not found:
        return None
    totals = [score.total for score in found]
    named = Counter(score.grade for score in found)
    return GroupSummary(
        len(totals),
        _mean(totals, sheet.digits),
        rounded(median(totals), sheet.digits),
        max(totals),
        min(totals),
        [(each, named[each]) for each in grades_of(sheet, named)],
        [_item_mean(item.id, found, sheet.digits) for item in sheet.items],
    )


def grades_of(sheet: ScoreSheet, named: Iterable[str]) -> list[str]:
    """Return the grades of a sheet, the highest first, then what those without one are called."""
    own = [grade.title for grade in sheet.grades]
    return [*own, *(each for each in dict.fromkeys(named) if each and each not in own)]


def _item_mean(item_id: str, scores: Iterable[Score], digits: int) -> Decimal | None:
    lines = (line for score in scores for line in score.lines if line.id == item_id)
    points = [line.points for line in lines if line.applies]
    return _mean(points, digits) if points else None


def _mean(values: Sequence[Decimal], digits: int) -> Decimal:
    return rounded(sum(values, Decimal()) / len(values), digits)
