"""The year's rounds, and one month's lists."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.queries import people_named
from bihuan.accounts.roles import Can, Role
from bihuan.kit.days import local_day, long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.kit.row_pages import row_page
from bihuan.kit.words import gettext
from bihuan.progress import actions
from bihuan.progress.forms import ExtendForm, OpenForm, ReopenForm, ReportReasonForm
from bihuan.progress.kinds import ReportStanding
from bihuan.progress.models import Reopening, Round
from bihuan.progress.queries import (
    Board,
    ReviewLine,
    board,
    by_organisation,
    corrections,
    review_lines,
    round_opening,
    year_counts,
)
from bihuan.progress.queries.lines import ReportLine
from bihuan.projects.http import tell_of_year, year_in_focus
from bihuan.projects.models import Project
from bihuan.projects.queries import district_shown

PAGE = 50


@dataclass(frozen=True)
class RoundTab:
    """One list of the month, with how many stand on it."""

    key: str
    label: str
    count: int | None
    chosen: bool


def rounds(request: UserRequest) -> HttpResponse:
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    context = {
        "year": year,
        "previous_year": year - 1,
        "next_year": year + 1,
        "counts": year_counts(request.user, year, today=today),
        "may_manage": may(request.user, Can.ROUND_MANAGE),
    }
    return render(request, "progress/rounds.html", context)


def round_(request: UserRequest, month: Month) -> HttpResponse:
    today = local_day(timezone.now())
    whole = board(request.user, month, today=today, as_then=True)
    organisation = request.GET.get("organisation", "")
    number = whole_number(organisation)
    seen = whole if number is None else whole.of(number)
    queue = seen.unreviewed if _passes_on(request.user) else seen.queue
    chosen = request.GET.get("tab") or _first_tab(seen, queue, request.user.role)
    tabs = _tabs(seen, queue, chosen)
    lines = queue if chosen == "review" else _lines(seen, chosen)
    page = row_page(request, lines)
    review = review_lines(page.object_list, month) if chosen == "review" else []
    context = {
        "month": month,
        "previous_month": month.previous(),
        "next_month": month.next(),
        "board": seen,
        "opening": None if whole.round else round_opening(month, today=today),
        "tabs": tabs,
        "tab": chosen,
        "organisation": organisation,
        "tick": request.GET.get("tick", ""),
        "tick_query": _ticking(request),
        "organisations": by_organisation(whole),
        "page": page,
        "review": review,
        "named": _problems_named(review),
        "may_manage": may(request.user, Can.ROUND_MANAGE),
        "may_accept": may(request.user, Can.REPORT_ACCEPT),
        "may_fill": may(request.user, Can.REPORT_FILL),
        "may_raise": may(request.user, Can.MATTER_RAISE),
        "reopenings": _reopenings(request.user, month),
    }
    return render(request, "progress/round.html", context)


def _problems_named(review: list[ReviewLine]) -> dict[int, tuple[int, str]]:
    """Return what each report names, by its number, with its project."""
    return {
        each.line.report.pk: (each.line.member.project_id, each.problems)
        for each in review
        if each.line.report
    }


def _reopenings(user: User, month: Month) -> list[tuple[Reopening, str]]:
    """Return the month's reopenings as far as `user` sees them, each with who made it."""
    seen = Project.objects.visible_to(user)
    rows = Reopening.objects.filter(round__month=month.first_day, project__in=seen)
    found = list(rows.select_related("project"))
    people = people_named({each.by for each in found})
    return [(each, people[each.by]) for each in found]


def changes(request: UserRequest) -> HttpResponse:
    """What changed after it had been accepted, in one year."""
    year = year_in_focus(request, today=local_day(timezone.now()))
    page = Paginator(corrections(request.user, year=year), PAGE).get_page(request.GET.get("page"))
    return render(request, "progress/changes.html", {"year": year, "page": page})


