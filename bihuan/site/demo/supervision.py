"""Visits of supervision of central-budget projects, entered at the year's end from the supervisor's
notes, and flags raised of late. All of it is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from bihuan.funding.kinds import Programme
from bihuan.funding.models import FundingLine
from bihuan.funding.queries import funding_rows
from bihuan.kit.days import local_day
from bihuan.oversight.actions import raise_flag
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


def plan(schedule: DemoSchedule) -> None:
    """Put down what the supervisor entered, and what was raised in the weeks before now. What is
    drawn for it is its own: other moves stay as they are.
    """
    schedule.put(
        date(schedule.year, 12, 24), lambda at: _enter_visits(schedule, at), hour=17, minute=0
    )
    for days, kind in enumerate(RAISED, 3):
        day = schedule.lately + timedelta(days=days)
        schedule.put(day, lambda at, one=kind: _raise(schedule, one, at), hour=17, minute=30)  # type: ignore[misc]  # the flag is bound on purpose


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
