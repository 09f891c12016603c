"""Where projects' years stand at the end of a month, in three queries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Sum

from bihuan.command.rules import Position, expected_yuan
from bihuan.kit.months import Month
from bihuan.lights.facts import places_of
from bihuan.lights.rules import in_force
from bihuan.plans.models import PlanMonth
from bihuan.progress.models import Report


def positions(month: Month, only: Collection[int] | None = None) -> dict[int, Position]:
    """Return the position of every project with a plan of the year, or of those in `only`: planned
    and expected by the plan in force at the month's end (LIGHT-8), completed by accepted reports.
    """
    completed, curve = _completed(month, only), _curve(month, only)
    found = {}
    for pk, places in places_of(month.year, only).items():
        if place := in_force(places, month.last_day):
            expected = expected_yuan(place.planned_yuan, curve.get(place.plan_id), month)
            found[pk] = Position(place.planned_yuan, expected, completed.get(pk, 0))
    return found


def _curve(month: Month, only: Collection[int] | None) -> dict[int, int]:
    """What each version of a plan expects by the end of the month, by plan."""
    rows = PlanMonth.objects.filter(
        month=month.first_day, plan__entry__annual_list__year=month.year,
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
