"""Monthly plans of visits and the visits made, some with findings and a drawn picture."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from PIL import Image, ImageDraw

from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.projects.models import Project
from bihuan.visits import actions
from bihuan.visits.actions import FindingSaid, PartSaid, VisitManifest
from bihuan.visits.models import PlannedVisit

from .cases import MENDED
from .matters import follow
from .schedule import DemoSchedule

MONTHS = (9, 10, 11, 12)
LATELY = 6
GOOD = (
    "现场施工有序推进，管理规范。",
    "作业面充足，工序衔接较好，要求保持进度。",
    "此前反映的问题已解决，施工便道畅通。",
    "进度符合要求，提醒做好安全生产。",
)
NOTES = {
    "": GOOD,
    "green": GOOD,
    "yellow": (
        "部分工序滞后，已要求调整工序、增加设备。",
        "材料进场偏慢，要求三日内补足。",
        "现场人员不足，要求本周内增加力量。",
        "手续衔接不畅，要求责任单位专人跟进。",
    ),
    "red": (
        "主要作业面停工，要求责任单位限期复工。",
        "关键工序严重滞后，要求倒排工期、逐日调度。",
        "征拆遗留问题未解决，部分作业面无法展开。",
        "施工力量严重不足，已约谈施工单位负责人。",
    ),
}
"""What a visit notes, by the light that it gives: the note is the light's reason."""
FINDINGS = (
    FindingSaid("临边防护栏杆缺失", "quality", "ordinary"),
    FindingSaid("施工围挡破损，扬尘管控不到位", "quality", "ordinary"),
    FindingSaid("现场管理人员未按合同到岗", "pace", "major"),
)


def plan(schedule: DemoSchedule) -> None:
    """Put the last months' plans down, their visits, and some visits of the last weeks."""
    for number in MONTHS:
        month = Month(schedule.year, number)
        day = month.first_day + timedelta(days=1)
        schedule.put(day, lambda at, m=month: _plan(schedule, m, at))  # type: ignore[misc]  # the month is bound on purpose
    projects = list(Project.objects.live().exclude(commander=None).order_by("-pk")[:LATELY])
    for project in projects:
        day = schedule.lately + timedelta(days=schedule.drawn.randrange(26))
        schedule.put(day, lambda at, one=project: _visit(schedule, one, at), hour=15)  # type: ignore[misc]  # the project is bound on purpose


def _plan(schedule: DemoSchedule, month: Month, at: datetime) -> None:
    office = schedule.actors.office
    actions.propose_plan(month=month, seed=schedule.year * 100 + month.number, by=office, at=at)
    actions.confirm_plan(month=month, by=office, at=at)
    rows = PlannedVisit.objects.filter(plan__month=month.first_day).select_related("project")
    for planned in rows:
        if schedule.often(75):
            day = date(month.year, month.number, schedule.drawn.randint(4, 27))
            schedule.put(day, lambda at, one=planned.project: _visit(schedule, one, at), hour=15)  # type: ignore[misc]  # the project is bound on purpose


def _visit(schedule: DemoSchedule, project: Project, at: datetime) -> None:
    """One visit, by the project's commander or the supervisor."""
    drawn = schedule.drawn
    by = schedule.actors.commanders.get(project.commander_id or 0, schedule.actors.supervisor)
    inspects = schedule.often(35)
    if inspects:
        by = schedule.actors.supervisor
    findings = (drawn.choice(FINDINGS),) if schedule.often(30) else ()
    content = _picture(drawn) if schedule.often(50) else b""
    parts = (PartSaid(hashlib.sha256(content).hexdigest(), len(content), "示例.jpg"),)
    visit = actions.record_visit(
        said=_manifest(drawn, project, at, findings, parts if content else (), inspects=inspects),
        contents={parts[0].sha256: content} if content else {},
        project=project,
        by=by,
        at=at,
    )
    for each in visit.findings.select_related("matter"):
        if each.matter is not None and project.responsible is not None:
            follow(schedule, each.matter, project.responsible, MENDED, local_day(at))


def _manifest(
    drawn: Random,
    project: Project,
    at: datetime,
    findings: tuple[FindingSaid, ...],
    parts: tuple[PartSaid, ...],
    *,
    inspects: bool,
) -> VisitManifest:
    device = UUID(int=drawn.getrandbits(128), version=4)
    note, accuracy = drawn.randrange(len(GOOD)), drawn.randint(5, 40)
    colour = drawn.choice(("green", "green", "yellow", "red")) if inspects else ""
    return VisitManifest(
        device_id=device,
        visited_at=at,
        notes=NOTES[colour][note],
        place=project.place,
        longitude=project.longitude,
        latitude=project.latitude,
        accuracy_m=accuracy,
        colour=colour,
        findings=findings,
        parts=parts,
    )


def _picture(drawn: Random) -> bytes:
    """A drawn building site: nobody took this photo."""
    picture = Image.new("RGB", (480, 360), (196, 214, 228))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 360), fill=(150, 132, 104))
    for place in range(drawn.randint(3, 6)):
        left, top = place * 80 + drawn.randrange(30), drawn.randrange(60, 200)
        shade = drawn.randrange(90, 190)
        draw.rectangle(
            (left, top, left + drawn.randint(40, 70), 262), fill=(shade, shade, shade - 20)
        )
    mast = drawn.randrange(40, 440)
    draw.line((mast, 30, mast, 255), fill=(200, 60, 40), width=5)
    draw.line((mast - 60, 40, mast + 120, 40), fill=(200, 60, 40), width=4)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()
