"""Where points were lost, and the marks that a score might reach next (ASSESS-28). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.assessment.kinds import Lines

from .point_rules import NOTHING
from .scheme import ScoreSheet
from .scoring import Score, ScoreLine

TEN = Decimal(10)
MARKS = 2
"""So many round numbers lie before a reader: the next, and the one behind it."""


@dataclass(frozen=True)
class LostPoints:
    """What a line lacks of its weight, or takes from the others."""

    line: ScoreLine
    weight: Decimal
    lost: Decimal


@dataclass(frozen=True)
class NextMark:
    """A number of points that a score does not have, and why anybody would name it: a grade that
    begins there, a place of the group, or that it was asked for.
    """

    points: Decimal
    grade: str = ""
    rank: int | None = None
    is_asked: bool = False


def losses(score: Score) -> list[LostPoints]:
    """Return where points were lost, the largest first. What may be won on top of an item's weight
    is not lost. The weight of items that do not apply went to the others: what they lost of it
    stands with the re-weighting.
    """
    found = []
    for line in score.lines:
        weight = _weight(score.sheet, line)
        lost = weight - line.points
        if line.applies and lost > 0:
            found.append(LostPoints(line, weight, lost))
    return sorted(found, key=lambda each: -each.lost)


def _weight(sheet: ScoreSheet, line: ScoreLine) -> Decimal:
    item = sheet.item(line.id)
    if item and line.kind is Lines.ITEM:
        return item.max
    return line.max if line.kind is Lines.REWEIGHTING else NOTHING


def next_marks(
    score: Score, totals: Iterable[Decimal], wanted: Decimal | None = None
) -> list[NextMark]:
    """Return the marks above a score, the nearest first: the next two round numbers, the next
    grade, the next place among `totals` (those of its group), and what was asked for.
    """
    if not score.is_assessed:
        return []
    sheet, now, marks = score.sheet, score.total, dict[Decimal, NextMark]()

    def mark(points: Decimal) -> NextMark:
        return marks.setdefault(points, NextMark(points))

    for number in range(1, MARKS + 1):
        points = (now // TEN + number) * TEN if now >= 0 else TEN * (number - 1)
        if now < points <= most_points(sheet):
            mark(points)
    higher = [grade for grade in sheet.grades if grade.at_least > now]
    if higher:
        points = higher[-1].at_least
        marks[points] = replace(mark(points), grade=higher[-1].title)
    better = [total for total in totals if total > now]
    if better:
        points = min(better)
        rank = sum(total > points for total in better) + 1
        marks[points] = replace(mark(points), rank=rank)
    if wanted is not None and wanted > now:
        marks[wanted] = replace(mark(wanted), is_asked=True)
    return [marks[points] for points in sorted(marks)]


def most_points(sheet: ScoreSheet) -> Decimal:
    """Return the most that a sheet gives."""
    most = sum((item.most for item in sheet.items), NOTHING)
    return most if sheet.most is None else min(most, sheet.most)
