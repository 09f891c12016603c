"""The places of projects on the lists of years, with every version of their plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, IntegerField, OuterRef, QuerySet

from bihuan.kit.months import Month
from bihuan.kit.prepared import Prepared
from bihuan.projects.kinds import Tier

from .in_force import Place
from .models import Absence, Entry, Plan, PlanMonth

TIERS = [tier.value for tier in Tier]
Numbers = Collection[int] | None
"""Row numbers of the projects that are asked for; None for all."""


def places_of(year: int, only: Numbers = None) -> dict[int, list[Place]]:
    """Return every version of each project's plans of the year, with the times off the list."""
    rows = Plan.objects.filter(entry__annual_list__year=year)
    if only is not None:
        rows = rows.filter(entry__project__in=list(only))
    return {pk: places for (pk, _year), places in _read(_columns(rows)).items()}


def places_of_one(project: int, year: int) -> list[Place]:
    """Return the same of one project, whose number is given."""
    return _read(_of_one(project=project, year=year)).get((project, year), [])


def tiers_of(month: Month, only: Numbers = None) -> dict[int, list[str]]:
    """Return the tiers of the lists on which projects stood at a month's end, highest first
    (`Place.stands`): no tier for those that had left theirs, no entry for who was on none by then.
    """
    on = month.last_day
    rows = Entry.objects.filter(annual_list__year=month.year, added_on__lte=on)
    if only is not None:
        rows = rows.filter(project__in=list(only))
    away = Absence.objects.filter(entry=OuterRef("pk"), left_on__lte=on, returned_on__gt=on)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, tier, left_on, is_away in rows.annotate(is_away=Exists(away)).values_list(
        "project_id", "annual_list__tier", "left_on", "is_away"
    ):
        tiers = found[pk]
        if not is_away and (left_on is None or left_on > on):
            tiers.append(tier)
    return {pk: sorted(tiers, key=TIERS.index) for pk, tiers in found.items()}


def newest_places(until: int, only: Collection[int]) -> dict[int, tuple[int, list[Place]]]:
    """Return, by project, the newest year up to `until` in which it has a plan, with its places
    of that year. One query.
    """
    rows = Plan.objects.filter(entry__annual_list__year__lte=until, entry__project__in=list(only))
    found: dict[int, tuple[int, list[Place]]] = {}
    for (pk, year), places in _read(_columns(rows)).items():
        if pk not in found or found[pk][0] < year:
            found[pk] = year, places
    return found


def curves_of(
    year: int, only: Numbers = None, month: Month | None = None
) -> dict[int, dict[int, int]]:
    """Return what each version of a plan expects by the end of each month, by plan and number of
    the month; with `month`, of that one and the one before.
    """
    curves: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rows = PlanMonth.objects.filter(plan__entry__annual_list__year=year)
    if only is not None:
        rows = rows.filter(plan__entry__project__in=list(only))
    if month is not None:
        rows = rows.filter(month__in=[month.previous().first_day, month.first_day])
    for plan, first_day, yuan in rows.values_list("plan_id", "month", "cumulative_yuan").iterator():
        if first_day.year == year:
            curves[plan][first_day.month] = yuan
    return curves


def _columns(rows: QuerySet[Plan]) -> QuerySet[Plan, tuple[Any, ...]]:
    return rows.order_by().values_list(
        "entry__project_id",
        "entry__annual_list__year",
        "entry__annual_list__tier",
        "entry__added_on",
        "entry__left_on",
        "approved_on",
        "version",
        "pk",
        "planned_yuan",
        "entry__absences__left_on",
        "entry__absences__returned_on",
    )


_of_one = Prepared(
    lambda project, year: _columns(
        Plan.objects.filter(entry__annual_list__year=year, entry__project=project)
    ),
    project=BigIntegerField(),
    year=IntegerField(),
)


def _read(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], list[Place]]:
    away: defaultdict[tuple[Any, ...], list[tuple[date, date]]] = defaultdict(list)
    for *row, gone_on, returned_on in rows:
        gaps = away[tuple(row)]
        if gone_on:
            gaps.append((gone_on, returned_on))
    places: defaultdict[tuple[int, int], list[Place]] = defaultdict(list)
    for (project, year, tier, *held), gaps in away.items():
        added_on, left_on, approved_on, version, plan, yuan = held
        places[project, year].append(
            Place(
                TIERS.index(tier), added_on, left_on, approved_on, version, plan, yuan, tuple(gaps)
            )
        )
    return places
