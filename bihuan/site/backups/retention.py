"""When a backup is due and which old ones are kept: rules over days and moments alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Keep:
    """Of how many days, weeks and months the newest backup is kept."""

    days: int = 7
    weeks: int = 4
    months: int = 12


def to_retain(made: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Return which backups stay: of each of the last days, weeks and months with any, the newest.

    Moments are in the district's own time.
    """
    newest_first = sorted(made, reverse=True)
    return (
        _newest_of_each(newest_first, keep.days, lambda at: at.date())
        | _newest_of_each(newest_first, keep.weeks, lambda at: _monday(at.date()))
        | _newest_of_each(newest_first, keep.months, lambda at: (at.year, at.month))
    )


def is_due(
    *, now: datetime, daily_at: time, newest: datetime | None, failed: datetime | None
) -> bool:
    """Return whether a backup should begin: none was made since the hour last struck, and none has
    failed within the hour. All moments are in the district's own time.
    """
    if failed is not None and now - failed < RETRY_AFTER:
        return False
    return newest is None or newest < last_strike(now, daily_at)


def last_strike(now: datetime, daily_at: time) -> datetime:
    """Return the last moment at which the clock showed `daily_at`."""
    today = now.replace(hour=daily_at.hour, minute=daily_at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def _newest_of_each(
    newest_first: list[datetime], count: int, period: Callable[[datetime], Hashable]
) -> set[datetime]:
    first: dict[Hashable, datetime] = {}
    for at in newest_first:
        first.setdefault(period(at), at)
    return set(list(first.values())[:count])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
