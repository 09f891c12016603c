"""Which projects a request asks for: year, month, filters and the words sought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from bihuan.accounts.http import UserRequest
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.audit.renewed import Told
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import month_in_focus
from bihuan.kit.months import Month, months_of
from bihuan.projects.http import year_in_focus

from .queries.list_totals import ListSums, sums_of, sums_of_year
from .queries.listing import USUAL, ListColumn, sorted_rows
from .queries.narrowing import Filter, choices_of, filters, in_scope, is_narrowing, narrowed
from .queries.project_row import ProjectRow
from .queries.register import by_project, in_order, in_order_of_year, seen_by


@dataclass(frozen=True)
class AskedProjects:
    """What was asked: `seen` are the projects that the user may see, `found` those of them that
    answer the filters, out of `of_scope`.
    """

    month: Month
    seen: Sequence[ProjectRow]
    of_scope: int
    found: Sequence[ProjectRow]
    filters: list[Filter]
    told: Told[int, ProjectRow]
    is_whole: bool
    """Whether nobody's sight and no filter leaves a project of the year out."""

    def in_order(self, sort: str) -> Sequence[ProjectRow]:
        """Return the projects found as a list that is sorted so shows them."""
        return sorted_rows(self.found, sort)

    def sums(self, columns: Sequence[ListColumn]) -> ListSums:
        """Return the sums of the projects found; those of the whole list are added up once, of the
        columns that it shows unasked.
        """
        keys, language = tuple(each.key for each in columns), get_language() or ""
        if not self.is_whole or set(keys) != set(USUAL):
            return sums_of(self.found, columns, self.month.number)
        return self.told.once(sums_of_year, keys, self.month.number, language)

    def filtering(self, request: UserRequest) -> dict[str, Any]:
        """Return what `dashboards/_filters.html` shows."""
        return {
            "month": self.month,
            "months": [(each.number, each.in_words) for each in months_of(self.month.year)],
            "filters": self.filters,
            "more": any(each.chosen for each in self.filters if not each.is_first),
            "sought": request.GET.get("q", ""),
        }


def asked_projects(request: UserRequest, *, today: date) -> AskedProjects:
    """Return the projects of `?year=&month=&q=` and of each filter of the list."""
    year = year_in_focus(request, today=today)
    month = month_in_focus(year, request.GET.get("month", ""))
    told = by_project(month, Basis.ORIGINAL, today)
    seen = seen_by(request.user, told.once(in_order))
    asked = request.GET.dict()
    choices = choices_of(request.user, month, seen, today)
    is_whole = request.user.role in DISTRICT_WIDE and not is_narrowing(asked)
    found = told.once(in_order_of_year) if is_whole else narrowed(seen, asked)
    of_scope = len(found) if is_whole else len(in_scope(seen, asked))
    return AskedProjects(month, seen, of_scope, found, filters(choices, asked), told, is_whole)
