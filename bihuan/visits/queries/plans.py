"""Who may be visited and why, and what became of a month's plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max

from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import headlines
from bihuan.matters.kinds import OPEN
from bihuan.matters.models import Matter
from bihuan.projects.models import Project
from bihuan.visits.kinds import Risk
from bihuan.visits.models import PlannedVisit, Visit, VisitPlan
from bihuan.visits.rules import VisitCandidate, VisitRules

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class PlanShown:
    """A month's plan as the page shows it."""

    plan: VisitPlan | None
    visits: list[PlannedVisit]
    done: int
    dropped: int


def candidates(month: Month, rules: VisitRules, today: date) -> list[VisitCandidate]:
    """Return the projects that have a commander and were on a list of the month's year or the year
    before, with the risks that speak for a visit. Reads a fixed number of times.
    """
    seen = month.previous()
    strips = headlines(seen.year, today)
    rows = Project.objects.live().filter(commander__isnull=False, finished_on=None)
    late = _count(Matter.objects.overdue(today))
    waiting = _count(Matter.objects.filter(state__in=OPEN))
    visited = dict(
        Visit.objects.complete().values_list("project").annotate(Max("visited_on")).order_by()
    )
    long_ago = today - timedelta(days=DAYS_A_MONTH * rules.long_ago_months)
    found = []
    for pk, leader in rows.order_by("pk").values_list("pk", "commander"):
        lights = strips.get(pk)
        if lights is None:
            continue
        colour = lights.headline.colour(seen.number)
        risks = {
            Risk.RED: int(colour == Colour.RED),
            Risk.YELLOW: int(colour == Colour.YELLOW),
            Risk.SILENT: int(lights.machine.is_silent(seen.number)),
            Risk.OVERDUE: late[pk],
            Risk.OPEN: waiting[pk],
            Risk.LONG_AGO: int(visited.get(pk, date.min) < long_ago),
        }
        found.append(VisitCandidate(pk, leader, risks))
    return found


def month_plan(month: Month, visible: list[int] | None = None) -> PlanShown:
    """Return the plan of a month; of the projects in `visible`, if those are given."""
    plan = VisitPlan.objects.filter(month=month.first_day).first()
    if plan is None:
        return PlanShown(None, [], 0, 0)
    rows = plan.visits.select_related("project", "leader", "done").order_by(
        "leader__name", "-points", "pk"
    )
    visits = [row for row in rows if visible is None or row.project_id in visible]
    done = sum(row.done_id is not None for row in visits)
    return PlanShown(plan, visits, done, sum(bool(row.dropped_reason) for row in visits))


def others_to_visit(month: Month, visible: Collection[int]) -> list[tuple[int, str]]:
    """Return number and name of the visible projects with a commander that are not in the month's
    plan, or were dropped from it.
    """
    planned = PlannedVisit.objects.filter(plan__month=month.first_day, dropped_reason="")
    rows = Project.objects.live().filter(commander__isnull=False, finished_on=None)
    free = rows.exclude(pk__in=planned.values("project")).order_by("pinyin", "name", "pk")
    return [(pk, name) for pk, name in free.values_list("pk", "name") if pk in visible]


def leaders_months(month: Month) -> dict[int, tuple[int, int]]:
    """Return by leader how many visits the month's plan holds, and how many were made."""
    rows = PlannedVisit.objects.filter(plan__month=month.first_day, dropped_reason="")
    counted = rows.values_list("leader").annotate(Count("pk"), Count("done")).order_by()
    return {leader: (planned, done) for leader, planned, done in counted}


def _count(matters: object) -> Counter[int]:
    rows = matters.values_list("project").annotate(Count("pk")).order_by()  # type: ignore[attr-defined]  # a query set
    return Counter({pk: number for pk, number in rows if pk is not None})
