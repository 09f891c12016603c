"""A meeting comes to be, with its agenda and the number that tells it from others of its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.agenda import AgendaProposal
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.kit.months import Month


def set_up(
    meeting: Meeting, found: Sequence[AgendaProposal] = (), *, by: User, at: datetime
) -> Meeting:
    """Write a meeting that is to be with its agenda, and record it (MEET-2, MEET-11)."""
    rules.check_meeting(meeting.chair, meeting.held_on, Month.of(meeting.month))
    meeting.number = number_on(meeting, meeting.held_on)
    meeting.created_by = by
    meeting.save()
    put_on_agenda(meeting, found, first=1)
    record(
        "meeting.planned",
        meeting,
        by=by,
        at=at,
        kind=meeting.kind,
        held_on=meeting.held_on,
        chair=meeting.chair,
        month=meeting.month,
        projects=[each.project_id for each in found],
    )
    return meeting


def put_on_agenda(meeting: Meeting, found: Sequence[AgendaProposal], *, first: int) -> None:
    """Write an item for each proposal, the first of them in that place of the agenda."""
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            project_id=each.project_id,
            order=order,
            reasons=each.reasons,
            value_yuan=each.value_yuan,
        )
        for order, each in enumerate(found, first)
    )


def number_on(meeting: Meeting, day: date) -> int:
    """Return which one of its kind a meeting is on a day: 0 while it is the only one. The one that
    was alone there becomes the first (MEET-11).
    """
    alike = Meeting.objects.select_for_update().filter(kind=meeting.kind, held_on=day)
    others = list(alike.exclude(pk=meeting.pk).order_by("number", "pk"))
    if not others:
        return 0
    if others[0].number == 0:
        others[0].number = 1
        others[0].save(update_fields=["number"])
    return others[-1].number + 1
