"""During the meeting: conclusions, and decisions that become matters at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.dispatch import rules
from bihuan.dispatch.kinds import MeetingMove
from bihuan.dispatch.models import AgendaItem, Decision, Meeting
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.matters.actions import assign, raise_matter
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy

from .meetings import locked

DECIDED = "decision"
TITLE = 200


@action
def conclude(
    *, item: AgendaItem, conclusion: str, by: User, at: datetime, edition: int | None = None
) -> AgendaItem:
    """Note what the meeting concluded on an item; empty takes it back (MEET-5).

    Raises Refusal if somebody else wrote since the page with `edition` was opened.
    """
    require(by, Can.MEETING_HOLD, item.meeting)
    meeting = locked(item.meeting)
    rules.check_move(meeting.state, MeetingMove.CONCLUDE)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.dropped:
        raise Refusal(gettext("This item was dropped already."))
    said = conclusion.strip()
    if edition is not None and item.edition != edition and item.conclusion != said:
        raise Refusal(
            gettext("Somebody else noted meanwhile: “%s”. Add to that.") % (item.conclusion or "—")
        )
    if item.conclusion != said:
        was, item.conclusion, item.edition = item.conclusion, said, item.edition + 1
        item.save()
        record("agenda.concluded", item, by=by, at=at, conclusion=[was, said])
    return item


@action
def decide(  # noqa: PLR0913  # the fields of one form, all named
    *,
    meeting: Meeting,
    item: AgendaItem | None = None,
    text: str,
    lead: Organisation,
    supporting: Collection[Organisation] = (),
    due_on: date,
    severity: str = "",
    not_the_same: str = "",
    by: User,
    at: datetime,
) -> Decision:
    """Note a decision: it is raised as an order and assigned at once, or not noted at all (MEET-7).

    An item lends it its project. `severity` is by default the loop's lightest. Raises Refusal if
    the meeting is not in session, or the same is open as a matter already.
    """
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting)
    rules.check_move(meeting.state, MeetingMove.CONCLUDE)
    rules.check_words(text)
    rules.check_deadline_said(text, due_on)
    item = _standing(meeting, item) if item else None
    policy, words = district_policy(local_day(at)), text.strip()
    matter = raise_matter(
        kind=MatterKind.ORDER,
        type_code=_type_code(policy),
        title=_title(words),
        text=words,
        severity=severity or policy.severities[0].code,
        project=item.project if item else None,
        source=Source.MEETING,
        source_ref=str(meeting.pk),
        due_on=due_on,
        not_the_same=not_the_same,
        by=by,
        at=at,
    )
    matter = assign(
        matter=matter, lead=lead, supporting=supporting, note=str(meeting), by=by, at=at
    )
    decision = Decision.objects.create(
        meeting=meeting,
        item=item,
        text=words,
        lead=lead,
        due_on=matter.due_on,
        matter=matter,
        by=by,
        at=at,
    )
    record(
        "meeting.decided",
        decision,
        by=by,
        at=at,
        meeting=meeting.pk,
        matter=matter.number,
        lead=lead.pk,
        due_on=due_on,
    )
    return decision


def _standing(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item as it is now. Raises Refusal if it is not, or no longer, on this agenda."""
    items = AgendaItem.objects.standing().select_related("project")
    found = items.filter(meeting=meeting, pk=item.pk).first()
    if found is None:
        raise Refusal(gettext("This item is not on the agenda."))
    return found


def _type_code(policy: MatterPolicy) -> str:
    """The loop's type for decisions; in an office's own loop without one, its last type."""
    fitting = [
        each.code for each in policy.types if not each.kinds or MatterKind.ORDER in each.kinds
    ]
    return DECIDED if DECIDED in fitting else fitting[-1]


def _title(words: str) -> str:
    """The first line, as far as a title is long."""
    return words.splitlines()[0][:TITLE]
