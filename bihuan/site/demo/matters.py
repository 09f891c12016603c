"""Matters of the year, from raised to closed, and those of the last weeks, half way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.accounts.models import Organisation, User
from bihuan.factors.actions import warn
from bihuan.kit.days import local_day
from bihuan.matters import actions
from bihuan.matters.kinds import MatterKind, MatterState, PaperKind, Source
from bihuan.matters.models import Matter
from bihuan.papers import actions as paper_actions
from bihuan.papers.documents import opening_text
from bihuan.projects.models import Project

from .cases import CASES, LATER, MENDED, PARTS, WORDS, DemoCase
from .schedule import DemoSchedule

A_MONTH = 9
LATELY = 26
SOURCES = {MatterKind.FINDING: Source.INSPECTION, MatterKind.ORDER: Source.MEETING}


def plan(schedule: DemoSchedule) -> None:
    """Put the year's matters down, then those of the last weeks, then the clock's weekly round."""
    projects = list(Project.objects.live().exclude(commander=None).order_by("pk"))
    for month in range(1, 13):
        for _each in range(A_MONTH):
            day = date(schedule.year, month, schedule.drawn.randint(1, 28))
            _story(schedule, schedule.drawn.choice(_unfinished(projects, day)), day)
    for _each in range(LATELY):
        day = schedule.lately + timedelta(days=schedule.drawn.randrange(27))
        _story(schedule, schedule.drawn.choice(_unfinished(projects, day)), day)
    _weekly(schedule, date(schedule.year, 1, 8), date(schedule.year + 1, 1, 17))
    schedule.put(date(schedule.year + 1, 1, 20), lambda at: _settle(schedule, at))
    _weekly(schedule, schedule.lately, schedule.today)


def _unfinished(projects: list[Project], day: date) -> list[Project]:
    """Return those not yet in use: nothing is in the way of the others any more."""
    return [each for each in projects if each.in_use_on is None or each.in_use_on > day]


def _settle(schedule: DemoSchedule, at: datetime) -> None:
    """Bring to an end what the year left open, as an office does in January."""
    actors = schedule.actors
    left = Matter.objects.filter(raised_on__year=schedule.year).open()
    for matter in left.exclude(lead=None).select_related("lead").prefetch_related("supporting"):
        clerk = actors.clerks.get(matter.lead_id or 0)
        if clerk is None or matter.state == MatterState.PAUSED:
            continue
        if matter.state == MatterState.ASSIGNED:
            matter = actions.sign(matter=matter, by=clerk, at=at)
        if matter.state == MatterState.WORKING:
            matter = actions.answer(matter=matter, note=MENDED, by=clerk, at=at)
        if matter.state == MatterState.ANSWERED:
            matter = actions.verify(matter=matter, by=actors.supervisor, at=at)
        actions.close(matter=matter, by=actors.office, at=at)


def look_now(schedule: DemoSchedule) -> None:
    """Let the clock speak once more, as of now."""
    _tick(schedule, schedule.now)


def follow(
    schedule: DemoSchedule, matter: Matter, lead: Organisation, answer: str, day: date
) -> None:
    """Put the moves down that follow a matter's raising: by the office first."""
    office = schedule.actors.office
    if schedule.often(5):
        schedule.put(
            schedule.workday(day, 1, 3),
            lambda at: actions.withdraw(
                matter=matter,
                note="经核实已由施工单位自行解决。",
                by=office,
                at=at,
            ),
        )
        return
    given = schedule.workday(day, 0, 1)
    schedule.put(given, lambda at: _hand_out(schedule, matter, lead, at), hour=11)
    work(schedule, matter, lead, answer, given)


def work(
    schedule: DemoSchedule, matter: Matter, lead: Organisation, answer: str, given: date
) -> None:
    """Put down what the lead organisation's clerk does, and the others after that."""
    clerk = schedule.actors.clerks.get(lead.pk)
    if clerk is None:
        return
    signed = schedule.workday(given, 0, 2)
    schedule.put(signed, lambda at: actions.sign(matter=matter, by=clerk, at=at), hour=14)
    heard = schedule.workday(signed, 1, 4)
    word = schedule.drawn.choice(WORDS)
    schedule.put(heard, lambda at: actions.feed_back(matter=matter, note=word, by=clerk, at=at))
    if schedule.often(15):
        _ask_for_time(schedule, matter, clerk, heard)
    if schedule.often(8):
        schedule.put(
            heard,
            lambda at: actions.pause(
                matter=matter,
                reason_code="superior",
                ends_on=schedule.workday(heard, 4, 9),
                note="等待市级批复",
                by=schedule.actors.office,
                at=at,
            ),
            hour=15,
        )
    answered = schedule.workday(heard, 0, 7)
    schedule.put(
        answered,
        lambda at: actions.answer(
            matter=matter,
            note=answer,
            by=clerk,
            at=at,
        ),
        hour=16,
    )
    checked = schedule.workday(answered, 1, 3)
    if schedule.often(10):
        checked = _send_back(schedule, matter, clerk, answer, checked)
    _check(schedule, matter, checked)


