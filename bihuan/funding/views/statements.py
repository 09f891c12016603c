"""Two statements of funds in place beside each other, and asking about a difference."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.funding import actions, queries
from bihuan.kit.days import local_day
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.progress.models import Report
from bihuan.projects.http import year_in_focus


def statements(request: UserRequest) -> HttpResponse:
    """The year's accepted reports that name funds, each beside the ladder; those that differ alone
    unless all are asked for.
    """
    chosen = year_in_focus(request, today=local_day(timezone.now()))
    rows = queries.statement_rows(request.user, chosen)
    differing = [row for row in rows if row.difference_yuan]
    is_all = bool(request.GET.get("all"))
    context = {
        "year": chosen,
        "previous_year": chosen - 1,
        "next_year": chosen + 1,
        "page": row_page(request, rows if is_all else differing),
        "count": len(rows),
        "differing": len(differing),
        "is_all": is_all,
        "may_ask": may(request.user, Can.MATTER_RAISE),
    }
    return render(request, "funding/statements.html", context)


@require_POST
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Ask about one difference, and lead to the matter in which it is asked."""
    reports = Report.objects.visible_to(request.user).select_related("project__owner")
    report = get_object_or_404(reports, pk=pk)
    matter = actions.ask_statement(report=report, by=request.user, at=timezone.now())
    messages.success(request, gettext("Asked as %s.") % matter.number)
    return redirect("matters:matter", matter.pk)
