"""What projects before their works lack for each programme, and what was applied for and won."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.funding.kinds import Programme
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.oversight.documents import readiness_workbook
from bihuan.oversight.kinds import Readiness
from bihuan.oversight.queries.readiness import ReadyTable, in_order, ready_table, won_rates

from .answers import attached


def readiness(request: UserRequest) -> HttpResponse:
    """Projects by programmes; with `?programme=` the list to take to its application."""
    table = ready_table(request.user, local_day(timezone.now()))
    chosen = _chosen(request, table)
    lines = in_order(table, chosen) if chosen else table.lines
    context = {
        "table": table,
        "chosen": chosen,
        "page": row_page(request, [(line, line.cell(chosen)) for line in lines])
        if chosen
        else row_page(request, lines),
        "tabs": [(each, table.counted(each, Readiness.READY)) for each in table.programmes],
        "counts": [
            (state, [table.counted(each, state) for each in table.programmes])
            for state in Readiness
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "oversight/readiness.html", context)


def workbook(request: UserRequest) -> HttpResponse:
    """The matrix, or the list of one programme, as a workbook."""
    table = ready_table(request.user, local_day(timezone.now()))
    chosen = _chosen(request, table)
    lines = in_order(table, chosen) if chosen else table.lines
    title = gettext("Readiness of projects") + (f" {chosen.label}" if chosen else "")
    programmes = (chosen,) if chosen else table.programmes
    return attached(readiness_workbook(title, lines, programmes), title)


def won(request: UserRequest) -> HttpResponse:
    """What was applied for and won by programme and year."""
    rows = funding_rows(request.user, local_day(timezone.now()))
    return render(request, "oversight/won.html", {"lines": won_rates(rows)})


def _chosen(request: UserRequest, table: ReadyTable) -> Programme | None:
    code = request.GET.get("programme", "")
    return next((each for each in table.programmes if each == code), None)
