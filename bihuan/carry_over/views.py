"""The page of a new year: what goes on from the old lists, looked over, changed and carried."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.queries import running_year
from bihuan.projects.http import tell_of_year
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.queries import district_shown

from .actions import carry_over
from .forms import CarryOverLine, YearsForm, lines_of
from .queries import Carried, carried_over


def new_year(request: UserRequest) -> HttpResponse:
    """Propose, take what the office changed, and carry over."""
    require(request.user, Can.PLAN_EDIT)
    asked = request.POST or request.GET
    last = running_year(local_day(timezone.now()))
    years = {"from_year": asked.get("from_year", last), "to_year": asked.get("to_year", last + 1)}
    form = YearsForm({**years, "tiers": asked.getlist("tiers") or Tier.values})
    rows: list[Carried] = []
    told, status = "", 200
    if form.is_valid():
        try:
            rows = carried_over(*years_of(form), form.lists())
        except Refusal as refusal:
            told, status = str(refusal), 200 if request.method == "GET" else 409
    else:
        status = 400
    lines = lines_of(rows, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not told and form.is_valid():
        try:
            return _carry(request, form, lines)
        except Refusal as refusal:
            told, status = str(refusal), 409
    return render(
        request, "carry_over/new_year.html", _context(form, rows, lines, told), status=status
    )


def years_of(form: YearsForm) -> tuple[int, int]:
    return form.cleaned_data["from_year"], form.cleaned_data["to_year"]


def _carry(request: UserRequest, form: YearsForm, lines: list[CarryOverLine]) -> HttpResponse:
    faults = [line for line in lines if line.fault]
    if faults:
        raise Refusal(
            gettext("%s plans cannot be taken: they are marked. Nothing was carried over.")
            % len(faults)
        )
    from_year, to_year = years_of(form)
    was = district_shown().year
    rows = carry_over(
        from_year=from_year,
        to_year=to_year,
        tiers=form.lists(),
        changes={line.row.project.pk: line.change() for line in lines},
        by=request.user,
        at=timezone.now(),
    )
    carried = sum(row.is_carried for row in rows)
    messages.success(
        request,
        gettext("%(count)s projects were carried over into %(year)s.")
        % {"count": carried, "year": to_year},
    )
    tell_of_year(request, to_year, was=was)
    return redirect(f"{reverse('plans:lists')}?year={to_year}")


def _context(
    form: YearsForm, rows: list[Carried], lines: list[CarryOverLine], told: str
) -> dict[str, Any]:
    taken = [line for line in lines if line.is_taken]
    return {
        "form": form,
        "rows": rows,
        "lines": lines,
        "behind": [row for row in rows if not row.is_carried],
        "planned_yuan": sum(line.row.planned_yuan for line in lines),
        "taken": len(taken),
        "taken_yuan": sum(line.counted_yuan for line in taken),
        "missing": sum(line.row.months_missing > 0 for line in lines),
        "missing_reports": sum(line.row.months_missing for line in lines),
        "classes": ProjectClass.choices,
        "told": told,
        "from_year": form["from_year"].value(),
        "to_year": form["to_year"].value(),
    }
