"""Sending what waits: claim a row, send, mark the row. Nothing is ever in an unknown state.

Each step is a transaction of its own, so none is open while a server is waited for.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Actor, ClockActor, EventDraft, record, record_many
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action, one_writer
from bihuan.notices.kinds import DUE, UNSENT, NoticeKind, NoticeState
from bihuan.notices.letters import letter_of, written
from bihuan.notices.models import Channel, Notice
from bihuan.notices.presets import office_times
from bihuan.notices.robots import SendingFailed
from bihuan.notices.rules import is_due, is_stale, next_attempt
from bihuan.notices.sending import send

MOST_A_RUN = 1_000
MOST_FAILURES = 30
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """What one round of the post did; `failed` will be tried again, `given_up` will not."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    dropped: int = 0


def deliver(*, at: datetime, by: Actor) -> Delivered:
    """Send what is due, and take up again what somebody began and did not finish (NOTICE-4).

    Stops after `MOST_FAILURES`: if a server is away, the rest waits for the next time.
    """
    counted: Counter[str] = Counter()
    for pk in _due(at):
        counted[_attempt(pk, at)] += 1
        if sum(counted[state] for state in UNSENT) >= MOST_FAILURES:
            break
    done = Delivered(
        sent=counted[NoticeState.SENT],
        failed=counted[NoticeState.FAILED],
        given_up=counted[NoticeState.GIVEN_UP],
        dropped=counted[NoticeState.DROPPED],
    )
    if done != Delivered():
        draft = EventDraft(
            "notices.delivered", Notice._meta.label_lower, str(local_day(at)), vars(done)
        )
        with one_writer():
            record_many([draft], by=by, at=at)
    return done


def send_test(*, channel: Channel, by: User, at: datetime) -> Notice:
    """Send a test message now; the notice tells what came of it."""
    require(by, Can.VIEW_SAVE if channel.owner == by else Can.NOTICE_MANAGE)
    with one_writer():
        channel = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
        if not channel.is_active:
            raise Refusal(gettext("This channel is switched off."))
        notice = Notice.objects.create(
            kind=NoticeKind.TEST,
            channel=channel,
            recipient_id=channel.owner_id,
            day=local_day(at),
            made_at=at,
            next_at=at,
        )
        record("notice.tested", notice, by=by, at=at, channel=channel.name)
    _attempt(notice.pk, at)
    notice.refresh_from_db()
    return notice


def send_again(*, notice: Notice, by: User, at: datetime) -> Notice:
    """Try once more now what failed or was given up, with what it would say today."""
    require(by, Can.NOTICE_MANAGE)
    with one_writer():
        notice = _locked(notice.pk)
        if notice.state not in UNSENT:
            raise Refusal(gettext("Only what failed can be sent again."))
        if is_stale(notice.kind, notice.day, local_day(at)):
            raise Refusal(gettext("The day of this digest is over; the next one tells what waits."))
        notice.state, notice.next_at, notice.attempts = NoticeState.WAITING, at, 0
        notice.save()
        record("notice.sent_again", notice, by=by, at=at, channel=notice.channel.name)
    _attempt(notice.pk, at)
    notice.refresh_from_db()
    return notice


def _due(at: datetime) -> list[int]:
    abandoned = at - timedelta(minutes=office_times().claim_minutes)
    rows = Notice.objects.filter(
        Q(state__in=DUE, next_at__lte=at) | Q(state=NoticeState.SENDING, claimed_at__lte=abandoned)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:MOST_A_RUN])


def _attempt(pk: int, at: datetime) -> str:
    """Claim, send, mark; return the state it came to, or "" if another process has it."""
    notice = _claim(pk, at)
    if notice is None:
        return ""
    if notice.state != NoticeState.SENDING:
        return notice.state
    try:
        letter = letter_of(notice, local_day(at))
        if letter is None:
            return _mark(notice, at, NoticeState.DROPPED, why=gettext("Nothing was left to say."))
        notice.subject, body = letter.subject[:200], written(letter, notice.channel.kind)
        send(notice.channel, letter.subject, body, at=at)
    except SendingFailed as failed:
        return _mark(notice, at, NoticeState.FAILED, why=str(failed))
    except Exception:  # whatever it is, the others must still go out
        log.exception("A notice could not be sent")
        return _mark(
            notice, at, NoticeState.FAILED, why=gettext("A fault of the system; see its log.")
        )
    notice.body_hash = hashlib.sha256(body.encode()).hexdigest()
    return _mark(notice, at, NoticeState.SENT)


@action
def _claim(pk: int, at: datetime) -> Notice | None:
    """Take the notice, if it is still due; what cannot go out any more is closed instead."""
    notice, times = _locked(pk), office_times()
    if not is_due(
        notice.state, next_at=notice.next_at, claimed_at=notice.claimed_at, at=at, times=times
    ):
        return None
    dropped = _why_not(notice, at)
    if dropped:
        notice.claimed_at, notice.next_at = None, None
        notice.state, notice.last_error = NoticeState.DROPPED, dropped
    elif notice.attempts > len(times.retry_minutes):
        notice.claimed_at, notice.next_at, notice.state = None, None, NoticeState.GIVEN_UP
        notice.last_error = gettext("Sending was begun and never finished.")
    else:
        notice.state, notice.claimed_at = NoticeState.SENDING, at
        notice.attempts += 1
    notice.save()
    record("notice.claimed", notice, by=ClockActor(), at=at, state=notice.state)
    return notice


@action
def _mark(notice: Notice, at: datetime, state: NoticeState, why: str = "") -> str:
    """Write down what became of our claim; if it was taken over meanwhile, the other one does."""
    now = _locked(notice.pk)
    if now.state != NoticeState.SENDING or now.claimed_at != notice.claimed_at:
        return ""
    now.claimed_at, now.next_at, now.last_error = None, None, why[:300]
    now.subject, now.body_hash, now.state = notice.subject, notice.body_hash, state
    if state is NoticeState.SENT:
        now.sent_at = at
    elif state is NoticeState.FAILED:
        now.next_at = next_attempt(now.attempts, at, office_times())
        now.state = NoticeState.FAILED if now.next_at else NoticeState.GIVEN_UP
    now.save()
    record(
        "notice.marked",
        now,
        by=ClockActor(),
        at=at,
        state=now.state,
        why=now.last_error,
        channel=now.channel.name,
    )
    return now.state


def _why_not(notice: Notice, at: datetime) -> str:
    channel = notice.channel
    if not channel.is_active or (channel.owner and not channel.owner.is_active):
        return gettext("The channel is switched off.")
    if is_stale(notice.kind, notice.day, local_day(at)):
        return gettext("Its day is over.")
    return ""


def _locked(pk: int) -> Notice:
    rows = Notice.objects.select_related("channel__owner", "channel__organisation", "recipient")
    return rows.select_for_update(of=("self",)).get(pk=pk)
