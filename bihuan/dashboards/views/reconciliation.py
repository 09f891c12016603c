"""A month of the two counts of investment, and the questions that are asked of it."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dashboards import actions
from bihuan.dashboards.queries.reconciliation import reconciled
from bihuan.dashboards.reconciliation_workbook import reconciliation_workbook
from bihuan.kit.days import local_day
from bihuan.kit.line_workbooks import XLSX
from bihuan.kit.months import Month
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.projects.models import Project


def reconciliation(request: UserRequest, month: Month) -> HttpResponse:
    """Both counts of one month by project; `?all=1` shows those that agree, too."""
    both, shows_all = reconciled(request.user, month), bool(request.GET.get("all"))
    context = {
        "month": month,
        "today": Month.of(local_day(timezone.now())),
        "both": both,
        "shows_all": shows_all,
        "page": row_page(request, list(both.rows) if shows_all else both.questions),
        "may_ask": may(request.user, Can.MATTER_RAISE),
    }
    return render(request, "dashboards/reconciliation.html", context)


def reconciliation_list(request: UserRequest, month: Month) -> HttpResponse:
    """The month as a workbook."""
    named = gettext("Two counts of investment")
    title = f"{named} {month}"
    content = reconciliation_workbook(title, reconciled(request.user, month).rows)
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer


@require_POST
def ask(request: UserRequest, month: Month, pk: int) -> HttpResponse:
    """Ask why the two counts of a project's month differ."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    matter = actions.ask_about_difference(
        project=project, month=month, by=request.user, at=timezone.now()
    )
    messages.success(request, gettext("Raised as %s.") % matter.number)
    return redirect("dashboards:reconciliation", month)
