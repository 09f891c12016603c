"""Matters of the year, from raised to closed, and those of the last weeks, half way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.accounts.models import Organisation, User
from bihuan.factors.actions import warn
from bihuan.kit.days import local_day
from bihuan.matters import actions
from bihuan.matters.kinds import MatterKind, MatterState, PaperKind, Source
from bihuan.matters.models import Matter
from bihuan.matters.papers.documents import opening_text
from bihuan.projects.models import Project

from .cases import CASES, LATER, MENDED, PARTS, WORDS, DemoCase
from .stage import DemoSchedule

A_MONTH = 9
LATELY = 26
WAN = 10_000
SOURCES = {MatterKind.FINDING: Source.INSPECTION, MatterKind.ORDER: Source.MEETING}


def plan(stage: DemoSchedule) -> None:
    """Put the year's matters down, then those of the last weeks, then the clock's weekly round."""
    projects = list(Project.objects.live().exclude(commander=None).order_by("pk"))
    for month in range(1, 13):
        for _each in range(A_MONTH):
            day = date(stage.year, month, stage.drawn.randint(1, 28))
            _story(stage, stage.drawn.choice(projects), day)
    for _each in range(LATELY):
        day = stage.lately + timedelta(days=stage.drawn.randrange(27))
        _story(stage, stage.drawn.choice(projects), day)
    _weekly(stage, date(stage.year, 1, 8), date(stage.year + 1, 1, 17))
    stage.put(date(stage.year + 1, 1, 20), lambda at: _settle(stage, at))
    _weekly(stage, stage.lately, stage.today)


def _settle(stage: DemoSchedule, at: datetime) -> None:
    """Bring to an end what the year left open, as an office does in January."""
    cast = stage.cast
    left = Matter.objects.filter(raised_on__year=stage.year).open()
    for matter in left.exclude(lead=None).select_related("lead").prefetch_related("supporting"):
        clerk = cast.clerks.get(matter.lead_id or 0)
        if clerk is None or matter.state == MatterState.PAUSED:
            continue
        if matter.state == MatterState.ASSIGNED:
            matter = actions.sign(matter=matter, by=clerk, at=at)
        if matter.state == MatterState.WORKING:
            matter = actions.answer(matter=matter, note=MENDED, by=clerk, at=at)
        if matter.state == MatterState.ANSWERED:
            matter = actions.verify(matter=matter, by=cast.supervisor, at=at)
        actions.close(matter=matter, by=cast.office, at=at)


def look_now(stage: DemoSchedule) -> None:
    """Let the clock speak once more, as of now."""
    _tick(stage, stage.now)


def follow(stage: DemoSchedule, matter: Matter, lead: Organisation, answer: str, day: date) -> None:
    """Put the moves down that follow a matter's raising: by the office first."""
    office = stage.cast.office
    if stage.often(5):
        stage.put(
            stage.workday(day, 1, 3),
            lambda at: actions.withdraw(
                matter=matter,
                note="经核实已由施工单位自行解决。",
                by=office,
                at=at,
            ),
        )
        return
    given = stage.workday(day, 0, 1)
    stage.put(given, lambda at: _hand_out(stage, matter, lead, at), hour=11)
    work(stage, matter, lead, answer, given)


def work(stage: DemoSchedule, matter: Matter, lead: Organisation, answer: str, given: date) -> None:
    """Put down what the lead organisation's clerk does, and the others after that."""
    clerk = stage.cast.clerks.get(lead.pk)
    if clerk is None:
        return
    signed = stage.workday(given, 0, 2)
    stage.put(signed, lambda at: actions.sign(matter=matter, by=clerk, at=at), hour=14)
    heard = stage.workday(signed, 1, 4)
    word = stage.drawn.choice(WORDS)
    stage.put(heard, lambda at: actions.feed_back(matter=matter, note=word, by=clerk, at=at))
    if stage.often(15):
        _ask_for_time(stage, matter, clerk, heard)
    if stage.often(8):
        stage.put(
            heard,
            lambda at: actions.pause(
                matter=matter,
                reason_code="superior",
                ends_on=stage.workday(heard, 4, 9),
                note="等待市级批复",
                by=stage.cast.office,
                at=at,
            ),
            hour=15,
        )
    answered = stage.workday(heard, 0, 7)
    stage.put(
        answered,
        lambda at: actions.answer(
            matter=matter,
            note=answer,
            by=clerk,
            at=at,
        ),
        hour=16,
    )
    checked = stage.workday(answered, 1, 3)
    if stage.often(10):
        checked = _send_back(stage, matter, clerk, answer, checked)
    _check(stage, matter, checked)


