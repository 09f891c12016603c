"""Notices that the clock makes: daily digests, and what climbed to a leader."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from bihuan.accounts.models import Leader
from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.kit.days import local_day
from bihuan.kit.writing import action
from bihuan.matters.kinds import AlertKind, Who
from bihuan.matters.models import Alert, Matter
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy
from bihuan.notices.kinds import NoticeKind, NoticeState
from bihuan.notices.models import Channel, Mention, Notice, Post
from bihuan.notices.presets import office_times
from bihuan.notices.rules import is_digest_time

LOOK_BACK = timedelta(days=1)
TOLD = (AlertKind.ESCALATED, AlertKind.DUE_SOON)


@action
def make_digests(*, on: date, by: Actor, at: datetime) -> int:
    """Put one digest of the day `on` in the post for each channel in use; return how many. None
    before the office's hour, nor on a day off (NOTICE-1); a second run makes none (NOTICE-2).
    """
    if not is_digest_time(
        on,
        timezone.localtime(at).time(),
        digest_from=Post.objects.current().digest_from,
        times=office_times(),
    ):
        return 0
    live = list(Channel.objects.select_for_update(of=("self",)).live().order_by("pk"))
    made = set(  # read once the channels are locked: another clock may just have made them
        Notice.objects.filter(kind=NoticeKind.DIGEST, day=on).values_list("channel", flat=True)
    )
    fresh = [
        Notice(
            kind=NoticeKind.DIGEST,
            channel=channel,
            recipient_id=channel.owner_id,
            day=on,
            made_at=at,
            next_at=at,
        )
        for channel in live
        if channel.pk not in made
    ]
    Notice.objects.bulk_create(fresh)
    if fresh:
        record_many([_deed("notices.made", on, digests=len(fresh))], by=by, at=at)
    return len(fresh)


@action
def enqueue_escalation(
    *, matter: Matter, leader: Leader, level: int, on: date, by: Actor, at: datetime
) -> int:
    """Put the news that `matter` climbed to `leader` on the day `on` in the post; return how many
    messages tell of it: none if the leader has no channel, or was told before (NOTICE-9). What
    climbs before the message is sent goes into the same one.
    """
    told = _tell(matter, _ways().get(leader.user_id or 0, []), level, on, at)
    if told:
        note = {"matter": matter.number, "level": level, "leader": leader.name}
        record_many([_deed("notices.escalated", on, **note)], by=by, at=at)
    return told


@action
def enqueue_escalations(*, by: Actor, at: datetime) -> int:
    """Tell leaders of all that the clock escalated within the last day, or copied to them before a
    deadline that has not passed.
    """
    ways = _ways()
    if not ways:
        return 0
    since = Alert.objects.filter(
        kind__in=TOLD, recorded_at__gt=at - LOOK_BACK, recorded_at__lte=at
    ).order_by("pk")
    since = since.exclude(kind=AlertKind.DUE_SOON, basis__lt=local_day(at))
    principals, loop = (
        list(Leader.objects.filter(is_principal=True)),
        district_policy(local_day(at)),
    )
    told = 0
    for alert in since.select_related("matter__lead__in_charge", "matter__project__commander"):
        for leader in _leaders(alert.matter, alert.level, principals, loop):
            found = ways.get(leader.user_id or 0, [])
            told += _tell(alert.matter, found, alert.level, alert.on, at)
    if told:
        record_many([_deed("notices.escalated", local_day(at), told=told)], by=by, at=at)
    return told


def _tell(matter: Matter, ways: list[Channel], level: int, on: date, at: datetime) -> int:
    """Mention the step in each channel that does not know it; return how many did not."""
    told = 0
    for channel in ways:
        step = {"channel": channel, "matter": matter, "level": level, "on": on}
        if not Mention.objects.filter(**step).exists():
            Mention.objects.create(notice=_open_notice(channel, at), **step)
            told += 1
    return told


def _ways() -> dict[int, list[Channel]]:
    """The channels in use of leaders, by the number of their user."""
    found: dict[int, list[Channel]] = {}
    live = Channel.objects.select_for_update(of=("self",)).live()
    for channel in live.filter(owner__leader__isnull=False).order_by("pk"):
        found.setdefault(channel.owner_id or 0, []).append(channel)
    return found


def _open_notice(channel: Channel, at: datetime) -> Notice:
    """The channel's escalation notice that nobody began to send, or a new one."""
    waiting = Notice.objects.select_for_update(of=("self",)).filter(
        channel=channel, kind=NoticeKind.ESCALATION, state=NoticeState.WAITING
    )
    return waiting.first() or Notice.objects.create(
        kind=NoticeKind.ESCALATION,
        channel=channel,
        recipient_id=channel.owner_id,
        day=local_day(at),
        made_at=at,
        next_at=at,
    )


def _leaders(
    matter: Matter, level: int, principals: list[Leader], loop: MatterPolicy
) -> list[Leader]:
    """Whom a level reaches: the next one that has somebody, if it has nobody itself. The
    responsible organisation reads its digest.
    """
    in_charge = matter.lead.in_charge if matter.lead else None
    commander = matter.project.commander if matter.project else None
    people = {
        Who.IN_CHARGE: [in_charge] if in_charge else [],
        Who.COMMANDER: [commander] if commander else [],
        Who.PRINCIPAL: principals,
    }
    reached = (people.get(loop.level(each).who, []) for each in range(level, loop.top + 1))
    return next((leaders for leaders in reached if leaders), [])


def _deed(verb: str, on: date, **note: object) -> EventDraft:
    return EventDraft(verb, Notice._meta.label_lower, str(on), dict(note))
