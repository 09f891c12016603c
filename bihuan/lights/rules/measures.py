"""What is measured of one project at the end of a month, each metric by its formula. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bihuan.kit.months import Month
from bihuan.lights.kinds import Metric, ReportArrival

HUNDRED = Decimal(100)
MONTHS_A_YEAR = 12
Measured = Mapping[Metric, Decimal | None]
"""What each metric measured at the end of one month."""


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one project at the end of one month. Money in yuan, `to_date` from January.

    `closes_on` is the last day for reporting; `waived` holds the clauses excused this month.
    """

    month: Month
    report: ReportArrival
    closes_on: date
    completed_yuan: int = 0
    to_date_yuan: int = 0
    planned_yuan: int | None = None
    task_yuan: int | None = None
    curve_yuan: int | None = None
    planned_start_on: date | None = None
    started_on: date | None = None
    entered_on: date | None = None
    waived: Mapping[str, str] = field(default_factory=dict)


def measure(metric: Metric, facts: MonthFacts) -> Decimal | None:
    """Return the metric's value, unrounded, or None where there is nothing to measure it by."""
    if metric is Metric.START_OVERDUE:
        return _start_overdue(facts)
    if metric is Metric.STATISTICS_OVERDUE:
        return _statistics_overdue(facts)
    if metric is Metric.GAP:
        return _gap(facts)
    if metric is Metric.MONTH_RATIO:
        return _month_ratio(facts)
    if metric is Metric.CURVE_RATIO:
        return _percent(facts.to_date_yuan, facts.curve_yuan)
    return _percent(facts.to_date_yuan * MONTHS_A_YEAR, facts.planned_yuan, facts.month.number)


def figures_of(metric: str, value: Decimal, facts: MonthFacts) -> dict[str, str]:
    """What the sentence of a metric says beside its value; ratios are kept to four places."""
    figures = {"value": str(round(value, 4))}
    if metric == Metric.GAP and facts.planned_yuan:
        done = _percent(facts.to_date_yuan, facts.planned_yuan) or Decimal(0)
        figures |= {"done": str(round(done, 4)), "schedule": str(round(_schedule(facts), 4))}
    if metric == Metric.START_OVERDUE:
        figures["due"] = str(facts.planned_start_on)
    if metric == Metric.STATISTICS_OVERDUE:
        figures["started"] = str(facts.started_on)
    return figures


def _month_ratio(facts: MonthFacts) -> Decimal | None:
    """Nothing while the report is in review: what it says is not known to be missed (LIGHT-4); and
    nothing of an opening sum, which is of no month alone.
    """
    if facts.report in (ReportArrival.IN_REVIEW, ReportArrival.OPENING):
        return None
    return _percent(facts.completed_yuan, facts.task_yuan)


def _gap(facts: MonthFacts) -> Decimal | None:
    done = _percent(facts.to_date_yuan, facts.planned_yuan)
    return None if done is None else _schedule(facts) - done


def _schedule(facts: MonthFacts) -> Decimal:
    """The even schedule 序时进度: N/12 of the year, in percent."""
    return HUNDRED * facts.month.number / MONTHS_A_YEAR


def _percent(part: int, whole: int | None, times: int = 1) -> Decimal | None:
    return HUNDRED * part / Decimal(whole * times) if whole else None


def _start_overdue(facts: MonthFacts) -> Decimal | None:
    """Months at whose end the start was missed; the month in which it was due is the first, on
    whatever day (LIGHT-22).
    """
    due, started = facts.planned_start_on, facts.started_on
    if started and started <= facts.month.last_day:
        return Decimal(0)
    if due is None:
        return None
    return Decimal(max(0, ordinal(facts.month) - ordinal(Month.of(due)) + 1))


def _statistics_overdue(facts: MonthFacts) -> Decimal | None:
    """Full months more than which have passed since the office's start, at the month's end."""
    started, last_day = facts.started_on, facts.month.last_day
    if started is None or started > last_day:
        return None
    if facts.entered_on and facts.entered_on <= last_day:
        return Decimal(0)
    months = ordinal(facts.month) - ordinal(Month.of(started))
    return Decimal(months if last_day.day > started.day else max(0, months - 1))


def ordinal(month: Month) -> int:
    """Number of the month in the run of all months: differences of these are in months."""
    return month.year * MONTHS_A_YEAR + month.number