def _send_back(stage: DemoSchedule, matter: Matter, clerk: User, answer: str, day: date) -> date:
    """An answer that does not hold, and the next one; returns when that can be checked."""
    stage.put(
        day,
        lambda at: actions.send_back(
            matter=matter,
            note="现场仍有一处未完成，退回重办。",
            by=stage.cast.supervisor,
            at=at,
        ),
        hour=9,
    )
    again = stage.workday(day, 2, 5)
    stage.put(again, lambda at: actions.answer(matter=matter, note=answer, by=clerk, at=at))
    return stage.workday(again, 1, 2)


def _check(stage: DemoSchedule, matter: Matter, day: date) -> None:
    stage.put(
        day,
        lambda at: actions.verify(
            matter=matter,
            note="已到现场核实，情况属实。",
            by=stage.cast.supervisor,
            at=at,
        ),
        hour=15,
    )
    closed = stage.workday(day, 0, 2)
    stage.put(
        closed,
        lambda at: actions.close(
            matter=matter,
            by=stage.cast.office,
            at=at,
        ),
        hour=17,
    )


def _weekly(stage: DemoSchedule, first: date, last: date) -> None:
    day = first
    while day <= last:
        stage.put(day, lambda at: _tick(stage, at), hour=7)
        day += timedelta(days=7)


def _tick(stage: DemoSchedule, at: datetime) -> None:
    actions.escalate(on=local_day(at), by=stage.clock, at=at)
    warn(on=local_day(at), by=stage.clock, at=at)


def _story(stage: DemoSchedule, project: Project, day: date) -> None:
    """One matter: who raises it when, and all that follows."""
    case, part = stage.drawn.choice(CASES), stage.drawn.choice(PARTS)
    number, held = stage.drawn.randint(2, 9), stage.drawn.randint(50, 6_000) * WAN
    severity = "major" if stage.often(25) else "ordinary"

    def begin(at: datetime) -> None:
        matter = actions.raise_matter(
            kind=case.kind,
            type_code=case.type_code,
            severity=severity,
            title=case.title.format(p=part, n=number),
            text=_text(project, part),
            project=project,
            held_yuan=held,
            source=SOURCES.get(MatterKind(case.kind), Source.REPORT),
            by=_raiser(stage, case, project),
            at=at,
        )
        lead = stage.cast.departments.get(case.department) or project.responsible
        if lead is not None:
            follow(stage, matter, lead, case.answer.format(n=number), day)

    stage.put(day, begin, hour=9)


def _hand_out(stage: DemoSchedule, matter: Matter, lead: Organisation, at: datetime) -> None:
    given = actions.assign(matter=matter, lead=lead, by=stage.cast.office, at=at)
    if stage.often(20):
        actions.issue_paper(
            kind=PaperKind.ASSIGNMENT,
            matter=given,
            signer="鹤城区重点办",
            by=stage.cast.office,
            at=at,
            text=opening_text(PaperKind.ASSIGNMENT, given, local_day(at)),
        )


def _ask_for_time(stage: DemoSchedule, matter: Matter, clerk: User, day: date) -> None:
    def ask(at: datetime) -> None:
        now = Matter.objects.get(pk=matter.pk)
        actions.ask_extension(
            matter=now,
            wished_on=now.due_on + timedelta(days=stage.drawn.randint(5, 12)),
            reason="需等待设计单位出图并会审。",
            by=clerk,
            at=at,
        )

    stage.put(day, ask, hour=14)
    grant = stage.often(70)
    stage.put(
        stage.workday(day, 1, 2),
        lambda at: actions.decide_extension(
            matter=matter,
            grant=grant,
            note="" if grant else LATER,
            by=stage.cast.office,
            at=at,
        ),
    )


def _raiser(stage: DemoSchedule, case: DemoCase, project: Project) -> User:
    if case.kind == MatterKind.FINDING:
        return stage.cast.supervisor
    if case.kind == MatterKind.ORDER:
        return stage.cast.commanders.get(project.commander_id or 0, stage.cast.office)
    answering = stage.cast.clerks.get(project.responsible_id or 0)
    return answering if answering and stage.often(60) else stage.cast.office


def _text(project: Project, part: str) -> str:
    return f"{project.name}{part}受此影响，请牵头单位会同有关单位研究解决，并按期反馈。"
