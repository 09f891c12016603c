"""The three visits of supervision, required beside made."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.oversight.documents import visits_workbook
from bihuan.oversight.kinds import DutyState
from bihuan.oversight.queries.visits import VisitLine, required_visits
from bihuan.projects.http import year_in_focus

from .answers import attached


def visits(request: UserRequest) -> HttpResponse:
    """What visits are required of the projects of the year's batches."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    found = required_visits(funding_rows(request.user, today, year=year), today)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "page": row_page(request, _narrowed(request, found)),
        "counts": [(each, sum(line.duty.state is each for line in found)) for each in DutyState],
        "asked": request.GET,
        "states": DutyState.choices,
        "query": request.GET.urlencode(),
        "may_record": may(request.user, Can.VISIT_RECORD),
    }
    return render(request, "oversight/visits.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The visits as a workbook, as the page narrows them."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    found = required_visits(funding_rows(request.user, today, year=year), today)
    title = f"{gettext('Visits of supervision')} {year}"
    return attached(visits_workbook(title, _narrowed(request, found)), title)


def _narrowed(request: UserRequest, found: list[VisitLine]) -> list[VisitLine]:
    state = request.GET.get("state", "")
    return [each for each in found if state not in DutyState.values or each.duty.state == state]
