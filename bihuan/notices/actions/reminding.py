"""Reminding those who owe a month's reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.notices.chasing import channels_to, owing
from bihuan.notices.kinds import DUE, NoticeKind
from bihuan.notices.models import Notice
from bihuan.progress.models import Round
from bihuan.progress.queries import board


@action
def remind(*, month: Month, organisations: Collection[int], by: User, at: datetime) -> int:
    """Put a reminder of the month's missing reports in the post for every channel that reaches the
    organisations, of those that owe any; return for how many. One that waits is not doubled
    (NOTICE-11).
    """
    require(by, Can.ROUND_MANAGE)
    round = Round.objects.filter(month=month.first_day).first()
    if round is None:
        raise Refusal(gettext("This month's round is not open yet."))
    lines = owing(board(by, month, today=local_day(at)))
    owed = {line.member.organisation_id for line in lines}
    chosen = sorted(set(organisations) & {pk for pk in owed if pk})
    if not chosen:
        raise Refusal(gettext("None of these organisations owes a report of the month."))
    waiting = Notice.objects.filter(kind=NoticeKind.REMINDER, day=month.first_day, state__in=DUE)
    told = set(waiting.values_list("channel", flat=True))
    fresh = [
        Notice(
            kind=NoticeKind.REMINDER,
            channel=channel,
            recipient_id=channel.owner_id,
            day=month.first_day,
            made_at=at,
            next_at=at,
        )
        for channel in channels_to(chosen)
        if channel.pk not in told
    ]
    Notice.objects.bulk_create(fresh)
    if fresh:
        record("round.reminded", round, by=by, at=at, organisations=chosen, channels=len(fresh))
    return len(fresh)
