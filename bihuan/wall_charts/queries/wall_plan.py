"""The year's milestones by project, as they stand at the end of a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from bihuan.accounts.models import User
from bihuan.accounts.queries import pinyin_order
from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.figures.kinds import Basis
from bihuan.figures.queries import rows, some_figures
from bihuan.figures.questions import Question, RowScope
from bihuan.kit.months import Month
from bihuan.plans.models import MilestonePromise
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project
from bihuan.wall_charts.kinds import Grouping, MilestoneFilter, StepStanding


@dataclass(frozen=True)
class WallStep:
    """One milestone: every day it was promised for, the first one first, and the day on which it
    was reached by the end of the month.
    """

    pk: int
    name: str
    promises: tuple[date, ...]
    reached_on: date | None
    standing: StepStanding

    @property
    def first_due_on(self) -> date:
        return self.promises[0]

    @property
    def due_on(self) -> date:
        return self.promises[-1]

    @property
    def moves(self) -> int:
        """How often the promise was moved."""
        return len(self.promises) - 1

    @property
    def is_reached(self) -> bool:
        return self.reached_on is not None


@dataclass(frozen=True)
class WallRow:
    """One project of the plan with the milestones looked for."""

    row: ProjectRow
    steps: tuple[WallStep, ...]
    starts_on: date | None
    finishes_on: date | None


@dataclass(frozen=True)
class WallGroup:
    """Rows that stand together under a name."""

    name: str
    rows: list[WallRow]


@dataclass(frozen=True)
class WallPlan:
    """What the wall plan shows. `counts` are of all projects that answer the filters, whichever
    milestones are looked for; `bare` are those without any.
    """

    rows: list[WallRow]
    bare: list[ProjectRow]
    counts: dict[MilestoneFilter, int]


Counted = dict[MilestoneFilter, set[int]]
"""The milestones that each figure counts."""


def wall_plan(
    user: User,
    month: Month,
    found: Sequence[ProjectRow],
    only: MilestoneFilter | None,
    *,
    today: date,
) -> WallPlan:
    """Return the milestones of the projects `found`; with `only` those that a figure counts."""
    question = question_of(user, month, today=today)
    counted = _counted(question)
    steps = _steps(user, month, counted)
    listed = [row for row in found if row.is_of_year]
    own = {step.pk for row in listed for step in steps.get(row.pk, ())}
    wanted = counted[only] if only else own
    every = [_row(row, steps[row.pk], wanted) for row in listed if row.pk in steps]
    return WallPlan(
        rows=[row for row in every if row.steps],
        bare=[row for row in listed if row.pk not in steps],
        counts={each: len(ids & own) for each, ids in counted.items()},
    )


def question_of(user: User, month: Month, *, today: date) -> Question:
    """Return what the figures are asked: promised days are the newest."""
    return Question(month.year, month.number, Basis.CURRENT, RowScope.of(user), today=today)


def grouped(rows: Sequence[WallRow], by: Grouping) -> list[WallGroup]:
    """Return the rows under the names of what they are grouped by; without a name last."""
    if by is Grouping.NONE:
        return [WallGroup("", list(rows))] if rows else []
    groups: defaultdict[str, list[WallRow]] = defaultdict(list)
    for row in rows:
        groups[_GROUP_OF[by](row.row)].append(row)
    names = groups if by is Grouping.TIER else sorted(groups, key=pinyin_order())
    return [WallGroup(name, groups[name]) for name in sorted(names, key=lambda name: not name)]


def _tier(row: ProjectRow) -> str:
    return str(Tier(row.tiers[0]).label) if row.tiers else ""


_GROUP_OF: dict[Grouping, Callable[[ProjectRow], str]] = {
    Grouping.COMMANDER: attrgetter("commander"),
    Grouping.ORGANISATION: attrgetter("responsible"),
    Grouping.TIER: _tier,
}


def _row(row: ProjectRow, steps: Sequence[WallStep], wanted: Collection[int]) -> WallRow:
    return WallRow(
        row,
        tuple(step for step in steps if step.pk in wanted),
        row.value("planned_start_on"),
        row.value("planned_finish_on"),
    )


def _counted(question: Question) -> Counted:
    figures = some_figures(question, *(f"milestones.{each.value}" for each in MilestoneFilter))
    return {
        each: {row.record_id for row in rows(figures[f"milestones.{each.value}"], question)}
        for each in MilestoneFilter
    }


def _steps(user: User, month: Month, counted: Counted) -> dict[int, list[WallStep]]:
    """Return the milestones of the year by project. One query."""
    promises = MilestonePromise.objects.filter(
        milestone__project_year__year=month.year,
        milestone__project_year__project__in=Project.objects.visible_to(user),
    ).order_by("milestone__order", "milestone_id", "version")
    days: defaultdict[tuple[int, int, str, date | None], list[date]] = defaultdict(list)
    for project, pk, name, reached_on, due_on in promises.values_list(
        "milestone__project_year__project_id",
        "milestone_id",
        "milestone__name",
        "milestone__reached__reached_on",
        "due_on",
    ):
        by_then = reached_on if reached_on and reached_on <= month.last_day else None
        days[project, pk, name, by_then].append(due_on)
    found: defaultdict[int, list[WallStep]] = defaultdict(list)
    for (project, pk, name, by_then), due in days.items():
        standing = _standing(pk, due[-1], by_then, counted)
        found[project].append(WallStep(pk, name, tuple(due), by_then, standing))
    return found


def _standing(pk: int, due_on: date, reached_on: date | None, counted: Counted) -> StepStanding:
    if reached_on:
        return StepStanding.REACHED if reached_on <= due_on else StepStanding.REACHED_LATE
    if pk in counted[MilestoneFilter.LATE]:
        return StepStanding.OVERDUE
    return StepStanding.DUE if pk in counted[MilestoneFilter.DUE_THIS_MONTH] else StepStanding.AHEAD
