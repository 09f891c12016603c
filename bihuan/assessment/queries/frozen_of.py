"""What was frozen of one subject's score of a month, and what it would be today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.assessment.models import Freeze, FrozenScore
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.subjects import COLUMNS
from bihuan.kit.months import Month

from .today import WouldBe, would_be


@dataclass(frozen=True)
class FrozenBeside:
    """A frozen period that ends with a month, the subject's frozen score and what it would be
    today; both None where the subject was not on the sheet or its frozen scores are not shown.
    """

    freeze: Freeze
    row: FrozenScore | None
    today: WouldBe | None


def frozen_beside(
    month: Month, sheet: ScoreSheet, key: str, today: date, *, with_scores: bool
) -> list[FrozenBeside]:
    """Return what was frozen of a subject to the end of a month, month before quarter before year;
    `with_scores` if the reader may see frozen scores.
    """
    freezes = Freeze.objects.filter(month=month.first_day).select_related("frozen_by")
    column = COLUMNS.get(sheet.who)
    rows: dict[int, FrozenScore] = {}
    if with_scores and column:
        found = FrozenScore.objects.filter(
            freeze__in=freezes, sheet=sheet.id, **{column: int(key)}
        ).select_related("freeze")
        rows = {row.freeze_id: row for row in found.prefetch_related("restatements")}
    return [
        FrozenBeside(each, row, would_be(row, today) if row else None)
        for each in sorted(freezes, key=lambda each: (each.is_final, each.pk))
        for row in [rows.get(each.pk)]
    ]
