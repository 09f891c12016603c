"""The list of a meeting's decisions, as a numbered paper."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.dispatch.kinds import MeetingState
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.queries import lists_of
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.papers import documents
from bihuan.papers.actions import issue_decisions
from bihuan.papers.models import IssuedPaper

from .meetings import locked


@action
def issue_list(*, meeting: Meeting, signer: str, by: User, at: datetime) -> IssuedPaper:
    """Issue the decisions of an ended meeting as Word and PDF, once; after that one was declared
    void, again (MEET-8).
    """
    require(by, Can.PAPER_ISSUE, meeting)
    meeting = locked(meeting)
    if meeting.state != MeetingState.CLOSED:
        raise Refusal(gettext("The list is issued once the meeting has ended."))
    if lists_of(meeting).exists():
        raise Refusal(gettext("The list of this meeting was issued already."))
    decisions = meeting.decisions.select_related("lead", "matter").order_by("pk")
    return issue_decisions(
        title=str(meeting),
        signer=signer,
        source_ref=str(meeting.pk),
        by=by,
        at=at,
        decisions=[
            documents.PaperDecision(
                text=each.text,
                lead=each.lead.name,
                due_on=each.due_on,
                matter=each.matter,
                supporting="、".join(each.matter.supporting.values_list("name", flat=True)),
            )
            for each in decisions.prefetch_related("matter__supporting")
        ],
    )
