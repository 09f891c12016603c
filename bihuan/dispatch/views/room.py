"""The meeting itself, one item at a time: type conclusions and decisions fast, on a big screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.dispatch import actions, queries
from bihuan.dispatch.forms import ConclusionForm, DecisionForm
from bihuan.dispatch.kinds import MeetingMove
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.dispatch.queries import ItemLine
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.matters.presets import district_policy

from .closing import close_form
from .seen import may_do, seen

STAY = "stay"
"""Said by the button that keeps to the item, for a second decision."""


def room(request: UserRequest, pk: int) -> HttpResponse:
    """The item asked for, or the first that is still open."""
    return _room(request, seen(request, pk), request.GET.get("item", ""), {})


@require_POST
def conclude(request: UserRequest, pk: int, item_pk: int) -> HttpResponse:
    row = seen(request, pk)
    item = _item(row, item_pk)
    form = ConclusionForm(request.POST)
    if form.is_valid():
        try:
            actions.conclude(item=item, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The conclusion is noted."))
            return _onward(request, row, item_pk)
    return _room(request, row, str(item_pk), {"conclusion": form})


@require_POST
def decide(request: UserRequest, pk: int) -> HttpResponse:
    row = seen(request, pk)
    chosen = request.POST.get("item", "")
    number = whole_number(chosen)
    item = None if number is None else _item(row, number)
    form = DecisionForm(district_policy(local_day(timezone.now())), request.POST)
    if form.is_valid():
        try:
            new = actions.decide(
                meeting=row, item=item, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.looks_alike()
        else:
            messages.success(request, gettext("Decided, and assigned as %s.") % new.matter.number)
            return _onward(request, row, item.pk if item else None)
    return _room(request, row, chosen, {"decision": form})


def _onward(request: UserRequest, row: Meeting, item: int | None) -> HttpResponse:
    """Go to the next item that is open, or stay where another word is to be noted."""
    then = item
    if item is not None and request.POST.get("then") != STAY:
        then = _next_open(row, item)
    return redirect(f"{reverse('dispatch:room', args=[row.pk])}?item={then or 'none'}&typing=1")


def _next_open(row: Meeting, item: int) -> int:
    """Return the open item after this one, else the first open one, else this one."""
    standing = list(row.items.standing().values_list("pk", flat=True))
    still_open = set(row.items.open().values_list("pk", flat=True))
    place = standing.index(item)
    around = [*standing[place + 1 :], *standing[:place]]
    return next((pk for pk in around if pk in still_open), item)


def _item(row: Meeting, pk: int) -> AgendaItem:
    items = AgendaItem.objects.select_related("meeting", "project")
    return get_object_or_404(items, pk=pk, meeting=row)


def _room(request: UserRequest, row: Meeting, asked: str, forms: dict[str, Any]) -> HttpResponse:
    today, moves = local_day(timezone.now()), may_do(request, row)
    lines, _dropped = queries.agenda(row, request.user, today)
    line = None if asked == "none" else chosen(lines, asked)
    place = lines.index(line) if line else len(lines)
    decided = queries.decisions(row, request.user, today)
    context = {
        "meeting": row,
        "lines": lines,
        "line": line,
        "month": Month.of(row.month),
        "moves": moves,
        "previous": lines[place - 1] if place else None,
        "next": lines[place + 1] if place + 1 < len(lines) else None,
        "dealt_with": sum(each.is_dealt_with for each in lines),
        "decisions": [each for each in decided if _belongs(each, line)],
        "total": len(decided),
        "left": sum(not each.is_settled for each in lines),
        "closing": close_form(row, request.user, today, lines)
        if moves[MeetingMove.CLOSE]
        else None,
    }
    if moves[MeetingMove.CONCLUDE]:
        context |= {
            "conclusion": _conclusion(line),
            "decision": _decision(line, today, is_typing="typing" in request.GET),
            "organisations": Organisation.objects.standing().values_list("name", flat=True),
            **forms,
        }
    return render(request, "dispatch/room.html", context)


def chosen(lines: list[ItemLine], asked: str) -> ItemLine | None:
    """Return the item whose number was asked for, else the first that is open, else the first."""
    for line in lines:
        if str(line.item.pk) == asked:
            return line
    return next((line for line in lines if not line.is_settled), lines[0] if lines else None)


def _belongs(each: queries.DecisionLine, line: ItemLine | None) -> bool:
    return each.decision.item_id == (line.item.pk if line else None)


def _conclusion(line: ItemLine | None) -> ConclusionForm | None:
    if line is None:
        return None
    said = {"conclusion": line.item.conclusion, "edition": line.item.edition}
    return ConclusionForm(initial=said)


def _decision(line: ItemLine | None, today: date, *, is_typing: bool) -> DecisionForm:
    policy = district_policy(today)
    answers = line.item.project.responsible if line and line.item.project else None
    start = {
        "lead": answers.name if answers else "",
        "severity": policy.severities[0].code,
        "due_on": add_workdays(today, policy.severities[0].limit),
    }
    form = DecisionForm(policy, initial=start)
    if is_typing:
        form.fields["text"].widget.attrs["autofocus"] = True
    return form
