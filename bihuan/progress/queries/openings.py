"""Opening sums: to the end of which month one holds a project's year (ROUND-9)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from bihuan.kit.months import Month
from bihuan.progress.kinds import Origin
from bihuan.progress.models import Report


def openings(year: int | None = None) -> QuerySet[Report]:
    """Return the opening sums that count, of a year or of all."""
    rows = Report.objects.counted().filter(origin=Origin.OPENING)
    return rows if year is None else rows.filter(month__year=year)


def opened_years(projects: Collection[int]) -> dict[tuple[int, int], Month]:
    """Return the month to whose end the opening sum of each project's year reaches. One query."""
    rows = openings().filter(project__in=projects).order_by("month")
    return {
        (pk, month.year): Month.of(month) for pk, month in rows.values_list("project_id", "month")
    }