def _send_back(schedule: DemoSchedule, matter: Matter, clerk: User, answer: str, day: date) -> date:
    """An answer that does not hold, and the next one; returns when that can be checked."""
    schedule.put(
        day,
        lambda at: actions.send_back(
            matter=matter,
            note="现场仍有一处未完成，退回重办。",
            by=schedule.actors.supervisor,
            at=at,
        ),
        hour=9,
    )
    again = schedule.workday(day, 2, 5)
    schedule.put(again, lambda at: actions.answer(matter=matter, note=answer, by=clerk, at=at))
    return schedule.workday(again, 1, 2)


def _check(schedule: DemoSchedule, matter: Matter, day: date) -> None:
    schedule.put(
        day,
        lambda at: actions.verify(
            matter=matter,
            note="已到现场核实，情况属实。",
            by=schedule.actors.supervisor,
            at=at,
        ),
        hour=15,
    )
    closed = schedule.workday(day, 0, 2)
    schedule.put(
        closed,
        lambda at: actions.close(
            matter=matter,
            by=schedule.actors.office,
            at=at,
        ),
        hour=17,
    )


def _weekly(schedule: DemoSchedule, first: date, last: date) -> None:
    day = first
    while day <= last:
        schedule.put(day, lambda at: _tick(schedule, at), hour=7)
        day += timedelta(days=7)


def _tick(schedule: DemoSchedule, at: datetime) -> None:
    actions.escalate(on=local_day(at), by=schedule.clock, at=at)
    warn(on=local_day(at), by=schedule.clock, at=at)


def _story(schedule: DemoSchedule, project: Project, day: date) -> None:
    """One matter: who raises it when, and all that follows."""
    begun = project.started_on is not None and project.started_on <= day
    fitting = [case for case in CASES if case.fits(begun=begun)]
    case, part = schedule.drawn.choice(fitting), schedule.drawn.choice(PARTS)
    number = schedule.drawn.randint(2, 9)
    severity = "major" if schedule.often(25) else "ordinary"

    def begin(at: datetime) -> None:
        matter = actions.raise_matter(
            kind=case.kind,
            type_code=case.type_code,
            severity=severity,
            title=case.title.format(p=part, n=number),
            text=_text(project, part),
            project=project,
            source=SOURCES.get(MatterKind(case.kind), Source.REPORT),
            by=_raiser(schedule, case, project),
            at=at,
        )
        lead = schedule.actors.departments.get(case.department) or project.responsible
        if lead is not None:
            follow(schedule, matter, lead, case.answer.format(n=number), day)

    schedule.put(day, begin, hour=9)


def _hand_out(schedule: DemoSchedule, matter: Matter, lead: Organisation, at: datetime) -> None:
    given = actions.assign(matter=matter, lead=lead, by=schedule.actors.office, at=at)
    if schedule.often(20):
        paper_actions.issue_paper(
            kind=PaperKind.ASSIGNMENT,
            matter=given,
            signer="鹤城区重点办",
            by=schedule.actors.office,
            at=at,
            text=opening_text(PaperKind.ASSIGNMENT, given, local_day(at)),
        )


def _ask_for_time(schedule: DemoSchedule, matter: Matter, clerk: User, day: date) -> None:
    def ask(at: datetime) -> None:
        now = Matter.objects.get(pk=matter.pk)
        actions.ask_extension(
            matter=now,
            wished_on=now.due_on + timedelta(days=schedule.drawn.randint(5, 12)),
            reason="需等待设计单位出图并会审。",
            by=clerk,
            at=at,
        )

    schedule.put(day, ask, hour=14)
    grant = schedule.often(70)
    schedule.put(
        schedule.workday(day, 1, 2),
        lambda at: actions.decide_extension(
            matter=matter,
            grant=grant,
            note="" if grant else LATER,
            by=schedule.actors.office,
            at=at,
        ),
    )


def _raiser(schedule: DemoSchedule, case: DemoCase, project: Project) -> User:
    if case.kind == MatterKind.FINDING:
        return schedule.actors.supervisor
    if case.kind == MatterKind.ORDER:
        return schedule.actors.commanders.get(project.commander_id or 0, schedule.actors.office)
    answering = schedule.actors.clerks.get(project.responsible_id or 0)
    return answering if answering and schedule.often(60) else schedule.actors.office


def _text(project: Project, part: str) -> str:
    return f"{project.name}{part}受此影响，请牵头单位会同有关单位研究解决，并按期反馈。"
