"""What the projects of the upper lists need, asked for and approved in the year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.factors import actions
from bihuan.factors.actions import NeedApproval
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.models import Need
from bihuan.kit.months import Month
from bihuan.plans.actions import move_milestone, set_milestones
from bihuan.plans.models import Milestone, ProjectYear
from bihuan.plans.rules import ChangeApproval
from bihuan.progress.actions import reach_milestone
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

from .schedule import DemoSchedule

WANTED = "总平面图缺少审查意见，请补正。"
STRUCTURE_STANDS = 70
"""From so many percent on the reports speak of what comes after the structure."""
NOT_NEEDED = ("gas", "intake", "forest")
POSTPONED = {"structure": ((8, 45), (9, 60)), "land": ((7, 35), (8, 50))}
"""Steps that some projects postpone: in which month, and to how many days after its 28th."""


def plan(schedule: DemoSchedule) -> None:
    """Promise milestones and start the lists of provincial and municipal projects; ask, review,
    approve.
    """
    first = date(schedule.year, 1, 10)
    upper = Project.objects.live().filter(
        entries__annual_list__year=schedule.year,
        entries__annual_list__tier__in=[Tier.PROVINCIAL, Tier.MUNICIPAL],
    )
    for project in upper.distinct().order_by("pk"):
        schedule.put(first, lambda at, one=project: _start(schedule, one, at), hour=8)  # type: ignore[misc]  # the project is bound on purpose


def _start(schedule: DemoSchedule, project: Project, at: datetime) -> None:
    year = ProjectYear.objects.get(project=project, year=schedule.year)
    set_milestones(project_year=year, by=schedule.actors.office, at=at)
    steps = list(year.milestones.order_by("order"))
    _reach(schedule, project, steps)
    for step in steps:
        _postpone(schedule, step)
    actions.start_list(project=project, year=schedule.year, by=schedule.actors.office, at=at)
    for need in Need.objects.filter(project=project).select_related("department"):
        _follow(schedule, need)


def _reach(schedule: DemoSchedule, project: Project, steps: list[Milestone]) -> None:
    """Put down when milestones are reached: on the project's own days, the others near their
    promise and in order between them; the structure once it was reported to stand.
    """
    own = {
        "permit": project.permit_on,
        "start": project.started_on,
        "structure": _structure_on(project, schedule.year),
        "finish": project.finished_on,
        "in_use": project.in_use_on,
    }
    latest, day = date(schedule.year, 12, 31), {}
    for step in reversed(steps):
        promised = step.promises.get(is_current=True).due_on
        drawn = promised + timedelta(days=schedule.drawn.randint(-6, 12))
        known = own.get(step.key, drawn)
        if known is not None and known <= latest:
            day[step] = latest = known
    for step in steps:
        if step in day:
            _put_reached(schedule, step, day[step])


def _put_reached(schedule: DemoSchedule, step: Milestone, day: date) -> None:
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
    )


def _structure_on(project: Project, year: int) -> date | None:
    """Return the day on which the structure stood, by the first month that reports it."""
    told = project.reports.filter(month__year=year, physical_percent__gte=STRUCTURE_STANDS)
    first = told.order_by("month").first()
    return Month.of(first.month).last_day if first else None


def _postpone(schedule: DemoSchedule, step: Milestone) -> None:
    """Move the promises of some projects that are not reached, of some of them twice."""
    rounds = step.project_year.project_id % 3 if step.key in POSTPONED else 0
    for asked_in, days in POSTPONED.get(step.key, ())[:rounds]:
        on = date(schedule.year, asked_in, 12)
        due_on = date(schedule.year, asked_in, 28) + timedelta(days=days)
        approval = ChangeApproval("雨季停工，工序顺延", "区重点办", on)
        schedule.put(
            on,
            lambda at, due=due_on, why=approval: move_milestone(  # type: ignore[misc]  # both are bound on purpose
                milestone=step, due_on=due, approval=why, by=schedule.actors.office, at=at
            ),
            minute=0,  # none is drawn: all other moves stay as they are
        )


def _follow(schedule: DemoSchedule, need: Need) -> None:
    """Put the moves of one need down, so that most are there when they are needed."""
    office, drawn = schedule.actors.office, schedule.drawn
    wanted = need.needed_by or date(schedule.year, 6, 30)
    asked = max(wanted - timedelta(days=drawn.randint(25, 60)), date(schedule.year, 1, 15))
    if need.element in NOT_NEEDED and schedule.often(70):
        schedule.put(
            asked,
            lambda at: actions.move(
                need=need,
                verb=NeedVerb.NOT_NEED,
                note="经核实，本项目不涉及。",
                by=office,
                at=at,
            ),
        )
        return
    if schedule.often(6):
        asked = schedule.lately + timedelta(days=drawn.randrange(25))
    clerk = schedule.actors.clerks.get(need.department_id or 0, office)
    schedule.put(
        asked, lambda at: actions.move(need=need, verb=NeedVerb.ASK, by=office, at=at), hour=9
    )
    accepted = schedule.workday(asked, 0, 2)
    schedule.put(
        accepted,
        lambda at: actions.move(
            need=need,
            verb=NeedVerb.ACCEPT,
            by=clerk,
            at=at,
        ),
        hour=14,
    )
    reviewed = schedule.workday(accepted, 1, 2)
    if schedule.often(12):
        schedule.put(
            reviewed,
            lambda at: actions.move(
                need=need,
                verb=NeedVerb.WANT_PAPERS,
                note=WANTED,
                by=clerk,
                at=at,
            ),
            hour=10,
        )
        reviewed = schedule.workday(reviewed, 2, 6)
        schedule.put(
            reviewed,
            lambda at: actions.move(
                need=need,
                verb=NeedVerb.SUPPLY,
                by=office,
                at=at,
            ),
            hour=11,
        )
    decided = schedule.workday(reviewed, 1, 9)
    number = f"鹤要素〔{decided.year}〕{need.pk}号"
    schedule.put(
        decided,
        lambda at: actions.approve(
            need=need,
            approval=NeedApproval(number, decided),
            by=clerk,
            at=at,
        ),
        hour=16,
    )