@require_POST
def open_(request: UserRequest, month: Month) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give the last day for reporting as a day."))
    was = district_shown().year
    opened = actions.open_round(
        month=month,
        closes_on=form.cleaned_data["closes_on"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(
        request,
        gettext("The round of %(month)s is open; the last day for reporting is %(day)s.")
        % {"month": month.in_words, "day": long_day(opened.closes_on)},
    )
    tell_of_year(request, month.year, was=was)
    return redirect("progress:round", month)


@require_POST
def close(request: UserRequest, month: Month) -> HttpResponse:
    actions.close_round(round=_round(month), by=request.user, at=timezone.now())
    messages.success(
        request, gettext("The round of %s is closed; later reports are late.") % month.in_words
    )
    return redirect("progress:round", month)


@require_POST
def extend(request: UserRequest, month: Month) -> HttpResponse:
    form = ExtendForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Give the last day for reporting as a day."))
    extended = actions.extend_round(
        round=_round(month), **form.cleaned_data, by=request.user, at=timezone.now()
    )
    messages.success(
        request,
        gettext("The last day for reporting of %(month)s is %(day)s.")
        % {"month": month.in_words, "day": long_day(extended.closes_on)},
    )
    return redirect("progress:round", month)


@require_POST
def lock(request: UserRequest, month: Month) -> HttpResponse:
    form = ReportReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    frozen = actions.lock_round(
        round=_round(month), by=request.user, at=timezone.now(), reason=reason
    )
    messages.success(
        request,
        gettext("%(month)s is locked with %(frozen)s reports.")
        % {"month": month.in_words, "frozen": frozen},
    )
    return redirect("progress:round", month)


@require_POST
def reopen(request: UserRequest, month: Month) -> HttpResponse:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        raise Refusal(gettext("Choose a project, and say why."))
    visible = Project.objects.visible_to(request.user)
    project = get_object_or_404(visible, pk=form.cleaned_data["project"])
    actions.reopen(
        round=_round(month),
        project=project,
        reason=form.cleaned_data["reason"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("%s may report again.") % project)
    return redirect("progress:round", month)


@require_POST
def accept_many(request: UserRequest, month: Month) -> HttpResponse:
    """Accept the ticked reports, in the edition that the page showed."""
    seen = dict(_seen(value) for value in request.POST.getlist("seen"))
    if not seen:
        messages.warning(request, gettext("Nothing was ticked: tick the reports to accept."))
        return redirect("progress:round", month)
    passed = actions.accept_many(seen=seen, by=request.user, at=timezone.now())
    messages.success(request, gettext("%s reports accepted.") % passed.accepted)
    for project, why in passed.refused:
        messages.warning(request, f"{project}: {why}")
    return redirect("progress:round", month)


def _seen(value: str) -> tuple[int, int | None]:
    number, edition = (whole_number(part) for part in value.partition(":")[::2])
    if number is None or edition is None:
        raise Refusal(gettext("This page is out of date: load it again."))
    return number, edition


def _ticking(request: UserRequest) -> str:
    """Return the query of the same list with those without remarks ticked."""
    query = request.GET.copy()
    query["tab"], query["tick"] = "review", "plain"
    return query.urlencode()


def _passes_on(user: User) -> bool:
    """Return whether somebody else accepts what this person has reviewed."""
    return may(user, Can.REPORT_REVIEW) and not may(user, Can.REPORT_ACCEPT)


def _first_tab(seen: Board, queue: list[ReportLine], role: str) -> str:
    """Return the list on which something waits for this role; the whole month if nothing does."""
    if role == Role.REPORTER and seen.to_do:
        return "fill"
    return "review" if role in (Role.OFFICE, Role.DEPARTMENT) and queue else "all"


def _tabs(seen: Board, queue: list[ReportLine], chosen: str) -> list[RoundTab]:
    tabs = [
        ("fill", gettext("To fill in"), len(seen.to_do)),
        ("review", gettext("To review"), len(queue)),
        ("silent", gettext("Report overdue"), len(seen.where(ReportStanding.SILENT))),
        ("late", gettext("Late"), len(seen.late)),
        ("all", gettext("All"), len(seen.lines)),
        ("organisations", gettext("By organisation"), None),
    ]
    return [RoundTab(key, label, count, key == chosen) for key, label, count in tabs]


def _lines(seen: Board, chosen: str) -> list[ReportLine]:
    lists: dict[str, list[ReportLine]] = {
        "fill": seen.to_do,
        "silent": seen.where(ReportStanding.SILENT),
        "late": seen.late,
        "organisations": [],
    }
    return lists.get(chosen, list(seen.lines))


def _round(month: Month) -> Round:
    return get_object_or_404(Round, month=month.first_day)
