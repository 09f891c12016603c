"""Ending a meeting; what it did not reach goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.kinds import MeetingMove, MeetingState, ReasonKind
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.writing import action

from .meetings import locked, write
from .setting_up import set_up

FIRST = 1


@action
def close(
    *,
    meeting: Meeting,
    next_meeting: Meeting | None = None,
    next_on: date | None = None,
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Meeting:
    """End the meeting. Items with neither conclusion nor decision go on to `next_meeting`, or to
    one that is planned for `next_on`, like this one (MEET-6).

    Raises Refusal if there are such items and neither is named.
    """
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting, edition)
    rules.check_move(meeting.state, MeetingMove.CLOSE)
    left = list(AgendaItem.objects.open().filter(meeting=meeting).select_related("project"))
    go_on = next_meeting is not None or next_on is not None
    rules.check_closing([item.subject for item in left], go_on=go_on)
    target = _target(meeting, next_meeting, next_on, by=by, at=at) if left else None
    if target is not None:
        _carry(left, meeting, target, by=by, at=at)
    write(meeting, state=MeetingState.CLOSED, closed_on=local_day(at))
    record(
        "meeting.closed",
        meeting,
        by=by,
        at=at,
        decisions=meeting.decisions.count(),
        left_over=len(left),
    )
    return meeting


def _target(
    meeting: Meeting, chosen: Meeting | None, on: date | None, *, by: User, at: datetime
) -> Meeting | None:
    """Return the meeting that takes what is left: the one chosen, as it is now, or a new one."""
    if chosen is not None:
        chosen = locked(chosen)
        rules.check_next(chosen.state, chosen.held_on, after=meeting.held_on)
        return chosen
    if on is None:
        return None
    rules.check_next(MeetingState.PLANNED, on, after=meeting.held_on)
    month = rules.month_for(meeting.held_on, Month.of(meeting.month), on)
    same = ("kind", "chair", "place", "attendees")
    target = Meeting(
        held_on=on, month=month.first_day, **{name: getattr(meeting, name) for name in same}
    )
    return set_up(target, by=by, at=at)


def _carry(
    left: Sequence[AgendaItem], meeting: Meeting, target: Meeting, *, by: User, at: datetime
) -> None:
    """Put the items on top of the other agenda, in their order, each with where it comes from."""
    origin = {
        "kind": str(ReasonKind.LEFT_OVER),
        "meeting": meeting.pk,
        "meeting_kind": meeting.kind,
        "held_on": meeting.held_on.isoformat(),
        "meeting_number": meeting.number,
    }
    there = {item.project_id: item for item in target.items.all()}
    carried = []
    for item in left:
        known = there.pop(item.project_id, None)
        carried.append(_on_top(known, origin) if known else _copied(item, target, origin))
        item.carried_to = target
    _write_order([*carried, *there.values()])
    AgendaItem.objects.bulk_update(left, ["carried_to"])
    projects = [item.project_id for item in left]
    record("agenda.carried", target, by=by, at=at, meeting=meeting.pk, projects=projects)


def _on_top(item: AgendaItem, origin: dict[str, object]) -> AgendaItem:
    """One that was taken off there comes back: a meeting has passed it on since."""
    item.reasons, item.dropped = [origin, *item.reasons], ""
    item.edition += 1
    return item


def _copied(item: AgendaItem, target: Meeting, origin: dict[str, object]) -> AgendaItem:
    return AgendaItem(
        meeting=target,
        project_id=item.project_id,
        reasons=[origin, *item.reasons],
        value_yuan=item.value_yuan,
    )


def _write_order(items: Sequence[AgendaItem]) -> None:
    for place, item in enumerate(items, FIRST):
        item.order = place
    AgendaItem.objects.bulk_create([item for item in items if item.pk is None])
    known = [item for item in items if item.pk is not None]
    AgendaItem.objects.bulk_update(known, ["order", "reasons", "dropped", "edition"])
