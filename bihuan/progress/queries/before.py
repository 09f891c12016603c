"""What is known of a project before a month is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import BigIntegerField, DateField

from bihuan.kit.months import Month
from bihuan.kit.prepared import Prepared
from bihuan.plans.in_force import Place, in_force
from bihuan.plans.models import ProjectYear
from bihuan.plans.places import curves_of, places_of_one
from bihuan.progress.kinds import SENT, Origin
from bihuan.progress.models import Report
from bihuan.progress.validation import Known
from bihuan.projects.models import Project

from .funds import funds_of


class PastReport(NamedTuple):
    """A report that was handed in of an earlier month. `pk` and words are read of one project."""

    month: date
    completed_yuan: int
    percent: Decimal | None
    origin: str
    pk: int = 0
    text: str = ""
    problems: str = ""
    next_text: str = ""


_reports_before = Prepared(
    lambda project, month: (
        Report.objects.current()
        .filter(project=project, month__lt=month, state__in=SENT)
        .order_by("-month")
        .values_list(
            "month",
            "completed_yuan",
            "physical_percent",
            "origin",
            "pk",
            "physical_text",
            "problems",
            "next_month_text",
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
    curves = curves_of(month.year, [project.pk], month) if plan else {}
    return replace(
        _handed_in(project, month),
        before_year_yuan=_before_year(project, month.year),
        planned_yuan=plan.planned_yuan if plan else None,
        planned_month_yuan=planned_in(curves.get(plan.plan_id, {}), month) if plan else None,
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


def known_of(past: Sequence[PastReport], month: Month) -> Known:
    """Return what earlier reports, newest first, tell of the time before the month."""
    last = past[0] if past else None
    is_of_month_before = last and last.month == month.previous().first_day
    tells_it_alone = last and is_of_month_before and last.origin != Origin.OPENING
    return Known(
        earlier_yuan=sum(row.completed_yuan for row in past if row.month.year == month.year),
        previous_yuan=last.completed_yuan if last and tells_it_alone else None,
        previous_percent=next((row.percent for row in past if row.percent is not None), None),
    )


def planned_in(curve: Mapping[int, int], month: Month) -> int | None:
    """Return what a plan's curve, by number of the month, gives to the month alone; None where it
    tells nothing of it.
    """
    if month.number not in curve:
        return None
    return curve[month.number] - curve.get(month.number - 1, 0)


def _handed_in(project: Project, month: Month) -> Known:
    rows = _reports_before(project=project.pk, month=month.first_day)
    past = [PastReport(*row) for row in rows]
    last = past[0] if past else None
    return replace(
        known_of(past, month),
        previous_text=last.text if last else "",
        previous_problems=last.problems if last else "",
        previous_next_text=last.next_text if last else "",
        previous_funds=funds_of(last.pk) if last and last.month.year == month.year else {},
        total_yuan=project.total_investment_yuan,
    )


def _before_year(project: Project, year: int) -> int:
    found = ProjectYear.objects.filter(project=project, year=year)
    return found.values_list("completed_before_yuan", flat=True).first() or 0
