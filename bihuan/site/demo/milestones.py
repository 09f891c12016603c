"""Milestones of the example's year: promised, moved, and reached on the project's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bihuan.kit.months import Month
from bihuan.plans.actions import add_milestone, move_milestone, set_milestones
from bihuan.plans.models import Milestone, ProjectYear
from bihuan.plans.rules import ChangeApproval
from bihuan.progress.actions import reach_milestone
from bihuan.projects.kinds import ProjectClass
from bihuan.projects.models import Project

from .schedule import DemoSchedule

STRUCTURE_STANDS = 70
"""From so many percent on the reports speak of what comes after the structure."""
POSTPONED = {"structure": "雨季停工，工序顺延", "land": "用地报批材料补正，批复顺延"}
"""Steps that some projects postpone, and why."""
SURVEY = "现场摸底"
ASKED_BEFORE, MOVED_BY = timedelta(days=18), timedelta(days=45)


@dataclass(frozen=True)
class PromisedStep:
    """A milestone with the day it was promised for, and that on which it will be reached."""

    milestone: Milestone
    due_on: date
    reached_on: date | None


def plan(schedule: DemoSchedule) -> None:
    """Promise the steps of projects in preparation and of attraction and legacy, those of upper
    lists apart (`needs.plan`). What is drawn for them is their own: all other moves stay as they
    are.
    """
    years = ProjectYear.objects.filter(
        year=schedule.year, project_class__in=[ProjectClass.PREPARATION, ProjectClass.LEGACY]
    )
    for year in years.order_by("project_id"):
        schedule.put(
            date(schedule.year, 1, 10),
            lambda at, one=year: _promise_alone(schedule, one, at),  # type: ignore[misc]  # the year is bound on purpose
            hour=9,
            minute=0,
        )
        if year.project_class == ProjectClass.LEGACY:
            schedule.put(
                date(schedule.year, 1, 11),
                lambda at, one=year: _promise_survey(schedule, one, at),  # type: ignore[misc]  # the year is bound on purpose
                hour=9,
                minute=0,
            )


def _promise_survey(schedule: DemoSchedule, year: ProjectYear, at: datetime) -> None:
    """Promise one step of the project's own before the usual ones, and put down its reaching: so
    that something is due of projects of attraction and legacy from January on.
    """
    due_on = date(schedule.year, 1, 31)
    survey = add_milestone(
        project_year=year, name=SURVEY, due_on=due_on, by=schedule.actors.office, at=at
    )
    near = timedelta(days=Random(year.project_id).randint(-8, 4))
    _put_reached(schedule, survey, due_on + near, 0)


def _promise_alone(schedule: DemoSchedule, year: ProjectYear, at: datetime) -> None:
    if not year.milestones.exists():
        promise(schedule, year, at, Random(year.project_id))


def promise(
    schedule: DemoSchedule, year: ProjectYear, at: datetime, drawn: Random | None = None
) -> None:
    """Promise the usual steps of a project's year; put down when they are reached, and moved."""
    set_milestones(project_year=year, by=schedule.actors.office, at=at)
    steps = _steps(schedule, year, drawn or schedule.drawn)
    for place, step in enumerate(steps):
        if step.reached_on:
            _put_reached(schedule, step.milestone, step.reached_on, 0 if drawn else None)
        limit = min((later.due_on for later in steps[place + 1 :]), default=None)
        _postpone(schedule, step, limit or date(schedule.year, 12, 31))


def _steps(schedule: DemoSchedule, year: ProjectYear, drawn: Random) -> list[PromisedStep]:
    """Return the steps with the days on which they are reached: the project's own; the structure's
    once it was reported to stand; the papers' near their promise and in order between them.
    """
    own, found = _own_days(year.project, schedule.year), []
    latest = date(schedule.year, 12, 31)
    for step in year.milestones.order_by("-order"):
        due_on = step.promises.get(is_current=True).due_on
        reached = own.get(step.key, date.max)
        if reached == date.max:
            near = due_on + timedelta(days=drawn.randint(-6, 12))
            reached = latest = min(near, latest)
        found.append(PromisedStep(step, due_on, reached))
    return found[::-1]


def _own_days(project: Project, year: int) -> dict[str, date | None]:
    return {
        "permit": project.permit_on,
        "start": project.started_on,
        "structure": _structure_on(project, year),
        "finish": project.finished_on,
        "in_use": project.in_use_on,
    }


def _structure_on(project: Project, year: int) -> date | None:
    """Return the day on which the structure stood, by the first month that reports it; no later
    than the completion.
    """
    told = project.reports.filter(month__year=year, physical_percent__gte=STRUCTURE_STANDS)
    first = told.order_by("month").first()
    days = [Month.of(first.month).last_day] if first else []
    return min([*days, project.finished_on] if project.finished_on else days, default=None)


def _put_reached(schedule: DemoSchedule, step: Milestone, day: date, minute: int | None) -> None:
    schedule.put(
        max(day, date(schedule.year, 1, 11)),
        lambda at: reach_milestone(
            milestone=step,
            reached_on=day,
            by=schedule.actors.office,
            at=at,
            evidence="现场核实",
        ),
        hour=17,
        minute=minute,
    )


def _postpone(schedule: DemoSchedule, step: PromisedStep, limit: date) -> None:
    """Move the promises of some projects while they are not reached, of some of them twice, and
    none behind the step that follows.
    """
    key, due_on = step.milestone.key, step.due_on
    rounds = step.milestone.project_year.project_id % 3 if key in POSTPONED else 0
    for _round in range(rounds):
        on, due_on = due_on - ASKED_BEFORE, due_on + MOVED_BY
        was_reached = step.reached_on is not None and step.reached_on <= on
        if was_reached or due_on > limit or on.year != schedule.year:
            return
        approval = ChangeApproval(POSTPONED[key], "区重点办", on)
        schedule.put(
            on,
            lambda at, due=due_on, why=approval: move_milestone(  # type: ignore[misc]  # both are bound on purpose
                milestone=step.milestone,
                due_on=due,
                approval=why,
                by=schedule.actors.office,
                at=at,
            ),
            minute=0,  # none is drawn: all other moves stay as they are
        )
