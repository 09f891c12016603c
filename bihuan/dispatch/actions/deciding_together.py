"""One decision on several items at once: each becomes an order of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.dispatch import rules
from bihuan.dispatch.kinds import MeetingMove
from bihuan.dispatch.models import AgendaItem, Decision, Meeting
from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .deciding import decide
from .meetings import locked

DECIDING = "deciding"
"""The stage of the work that who waits for it is told of."""


@action
def decide_together(  # noqa: PLR0913  # the fields of one form, all named
    *,
    meeting: Meeting,
    items: Collection[AgendaItem],
    text: str,
    lead: Organisation | None = None,
    supporting: Collection[Organisation] = (),
    due_on: date,
    severity: str = "",
    not_the_same: str = "",
    by: User,
    at: datetime,
) -> list[Decision]:
    """Note the same decision on each of `items`, in the order of the agenda: all of them, or none
    (MEET-10). Without `lead` each goes to the organisation that answers for its project.

    Raises Refusal naming every item that has no such organisation, or whose order is open already.
    """
    require(by, Can.MEETING_HOLD, meeting)
    meeting = locked(meeting)
    rules.check_move(meeting.state, MeetingMove.CONCLUDE)
    rules.check_words(text)
    rules.check_deadline_said(text, due_on)
    made, refused = list[Decision](), list[str]()
    pairs = _with_leads(_standing(meeting, items), lead)
    advance.enter(DECIDING, len(pairs))
    for item, organisation in pairs:
        advance.add()
        try:
            made.append(
                decide(
                    meeting=meeting,
                    item=item,
                    text=text,
                    lead=organisation,
                    supporting=supporting,
                    due_on=due_on,
                    severity=severity,
                    not_the_same=not_the_same,
                    by=by,
                    at=at,
                )
            )
        except Refusal as refusal:
            refused.append(f"{item.subject}：{refusal}")
    if refused:
        raise Refusal("\n".join(refused))
    return made


def _standing(meeting: Meeting, items: Collection[AgendaItem]) -> Sequence[AgendaItem]:
    """The items as they are now. Raises Refusal if none was chosen, or one left the agenda."""
    if not items:
        raise Refusal(gettext("Choose at least one item."))
    found = AgendaItem.objects.standing().filter(meeting=meeting, pk__in=[i.pk for i in items])
    rows = list(found.select_related("project__responsible"))
    if len(rows) != len({item.pk for item in items}):
        raise Refusal(gettext("This item is not on the agenda."))
    return rows


def _with_leads(
    items: Sequence[AgendaItem], lead: Organisation | None
) -> list[tuple[AgendaItem, Organisation]]:
    """Pair each item with who sees to it. Raises Refusal naming those for whom nobody does."""
    found = [(item, lead or _answers(item)) for item in items]
    rules.check_answered([item.subject for item, answers in found if answers is None])
    return [(item, answers) for item, answers in found if answers is not None]


def _answers(item: AgendaItem) -> Organisation | None:
    return item.project.responsible if item.project else None
