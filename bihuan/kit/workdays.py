"""Working days of the mainland calendar, holidays and make-up Saturdays included.

The holidays of a year are known once the State Council has published them. Until then its Mondays
to Fridays are taken for working days; an office adds the year to `presets/holidays.yaml` of its
data folder as soon as it is out. Source of the known years: the package chinese_calendar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
from chinese_calendar.constants import holidays, workdays
from django.conf import settings

from .errors import Refusal
from .presets import load_presets
from .words import gettext

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2050


@dataclass(frozen=True)
class Holidays:
    """One year's exceptions: working days that are free, and free days that are worked."""

    free: tuple[date, ...]
    worked: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if len({day.year for day in (*self.free, *self.worked)}) > 1:
            raise ValueError(gettext("The days of one year stand together."))


@cache
def own_holidays() -> Mapping[str, Holidays]:
    """Return the years that the office added, by number. Raises PresetError for a bad file."""
    return load_presets(Holidays, Path(settings.HOME) / "presets" / "holidays.yaml")


def is_known(year: int) -> bool:
    """True if the holidays of `year` are known, and not only its weekends."""
    if str(year) in own_holidays():
        return True
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """True on a working day, as far as the year's holidays are known."""
    own = own_holidays().get(str(day.year))
    free, worked = (own.free, own.worked) if own else (holidays, workdays)
    return day in worked or (day.weekday() < 5 and day not in free)


def add_workdays(day: date, number: int) -> date:
    """Return the `number`-th working day after `day` (`day` itself is not counted); before it, if
    `number` is negative.
    """
    days = _counted(day)
    if number >= 0:
        return days[bisect_right(days, day) + number - 1] if number else day
    return days[bisect_left(days, day) + number]


def workdays_between(start: date, end: date) -> int:
    """Return how many working days lie after `start`, up to `end`; negative if `end` is earlier.

    Raises Refusal outside the years that are counted.
    """
    days = _counted(start, end)
    return bisect_right(days, end) - bisect_right(days, start)


def _counted(*days: date) -> list[date]:
    if any(not FIRST_YEAR < day.year < LAST_YEAR for day in days):
        told = {"first": FIRST_YEAR + 1, "last": LAST_YEAR - 1}
        raise Refusal(gettext("Working days are counted from %(first)s to %(last)s.") % told)
    return all_workdays()


@cache
def all_workdays() -> list[date]:
    """Return every working day of the years we count in, in order."""
    day, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    found = []
    while day <= last:
        if is_workday(day):
            found.append(day)
        day += ONE_DAY
    return found
