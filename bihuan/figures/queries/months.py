"""A year month by month: done, planned by the curves, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from bihuan.audit.event_versions import one_reading
from bihuan.figures import rules
from bihuan.figures.beside import counted_reports
from bihuan.figures.blocks import summed
from bihuan.figures.expressions import _
from bihuan.figures.expressions import base_tables as tables
from bihuan.figures.project_months import planned_places
from bihuan.figures.questions import Question
from bihuan.kit.months import Month, months_of
from bihuan.project_months.districts import linked, selected
from bihuan.projects.rates import rounding, share

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIGITS = 2


@dataclass(frozen=True)
class MonthPoint:
    """One month of the year. What was done is None in a month that is not asked for, and before the
    first report of the year: nothing is known of it (FIGURE-22).
    """

    month: Month
    planned_yuan: int
    planned_to_date_yuan: int
    completed_yuan: int | None
    completed_to_date_yuan: int | None
    reports: int
    plan_completion: Decimal | None
    speed: Decimal | None
    acceleration: Decimal | None


@one_reading()
def months(question: Question) -> list[MonthPoint]:
    """Return the twelve months for the projects that stand on the lists at the question's month."""
    done, counts, curve, plan = _read(question)
    mode = rounding()
    so_far, told = list(accumulate(done)), list(accumulate(counts))
    points = []
    for month in months_of(question.year):
        n = month.number
        past = n <= question.month and told[n - 1] > 0

        def of_plan(part: int, times: int = 1, *, past: bool = past) -> Decimal | None:
            whole = plan * times if past else None
            return share(part, whole, digits=DIGITS, rounding=mode)

        recent, before = (
            sum(done[m - 1] for m in each) for each in (rules.pace(n).recent, rules.pace(n).before)
        )
        points.append(
            MonthPoint(
                month=month,
                planned_to_date_yuan=curve[n],
                planned_yuan=curve[n] - curve[n - 1],
                reports=counts[n - 1],
                completed_yuan=done[n - 1] if past else None,
                completed_to_date_yuan=so_far[n - 1] if past else None,
                plan_completion=of_plan(so_far[n - 1]),
                speed=of_plan(recent, len(rules.pace(n).recent)),
                acceleration=of_plan(*rules.acceleration(recent, before, n)),
            )
        )
    return points


def _read(question: Question) -> tuple[list[int], list[int], list[int], int]:
    """Return each month's yuan and reports, the curve from nothing to December, and the plan."""
    done, counts, curve = [0] * 12, [0] * 12, [0] * 13
    for row in summed(_done, question, by="month"):
        done[row["month"].month - 1] = row["completed_yuan"]
        counts[row["month"].month - 1] = row["reports"]
    for row in summed(_curve, question, by="month"):
        curve[row["month"].month] = row["cumulative_yuan"]
    plan = summed(_plan, question)[0]["planned_yuan"] or 0
    return done, counts, curve, plan


def _first_places(question: Question) -> ir.Table:
    return planned_places(question).filter(_.is_first)


def _done(question: Question) -> ir.Table:
    listed = selected(_first_places(question), listed="project_id")
    facts = selected(counted_reports(question), "project_id", "month", yuan="completed_yuan")
    joined = linked(facts, listed, ("project_id", "listed"), how="inner")
    return joined.aggregate(by="month", completed_yuan=_.yuan.sum(), reports=_.count())


def _curve(question: Question) -> ir.Table:
    listed = selected(_first_places(question), listed="plan_id")
    curve = tables.plan_months.filter(
        _.month.between(question.first_day, question.last_day_of_year)
    )
    joined = linked(curve, listed, ("plan_id", "listed"), how="inner")
    return joined.aggregate(by="month", cumulative_yuan=_.cumulative_yuan.sum())


def _plan(question: Question) -> ir.Table:
    return _first_places(question).aggregate(planned_yuan=_.planned_yuan.sum())
