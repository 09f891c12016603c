"""What the monthly report says of funds in place, beside what the ladder says: two statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bihuan.funding.models import FundingEntry
from bihuan.progress.kinds import COUNTED
from bihuan.progress.models import Report


@dataclass(frozen=True)
class TwoStatements:
    """Funds in place of one project in one year: by its newest accepted report that names any, and
    by the ladder to the end of that report's month. A difference is a question, never corrected.
    """

    month: date
    reported_yuan: int
    ladder_yuan: int

    @property
    def difference_yuan(self) -> int:
        return self.reported_yuan - self.ladder_yuan


def two_statements(project_pk: int, year: int) -> TwoStatements | None:
    """Return both; None while no accepted report of the year names any funds."""
    reports = Report.objects.filter(
        project=project_pk, month__year=year, is_current=True, state__in=COUNTED
    )
    newest = (
        reports.annotate(funds_yuan=Sum("funds__amount_yuan"))
        .filter(funds_yuan__isnull=False)
        .order_by("-month")
        .values_list("month", "funds_yuan")
        .first()
    )
    if newest is None:
        return None
    month, reported_yuan = newest
    arrived = FundingEntry.objects.filter(
        line__project=project_pk,
        is_current=True,
        stage="in_place",
        on__year=year,
        on__lt=_after(month),
    ).aggregate(yuan=Sum("amount_yuan"))["yuan"]
    return TwoStatements(month, reported_yuan, arrived or 0)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
