"""What the bureau's entries must satisfy among themselves, and what output must.

Pure: values in, refusal out. Nothing here knows the office's figures. Source:
docs/rules/progress.md, clauses STAT and CHAIN (of
the register: `chains`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext

MOST_MONTHS = 24


@dataclass(frozen=True)
class EntryRules:
    """How many full months after its start a project may still stand outside the statistics
    (STAT-5). An office's choice, as data.
    """

    title: str
    source: str
    within_months: int

    def __post_init__(self) -> None:
        if not 1 <= self.within_months <= MOST_MONTHS:
            raise ValueError(
                gettext(
                    "A project has 1 to %(most)s months to enter the statistics, not %(months)s."
                )
                % {"most": MOST_MONTHS, "months": self.within_months}
            )

    def started_by(self, month: Month) -> date:
        """Return the last day of a start that is past its time at the end of `month`."""
        then = month.before(self.within_months)
        return then.last_day.replace(day=min(month.last_day.day - 1, then.last_day.day))


def check_standing(entered_on: date | None, started_on: date | None, *, today: date) -> None:
    """Refuse days in the future, and an entry before the start (STAT-1)."""
    for day in (entered_on, started_on):
        if day and day > today:
            raise Refusal(gettext("%s lies in the future.") % long_day(day))
    if entered_on and started_on and entered_on < started_on:
        raise Refusal(gettext("A project enters the statistics after it has started."))


def check_month(
    completed_yuan: int, *, month_ends_on: date, entered_on: date | None, today: date
) -> None:
    """Refuse figures of a project that had not entered the statistics: 先入库,后有数 (STAT-2)."""
    if completed_yuan < 0:
        raise Refusal(gettext("The month's investment cannot be negative."))
    check_begun(Month.of(month_ends_on), today=today)
    if entered_on is None or entered_on > month_ends_on:
        raise Refusal(gettext("The project had not entered the statistics in that month."))


def check_cumulative(cumulative_yuan: int, *, before: int | None, after: int | None) -> None:
    """Refuse a cumulative below the month before or above the month after (STAT-3)."""
    if cumulative_yuan < 0:
        raise Refusal(gettext("Fixed-asset investment cannot be negative."))
    if before is not None and cumulative_yuan < before:
        raise Refusal(gettext("A cumulative cannot fall: the month before stands higher."))
    if after is not None and cumulative_yuan > after:
        raise Refusal(gettext("A cumulative cannot fall: the month after stands lower."))


def check_correction(reason: str) -> None:
    """Refuse to replace a figure without saying why (STAT-4)."""
    if not reason.strip():
        raise Refusal(gettext("A figure stands there: say why it changes."))


def check_bureau_name(name: str, *, of_project: str, bears: str) -> None:
    """Refuse a name of nothing, one that the ledger has for a project (`of_project`), and one that
    is remembered of another, which `bears` it (STAT-6).
    """
    if not name.strip():
        raise Refusal(gettext("Say what the bureau calls the project."))
    if of_project:
        raise Refusal(gettext("The ledger itself calls a project so: “%s”.") % of_project)
    if bears:
        raise Refusal(gettext("This name is remembered of “%s”: withdraw it first.") % bears)


def check_withdrawal(reason: str) -> None:
    """Refuse to withdraw a name without saying why (STAT-6)."""
    if not reason.strip():
        raise Refusal(gettext("Say why the name is withdrawn."))


def check_output(
    *, enterprise: str, year: int, this_year: int, output_yuan: int, previous_output_yuan: int
) -> None:
    """Refuse a nameless enterprise, a year to come, and output below nothing (CHAIN-1)."""
    if not enterprise.strip():
        raise Refusal(gettext("Name the enterprise."))
    if year > this_year:
        raise Refusal(gettext("The year %s has not begun yet.") % year)
    if output_yuan < 0 or previous_output_yuan < 0:
        raise Refusal(gettext("Output cannot be negative."))


def check_month_output(
    *, enterprise: str, month: date, today: date, output_yuan: int, previous_output_yuan: int
) -> None:
    """Refuse the same of a month, and one that has not begun (CHAIN-1)."""
    check_begun(Month.of(month), today=today)
    check_output(
        enterprise=enterprise,
        year=month.year,
        this_year=today.year,
        output_yuan=output_yuan,
        previous_output_yuan=previous_output_yuan,
    )


def check_output_correction(reason: str) -> None:
    """Refuse to replace output without saying why (CHAIN-2)."""
    if not reason.strip():
        raise Refusal(gettext("Output stands there: say why it changes."))
