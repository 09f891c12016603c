"""A case of an office's rules as data: the months of one project, and the verdict on the last.

Pure. Run by the tests, and shown as worked examples beside the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour, ReportArrival

from .machine import RuleSet, judge_year
from .measures import HUNDRED, MonthFacts
from .verdicts import LightVerdict

PLAN = 10_000_000_000
"""Yuan of an imagined plan, task or curve: percents of it are whole to eight places."""


@dataclass(frozen=True)
class CaseMonth:
    """What is known at the end of a month. `done` is percent of the annual plan since January,
    `month_done` of the month's task, `curve_done` of what the plan's curve expects by then.
    """

    month: str
    report: ReportArrival = ReportArrival.ACCEPTED
    done: Decimal | None = None
    month_done: Decimal | None = None
    curve_done: Decimal | None = None
    planned_wan: int | None = None
    planned_start_on: date | None = None
    started_on: date | None = None
    entered_on: date | None = None
    excused: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Month.parse(self.month)

    def facts(self) -> MonthFacts:
        """Return the month as the rules see it."""
        month = Month.parse(self.month)
        plan = PLAN if self.planned_wan is None else self.planned_wan * 10_000
        curve = self.curve_done
        done = self.done if curve is None else curve
        return MonthFacts(
            month=month,
            report=self.report,
            closes_on=month.last_day,
            completed_yuan=_part(PLAN, self.month_done),
            to_date_yuan=_part(plan, done),
            planned_yuan=None if self.done is None else plan,
            task_yuan=None if self.month_done is None else PLAN,
            curve_yuan=None if curve is None else plan,
            planned_start_on=self.planned_start_on,
            started_on=self.started_on,
            entered_on=self.entered_on,
            waived=dict.fromkeys(self.excused, "—"),
        )


@dataclass(frozen=True)
class LightCase:
    """A situation, and the colour and clauses expected of its last month. `days_after` says how
    long after the last day for reporting it is looked at.
    """

    preset: str
    title: str
    months: tuple[CaseMonth, ...]
    colour: Colour
    clauses: tuple[str, ...]
    project_class: str = ""
    days_after: int = 366

    def __post_init__(self) -> None:
        if not self.months:
            raise ValueError("months")

    @property
    def day(self) -> date:
        """The first day of the month judged: the rules that hold then judge it."""
        return Month.parse(self.months[-1].month).first_day

    def verdict(self, rules: RuleSet) -> LightVerdict:
        """Return what `rules` say of the last month, if all months are judged by them."""
        facts = [each.facts() for each in self.months]
        today = facts[-1].closes_on + timedelta(days=self.days_after)
        return judge_year(facts, self.project_class, lambda _month: rules, today=today)[-1]

    def is_met(self, verdict: LightVerdict) -> bool:
        """True if the verdict is the one expected, by the clauses expected."""
        named = tuple(reason.clause for reason in verdict.reasons)
        return verdict.colour is self.colour and named == self.clauses


def _part(whole: int, percent: Decimal | None) -> int:
    return int(whole * (percent or 0) / HUNDRED)
