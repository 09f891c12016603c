"""The reporter's five minutes: one project's month."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.plans.models import Milestone
from bihuan.plans.presets import milestone_days
from bihuan.progress import actions, rules
from bihuan.progress.forms import FillForm, ReachForm
from bihuan.progress.models import Report
from bihuan.progress.queries import ReportFormState, report_form
from bihuan.progress.validation import impossible, odd
from bihuan.projects.models import Project
from bihuan.projects.queries import visible_project


def fill(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    project = _project(request, project_pk)
    require(request.user, Can.REPORT_FILL, project)
    table = report_form(project, month)
    if table.report and table.report.state not in rules.EDITABLE:
        if request.method != "POST":
            return redirect("progress:report", table.report.pk)
        told = _handed_in_meanwhile(table.report)
        return _page(request, table, FillForm(request.POST), status=409, told=told)
    if request.method == "POST":
        return _take(request, table)
    start = FillForm.start(table.filling, edition=table.edition, blank=table.report is None)
    return _page(request, table, FillForm(initial=start))


@require_POST
def no_change(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    project = _project(request, project_pk)
    edition = whole_number(request.POST.get("edition", "")) or 0
    try:
        actions.no_change(
            project=project,
            month=month,
            edition=edition,
            replace="replace" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    except actions.WouldReplace as told:
        table = report_form(project, month)
        start = FillForm.start(table.filling, edition=table.edition, blank=False)
        return _page(request, table, FillForm(initial=start), status=409, lost=str(told))
    messages.success(request, gettext("%s: handed in without change.") % project)
    return redirect("progress:round", month)


def outlook(request: UserRequest, month: Month, project_pk: int) -> HttpResponse:
    """What the typed figures add up to, and what is odd about them. Writes nothing."""
    project = _project(request, project_pk)
    table, form = report_form(project, month), FillForm(request.GET)
    form.is_valid()
    said = {**form.cleaned_data, "funds": {}}
    names = ("completed_yuan", "physical_percent", "physical_text")
    typed = {name: said[name] for name in names if said.get(name) is not None}
    table = replace(table, filling=replace(table.filling, **typed, funds={}))
    context = {
        "desk": table,
        "stops": impossible(table.filling, table.known),
        "asks": odd(table.filling, table.known),
    }
    return render(request, "progress/_outlook.html", context)


@require_POST
def reach(request: UserRequest, pk: int) -> HttpResponse:
    visible = Project.objects.visible_to(request.user)
    milestone = get_object_or_404(
        Milestone.objects.select_related("project_year"), pk=pk, project_year__project__in=visible
    )
    form = ReachForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give the day on which the milestone was reached."))
    reached = actions.reach_milestone(
        milestone=milestone,
        reached_on=form.cleaned_data["reached_on"],
        evidence=form.cleaned_data["evidence"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        gettext("“%(milestone)s” was reached on %(day)s.")
        % {"milestone": milestone, "day": long_day(reached.reached_on)},
    )
    project_pk = milestone.project_year.project_id
    return redirect("progress:fill", Month.of(reached.reached_on), project_pk)


def _take(request: UserRequest, table: ReportFormState) -> HttpResponse:
    form = FillForm(request.POST)
    if not form.is_valid():
        return _page(request, table, form, status=422)
    do = actions.hand_in if request.POST.get("intent") == "submit" else actions.save_draft
    try:
        report = do(
            project=table.project,
            month=table.month,
            filling=form.filling(),
            edition=form.cleaned_data["edition"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.Impossible as told:
        form.point_at(told.problems)
        return _page(request, table, form, status=422)
    except actions.SavedMeanwhile as told:
        return _page(request, table, _next_edition(form, told), status=409, told=str(told))
    _add_photos(request, report)
    return _answer(request, table, report)


def _answer(request: UserRequest, table: ReportFormState, report: Report) -> HttpResponse:
    if report.state in rules.EDITABLE:
        messages.success(request, gettext("Saved. It is not handed in yet."))
        return redirect("progress:fill", table.month, table.project.pk)
    messages.success(request, gettext("%s: handed in.") % table.project)
    return redirect("progress:round", table.month)


def _handed_in_meanwhile(report: Report) -> str:
    return gettext(
        "%s handed this report in meanwhile. What stands below was not saved: if it should count,"
        " let the report be sent back, and fill it in again."
    ) % (report.submitted_by or report.saved_by or gettext("Somebody"))


def _next_edition(form: FillForm, told: actions.SavedMeanwhile) -> FillForm:
    """Return the form with the same text, ready to be saved over the other's, knowingly."""
    return FillForm({**dict(form.data.items()), "edition": str(told.report.edition)})


def _add_photos(request: UserRequest, report: Report) -> None:
    """Add the photos; a photo that is refused does not undo what was filled in."""
    for upload in request.FILES.getlist("photos"):
        try:
            content = upload.read(rules.PHOTO_BYTES + 1)
            actions.add_photo(report=report, content=content, by=request.user, at=timezone.now())
        except Refusal as told:
            messages.warning(request, f"{upload.name}: {told}")


def _page(
    request: UserRequest,
    table: ReportFormState,
    form: FillForm,
    *,
    status: int = 200,
    told: str = "",
    lost: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "desk": table,
        "form": form,
        "told": told,
        "lost": lost,
        "asks": table.odd,
        "milestones": _milestones(table),
        "may_correct": may(request.user, Can.REPORT_CORRECT, table.project),
    }
    return render(request, "progress/fill.html", context, status=status)


def _milestones(table: ReportFormState) -> list[Milestone]:
    """Return the steps of the year, each with the project's own day as a proposal (STEP-6)."""
    found = Milestone.objects.filter(
        project_year__project=table.project, project_year__year=table.month.year
    )
    days, steps = milestone_days(), list(found.select_related("reached"))
    for step in steps:
        own = days.get(step.key)
        step.proposed_on = getattr(table.project, own) if own else None
    return steps


def _project(request: UserRequest, pk: int) -> Project:
    return visible_project(request.user, pk)
