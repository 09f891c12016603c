"""What is known of a project before a month is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BigIntegerField, DateField

from bihuan.kit.months import Month
from bihuan.kit.prepared import Prepared
from bihuan.plans.in_force import Place, in_force
from bihuan.plans.models import PlanMonth, ProjectYear
from bihuan.plans.places import places_of_one
from bihuan.progress.kinds import SENT, Origin
from bihuan.progress.models import FundsInPlace, Report
from bihuan.progress.validation import Known
from bihuan.projects.models import Project


class _Past(NamedTuple):
    pk: int
    month: date
    completed_yuan: int
    percent: Decimal | None
    text: str
    origin: str


_reports_before = Prepared(
    lambda project, month: (
        Report.objects.current()
        .filter(project=project, month__lt=month, state__in=SENT)
        .order_by("-month")
        .values_list(
            "pk", "month", "completed_yuan", "physical_percent", "physical_text", "origin"
        )[:12]
    ),
    project=BigIntegerField(),
    month=DateField(),
)


def known_before(project: Project, month: Month) -> Known:
    """Return what the month's report is compared with: the year so far as handed in, the report
    before, and the current plan on the highest list that the project stands on.
    """
    plan = _plan(project, month)
    return replace(
        _handed_in(project, month),
        before_year_yuan=_before_year(project, month.year),
        planned_yuan=plan.planned_yuan if plan else None,
        planned_month_yuan=_planned_in(plan, month) if plan else None,
    )


def known_for_refusals(project: Project, month: Month) -> Known:
    """Return what of it decides whether a report can be true, which every save asks: the plan
    counts only where the total investment is not known.
    """
    known = _handed_in(project, month)
    if known.total_yuan:
        return known
    plan = _plan(project, month)
    return replace(known, planned_yuan=plan.planned_yuan if plan else None)


def _plan(project: Project, month: Month) -> Place | None:
    return in_force(places_of_one(project.pk, month.year), month.last_day)


def _handed_in(project: Project, month: Month) -> Known:
    past = _past(project, month)
    last = past[0] if past else None
    return Known(
        earlier_yuan=sum(row.completed_yuan for row in past if row.month.year == month.year),
        previous_yuan=_of_the_month_before(last, month),
        previous_percent=next((row.percent for row in past if row.percent is not None), None),
        previous_text=last.text if last else "",
        previous_funds=_funds(last) if last and last.month.year == month.year else {},
        total_yuan=project.total_investment_yuan,
    )


def _of_the_month_before(last: _Past | None, month: Month) -> int | None:
    """Return what the month before completed; None if nobody knows that of it alone."""
    if last is None or last.month != month.previous().first_day or last.origin == Origin.OPENING:
        return None
    return last.completed_yuan


def _past(project: Project, month: Month) -> list[_Past]:
    """Reports handed in before `month`, newest first: as many as a year can have, and one more."""
    rows = _reports_before(project=project.pk, month=month.first_day)
    return [_Past(*row) for row in rows]


def _funds(last: _Past) -> dict[str, int]:
    rows = FundsInPlace.objects.filter(report=last.pk)
    return dict(rows.values_list("source", "amount_yuan"))


def _before_year(project: Project, year: int) -> int:
    found = ProjectYear.objects.filter(project=project, year=year)
    return found.values_list("completed_before_yuan", flat=True).first() or 0


def _planned_in(plan: Place, month: Month) -> int | None:
    """Return what the plan's curve gives to the month alone, or None where it has no curve."""
    months = dict(
        PlanMonth.objects.filter(
            plan=plan.plan_id, month__in=[month.first_day, month.previous().first_day]
        ).values_list("month", "cumulative_yuan")
    )
    if month.first_day not in months:
        return None
    return months[month.first_day] - months.get(month.previous().first_day, 0)
