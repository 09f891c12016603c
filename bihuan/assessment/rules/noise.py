"""By how much a score would move if reported figures were off by so many percent (ASSESS-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bihuan.figures.kinds import Unit

from .item_points import ItemPoints, Row, SheetColumns
from .scheme import HUNDRED, InputSpec, ScoreSheet
from .scoring import Graded, Groups, Score, size_groups
from .sheet_sums import Points, SheetSums

REPORTED = (Unit.YUAN, Unit.PERCENT, Unit.POINTS, Unit.PACE)
"""Units of amounts that people estimate; what is counted is not off by a percent."""


def spans(
    sheet: ScoreSheet,
    subjects: Sequence[Graded],
    scores: Sequence[Score],
    percent: Decimal,
    units: Mapping[InputSpec, Unit],
) -> list[tuple[Decimal, Decimal]]:
    """Return the lowest and highest score of each subject with its own figures so many percent
    lower, as they are, and higher, beside those of the others as they are.
    """
    moving = frozenset(spec for spec in sheet.specs if units.get(spec) in REPORTED)
    margins = {
        size: _GroupMargins(sheet, groups, percent, moving)
        for size, groups in size_groups(sheet, subjects).items()
    }
    return [
        margins[score.size_group].span(subject, score)
        for subject, score in zip(subjects, scores, strict=True)
    ]


class _GroupMargins:
    """The totals of a group's subjects with other figures of their own: only the items that read a
    figure that moves are worked out again, and no lines are made.
    """

    def __init__(
        self, sheet: ScoreSheet, groups: Groups, percent: Decimal, moving: frozenset[InputSpec]
    ) -> None:
        self._columns = columns = SheetColumns(sheet)
        self._sums, self._number = SheetSums(sheet, columns), len(sheet.items)
        self._moving = [columns.places[spec] for spec in moving]
        self._factors = (1 - percent / HUNDRED, 1 + percent / HUNDRED) if percent else ()
        self._items = [
            (place, ItemPoints(item, groups, sheet.digits, columns))
            for place, item in enumerate(sheet.items)
            if not moving.isdisjoint(item.inputs.values())
        ]

    def span(self, subject: Graded, score: Score) -> tuple[Decimal, Decimal]:
        low = high = score.total
        if not score.is_assessed or not self._factors:
            return low, high
        row = self._columns.row(subject.known)
        now = [line.points if line.applies else None for line in score.lines[: self._number]]
        for factor in self._factors:
            total = self._total(subject, now, self._moved(row, factor))
            if total is not None:
                low, high = min(low, total), max(high, total)
        return low, high

    def _moved(self, row: Row, factor: Decimal) -> Row:
        moved = list(row)
        for place in self._moving:
            value = row[place]
            if value is not None:
                moved[place] = value * factor
        return moved

    def _total(self, subject: Graded, now: Points, row: Row) -> Decimal | None:
        points, exempt = list(now), subject.exempt
        for place, each in self._items:
            if not exempt or each.item.id not in exempt:
                points[place], _unbounded = each.result(row)
        given = (each.points for each in subject.adjustments)
        return self._sums.total(points, row, exempt, given)
