"""Reminding those who owe a month's reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.notices.chasing import channels_to, concerned, owing
from bihuan.notices.kinds import DUE, NoticeKind
from bihuan.notices.models import Channel, Notice, ReportReminder
from bihuan.progress.models import Round
from bihuan.progress.queries import board
from bihuan.progress.queries.members import ReportingProject

AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Reminded:
    """How many organisations were reminded, and how many messages go out for it."""

    organisations: int
    channels: int


@action
def remind(*, month: Month, organisations: Collection[int], by: User, at: datetime) -> Reminded:
    """Remind the organisations of the month's reports that they owe: their people, and those of the
    owners, under My work, and by every channel that reaches them. A message that waits is not
    doubled, and who was reminded within the last hour is left alone (NOTICE-11).
    """
    require(by, Can.ROUND_MANAGE)
    round = Round.objects.filter(month=month.first_day).first()
    if round is None:
        raise Refusal(gettext("This month's round is not open yet."))
    owed = _owed(by, month, local_day(at), organisations)
    if not owed:
        raise Refusal(gettext("None of these organisations owes a report of the month."))
    lately = ReportReminder.objects.filter(month=month.first_day, at__gt=at - AGAIN_AFTER)
    for pk in lately.values_list("organisation_id", flat=True):
        owed.pop(pk, None)
    if not owed:
        raise Refusal(gettext("They were reminded within the last hour."))
    waiting = Notice.objects.filter(kind=NoticeKind.REMINDER, day=month.first_day, state__in=DUE)
    told = set(waiting.values_list("channel", flat=True))
    ways = {pk: channels_to(concerned(members)) for pk, members in owed.items()}
    fresh = {
        channel.pk: channel
        for channels in ways.values()
        for channel in channels
        if channel.pk not in told
    }
    Notice.objects.bulk_create(_notice(channel, month, at) for channel in fresh.values())
    ReportReminder.objects.bulk_create(
        ReportReminder(
            month=month.first_day,
            organisation_id=pk,
            reports=len(members),
            channels=sum(channel.pk in fresh for channel in ways[pk]),
            by=by,
            at=at,
        )
        for pk, members in owed.items()
    )
    record("round.reminded", round, by=by, at=at, organisations=sorted(owed), channels=len(fresh))
    return Reminded(len(owed), len(fresh))


def _owed(
    by: User, month: Month, today: date, organisations: Collection[int]
) -> dict[int, list[ReportingProject]]:
    """Return what each of the organisations owes, of those that owe anything."""
    owed: defaultdict[int, list[ReportingProject]] = defaultdict(list)
    for line in owing(board(by, month, today=today)):
        pk = line.member.organisation_id
        if pk in organisations and pk:
            owed[pk].append(line.member)
    return owed


def _notice(channel: Channel, month: Month, at: datetime) -> Notice:
    return Notice(
        kind=NoticeKind.REMINDER,
        channel=channel,
        recipient_id=channel.owner_id,
        day=month.first_day,
        made_at=at,
        next_at=at,
    )
