"""What a matter holds up, read from plans and reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from bihuan.plans.models import Milestone, Plan
from bihuan.progress.models import Report
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

TIERS = [tier.value for tier in Tier]


@dataclass(frozen=True)
class Stake:
    """The year's plan not yet completed, in yuan, and the next milestone that is not reached."""

    held_yuan: int = 0
    milestone_name: str = ""
    milestone_on: date | None = None


NOTHING = Stake()


def stake(project: Project | None, on: date) -> Stake:
    """Return what is at stake for one project as of `on`."""
    return stakes([project.pk], on).get(project.pk, NOTHING) if project else NOTHING


def stakes(projects: Collection[int], on: date) -> dict[int, Stake]:
    """Return what is at stake, by project. Reads a fixed number of times."""
    planned, completed = _planned(projects, on.year), _completed(projects, on.year)
    steps = _next_steps(projects, on.year)
    return {
        pk: Stake(
            max(planned.get(pk, 0) - completed.get(pk, 0), 0), *steps.get(pk, ("", None))
        )
        for pk in planned.keys() | steps.keys()
    }  # fmt: skip


def _planned(projects: Collection[int], year: int) -> dict[int, int]:
    """The current plan on the highest list of the year that each project has not left."""
    rows = Plan.objects.filter(
        entry__project__in=projects, entry__annual_list__year=year, entry__left_on=None,
        is_current=True,
    ).values_list("entry__project", "entry__annual_list__tier", "planned_yuan")  # fmt: skip
    lowest_first = sorted(rows, key=lambda row: TIERS.index(row[1]), reverse=True)
    return {pk: planned for pk, _tier, planned in lowest_first}


def _completed(projects: Collection[int], year: int) -> dict[int, int]:
    rows = Report.objects.counted().filter(project__in=projects, month__year=year)
    sums = rows.values("project").annotate(completed=Sum("completed_yuan")).order_by()
    return {row["project"]: row["completed"] for row in sums}


def _next_steps(projects: Collection[int], year: int) -> dict[int, tuple[str, date]]:
    rows = Milestone.objects.filter(
        project_year__project__in=projects, project_year__year=year, reached__isnull=True,
        promises__is_current=True,
    ).values_list("project_year__project", "name", "promises__due_on")  # fmt: skip
    latest_first = sorted(rows, key=lambda row: row[2], reverse=True)
    return {pk: (name, due_on) for pk, name, due_on in latest_first}
