"""Ending a meeting, with where the items go that it did not reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import User
from bihuan.dispatch import actions, queries
from bihuan.dispatch.forms import CloseForm
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.queries import ItemLine
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays

from .seen import seen

WORKDAYS_ON = 5
"""After how many working days the next meeting is proposed."""


@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    row, now = seen(request, pk), timezone.now()
    form = CloseForm(queries.next_meetings(row, request.user), request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    chosen = said.get("next_meeting")
    left = row.items.open().count()
    actions.close(
        meeting=row,
        next_meeting=chosen,
        next_on=None if chosen else said.get("next_on"),
        by=request.user,
        at=now,
    )
    messages.success(request, _said_of(left))
    return redirect("dispatch:decisions", pk)


def close_form(
    row: Meeting, user: User, today: date, lines: Sequence[ItemLine]
) -> CloseForm | None:
    """Return what is asked of who ends the meeting now; None if it has dealt with every item."""
    if all(line.is_settled for line in lines):
        return None
    meetings = queries.next_meetings(row, user)
    start = {
        "next_meeting": meetings.filter(kind=row.kind).first(),
        "next_on": add_workdays(max(today, row.held_on), WORKDAYS_ON),
    }
    return CloseForm(meetings, initial=start)


def _said_of(left: int) -> str:
    if left:
        return gettext("The meeting is closed; %s items went on to the next one.") % left
    return gettext("The meeting is closed.")
