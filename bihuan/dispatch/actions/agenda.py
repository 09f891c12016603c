"""Arranging an agenda: projects put on it, dropped with a reason, moved up and down."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.agenda import AgendaProposal, agenda_rule, proposals
from bihuan.dispatch.kinds import MeetingMove, ReasonKind
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.impact import impact
from bihuan.projects.models import Project

from .meetings import locked
from .setting_up import put_on_agenda


@action
def draw_again(*, meeting: Meeting, beyond_limit: bool = False, by: User, at: datetime) -> int:
    """Bring the agenda up to date: reasons as they are today, and projects that have come to have
    some, up to the rule's number or, if `beyond_limit`, all of them. What was dropped stays
    dropped, the order stays; returns how many items are new.
    """
    require(by, Can.MEETING_HOLD, meeting)
    meeting = _arranging(meeting)
    there = {item.project_id: item for item in meeting.items.all()}
    found = proposals(meeting, by, today=local_day(at))
    fresh = [each for each in found if each.project_id not in there]
    if not beyond_limit:
        taken = sum(not item.dropped for item in there.values())
        fresh = fresh[: max(agenda_rule(meeting.kind, local_day(at)).most - taken, 0)]
    for each in found:
        if each.project_id in there:
            _renew(there[each.project_id], each)
    AgendaItem.objects.bulk_update(there.values(), ["reasons", "value_yuan"])
    put_on_agenda(meeting, fresh, first=_last(meeting) + 1)
    record("agenda.drawn", meeting, by=by, at=at, new=[each.project_id for each in fresh])
    return len(fresh)


@action
def add_item(
    *, meeting: Meeting, project: Project, note: str, by: User, at: datetime
) -> AgendaItem:
    """Put a project on the agenda by hand, with a reason; one that was dropped comes back."""
    require(by, Can.MEETING_HOLD, project)
    meeting = _arranging(meeting)
    rules.check_words(note)
    reason = {"kind": str(ReasonKind.HAND), "note": note.strip()}
    item = meeting.items.filter(project=project).first()
    if item and not item.dropped:
        raise Refusal(gettext("“%s” is on the agenda already.") % project.name)
    if item:
        item.dropped, item.edition = "", item.edition + 1
        item.reasons = [*item.reasons, reason]
        item.save()
    else:
        held_yuan = impact(project, Month.of(meeting.month)).held_yuan
        item = AgendaItem.objects.create(
            meeting=meeting,
            project=project,
            order=_last(meeting) + 1,
            reasons=[reason],
            value_yuan=held_yuan,
        )
    record("agenda.added", item, by=by, at=at, meeting=meeting.pk, project=project.pk, note=note)
    return item


@action
def drop_item(*, item: AgendaItem, reason: str, by: User, at: datetime) -> AgendaItem:
    """Take an item off the agenda, with a reason; it stays in sight. Raises Refusal if the meeting
    has dealt with it.
    """
    require(by, Can.MEETING_HOLD, item.meeting)
    item = _locked_item(item)
    rules.check_words(reason)
    if item.dropped:
        raise Refusal(gettext("This item was dropped already."))
    if item.conclusion or item.decisions.exists():
        raise Refusal(gettext("The meeting has dealt with this item: it stays."))
    item.dropped, item.edition = reason.strip(), item.edition + 1
    item.save()
    record("agenda.dropped", item, by=by, at=at, project=item.project_id, reason=reason)
    return item


@action
def restore_item(*, item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """Put a dropped item back where it stood."""
    require(by, Can.MEETING_HOLD, item.meeting)
    item = _locked_item(item)
    if not item.dropped:
        raise Refusal(gettext("This item is on the agenda."))
    was, item.dropped, item.edition = item.dropped, "", item.edition + 1
    item.save()
    record("agenda.restored", item, by=by, at=at, project=item.project_id, dropped=[was, ""])
    return item


@action
def move_item(*, item: AgendaItem, up: bool, by: User, at: datetime) -> AgendaItem:
    """Move an item up or down by one place among those that stand; at the end it stays."""
    require(by, Can.MEETING_HOLD, item.meeting)
    item = _locked_item(item)
    if item.dropped:
        raise Refusal(gettext("This item was dropped already."))
    standing = list(AgendaItem.objects.standing().filter(meeting=item.meeting_id))
    before = [each.pk for each in standing]
    after = rules.swapped(before, item.pk, up=up)
    if after != before:
        places = [each.order for each in standing]
        by_number = {each.pk: each for each in standing}
        for pk, place in zip(after, places, strict=True):
            by_number[pk].order = place
        AgendaItem.objects.bulk_update(standing, ["order"])
        record("agenda.moved", item, by=by, at=at, project=item.project_id, up=up)
    return item


def _renew(item: AgendaItem, proposal: AgendaProposal) -> None:
    left_over = [each for each in item.reasons if each["kind"] == ReasonKind.LEFT_OVER]
    by_hand = [each for each in item.reasons if each["kind"] == ReasonKind.HAND]
    item.reasons = [*left_over, *proposal.reasons, *by_hand]
    item.value_yuan = proposal.value_yuan


def _arranging(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    rules.check_move(meeting.state, MeetingMove.ARRANGE)
    return meeting


def _locked_item(item: AgendaItem) -> AgendaItem:
    """The item as it is now; its meeting is held, so that arrangers wait in line."""
    _arranging(item.meeting)
    return AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _last(meeting: Meeting) -> int:
    last = meeting.items.order_by("-order").values_list("order", flat=True).first()
    return last or 0
