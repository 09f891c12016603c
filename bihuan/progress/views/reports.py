"""Reading a report, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.numbers import edition_seen
from bihuan.kit.words import gettext
from bihuan.progress import actions, rules
from bihuan.progress.forms import CorrectForm, ReportReasonForm
from bihuan.progress.kinds import COUNTED, ReportState
from bihuan.progress.models import Photo, Report
from bihuan.progress.queries import (
    ReportComparison,
    corrections,
    known_before,
    next_waiting,
    of_report,
    with_deputies,
)
from bihuan.projects.http import work_in
from bihuan.projects.rates import rounding


def report(request: UserRequest, pk: int) -> HttpResponse:
    return _report_page(request, _report(request, pk))


@require_POST
def mark_reviewed(request: UserRequest, pk: int) -> HttpResponse:
    seen = _report(request, pk)
    actions.mark_reviewed(
        report=seen, edition=_edition(request), by=request.user, at=timezone.now()
    )
    messages.success(request, gettext("%s: reviewed.") % seen.project)
    return _next(request, seen)


@require_POST
def return_(request: UserRequest, pk: int) -> HttpResponse:
    """Send it back. Whoever is refused keeps what was typed, beside the report as it is now."""
    form = ReportReasonForm(request.POST)
    note = form.cleaned_data["reason"] if form.is_valid() else ""
    seen = _report(request, pk)
    try:
        actions.return_(
            report=seen,
            note=note,
            edition=_edition(request),
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as told:
        typed = request.POST.get("reason", "")
        return _report_page(request, _report(request, pk), told=str(told), typed=typed, status=409)
    messages.success(request, gettext("%s: returned to the reporter.") % seen.project)
    return _next(request, seen)


@require_POST
def accept(request: UserRequest, pk: int) -> HttpResponse:
    seen = _report(request, pk)
    actions.accept(report=seen, edition=_edition(request), by=request.user, at=timezone.now())
    messages.success(request, gettext("%s: accepted.") % seen.project)
    return _next(request, seen)


@require_POST
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    done = actions.withdraw(report=_report(request, pk), by=request.user, at=timezone.now())
    messages.success(request, gettext("Taken back: it is a draft again."))
    return redirect("progress:fill", Month.of(done.month), done.project_id)


def correct(request: UserRequest, pk: int) -> HttpResponse:
    old = _report(request, pk)
    require(request.user, Can.REPORT_CORRECT, old)
    if request.method != "POST":
        start = CorrectForm.start(of_report(old), edition=old.edition, blank=False)
        return _correct_page(request, old, CorrectForm(initial=start))
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return _correct_page(request, old, form, status=422)
    try:
        new = actions.correct(
            report=old,
            filling=form.filling(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.Impossible as told:
        form.point_at(told.problems)
        return _correct_page(request, old, form, status=422)
    except Refusal as told:
        form.add_error(None, str(told))
        return _correct_page(request, old, form, status=409)
    messages.success(request, gettext("Corrected: version %s counts from now on.") % new.version)
    return redirect("progress:report", new.pk)


def photo(request: UserRequest, pk: int) -> FileResponse:
    visible = Report.objects.visible_to(request.user)
    found = get_object_or_404(Photo, pk=pk, report__in=visible)
    return FileResponse(found.file.open("rb"))


def _report_page(
    request: UserRequest, shown: Report, *, told: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    versions = (
        Report.objects.filter(project=shown.project_id, month=shown.month)
        .select_related("submitted_by", "accepted_by", "saved_by")
        .prefetch_related("funds")
        .order_by("-version")
    )
    context: dict[str, Any] = {
        "report": shown,
        "month": Month.of(shown.month),
        "versions": versions,
        "acted": with_deputies(list(versions)),
        "photos": Photo.objects.filter(
            report__project=shown.project_id, report__month=shown.month
        ).select_related("report"),
        "compare": ReportComparison(
            known_before(shown.project, Month.of(shown.month)), shown.completed_yuan, rounding()
        ),
        "corrections": corrections(request.user, project=shown.project_id, month=shown.month),
        "told": told,
        "typed": typed,
        **_steps(request, shown),
        "named": {shown.pk: (shown.project_id, shown.problems)},
        "may_raise": bool(shown.problems) and may(request.user, Can.MATTER_RAISE, shown),
    }
    if may(request.user, Can.REPORT_REVIEW, shown):
        context["next"] = next_waiting(request.user, shown)
    return render(request, "progress/report.html", context, status=status)


def _correct_page(
    request: UserRequest, old: Report, form: CorrectForm, *, status: int = 200
) -> HttpResponse:
    context = {"report": old, "form": form, "month": Month.of(old.month)}
    return render(request, "progress/correct.html", context, status=status)


def _steps(request: UserRequest, shown: Report) -> dict[str, bool]:
    """Which steps the page offers this user now."""
    user, waits = request.user, shown.state == ReportState.SUBMITTED
    own = shown.submitted_by_id in counted_as(user)
    return {
        "may_edit": shown.state in rules.EDITABLE and may(user, Can.REPORT_FILL, shown),
        "may_withdraw": waits
        and shown.submitted_by_id == user.pk
        and may(user, Can.REPORT_FILL, shown),
        "may_review": waits
        and not own
        and shown.reviewed_at is None
        and may(user, Can.REPORT_REVIEW, shown),
        "may_return": waits and may(user, Can.REPORT_REVIEW, shown),
        "may_accept": waits and not own and may(user, Can.REPORT_ACCEPT, shown),
        "may_correct": shown.is_current
        and shown.state in COUNTED
        and may(user, Can.REPORT_CORRECT, shown),
    }


def _edition(request: UserRequest) -> int | None:
    """Return the edition that the page showed."""
    return edition_seen(request.POST.get("edition", ""))


def _next(request: UserRequest, seen: Report) -> HttpResponse:
    """Go on to the report that waits after the place where this one was seen, to which the page
    offered to go on without a word; else back to the month.
    """
    waits = next_waiting(request.user, seen)
    if waits is not None:
        return redirect("progress:report", waits.pk)
    return redirect("progress:round", Month.of(seen.month))


def _report(request: UserRequest, pk: int) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "project", "submitted_by", "reviewed_by", "accepted_by", "saved_by"
    )
    found = get_object_or_404(rows.prefetch_related("funds"), pk=pk)
    work_in(request, found.month.year, today=local_day(timezone.now()))
    return found
