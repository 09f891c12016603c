"""The sources and uses of one project's money, and the district's year as one flow."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.money import scale_of
from bihuan.kit.words import gettext
from bihuan.oversight.documents import flow_workbook
from bihuan.oversight.kinds import MoneyState
from bihuan.oversight.queries.flow import flow_drawn, money_flow
from bihuan.oversight.queries.uses import cash_curve, completed_to_date, sources_and_uses
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import Project

from .answers import attached


def uses(request: UserRequest, project_pk: int) -> HttpResponse:
    """One project's sources and uses, and the curve of both."""
    shown = get_object_or_404(Project.objects.visible_to(request.user), pk=project_pk)
    today = local_day(timezone.now())
    rows = funding_rows(request.user, today, project_pk=shown.pk)
    completed = completed_to_date(shown, today)
    money = sources_and_uses(shown, rows, completed)
    context = {
        "project": shown,
        "money": money,
        "unit": scale_of(money.total_yuan, money.completed_yuan, *asdict(money.sums).values()),
        "chart": cash_curve(rows, completed),
        "completed_in": max(completed) if completed else None,
    }
    return render(request, "oversight/uses.html", context)


def flow(request: UserRequest) -> HttpResponse:
    """The year's batches from their sources to how far their money has come."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    found = money_flow(funding_rows(request.user, today, year=year))
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "flow": found,
        "chart": flow_drawn(found, year),
        "lines": [(line, list(line.states.items())) for line in found.lines],
        "states": MoneyState,
        "totals": [(state, found.by_state().get(state, 0)) for state in MoneyState],
    }
    return render(request, "oversight/flow.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The flow's lines as a workbook."""
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    title = f"{gettext('Flow of the money')} {year}"
    found = money_flow(funding_rows(request.user, today, year=year))
    return attached(flow_workbook(title, found.lines), title)
