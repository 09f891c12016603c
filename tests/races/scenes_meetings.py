"""Meetings, mechanisms, visits and their plans."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.dispatch import actions as dispatch
from bihuan.dispatch.tests import factories as meetings
from bihuan.kit.months import Month
from bihuan.lights.tests.factories import run_from_january
from bihuan.matters import actions as matters
from bihuan.papers import actions as papers
from bihuan.papers.decision_table import PaperDecision
from bihuan.progress.tests.factories import make_listed
from bihuan.visits import actions as visits
from bihuan.visits.tests.factories import (
    NOON,
    announce,
    finding,
    make_commanded,
    manifest,
    part,
    photo,
)

from .scene import RaceScene, Things

AT, ON = meetings.AT, meetings.ON
MARCH = Month(2024, 3)
TICK: dict[str, Any] = {"duty": "bulletin", "period": "2024-03"}


def _planned() -> dict[str, Any]:
    run_from_january()
    for _each in range(3):
        make_listed()  # silent ones, which make the agenda
    office = make_user()
    meeting = meetings.plan(by=office)
    first, second = meeting.items.order_by("order")[:2]
    return {
        "office": office,
        "meeting": meeting,
        "item": first,
        "second": second,
        "project": make_listed(added_on=date(2024, 12, 1)),
        "lead": make_organisation(),
    }


def _held() -> dict[str, Any]:
    there = _planned()
    dispatch.begin(meeting=there["meeting"], by=there["office"], at=AT)
    for item in there["meeting"].items.all():
        dispatch.conclude(item=item, conclusion="按序时推进", by=there["office"], at=AT)
    return there


def _dropped() -> dict[str, Any]:
    there = _planned()
    dispatch.drop_item(item=there["item"], reason="已补报", by=there["office"], at=AT)
    return there


def _ended() -> dict[str, Any]:
    there = _held()
    meetings.decide(there["meeting"], by=there["office"], item=there["item"], lead=there["lead"])
    dispatch.close(meeting=there["meeting"], by=there["office"], at=AT)
    return there


def _listed() -> dict[str, Any]:
    there = _ended()
    paper = dispatch.issue_list(meeting=there["meeting"], signer="区长", by=there["office"], at=AT)
    return {**there, "paper": paper}


MEETING = {
    "dispatch.edit_meeting": lambda s: dispatch.edit_meeting(
        meeting=s.meeting, held_on=ON, chair="李区长", by=s.office, at=AT
    ),
    "dispatch.begin": lambda s: dispatch.begin(meeting=s.meeting, by=s.office, at=AT),
    "dispatch.close": lambda s: dispatch.close(meeting=s.meeting, by=s.office, at=AT),
    "dispatch.call_off": lambda s: dispatch.call_off(
        meeting=s.meeting, why_not="台风", by=s.office, at=AT
    ),
    "dispatch.draw_again": lambda s: dispatch.draw_again(meeting=s.meeting, by=s.office, at=AT),
    "dispatch.add_item": lambda s: dispatch.add_item(
        meeting=s.meeting, project=s.project, note="区长点名", by=s.office, at=AT
    ),
    "dispatch.drop_item": lambda s: dispatch.drop_item(
        item=s.item, reason="已补报", by=s.office, at=AT
    ),
    "dispatch.restore_item": lambda s: dispatch.restore_item(item=s.item, by=s.office, at=AT),
    "dispatch.move_item": lambda s: dispatch.move_item(item=s.item, up=False, by=s.office, at=AT),
    "dispatch.move_item:up": lambda s: dispatch.move_item(
        item=s.second, up=True, by=s.office, at=AT
    ),
    "dispatch.conclude": lambda s: dispatch.conclude(
        item=s.item, conclusion="倒排工期", edition=s.item.edition, by=s.office, at=AT
    ),
    "dispatch.conclude:other": lambda s: dispatch.conclude(
        item=s.item, conclusion="另行研究", edition=s.item.edition, by=s.office, at=AT
    ),
    "dispatch.decide": lambda s: dispatch.decide(
        meeting=s.meeting,
        item=s.item,
        text="牵头完成管网迁改方案",
        lead=s.lead,
        due_on=date(2024, 4, 19),
        by=s.office,
        at=AT,
    ),
    "dispatch.close:going_on": lambda s: dispatch.close(
        meeting=s.meeting, next_on=ON + timedelta(7), by=s.office, at=AT
    ),
    "dispatch.decide_together": lambda s: dispatch.decide_together(
        meeting=s.meeting,
        items=[s.item, s.second],
        text="按期督办",
        lead=s.lead,
        due_on=date(2024, 4, 19),
        by=s.office,
        at=AT,
    ),
    "dispatch.issue_list": lambda s: dispatch.issue_list(
        meeting=s.meeting, signer="区长", by=s.office, at=AT
    ),
    "dispatch.plan_meeting": lambda s: dispatch.plan_meeting(
        kind="monthly", held_on=ON, chair="王区长", month=MARCH, by=s.office, at=AT
    ),
}
LISTED = {
    **MEETING,
    "papers.void_paper": lambda s: papers.void_paper(
        paper=s.paper, reason="漏列一项", by=s.office, at=AT
    ),
    "papers.issue_decisions": lambda s: papers.issue_decisions(
        title="专题会",
        signer="区长",
        by=s.office,
        at=AT,
        decisions=[PaperDecision("迁改管网", s.lead.name, date(2024, 4, 19))],
    ),
}


def _practice() -> dict[str, Any]:
    return {"office": make_user(), "other": make_user()}


PRACTICE = {
    "dispatch.choose_mechanisms": lambda s: dispatch.choose_mechanisms(
        preset="huaihua_2020", by=s.office, at=AT
    ),
    "dispatch.tick": lambda s: dispatch.tick(
        **TICK, who="重点办", note="已印发", done_on=ON, by=s.office, at=AT
    ),
    "dispatch.tick:other": lambda s: dispatch.tick(
        **TICK, who="督查室", note="已通报", done_on=ON, by=s.other, at=AT
    ),
    "dispatch.untick": lambda s: dispatch.untick(**TICK, note="期次有误", by=s.office, at=AT),
}


def _ticked() -> dict[str, Any]:
    there = _practice()
    PRACTICE["dispatch.tick"](Things(there))
    return there


def _site() -> dict[str, Any]:
    project = make_commanded()
    return {
        "office": make_user(),
        "by": make_user(role=Role.SUPERVISOR),
        "project": project,
        "elsewhere": make_commanded(),
        "number": uuid.uuid4(),
        "content": photo(1),
    }


def _announced() -> dict[str, Any]:
    there = _site()
    visit = announce(
        by=there["by"],
        project=there["project"],
        device_id=there["number"],
        parts=(part(there["content"]),),
        findings=(finding(),),
    )
    return {**there, "visit": visit}


def _double() -> dict[str, Any]:
    there = _site()
    said = {"by": there["by"], "project": there["project"], "device_id": there["number"]}
    announce(**said)
    return {**there, "visit": announce(**said, findings=(finding(),))}


def _receive(where: str, notes: str) -> Any:
    return lambda s: visits.receive(
        said=manifest(device_id=s.number, notes=notes, findings=(finding("围挡破损"),)),
        project=getattr(s, where),
        by=s.by,
        at=NOON,
    )


SITE = {
    "visits.receive": _receive("project", "主体至三层"),
    "visits.receive:version": _receive("project", "主体至四层"),
    "visits.receive:elsewhere": _receive("elsewhere", "主体至三层"),
    "visits.record_visit": lambda s: visits.record_visit(
        said=manifest(device_id=s.number, parts=(part(s.content),), findings=(finding(),)),
        contents={part(s.content).sha256: s.content},
        project=s.project,
        by=s.by,
        at=NOON,
    ),
}
ANNOUNCED = {
    **SITE,
    "visits.take_part": lambda s: visits.take_part(
        visit=s.visit, sha256=part(s.content).sha256, content=s.content, by=s.by, at=NOON
    ),
    "visits.settle": lambda s: visits.settle(
        visit=s.visit, keep=True, note="确为两次", by=s.office, at=NOON
    ),
    "visits.settle:aside": lambda s: visits.settle(
        visit=s.visit, keep=False, note="误发", by=s.office, at=NOON
    ),
    "matters.raise_matter": lambda s: matters.raise_matter(
        kind="finding",
        type_code="quality",
        severity="ordinary",
        title=finding().title,
        project=s.project,
        by=s.office,
        at=NOON,
    ),
}


def _month() -> dict[str, Any]:
    return {"office": make_user(), "project": make_commanded()}


def _proposed() -> dict[str, Any]:
    there = _month()
    plan = visits.propose_plan(month=MARCH, seed=5, by=there["office"], at=NOON)
    late = make_commanded()
    visits.put_visit(month=MARCH, project=late, reason="来信", by=there["office"], at=NOON)
    planned = plan.visits.get(project=late)
    return {
        **there,
        "planned": planned,
        "late": late,
        "visitor": planned.leader.user,
        "extra": make_commanded(),
    }


def _propose(seed: int) -> Any:
    return lambda s: visits.propose_plan(month=MARCH, seed=seed, by=s.office, at=NOON)


PLAN = {
    "visits.propose_plan": _propose(6),
    "visits.propose_plan:other": _propose(7),
    "visits.confirm_plan": lambda s: visits.confirm_plan(month=MARCH, by=s.office, at=NOON),
}
PROPOSED = {
    **PLAN,
    "visits.put_visit": lambda s: visits.put_visit(
        month=MARCH, project=s.extra, reason="群众来信", by=s.office, at=NOON
    ),
    "visits.drop_visit": lambda s: visits.drop_visit(
        planned=s.planned, reason="道路中断", by=s.office, at=NOON
    ),
    "visits.pass_visit_on": lambda s: visits.pass_visit_on(
        planned=s.planned, leader=s.extra.commander, reason="调离", by=s.office, at=NOON
    ),
    "visits.receive": lambda s: announce(by=s.visitor, project=s.late, device_id=uuid.UUID(int=7)),
}

SCENES = [
    RaceScene("a planned meeting", _planned, MEETING),
    RaceScene("a meeting in session", _held, MEETING),
    RaceScene("a dropped item", _dropped, MEETING),
    RaceScene("an ended meeting", _ended, MEETING),
    RaceScene("a meeting's list", _listed, LISTED),
    RaceScene("a duty", _practice, PRACTICE),
    RaceScene("a duty ticked off", _ticked, PRACTICE),
    RaceScene("a site", _site, SITE),
    RaceScene("a visit announced", _announced, ANNOUNCED),
    RaceScene("a second version of a visit", _double, ANNOUNCED),
    RaceScene("a month without visits", _month, PLAN),
    RaceScene("a proposed plan of visits", _proposed, PROPOSED),
]
