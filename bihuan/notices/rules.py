"""When a digest goes out, when sending is tried again, and when it is given up. Pure.

Source: docs/rules/work.md, clauses NOTICE.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bihuan.kit.workdays import is_workday

from .kinds import DUE, NoticeKind, NoticeState
from .times import OfficeTimes


def is_digest_time(on: date, at: time, *, digest_from: time, times: OfficeTimes) -> bool:
    """True from the office's hour on, on working days (NOTICE-1)."""
    return at >= digest_from and (is_workday(on) or not times.working_days_only)


def is_due(
    state: str,
    *,
    next_at: datetime | None,
    claimed_at: datetime | None,
    at: datetime,
    times: OfficeTimes,
) -> bool:
    """True if a notice is to be sent now: its time has come, or whoever began did not finish
    (NOTICE-4).
    """
    if state == NoticeState.SENDING:
        return claimed_at is not None and claimed_at <= at - timedelta(minutes=times.claim_minutes)
    return state in DUE and next_at is not None and next_at <= at


def next_attempt(attempts: int, at: datetime, times: OfficeTimes) -> datetime | None:
    """Return when to try again after so many failures; None: give up (NOTICE-4)."""
    if attempts > len(times.retry_minutes):
        return None
    return at + timedelta(minutes=times.retry_minutes[attempts - 1])


def is_stale(kind: str, day: date, today: date) -> bool:
    """True for a digest whose day is over: the next one says what still waits."""
    return kind == NoticeKind.DIGEST and day < today
