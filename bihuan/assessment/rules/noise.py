"""By how much a score would move if reported figures were off by so many percent (ASSESS-20)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bihuan.figures.kinds import Unit

from .item_points import ItemPoints
from .scheme import HUNDRED, InputSpec, ScoreSheet
from .scoring import Graded, Groups, Score, size_groups
from .sheet_sums import SheetSums

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
        self._sums, self._number, self._moving = SheetSums(sheet), len(sheet.items), moving
        self._factors = (1 - percent / HUNDRED, 1 + percent / HUNDRED) if percent else ()
        self._items = [
            (place, ItemPoints(item, groups, sheet.digits))
            for place, item in enumerate(sheet.items)
            if not moving.isdisjoint(item.inputs.values())
        ]

    def span(self, subject: Graded, score: Score) -> tuple[Decimal, Decimal]:
        low = high = score.total
        for factor in self._factors if score.is_assessed else ():
            total = self._total(subject, score, factor)
            if total is not None:
                low, high = min(low, total), max(high, total)
        return low, high

    def _total(self, subject: Graded, score: Score, factor: Decimal) -> Decimal | None:
        known = dict(subject.known)
        for spec in self._moving:
            if spec in known:
                known[spec] *= factor
        points = [line.points if line.applies else None for line in score.lines[: self._number]]
        for place, each in self._items:
            if each.item.id not in subject.exempt:
                points[place] = each.points({n: known[s] for n, s in each.inputs if s in known})
        given = (each.points for each in subject.adjustments)
        return self._sums.total(points, known, subject.exempt, given)
