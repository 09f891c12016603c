"""Planning a dispatch meeting, opening it, calling it off."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.agenda import agenda_rule, proposals
from bihuan.dispatch.kinds import MeetingKind, MeetingMove, MeetingState
from bihuan.dispatch.models import Meeting
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .setting_up import number_on, set_up


@action
def plan_meeting(
    *,
    kind: str,
    held_on: date,
    chair: str,
    month: Month,
    place: str = "",
    attendees: str = "",
    by: User,
    at: datetime,
) -> Meeting:
    """Plan a meeting; lights, silence and overdue matters make its agenda (MEET-2, MEET-4).

    Raises Refusal without a chair, or for a month that has not begun by then.
    """
    require(by, Can.MEETING_HOLD)
    if kind not in MeetingKind.values:
        raise Refusal(gettext("There is no kind of meeting “%s”.") % kind)
    meeting = Meeting(
        kind=kind,
        held_on=held_on,
        chair=chair.strip(),
        month=month.first_day,
        place=place.strip(),
        attendees=attendees.strip(),
    )
    found = proposals(meeting, by, today=local_day(at))[: agenda_rule(kind, local_day(at)).most]
    return set_up(meeting, found, by=by, at=at)


@action
def edit_meeting(
    *,
    meeting: Meeting,
    held_on: date,
    chair: str,
    place: str = "",
    attendees: str = "",
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Meeting:
    """Change day, place, chair or attendees. A meeting in session keeps a day that has come."""
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting, edition)
    rules.check_move(meeting.state, MeetingMove.EDIT)
    rules.check_meeting(chair, held_on, Month.of(meeting.month))
    if meeting.state == MeetingState.HELD:
        rules.check_begun(held_on, local_day(at))
    said: dict[str, object] = {
        "held_on": held_on,
        "chair": chair.strip(),
        "place": place.strip(),
        "attendees": attendees.strip(),
    }
    if held_on != meeting.held_on:
        said["number"] = number_on(meeting, held_on)
    changed = {k: [getattr(meeting, k), v] for k, v in said.items() if getattr(meeting, k) != v}
    if changed:
        write(meeting, **said)
        record("meeting.edited", meeting, by=by, at=at, **changed)
    return meeting


@action
def begin(
    *,
    meeting: Meeting,
    held_on: date | None = None,
    by: User,
    at: datetime,
    edition: int | None = None,
) -> Meeting:
    """Open the meeting, today or on an earlier day that it was really held on (MEET-3)."""
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting, edition)
    rules.check_move(meeting.state, MeetingMove.BEGIN)
    day, planned = held_on or local_day(at), meeting.held_on
    rules.check_begun(day, local_day(at))
    rules.check_meeting(meeting.chair, day, Month.of(meeting.month))
    number = meeting.number if day == planned else number_on(meeting, day)
    write(meeting, state=MeetingState.HELD, held_on=day, number=number)
    record("meeting.begun", meeting, by=by, at=at, held_on=[planned, day])
    return meeting


@action
def call_off(
    *, meeting: Meeting, why_not: str, by: User, at: datetime, edition: int | None = None
) -> Meeting:
    """Call a planned meeting off, with a reason. It stays in the list."""
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting, edition)
    rules.check_move(meeting.state, MeetingMove.CALL_OFF)
    rules.check_words(why_not)
    standing = meeting.items.standing().select_related("project")
    rules.check_calling_off([item.subject for item in standing if item.is_left_over])
    write(meeting, state=MeetingState.CALLED_OFF, why_not=why_not.strip())
    record("meeting.called_off", meeting, by=by, at=at, why_not=why_not)
    return meeting


def locked(meeting: Meeting, edition: int | None = None) -> Meeting:
    """Return the row as it is now, held until the transaction ends.

    Raises Refusal if somebody changed it since the page with `edition` was opened.
    """
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if edition is not None and found.edition != edition:
        raise Refusal(
            gettext("Somebody changed this meeting meanwhile: it is “%s” now. Look at it again.")
            % found.standing.label
        )
    return found


def write(meeting: Meeting, **changes: object) -> None:
    """Save changes of a meeting that is held; its edition goes up."""
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.edition += 1
    meeting.save()
