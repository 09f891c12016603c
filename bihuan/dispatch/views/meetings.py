"""Dispatch meetings: the list, planning one, its agenda, its decisions on paper."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.dispatch import actions, queries
from bihuan.dispatch.agenda import agenda_rule
from bihuan.dispatch.forms import (
    AddAgendaItemForm,
    BeginForm,
    EditForm,
    MeetingReasonForm,
    PlanForm,
    SignerForm,
)
from bihuan.dispatch.kinds import MeetingKind, MeetingMove, MeetingState
from bihuan.dispatch.models import AgendaItem, Decision, Meeting
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.lights.queries import latest_month
from bihuan.projects.http import year_in_focus
from bihuan.projects.models import District, Project

from .closing import close_form
from .seen import may_do, seen

PAGE = 30
SUGGESTED = 500


def meetings(request: UserRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    found = queries.meetings(request.user)
    if kind in MeetingKind.values:
        found = found.filter(kind=kind)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "kinds": MeetingKind,
        "kind": kind,
        "may_hold": may(request.user, Can.MEETING_HOLD),
    }
    return render(request, "dispatch/meetings.html", context)


def plan(request: UserRequest) -> HttpResponse:
    require(request.user, Can.MEETING_HOLD)
    today = local_day(timezone.now())
    year = year_in_focus(request, today=today)
    start = {
        "kind": request.GET.get("kind", MeetingKind.MONTHLY),
        "held_on": today,
        "month": str(latest_month(year, today)),
    }
    form = PlanForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.plan_meeting(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The meeting is planned, its agenda drawn."))
            return redirect("dispatch:meeting", new.pk)
    return render(request, "dispatch/plan.html", {"form": form})


def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """The agenda, with what became of earlier decisions on top."""
    return _meeting(request, seen(request, pk), None)


def edit(request: UserRequest, pk: int) -> HttpResponse:
    require(request.user, Can.MEETING_HOLD)
    row = seen(request, pk)
    start = {name: getattr(row, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_meeting(
                meeting=row, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dispatch:meeting", pk)
    return render(request, "dispatch/edit.html", {"meeting": row, "form": form})


@require_POST
def begin(request: UserRequest, pk: int) -> HttpResponse:
    form = BeginForm(request.POST)
    held_on = form.cleaned_data["held_on"] if form.is_valid() else None
    row = seen(request, pk)
    planned = str(row)
    begun = actions.begin(meeting=row, held_on=held_on, by=request.user, at=timezone.now())
    if str(begun) != planned:
        names = {"planned": planned, "held": begun}
        messages.info(
            request, gettext("“%(planned)s” was held on another day: it is “%(held)s” now.") % names
        )
    return redirect("dispatch:room", pk)


@require_POST
def call_off(request: UserRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    actions.call_off(meeting=row, why_not=_reason(request), by=request.user, at=timezone.now())
    messages.success(request, gettext("The meeting is called off."))
    return redirect("dispatch:meetings")


@require_POST
def draw_again(request: UserRequest, pk: int) -> HttpResponse:
    new = actions.draw_again(
        meeting=seen(request, pk),
        beyond_limit="beyond_limit" in request.POST,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, gettext("The agenda is up to date: %s new items.") % new)
    return redirect("dispatch:meeting", pk)


@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    form = AddAgendaItemForm(Project.objects.visible_to(request.user), request.POST)
    if form.is_valid():
        try:
            actions.add_item(meeting=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("dispatch:meeting", pk)
    return _meeting(request, row, form)


@require_POST
def drop(request: UserRequest, pk: int, item_pk: int) -> HttpResponse:
    reason = _reason(request)
    return _with_item(
        request,
        pk,
        item_pk,
        lambda item: actions.drop_item(
            item=item, reason=reason, by=request.user, at=timezone.now()
        ),
    )


@require_POST
def restore(request: UserRequest, pk: int, item_pk: int) -> HttpResponse:
    return _with_item(
        request,
        pk,
        item_pk,
        lambda item: actions.restore_item(item=item, by=request.user, at=timezone.now()),
    )


@require_POST
def move(request: UserRequest, pk: int, item_pk: int, where: str) -> HttpResponse:
    return _with_item(
        request,
        pk,
        item_pk,
        lambda item: actions.move_item(
            item=item, up=where == "up", by=request.user, at=timezone.now()
        ),
    )


def decisions(request: UserRequest, pk: int) -> HttpResponse:
    """The list of decisions, to be printed and signed."""
    row, today = seen(request, pk), local_day(timezone.now())
    lines, _dropped = queries.agenda(row, request.user, today)
    context = {
        "meeting": row,
        "decisions": queries.decisions(row, request.user, today),
        "concluded": [line for line in lines if line.item.conclusion],
        "district": District.objects.served(),
        "papers": queries.lists_of(row),
        "may_issue": row.state == MeetingState.CLOSED and may(request.user, Can.PAPER_ISSUE),
    }
    return render(request, "dispatch/decisions.html", context)


@require_POST
def issue_list(request: UserRequest, pk: int) -> HttpResponse:
    """Issue the decisions as a numbered paper, in Word and PDF."""
    form = SignerForm(request.POST)
    signer = form.cleaned_data["signer"] if form.is_valid() else ""
    paper = actions.issue_list(
        meeting=seen(request, pk), signer=signer, by=request.user, at=timezone.now()
    )
    messages.success(request, gettext("Issued as %s.") % paper.label)
    return redirect("dispatch:decisions", pk)


def _meeting(request: UserRequest, row: Meeting, form: AddAgendaItemForm | None) -> HttpResponse:
    today, moves = local_day(timezone.now()), may_do(request, row)
    lines, dropped = queries.agenda(row, request.user, today)
    last, before = queries.carried(row, request.user, today)
    names, beyond = list[str](), list[Project]()
    if moves[MeetingMove.ARRANGE]:
        beyond = queries.beyond_the_limit(row, request.user, today)
        there = [line.item.project_id for line in lines if line.item.project_id]
        rest = Project.objects.visible_to(request.user).live().exclude(pk__in=there)
        names = list(rest.order_by("name").values_list("name", flat=True)[:SUGGESTED])
    context = {
        "meeting": row,
        "lines": lines,
        "dropped": dropped,
        "last": last,
        "carried": before,
        "moves": moves,
        "names": names,
        "beyond": beyond,
        "most": agenda_rule(row.kind, today).most,
        "closing": close_form(row, request.user, today, lines)
        if moves[MeetingMove.CLOSE]
        else None,
        "left": sum(not line.is_settled for line in lines),
        "district": District.objects.served(),
        "add": form or AddAgendaItemForm(Project.objects.none()),
        "reason": MeetingReasonForm(),
        "begin": BeginForm(initial={"held_on": min(row.held_on, today)}),
        "today": today,
        "decisions_count": Decision.objects.visible_to(request.user).filter(meeting=row).count(),
    }
    return render(request, "dispatch/meeting.html", context)


def _with_item(
    request: UserRequest, pk: int, item_pk: int, action: Callable[[AgendaItem], object]
) -> HttpResponse:
    item = get_object_or_404(
        AgendaItem.objects.select_related("meeting"), pk=item_pk, meeting=seen(request, pk)
    )
    action(item)
    return redirect(f"{reverse('dispatch:meeting', args=[pk])}#item-{item.pk}")


def _reason(request: UserRequest) -> str:
    form = MeetingReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""
