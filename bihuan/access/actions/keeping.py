"""The log of the doors by the day: its digest goes into the record, and old days go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Max, Min

from bihuan.access import rules
from bihuan.access.digests import ONE_DAY, SEALED, digest_of
from bihuan.access.models import AccessEvent
from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.audit.models import Event
from bihuan.kit.days import day_begins, local_day
from bihuan.kit.writing import action

SETTLED = timedelta(minutes=15)  # after midnight nothing more is written of the day before


@action
def seal_days(*, by: Actor, at: datetime) -> list[date]:
    """Put the digest of each day that is over, and has events, into the record, once (ACCESS-9)."""
    last = Event.objects.filter(verb=SEALED).aggregate(day=Max("thing_id"))["day"]
    first = AccessEvent.objects.aggregate(at=Min("at"))["at"]
    if first is None:
        return []
    day = max(local_day(first), date.fromisoformat(last) + ONE_DAY if last else date.min)
    drafts, end = [], local_day(at - SETTLED)
    while day < end:
        count, digest = digest_of(day)
        if count:
            told = {"events": count, "sha256": digest}
            drafts.append(EventDraft(SEALED, "access.accessevent", day.isoformat(), told))
        day += ONE_DAY
    if drafts:
        record_many(drafts, by=by, at=at)
    return [date.fromisoformat(draft.thing_id) for draft in drafts]


@action
def forget_old(*, keep_days: int, by: Actor, at: datetime) -> int:
    """Forget whole days of the log that were kept long enough (ACCESS-7), and sessions that are
    over. Returns how many events are forgotten.
    """
    Session.objects.filter(expire_date__lt=at).delete()
    before = rules.kept_since(at, keep_days)
    count, _each = AccessEvent.objects.filter(at__lt=day_begins(local_day(before))).delete()
    return count
