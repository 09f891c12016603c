"""What people decided of subjects, as scores take it (RESULT-5 to RESULT-7)."""

from __future__ import annotations

from decimal import Decimal

from bihuan.assessment.kinds import TermKind, TermState
from bihuan.assessment.models import AssessmentTerm
from bihuan.assessment.rules.scoring import ScoreAdjustment
from bihuan.kit.months import Month

from .assessed import Decided, SubjectTerms


def decided(month: Month) -> Decided:
    """Return the exemptions and adjustments in force for scores to the end of `month`."""
    exempt: dict[tuple[str, str], dict[str, str]] = {}
    given: dict[tuple[str, str], list[ScoreAdjustment]] = {}
    rows = AssessmentTerm.objects.filter(
        state=TermState.APPROVED,
        year=month.year,
        first_month__lte=month.number,
        last_month__gte=month.number,
    )
    for row in rows.order_by("pk"):
        place = row.sheet, row.key
        if row.kind == TermKind.EXEMPTION:
            exempt.setdefault(place, {})[row.item] = row.reason
        else:
            before = given.setdefault(place, [])
            before.append(adjustment_of(row, after=len(before)))
    return {
        place: SubjectTerms(exempt.get(place, {}), tuple(given.get(place, ())))
        for place in exempt.keys() | given.keys()
    }


def adjustment_of(row: AssessmentTerm, *, after: int) -> ScoreAdjustment:
    """Return an adjustment as a line of a score takes it, `after` so many others of the subject."""
    points = plain_points(row.points or Decimal())
    return ScoreAdjustment(str(after + 1), points, row.clause, row.reason)


def plain_points(points: Decimal) -> Decimal:
    """Return points without the noughts that a column of six decimals adds."""
    return Decimal(format(points.normalize(), "f"))
