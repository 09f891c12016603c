"""Where projects' years stand at the end of a month: three queries, summed in the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Sum

from bihuan.command.rules import Position, expected_yuan
from bihuan.kit.months import Month
from bihuan.plans.models import Plan, PlanMonth
from bihuan.progress.models import Report
from bihuan.projects.kinds import Tier

TIERS = [tier.value for tier in Tier]


def positions(month: Month, only: Collection[int] | None = None) -> dict[int, Position]:
    """Return the position of every project with a plan of the year, or of those in `only`: planned
    and expected by the plan in force (LIGHT-8), completed by accepted reports.
    """
    plans, completed = _plans(month.year, only), _completed(month, only)
    curve = _curve(month, only)
    return {
        pk: Position(
            planned, expected_yuan(planned, curve.get(plan), month), completed.get(pk, 0)
        )
        for pk, (plan, planned) in plans.items()
    }  # fmt: skip


def _plans(year: int, only: Collection[int] | None) -> dict[int, tuple[int, int]]:
    """The plan in force on the highest list of the year; a list that was left comes last."""
    rows = Plan.objects.filter(
        entry__annual_list__year=year, is_current=True, **_within(only, "entry__project")
    ).values_list(
        "entry__project_id", "pk", "planned_yuan", "entry__left_on", "entry__annual_list__tier"
    )
    best_last = sorted(rows, key=lambda row: (row[3] is None, -TIERS.index(row[4])))
    return {pk: (plan, planned) for pk, plan, planned, _left, _tier in best_last}


def _curve(month: Month, only: Collection[int] | None) -> dict[int, int]:
    """What each plan in force expects by the end of the month, by plan."""
    rows = PlanMonth.objects.filter(
        month=month.first_day, plan__is_current=True, plan__entry__annual_list__year=month.year,
        **_within(only, "plan__entry__project"),
    )  # fmt: skip
    return dict(rows.values_list("plan_id", "cumulative_yuan"))


def _completed(month: Month, only: Collection[int] | None) -> dict[int, int]:
    rows = Report.objects.counted().filter(
        month__year=month.year, month__lte=month.first_day, **_within(only, "project")
    )
    sums = rows.values("project").order_by().annotate(completed=Sum("completed_yuan"))
    return {row["project"]: row["completed"] for row in sums}


def _within(only: Collection[int] | None, column: str) -> dict[str, Any]:
    return {} if only is None else {f"{column}__in": only}
