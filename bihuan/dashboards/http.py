"""Which projects a request asks for: year, month, filters and the words sought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.accounts.http import UserRequest
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import month_in_focus
from bihuan.kit.months import Month, months_of
from bihuan.projects.http import year_in_focus

from .queries.listing import sorted_rows
from .queries.narrowing import Filter, choices_of, filters, narrowed
from .queries.project_row import ProjectRow
from .queries.register import register, seen_by


@dataclass(frozen=True)
class AskedProjects:
    """What was asked: `seen` are the projects that the user may see, `found` those of them that
    answer the filters.
    """

    month: Month
    seen: Sequence[ProjectRow]
    found: list[ProjectRow]
    filters: list[Filter]

    def in_order(self, sort: str) -> list[ProjectRow]:
        """Return the projects found as a list that is sorted so shows them."""
        return sorted_rows(self.found, sort)

    def filtering(self, request: UserRequest) -> dict[str, Any]:
        """Return what `dashboards/_filters.html` shows."""
        return {
            "month": self.month,
            "months": months_of(self.month.year),
            "filters": self.filters,
            "more": any(each.chosen for each in self.filters if not each.is_first),
            "sought": request.GET.get("q", ""),
        }


def asked_projects(request: UserRequest, *, today: date) -> AskedProjects:
    """Return the projects of `?year=&month=&q=` and of each filter of the list."""
    year = year_in_focus(request, today=today)
    month = month_in_focus(year, request.GET.get("month", ""))
    seen = seen_by(request.user, register(month, Basis.ORIGINAL, today))
    asked = request.GET.dict()
    choices = choices_of(request.user, month, seen, today)
    return AskedProjects(month, seen, narrowed(seen, asked), filters(choices, asked))
