"""Periods of a calendar, and the day in them on which something is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays

from .kinds import Calendar

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HALF = 15


@dataclass(frozen=True)
class Due:
    """The edge of a duty: its `day`-th day, or its `workday`-th working day, counted from the
    period's beginning; a negative number counts back from its end (-1 is the last). With `after`,
    days are counted from the end of the period into the next.
    """

    day: int = 0
    workday: int = 0
    after: bool = False

    def __post_init__(self) -> None:
        if bool(self.day) == bool(self.workday):
            raise ValueError(gettext("Give either a day or a working day."))
        if self.after and min(self.day, self.workday) < 0:
            raise ValueError(gettext("Days after the period are counted forwards."))


@dataclass(frozen=True, order=True)
class Period:
    """One turn of a calendar, both days included. `key` names it: "2024-W10", "2024-03b"."""

    first_day: date
    last_day: date
    key: str

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def month(self) -> Month:
        """The month in which it ends."""
        return Month.of(self.last_day)

    @property
    def in_words(self) -> str:
        """The period as people name it: 2024年12月第1周, 2024年3月上半月, 2024年第1季度. A week
        belongs to the month of its Thursday, as it does to the year.
        """
        year, part = self.key[:4], self.key[5:]
        if part.startswith("W"):
            thursday = self.first_day + timedelta(days=3)
            told = {"month": Month.of(thursday).in_words, "number": (thursday.day - 1) // 7 + 1}
            return gettext("%(month)s, week %(number)s") % told
        if part.startswith("Q"):
            return gettext("%(year)s, quarter %(number)s") % {"year": year, "number": part[1:]}
        if part.endswith("a"):
            return gettext("first half of %s") % self.month.in_words
        if part.endswith("b"):
            return gettext("second half of %s") % self.month.in_words
        return self.month.in_words if part else gettext("year %s") % year

    @property
    def months(self) -> list[Month]:
        """The months that begin or go on in it."""
        found = [Month.of(self.first_day)]
        while found[-1] < self.month:
            found.append(found[-1].next())
        return found


def period_of(calendar: Calendar, day: date) -> Period:
    """Return the period that `day` lies in. A week begins on Monday and bears its ISO number."""
    if calendar is Calendar.WEEKLY:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Period(first, first + WEEK - ONE_DAY, f"{year}-W{week:02d}")
    month = Month.of(day)
    if calendar is Calendar.HALF_MONTHLY:
        middle = date(day.year, day.month, HALF)
        if day <= middle:
            return Period(month.first_day, middle, f"{month}a")
        return Period(middle + ONE_DAY, month.last_day, f"{month}b")
    if calendar is Calendar.MONTHLY:
        return Period(month.first_day, month.last_day, str(month))
    if calendar is Calendar.QUARTERLY:
        quarter = (day.month - 1) // 3
        begins, ends = Month(day.year, quarter * 3 + 1), Month(day.year, quarter * 3 + 3)
        return Period(begins.first_day, ends.last_day, f"{day.year}-Q{quarter + 1}")
    return Period(date(day.year, 1, 1), date(day.year, 12, 31), str(day.year))


def latest_periods(calendar: Calendar, day: date, number: int) -> list[Period]:
    """Return the period of `day` and those before it, `number` in all, the newest first."""
    found = [period_of(calendar, day)]
    while len(found) < number:
        found.append(period_of(calendar, found[-1].first_day - ONE_DAY))
    return found


def due_day(due: Due, period: Period) -> date:
    """Return the day on which a duty of the period is due; never outside the period, unless it is
    counted after it (MECH-2).
    """
    start = period.last_day if due.after else period.first_day - ONE_DAY
    if due.workday < 0:
        day = add_workdays(period.last_day + ONE_DAY, due.workday)
    elif due.day < 0:
        day = period.last_day + timedelta(days=due.day + 1)
    elif due.workday:
        day = add_workdays(start, due.workday)
    else:
        day = start + timedelta(days=due.day)
    return day if due.after else max(period.first_day, min(day, period.last_day))
