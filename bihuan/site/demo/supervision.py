"""Applications that were not won, approvals of projects that may apply, visits of supervision that
are entered at the year's end from the supervisor's notes, and flags raised of late. All of it is
invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from bihuan.factors.actions import NeedApproval, approve, move, start_list
from bihuan.factors.kinds import NeedVerb
from bihuan.funding.actions import enter_funding, open_line
from bihuan.funding.drafts import FundingEntryDraft, LineDraft
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.kit.money import WAN
from bihuan.oversight.actions import raise_flag
from bihuan.projects.kinds import ProjectClass, ProjectState
from bihuan.projects.models import Project
from bihuan.visits.actions import VisitManifest, record_visit, set_visit_purpose
from bihuan.visits.kinds import VisitPurpose

from .schedule import DemoSchedule

SEED = 7
NOTES = {
    VisitPurpose.START: "已到现场核实开工：主体工程开工，项目法人、监管责任人到位。",
    VisitPurpose.WORKS: "已到现场核实建设进度：形象进度与调度台账一致，资金专款专用。",
    VisitPurpose.COMPLETION: "已到现场核实竣工：建设内容完成，正在办理验收和决算。",
}
RAISED = ("overdue", "payment_low")
LISTED = 8
APPLIED = (Programme.CENTRAL_BUDGET, Programme.SPECIAL_BOND, Programme.CENTRAL_BUDGET)
"""What projects in preparation applied for and did not win."""


def plan(schedule: DemoSchedule) -> None:
    """Put down what the supervisor entered, and what was raised in the weeks before now. What is
    drawn for it is its own: other moves stay as they are.
    """
    schedule.put(
        date(schedule.year, 12, 24), lambda at: _enter_visits(schedule, at), hour=17, minute=0
    )
    schedule.put(date(schedule.year, 2, 20), lambda at: _apply(schedule, at), hour=9, minute=0)
    schedule.put(schedule.lately, lambda at: _list_needs(schedule, at), hour=8, minute=0)
    for days, kind in enumerate(RAISED, 3):
        day = schedule.lately + timedelta(days=days)
        schedule.put(day, lambda at, one=kind: _raise(schedule, one, at), hour=17, minute=30)  # type: ignore[misc]  # the flag is bound on purpose


def _apply(schedule: DemoSchedule, at: datetime) -> None:
    """Apply for projects in preparation whose quota did not come."""
    office, on = schedule.actors.office, local_day(at)
    waiting = Project.objects.filter(
        state=ProjectState.PREPARATION, total_investment_yuan__gt=0, funding_lines=None
    ).order_by("-total_investment_yuan", "pk")
    for programme, project in zip(APPLIED, waiting, strict=False):
        draft = LineDraft(project, programme, schedule.year, "第一批")
        line = open_line(draft=draft, by=office, at=at)
        yuan = (project.total_investment_yuan or 0) // 10 // WAN * WAN
        said = FundingEntryDraft(FundingStage.APPLIED, on, yuan, reason="储备申报")
        enter_funding(line=line, draft=said, by=office, at=at)


def _list_needs(schedule: DemoSchedule, at: datetime) -> None:
    """Start the lists of some projects in preparation; a part of what they need is approved."""
    drawn, office, on = Random(SEED), schedule.actors.office, local_day(at)
    waiting = Project.objects.filter(
        state=ProjectState.PREPARATION,
        years__year=schedule.year,
        years__project_class=ProjectClass.PREPARATION,
        needs=None,
    )
    for project in waiting.order_by("pk")[:LISTED]:
        start_list(project=project, year=schedule.year, by=office, at=at)
        done = drawn.randint(3, 9)
        for place, need in enumerate(project.needs.order_by("order", "pk")):
            if place > done:
                break
            for verb in (NeedVerb.ASK, NeedVerb.ACCEPT):
                need = move(need=need, verb=verb, by=office, at=at)
            if place < done:
                number = f"鹤要素〔{on.year}〕{need.pk}号"
                approve(need=need, approval=NeedApproval(number, on), by=office, at=at)


def _enter_visits(schedule: DemoSchedule, at: datetime) -> None:
    drawn, by = Random(SEED), schedule.actors.supervisor
    lines = FundingLine.objects.filter(
        programme=Programme.CENTRAL_BUDGET, year=schedule.year
    ).select_related("project")
    for line in lines.order_by("pk"):
        for purpose, day in _visited(line.project, schedule.year):
            if drawn.randrange(4) == 0:
                continue  # nobody went
            visit = record_visit(
                said=_manifest(drawn, line.project, purpose, day),
                contents={},
                project=line.project,
                by=by,
                at=at,
            )
            set_visit_purpose(visit=visit, purpose=purpose, by=by, at=at)


def _visited(project: Project, year: int) -> Iterator[tuple[VisitPurpose, date]]:
    """Yield the visits that a project may have had by the year's end."""
    if project.started_on is None:
        return
    yield VisitPurpose.START, project.started_on + timedelta(days=18)
    yield VisitPurpose.WORKS, date(year, 9, 12)
    if project.finished_on is not None and project.finished_on < date(year, 12, 1):
        yield VisitPurpose.COMPLETION, project.finished_on + timedelta(days=15)


def _manifest(drawn: Random, project: Project, purpose: VisitPurpose, day: date) -> VisitManifest:
    return VisitManifest(
        device_id=UUID(int=drawn.getrandbits(128), version=4),
        visited_at=timezone.make_aware(datetime.combine(day, time(10))),
        notes=NOTES[purpose],
        place=project.place,
        longitude=project.longitude,
        latitude=project.latitude,
        accuracy_m=drawn.randint(5, 40),
    )


def _raise(schedule: DemoSchedule, kind: str, at: datetime) -> None:
    """Raise the flag of the first line of the year that has it."""
    rows = funding_rows(None, local_day(at), year=schedule.year)
    lines = (row.line for row in rows if any(each.kind == kind for each in row.verdicts))
    if (line := next(lines, None)) is not None:
        raise_flag(line=line, kind=kind, by=schedule.actors.supervisor, at=at)
