"""What a matter holds up, read from plans and reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bihuan.kit.months import Month
from bihuan.plans.models import Milestone
from bihuan.project_months.reading import latest_project_months
from bihuan.projects.models import Project


@dataclass(frozen=True)
class Impact:
    """The year's plan not yet completed, in yuan, and the next milestone that is not reached."""

    held_yuan: int = 0
    milestone_name: str = ""
    milestone_on: date | None = None


NOTHING = Impact()


def impact(project: Project | None, month: Month) -> Impact:
    """Return what is at stake for one project at the end of `month`."""
    return impacts([project.pk], month).get(project.pk, NOTHING) if project else NOTHING


def impacts(projects: Collection[int], month: Month) -> dict[int, Impact]:
    """Return what is at stake at the end of `month`, by project: of the newest year up to then in
    which it has a plan, so that January asks for the old year's until the new one's is made.
    Reads a fixed number of times.
    """
    known = latest_project_months(month, projects)
    steps = _next_steps(projects, month.year)
    return {
        pk: Impact(
            known[pk].remaining_yuan if pk in known else 0,
            *steps.get((pk, known[pk].month.year if pk in known else month.year), ("", None)),
        )
        for pk in projects
    }


def _next_steps(projects: Collection[int], until: int) -> dict[tuple[int, int], tuple[str, date]]:
    """The next milestone that is not reached, by project and year."""
    open_ones = Milestone.objects.filter(
        project_year__project__in=projects,
        project_year__year__lte=until,
        reached__isnull=True,
        promises__is_current=True,
    )
    rows = open_ones.values_list(
        "project_year__project", "project_year__year", "name", "promises__due_on"
    )
    latest_first = sorted(rows, key=lambda row: row[3], reverse=True)
    return {(pk, year): (name, due_on) for pk, year, name, due_on in latest_first}
