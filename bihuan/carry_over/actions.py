"""Putting a year's unfinished projects on the lists of the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.plans.actions import carry_milestones, enter, make_list
from bihuan.plans.curves import CurveShape, Terms
from bihuan.plans.models import AnnualList, Milestone, ProjectYear
from bihuan.plans.rules import rescale
from bihuan.progress.beginning import begin_year
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project

from .queries import Carried, carried_over, lists_by_tier


@dataclass(frozen=True)
class CarryOverChange:
    """What the office changed of a proposal, or that the project stays behind."""

    project_class: ProjectClass | None = None
    planned_yuan: int | None = None
    stays: bool = False


@action
def carry_over(
    *,
    from_year: int,
    to_year: int,
    by: User,
    at: datetime,
    tiers: Collection[Tier] | None = None,
    changes: Mapping[int, CarryOverChange] | None = None,
) -> list[Carried]:
    """Put the unfinished projects of those lists, or of all, on the same lists of a later year,
    which are made where there are none (CARRY-5). Return a row for each project, of those carried
    as they were; `changes` are by the project's number.
    """
    require(by, Can.PLAN_EDIT)
    proposed, changes = carried_over(from_year, to_year, tiers), changes or {}
    _check_places(proposed, changes)
    rows = [_changed(row, changes.get(row.project.pk)) for row in proposed]
    lists = _lists(to_year, {tier for row in rows for tier in row.goes_on}, by=by, at=at)
    for row in rows:
        for tier in row.goes_on:
            _enter(row, lists[tier], is_first=tier == row.goes_on[0], by=by, at=at)
        if row.goes_on:
            _carry_milestones(row.project, from_year, to_year, by=by, at=at)
    begin_year(year=to_year, by=by, at=at)
    return rows


def _check_places(rows: Collection[Carried], changes: Mapping[int, CarryOverChange]) -> None:
    """Refuse changes of projects that are on none of the lists, or do not go on from them."""
    proposed = {row.project.pk: row for row in rows}
    if strange := sorted(changes.keys() - proposed.keys()):
        raise Refusal(
            gettext("There is no project %s on the lists that are carried over.")
            % gettext(", ").join(map(str, strange))
        )
    stay = [proposed[pk] for pk, change in changes.items() if change.planned_yuan is not None]
    if told := [f"{row.project}：{row.reason}" for row in stay if not row.goes_on]:
        raise Refusal("\n".join(told))


def _changed(row: Carried, change: CarryOverChange | None) -> Carried:
    if change is None or not row.goes_on:
        return row
    if change.stays:
        return replace(row, goes_on=(), reason=gettext("left out by the office"))
    if change.project_class and not row.is_begun:
        row = replace(row, project_class=change.project_class)
    if change.planned_yuan is not None and change.planned_yuan != row.planned_yuan:
        months = rescale(row.months, change.planned_yuan)
        row = replace(row, months=tuple(months), reason=gettext("planned by the office"))
    return row


def _lists(year: int, tiers: set[Tier], *, by: User, at: datetime) -> dict[Tier, AnnualList]:
    """Return the year's lists of those tiers, made where there are none."""
    found = lists_by_tier(year)
    for tier in sorted(tiers - found.keys()):
        found[tier] = make_list(year=year, tier=tier, by=by, at=at)
    return found


def _enter(
    row: Carried, annual_list: AnnualList, *, is_first: bool, by: User, at: datetime
) -> None:
    """Put a project on a list, as a refusal that names it if it cannot be."""
    begins = is_first and not row.is_begun
    try:
        enter(
            annual_list=annual_list,
            project=row.project,
            terms=Terms(
                planned_yuan=row.planned_yuan,
                shape=CurveShape(points=dict(enumerate(row.months, 1))),
            ),
            by=by,
            at=at,
            project_class=row.project_class if begins else "",
            completed_before_yuan=row.completed_before_yuan,
            added_on=date(annual_list.year, 1, 1),
        )
    except Refusal as told:
        raise Refusal(f"{row.project}: {told}") from told


def _carry_milestones(
    project: Project, from_year: int, to_year: int, *, by: User, at: datetime
) -> None:
    """What is promised for the new year and not reached goes along (CARRY-6)."""
    waiting = Milestone.objects.filter(
        project_year__project=project, project_year__year=from_year, reached=None
    )
    if waiting:
        year = ProjectYear.objects.get(project=project, year=to_year)
        carry_milestones(milestones=waiting, project_year=year, by=by, at=at)
