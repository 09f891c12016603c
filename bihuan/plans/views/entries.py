"""One project on one list: its plan with every version, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans import actions, forms, queries
from bihuan.plans.models import AnnualList, Entry, ProjectYear
from bihuan.plans.rules import RANK
from bihuan.projects.http import work_in
from bihuan.projects.kinds import Tier

from .lists import answer, tell


def entry(request: UserRequest, pk: int) -> HttpResponse:
    """Show an entry; to whom may change it, with the forms."""
    return _page(request, _visible(request, pk))


@require_POST
def adjust(request: UserRequest, pk: int) -> HttpResponse:
    stands = _editable(request, pk)
    form = forms.AdjustForm(request.POST, keep=True)
    return _answer(
        request,
        stands,
        "adjust_form",
        form,
        lambda: actions.adjust_plan(
            entry=stands,
            terms=form.terms(),
            approval=form.approval(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def promote(request: UserRequest, pk: int) -> HttpResponse:
    stands = _editable(request, pk)
    form = forms.PromoteForm(request.POST, lists=_upper(stands), on=local_day(timezone.now()))
    return _answer(
        request,
        stands,
        "promote_form",
        form,
        lambda: actions.promote(
            entry=stands,
            annual_list=form.cleaned_data["annual_list"],
            terms=form.terms(),
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def leave(request: UserRequest, pk: int) -> HttpResponse:
    stands = _editable(request, pk)
    form = forms.ListLeaveForm(request.POST)
    return _answer(
        request,
        stands,
        "leave_form",
        form,
        lambda: actions.leave_list(
            entry=stands, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    )


@require_POST
def return_(request: UserRequest, pk: int) -> HttpResponse:
    """Put a project that left the list back on it."""
    stands = _editable(request, pk)
    form = forms.ReturnForm(request.POST)
    return _answer(
        request,
        stands,
        "return_form",
        form,
        lambda: actions.return_to_list(
            entry=stands, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    )


@require_POST
def set_class(request: UserRequest, pk: int) -> HttpResponse:
    stands = _editable(request, pk)
    form = forms.ClassForm(request.POST)
    return _answer(
        request,
        stands,
        "class_form",
        form,
        lambda: actions.set_class(
            project=stands.project,
            year=stands.annual_list.year,
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def milestones(request: UserRequest, pk: int) -> HttpResponse:
    """Promise the steps of a template."""
    stands = _editable(request, pk)
    form = forms.TemplateForm(request.POST)
    return _answer(
        request,
        stands,
        "template_form",
        form,
        lambda: actions.set_milestones(
            project_year=_year(stands), **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    )


@require_POST
def add_milestone(request: UserRequest, pk: int) -> HttpResponse:
    """Promise a step that no template has."""
    stands = _editable(request, pk)
    form = forms.MilestoneForm(request.POST)
    return _answer(
        request,
        stands,
        "milestone_form",
        form,
        lambda: actions.add_milestone(
            project_year=_year(stands), **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    )


def move(request: UserRequest, pk: int, milestone: int) -> HttpResponse:
    """Move a promised day."""
    stands = _editable(request, pk)
    promised = get_object_or_404(_year(stands).milestones.all(), pk=milestone)
    now = promised.promises.get(is_current=True)
    start = {"due_on": now.due_on, "approved_on": local_day(timezone.now())}
    form, status = forms.MoveMilestoneForm(request.POST or None, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_milestone(
                milestone=promised,
                due_on=form.cleaned_data["due_on"],
                approval=form.approval(),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("plans:entry", pk=pk)
    context = {
        "entry": stands,
        "milestone": promised,
        "form": form,
        "promises": promised.promises.order_by("version"),
    }
    return render(request, "plans/move.html", context, status=answer(form, status))


def _answer(
    request: UserRequest, stands: Entry, name: str, form: Any, act: Callable[[], object]
) -> HttpResponse:
    """Act on a valid form; otherwise show the page again with what was typed."""
    status = 200
    if form.is_valid():
        try:
            act()
        except Refusal as told:
            status = tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("plans:entry", pk=stands.pk)
    return _page(request, stands, status=answer(form, status), **{name: form})


def _page(request: UserRequest, stands: Entry, *, status: int = 200, **bound: Any) -> HttpResponse:
    versions, year = queries.versions_of(stands), _year(stands)
    context = {
        "entry": stands,
        "versions": versions,
        "current": versions[0],
        "original": versions[-1],
        "year": year,
        "milestones": queries.milestones_of(year),
        "absences": stands.absences.all(),
        "may_edit": may(request.user, Can.PLAN_EDIT, stands),
        **_forms(stands, versions[0], year),
        **bound,
    }
    return render(request, "plans/entry.html", context, status=status)


def _forms(stands: Entry, current: queries.PlanVersion, year: ProjectYear) -> dict[str, Any]:
    today = local_day(timezone.now())
    plan = {"planned_yuan": current.plan.planned_yuan, "goal": current.plan.goal}
    months = {f"month{n}": yuan for n, yuan in enumerate(current.months, 1)}
    upper = _upper(stands)
    return {
        "adjust_form": forms.AdjustForm(
            keep=True,
            initial={**plan, **months, "version": current.plan.version, "approved_on": today},
        ),
        "promote_form": forms.PromoteForm(lists=upper, initial=plan, on=today) if upper else None,
        "leave_form": forms.ListLeaveForm(initial={"on": today}),
        "return_form": forms.ReturnForm(initial={"on": today}),
        "milestone_form": forms.MilestoneForm(),
        "class_form": forms.ClassForm(initial={"project_class": year.project_class}),
        "template_form": forms.TemplateForm(initial={"template": year.project_class}),
    }


def _upper(stands: Entry) -> Any:
    """Return the year's upper lists on which the project does not stand."""
    rank = RANK[Tier(stands.annual_list.tier)]
    tiers = [tier for tier, place in RANK.items() if place < rank]
    lists = AnnualList.objects.filter(year=stands.annual_list.year, tier__in=tiers)
    return lists.exclude(entries__project=stands.project_id)


def _year(stands: Entry) -> ProjectYear:
    return ProjectYear.objects.select_related("project").get(
        project=stands.project_id, year=stands.annual_list.year
    )


def _visible(request: UserRequest, pk: int) -> Entry:
    found = get_object_or_404(queries.entries_of(request.user), pk=pk)
    work_in(request, found.annual_list.year, today=local_day(timezone.now()))
    return found


def _editable(request: UserRequest, pk: int) -> Entry:
    stands = _visible(request, pk)
    require(request.user, Can.PLAN_EDIT, stands)
    return stands
