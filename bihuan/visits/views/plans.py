"""A month's plan of visits."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.models import Project
from bihuan.visits import actions
from bihuan.visits.forms import PutForm, SeedForm, WhyForm
from bihuan.visits.models import PlannedVisit
from bihuan.visits.presets import visit_rules
from bihuan.visits.queries import month_plan, others_to_visit

SEEDS = 1_000_000


def this_month(request: UserRequest) -> HttpResponse:
    return redirect("visits:plan", Month.of(local_day(timezone.now())))


def plan(request: UserRequest, month: Month) -> HttpResponse:
    visible = set(Project.objects.visible_to(request.user).values_list("pk", flat=True))
    may_plan = may(request.user, Can.VISIT_PLAN)
    context = {
        "month": month,
        "previous_month": month.previous(),
        "next_month": month.next(),
        "shown": month_plan(month, list(visible)),
        "rules": visit_rules(),
        "others": others_to_visit(month, visible) if may_plan else [],
        "form": SeedForm(initial={"seed": secrets.randbelow(SEEDS)}),
        "may_plan": may_plan,
        "may_record": may(request.user, Can.VISIT_RECORD),
    }
    return render(request, "visits/plan.html", context)


@require_POST
def propose(request: UserRequest, month: Month) -> HttpResponse:
    form = SeedForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("The seed is a whole number."))
    actions.propose_plan(
        month=month, seed=form.cleaned_data["seed"], by=request.user, at=timezone.now()
    )
    messages.success(request, gettext("Proposed. Confirm it, or propose it anew."))
    return redirect("visits:plan", month)


@require_POST
def confirm(request: UserRequest, month: Month) -> HttpResponse:
    actions.confirm_plan(month=month, by=request.user, at=timezone.now())
    messages.success(request, gettext("Confirmed: this is the month's plan."))
    return redirect("visits:plan", month)


@require_POST
def put(request: UserRequest, month: Month) -> HttpResponse:
    form = PutForm(request.POST)
    said: dict[str, Any] = form.cleaned_data if form.is_valid() else {"project": 0, "reason": ""}
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=said["project"])
    actions.put_visit(
        month=month, project=project, reason=said["reason"], by=request.user, at=timezone.now()
    )
    messages.success(request, gettext("Put into the plan."))
    return redirect("visits:plan", month)


@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user).values("pk")
    planned = get_object_or_404(
        PlannedVisit.objects.select_related("plan"), pk=pk, project__in=visible
    )
    form = WhyForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.drop_visit(planned=planned, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, gettext("Dropped."))
    return redirect("visits:plan", Month.of(planned.plan.month))
