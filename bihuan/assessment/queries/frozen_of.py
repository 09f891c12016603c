"""What was frozen of one subject's score of a month, and what it would be today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.assessment.models import Freeze, FrozenScore, ScoreRestatement
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.subjects import COLUMNS
from bihuan.kit.months import Month

from .frozen import final_scores
from .today import WouldBe, would_be


@dataclass(frozen=True)
class FrozenBeside:
    """A frozen period that ends with a month, the subject's frozen score and what it would be
    today; both None where the subject was not on the sheet or its frozen scores are not shown.
    """

    freeze: Freeze
    row: FrozenScore | None
    today: WouldBe | None
    rank: int | None = None
    """The place that stands: what was upheld, of the subject or of another, may have moved it."""


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
        FrozenBeside(each, row, would_be(row, today), _rank(row))
        if row
        else FrozenBeside(each, None, None)
        for each in sorted(freezes, key=lambda each: (each.is_final, each.pk))
        for row in [rows.get(each.pk)]
    ]


def _rank(row: FrozenScore) -> int | None:
    if not ScoreRestatement.objects.filter(score__freeze=row.freeze_id).exists():
        return row.rank
    return next(e.now.rank for e in final_scores(row.freeze) if e.row.pk == row.pk)
