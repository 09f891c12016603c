"""What the projects of the upper lists need, asked for and approved in the year."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.factors import actions
from bihuan.factors.actions import NeedApproval
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.models import Need
from bihuan.plans.models import ProjectYear
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

from .milestones import promise
from .schedule import DemoSchedule

WANTED = "总平面图缺少审查意见，请补正。"
NOT_NEEDED = ("gas", "intake", "forest")


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
    promise(schedule, year, at)
    actions.start_list(project=project, year=schedule.year, by=schedule.actors.office, at=at)
    for need in Need.objects.filter(project=project).select_related("department"):
        _follow(schedule, need)


def _why_not(schedule: DemoSchedule, need: Need, wanted: date) -> str:
    """Return why the office strikes a need off, if it does: what comes before the start of a
    project that started in an earlier year was settled then.
    """
    if wanted.year < schedule.year:
        return "开工前已办结，批复存项目档案。"
    foreign = need.element in NOT_NEEDED and schedule.often(70)
    return "经核实，本项目不涉及。" if foreign else ""


def _follow(schedule: DemoSchedule, need: Need) -> None:
    """Put the moves of one need down, so that most are there when they are needed."""
    office, drawn = schedule.actors.office, schedule.drawn
    wanted = need.needed_by or date(schedule.year, 6, 30)
    asked = max(wanted - timedelta(days=drawn.randint(25, 60)), date(schedule.year, 1, 15))
    if why := _why_not(schedule, need, wanted):
        schedule.put(
            asked,
            lambda at: actions.move(need=need, verb=NeedVerb.NOT_NEED, note=why, by=office, at=at),
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
