"""The rows of the list of projects that a request asks for."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.dashboards.queries import listing, narrowing
from bihuan.dashboards.queries.overview import month_in_focus
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.dashboards.queries.register import register, seen_by
from bihuan.figures.kinds import Basis
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.projects.http import year_in_focus


def rows_seen(request: UserRequest) -> tuple[Month, Sequence[ProjectRow]]:
    """Return the month asked for and every project that its reader may see."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    month = month_in_focus(year, request.GET.get("month", ""))
    return month, seen_by(request.user, register(month, Basis.ORIGINAL, today))


def rows_found(request: UserRequest, rows: Sequence[ProjectRow]) -> list[ProjectRow]:
    """Return the rows that answer its filters, sorted as it asks."""
    found = narrowing.narrowed(rows, request.GET.dict())
    return listing.sorted_rows(found, request.GET.get("sort", ""))
