"""Visits of this month's confirmed plan, as commanders' pages show them (COMMAND-5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from bihuan.kit.months import Month
from bihuan.visits.models import PlannedVisit

NONE = (0, 0)


def planned_visits(projects: Collection[int], today: date) -> dict[int, PlannedVisit]:
    """Return this month's visit of each project that has one, by project."""
    rows = _confirmed(today).filter(project__in=projects).select_related("done")
    return {visit.project_id: visit for visit in rows}


def visits_by_leader(today: date) -> dict[int, tuple[int, int]]:
    """Return by leader how many visits are planned this month, and how many were made."""
    counted = _confirmed(today).values_list("leader").order_by()
    rows = counted.annotate(Count("pk"), Count("done"))
    return {leader: (planned, made) for leader, planned, made in rows}


def _confirmed(today: date) -> QuerySet[PlannedVisit]:
    month = Month.of(today).first_day
    confirmed = PlannedVisit.objects.filter(plan__month=month, plan__confirmed_at__isnull=False)
    return confirmed.filter(dropped_reason="")
