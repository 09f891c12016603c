"""Time: what the machine says, what the record says, and whether the clock ticks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bihuan.audit.log import newest_moment
from bihuan.kit.days import local_moment
from bihuan.kit.words import gettext
from bihuan.site import lock
from bihuan.site.ticking import EVERY_SECONDS, LATE_AFTER_SECONDS, STARTED, last_tick

from .kinds import DoctorFinding, fine, note, wrong

EARLIEST_YEAR = 2026  # before this programme was written
AHEAD = timedelta(minutes=5)


def look() -> Iterator[DoctorFinding]:
    now = timezone.now()
    newest = newest_moment()
    if now.year < EARLIEST_YEAR or (newest and newest > now + AHEAD):
        yield wrong(
            gettext("The machine's clock says %(now)s, but the record goes on to %(newest)s.")
            % {
                "now": local_moment(now),
                "newest": local_moment(newest) if newest else EARLIEST_YEAR,
            },
            gettext("Set the machine's clock, and let it follow a time server."),
        )
    yield from _zone()
    yield from _ticks(now)


def ticks(now: datetime) -> bool:
    """True if the clock ticked lately and well, or has only just been started."""
    last = last_tick()
    if last and now - last.at < timedelta(seconds=LATE_AFTER_SECONDS):
        return last.well
    return now - STARTED < timedelta(seconds=EVERY_SECONDS)


def _ticks(now: datetime) -> Iterator[DoctorFinding]:
    last, served = last_tick(), lock.holder(settings.HOME)
    late = last is None or now - last.at > timedelta(seconds=LATE_AFTER_SECONDS)
    should = served is not None and now.timestamp() - served.since > EVERY_SECONDS
    if last and not last.well:
        yield wrong(
            gettext("The clock failed at %(at)s (log number %(number)s).")
            % {"at": local_moment(last.at), "number": last.number},
            gettext(
                "Look in the log under this number; the clock tries again every quarter of an hour."
            ),
        )
    elif late:
        ticked = gettext("The clock ticked last: %s.") % (
            local_moment(last.at) if last else gettext("never")
        )
        todo = gettext("Start `bihuan serve`, or run `bihuan tick` every quarter of an hour.")
        if served and not should:
            todo = gettext("The server has only just been started: its clock ticks in a minute.")
        yield wrong(ticked, todo) if should else note(ticked, todo)
    elif last:
        yield fine(gettext("The clock ticked last: %s.") % local_moment(last.at))


def _zone() -> Iterator[DoctorFinding]:
    if time.localtime().tm_gmtoff != _offset() and "TZ" not in os.environ:
        yield note(
            gettext("The machine's time zone is not the district's (%s).") % settings.TIME_ZONE,
            gettext("Nothing is wrong with that here; logs of other programmes tell other hours."),
        )


def _offset() -> int:
    away = timezone.localtime().utcoffset()
    return int(away.total_seconds()) if away else 0
