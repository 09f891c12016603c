"""Every leader with the projects commanded, and appointing leaders."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Leader
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.command import actions
from bihuan.command.forms import AppointForm
from bihuan.command.queries import commanded_by, commanders, without_commander
from bihuan.command.reach import require_whole_district
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.lights.queries import latest_month
from bihuan.projects.http import year_in_focus

PAGE = 50


def table(request: UserRequest) -> HttpResponse:
    """The leaders, the reddest first; above them how many projects have nobody."""
    require_whole_district(request.user)
    today = local_day(timezone.now())
    month = latest_month(year_in_focus(request, today=today), today)
    context = {
        "table": commanders(request.user, month, today),
        "month": month,
        "may_appoint": may(request.user, Can.PROJECT_EDIT),
    }
    return render(request, "command/commanders.html", context)


def appointing(request: UserRequest) -> HttpResponse:
    """The projects without a commander, or those of one leader (`?of=`), to be given away."""
    require_whole_district(request.user)
    return _appointing(request, _of(request.GET.get("of", "")), None)


@require_POST
def appoint(request: UserRequest) -> HttpResponse:
    require_whole_district(request.user)
    of, year = _of(request.POST.get("of", "")), _year(request)
    choices = commanded_by(request.user, of, year) if of else without_commander(request.user, year)
    form = AppointForm(request.POST, projects=choices)
    if form.is_valid():
        try:
            given = actions.appoint(
                instead_of=of, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = {"number": len(given), "leader": form.cleaned_data["leader"]}
            messages.success(request, gettext("%(number)s projects given to %(leader)s.") % told)
            return redirect("command:commanders")
    return _appointing(request, of, form)


def _appointing(request: UserRequest, of: Leader | None, form: AppointForm | None) -> HttpResponse:
    year = _year(request)
    choices = commanded_by(request.user, of, year) if of else without_commander(request.user, year)
    page = Paginator(choices, PAGE).get_page(request.GET.get("page"))
    context = {
        "of": of,
        "page": page,
        "form": form or AppointForm(projects=choices),
        "year": year,
        "ticked": set(request.POST.getlist("projects")),
        "may_appoint": may(request.user, Can.PROJECT_EDIT),
    }
    return render(request, "command/appoint.html", context)


def _of(number: str) -> Leader | None:
    if not number:
        return None
    return get_object_or_404(Leader, pk=whole_number(number) or 0)


def _year(request: UserRequest) -> int:
    return year_in_focus(request, today=local_day(timezone.now()))
