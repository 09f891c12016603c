"""The list of a meeting's decisions, as a numbered paper."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import override

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.dispatch.kinds import MeetingState
from bihuan.dispatch.models import Meeting
from bihuan.dispatch.queries import lists_of
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.papers.actions import issue_decisions
from bihuan.papers.decision_table import PaperDecision
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
    with override("zh-hans"):  # a paper is Chinese, whatever language the pages are in
        title, decisions = str(meeting), _decisions(meeting)
    return issue_decisions(
        title=title,
        signer=signer,
        source_ref=str(meeting.pk),
        by=by,
        at=at,
        decisions=decisions,
    )


def _decisions(meeting: Meeting) -> list[PaperDecision]:
    rows = meeting.decisions.select_related("lead", "matter__project").order_by(
        F("item__order").asc(nulls_last=True), "pk"
    )
    return [
        PaperDecision(
            text=each.text,
            lead=each.lead.name,
            due_on=each.due_on,
            matter=each.matter,
            supporting="、".join(helper.name for helper in each.matter.supporting.all()),
            project=each.matter.project.name if each.matter.project else "",
            state=str(each.matter.standing.label),
        )
        for each in rows.prefetch_related("matter__supporting")
    ]
