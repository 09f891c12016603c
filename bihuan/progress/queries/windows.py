"""From when to when a month is reported, and what comes after its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bihuan.kit.days import day_begins
from bihuan.kit.months import Month
from bihuan.progress import rules
from bihuan.progress.models import Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import RoundRules, Window

ONE_DAY = timedelta(days=1)


class Arrival(Protocol):
    """What says when a report first came in, and how."""

    @property
    def first_submitted_at(self) -> datetime | None: ...

    @property
    def origin(self) -> str: ...


def window_of(
    month: Month, round: Round | None, office: RoundRules, *, today: date
) -> tuple[date | None, date | None]:
    """Return the first and last day of the month's round, or of the rules where none was opened
    yet; no days for a month that has not begun, nor for one that asked nobody (ROUND-10).
    """
    if round is not None:
        return round.opens_on, round.closes_on
    days = rules.window(month, office)
    asked = rules.was_asked(has_round=False, closes_on=days.closes_on, today=today)
    return (days.opens_on, days.closes_on) if asked and month.first_day <= today else (None, None)


@dataclass(frozen=True)
class RoundOpening:
    """What opening a month's round now would mean: its days by the rules, and those it would get.
    `workdays` is how long it lasts if it is late.
    """

    by_rules: Window
    days: Window
    workdays: int

    @property
    def is_late(self) -> bool:
        return self.days.opens_on > self.by_rules.closes_on


def round_opening(month: Month, *, today: date) -> RoundOpening | None:
    """Return what opening the month's round today would mean; None if it has not begun."""
    if month.first_day > today:
        return None
    office = rounds_in_force().on(month.first_day)
    return RoundOpening(
        by_rules=rules.window(month, office),
        days=rules.window_from(month, office, opened_on=today),
        workdays=office.workdays_if_late,
    )


def closing_day(month: Month) -> date | None:
    """Return the last day on which reports of a month are on time, once its round was opened."""
    found = Round.objects.filter(month=month.first_day)
    return found.values_list("closes_on", flat=True).first()


def deadline(closes_on: date | None) -> datetime | None:
    """Return the moment from which a report is late."""
    return day_begins(closes_on + ONE_DAY) if closes_on else None


def is_late(report: Arrival, late_from: datetime | None) -> bool:
    """Return whether a report that was sent came in when the last day was over."""
    return late_from is not None and rules.is_late(
        report.first_submitted_at, late_from, report.origin
    )


def last_month_run(year: int) -> Month | None:
    """Return the last month of `year` of which anything was accepted, else the last of which a
    round was opened; None if there is none.
    """
    counted = Report.objects.counted().filter(month__year=year)
    rounds = Round.objects.filter(month__year=year)
    for rows in (counted, rounds):
        newest = rows.order_by("-month").values_list("month", flat=True).first()
        if newest:
            return Month.of(newest)
    return None
