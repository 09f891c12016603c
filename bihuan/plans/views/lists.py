"""The year's lists, one list, and projects that come onto it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import scale_of
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.plans import actions, queries
from bihuan.plans.forms import EditListForm, ListEntryForm, ListForm
from bihuan.plans.models import AnnualList, ProjectYear
from bihuan.projects.http import seen_edition, theirs, work_in, year_in_focus
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project

PAGE = 50
SORTS = {
    "name": "project__pinyin",
    "planned": "planned_yuan",
    "original": "original_yuan",
    "added": "added_on",
}


def lists(request: UserRequest) -> HttpResponse:
    """The year's lists by tier, what they promise, and what was adjusted."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    form, status = ListForm(request.POST or None, initial={"year": year}), 200
    if request.method == "POST":
        require(request.user, Can.PLAN_EDIT)
        if form.is_valid():
            try:
                made = actions.make_list(**form.cleaned_data, by=request.user, at=timezone.now())
            except Refusal as told:
                status = tell(form, told)
            else:
                return redirect("plans:list", pk=made.pk)
    of_year = queries.lists_of(request.user, year)
    adjusted = queries.adjustments_of(request.user, year)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "form": form,
        "lists": of_year,
        "lists_scale": scale_of(*(each.planned_yuan for each in of_year)),
        "was_listed": not of_year and AnnualList.objects.filter(year=year - 1).exists(),
        "page": Paginator(adjusted, PAGE).get_page(request.GET.get("page")),
        "may_edit": may(request.user, Can.PLAN_EDIT),
    }
    return render(request, "plans/lists.html", context, status=answer(form, status))


def one_list(request: UserRequest, pk: int) -> HttpResponse:
    """The projects of one list, original and adjusted plan side by side."""
    annual_list = _list(request, pk)
    sort = request.GET.get("sort", "name")
    column = SORTS.get(sort.removeprefix("-"), "project__pinyin")
    entries = queries.entries_of(request.user).filter(annual_list=annual_list)
    ordered = entries.order_by("-" * sort.startswith("-") + column, "project__name", "pk")
    page = row_page(request, ordered)
    labels = dict(ProjectClass.choices)
    context = {
        "list": annual_list,
        "page": page,
        "lines": [(each, labels.get(each.project_class, "")) for each in page],
        "sums": queries.line_of(request.user, annual_list),
        "may_edit": may(request.user, Can.PLAN_EDIT),
        "bare": ProjectYear.objects.without_milestones(annual_list).count(),
    }
    return render(request, "plans/list.html", context)


@require_POST
def milestones(request: UserRequest, pk: int) -> HttpResponse:
    """Promise the usual steps to every project of the list that has none."""
    require(request.user, Can.PLAN_EDIT)
    stands = _list(request, pk)
    number = actions.set_milestones_of_list(annual_list=stands, by=request.user, at=timezone.now())
    messages.success(request, gettext("%s projects were promised their usual steps.") % number)
    return redirect("plans:list", pk=pk)


def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Say under which title and document the list was published. Of two who save, the second keeps
    what was typed and is told.
    """
    require(request.user, Can.PLAN_EDIT)
    stands = _list(request, pk)
    start = {name: getattr(stands, name) for name in EditListForm.base_fields}
    form, status = EditListForm(request.POST or None, initial=start), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_list(
                annual_list=stands,
                **form.cleaned_data,
                edition=seen_edition(request),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = tell(form, told)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("plans:list", pk=pk)
    context = {
        "list": stands,
        "form": form,
        "history": queries.history_of_list(stands),
        "theirs": theirs(request, form, stands, start) if status == 409 else [],
    }
    return render(request, "plans/edit_list.html", context, status=answer(form, status))


def enter(request: UserRequest, pk: int) -> HttpResponse:
    """Put a project on a list."""
    require(request.user, Can.PLAN_EDIT)
    annual_list = _list(request, pk)
    projects = Project.objects.visible_to(request.user)
    today = local_day(timezone.now())
    form, status = ListEntryForm(request.POST or None, projects=projects, on=today), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entry = actions.enter(
                annual_list=annual_list,
                project=said["project"],
                terms=form.terms(),
                project_class=said["project_class"],
                added_on=said["added_on"],
                completed_before_yuan=said["completed_before_yuan"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as told:
            status = tell(form, told)
        else:
            messages.success(request, gettext("Added: %s") % entry.project)
            return redirect("plans:entry", pk=entry.pk)
    context = {"list": annual_list, "form": form}
    return render(request, "plans/enter.html", context, status=answer(form, status))


def _list(request: UserRequest, pk: int) -> AnnualList:
    found = get_object_or_404(AnnualList, pk=pk)
    work_in(request, found.year, today=local_day(timezone.now()))
    return found


def tell(form: Any, told: Refusal) -> int:
    """Show the refusal above the form, with everything that was typed."""
    form.add_error(None, str(told))
    return 409


def answer(form: Any, status: int) -> int:
    """Return the status of a page with this form."""
    return 422 if status == 200 and form.errors else status
