"""The monthly round and what rests on it: reports, lights, hard bones."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.command import actions as command
from bihuan.command.kinds import HardBoneOutcome, HardBoneStep
from bihuan.command.tests.factories import make_red
from bihuan.lights import actions as lights
from bihuan.lights.tests.factories import AFTER_GRACE, make_commanded
from bihuan.lights.tests.factories import give_inspector_light as inspect_one
from bihuan.lights.tests.factories import lift as lift_one
from bihuan.notices import actions as notices
from bihuan.notices.tests.factories import make_channel
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import (
    AFTER_MARCH,
    APRIL,
    MARCH,
    WAN,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)
from bihuan.progress.validation import Filling
from bihuan.projects import actions as projects
from bihuan.projects.kinds import Rules
from bihuan.projects.models import Project
from bihuan.visits.tests.factories import photo

from .scene import RaceScene

FILLING = Filling(completed_yuan=80 * WAN)
JPEG = photo()
UNTIL = date(2024, 4, 10)
JUNE = date(2024, 6, 30)


def _round() -> dict[str, Any]:
    """March: one report each handed in, accepted, drafted, and none."""
    office, reporter = make_user(), make_reporter()
    home = reporter.organisation
    march = open_march()
    make_channel(reporter, address="http://127.0.0.1:9/")
    handed, accepted, drafted, silent = (make_listed(owner=home) for _each in range(4))
    second = report_march(accepted, by=reporter)
    progress.accept(report=second, by=office, at=AFTER_MARCH)
    return {
        "office": office,
        "reporter": reporter,
        "other": make_user(),
        "round": march,
        "silent": silent,
        "drafted": drafted,
        "accepted": accepted,
        "second": second,
        "report": report_march(handed, by=reporter),
        "draft": progress.save_draft(
            project=drafted, month=MARCH, filling=FILLING, edition=0, by=reporter, at=AFTER_MARCH
        ),
    }


def _closed() -> dict[str, Any]:
    there = _round()
    progress.close_round(round=there["round"], by=there["office"], at=AFTER_MARCH)
    return there


def _locked() -> dict[str, Any]:
    there = _round()
    progress.lock_round(round=there["round"], by=there["office"], at=AFTER_MARCH, reason="统计截止")
    return there


MONTH = {
    "progress.choose_rules": lambda s: progress.choose_rules(
        presets={Rules.LIGHTS: "wuhan"}, since=date(2024, 3, 1), by=s.office, at=AFTER_MARCH
    ),
    "progress.close_round": lambda s: progress.close_round(
        round=s.round, by=s.office, at=AFTER_MARCH
    ),
    "progress.extend_round": lambda s: progress.extend_round(
        round=s.round, closes_on=date(2024, 4, 12), reason="补填", by=s.office, at=AFTER_MARCH
    ),
    "progress.lock_round": lambda s: progress.lock_round(
        round=s.round, by=s.office, at=AFTER_MARCH, reason="统计截止"
    ),
    "notices.remind": lambda s: notices.remind(
        month=MARCH, organisations=[s.reporter.organisation_id], by=s.office, at=AFTER_MARCH
    ),
    "progress.open_round": lambda s: progress.open_round(month=APRIL, by=s.office, at=AFTER_GRACE),
    "progress.run_rounds": lambda s: progress.run_rounds(
        on=date(2024, 4, 26), by=s.office, at=AFTER_GRACE
    ),
    "progress.reopen": lambda s: progress.reopen(
        round=s.round, project=s.silent, reason="漏报", by=s.office, at=AFTER_MARCH
    ),
    "progress.accept": lambda s: progress.accept(report=s.report, by=s.office, at=AFTER_MARCH),
    "progress.accept_many": lambda s: progress.accept_many(
        seen={s.report.pk: s.report.edition, s.draft.pk: None}, by=s.other, at=AFTER_MARCH
    ),
    "progress.mark_reviewed": lambda s: progress.mark_reviewed(
        report=s.report, by=s.other, at=AFTER_MARCH
    ),
    "progress.return_": lambda s: progress.return_(
        report=s.report, note="请补形象进度", by=s.office, at=AFTER_MARCH
    ),
    "progress.withdraw": lambda s: progress.withdraw(
        report=s.report, by=s.reporter, at=AFTER_MARCH
    ),
    "progress.submit": lambda s: progress.submit(report=s.draft, by=s.reporter, at=AFTER_MARCH),
    "progress.save_draft": lambda s: progress.save_draft(
        project=s.silent, month=MARCH, filling=FILLING, edition=0, by=s.reporter, at=AFTER_MARCH
    ),
    "progress.hand_in": lambda s: progress.hand_in(
        project=s.silent, month=MARCH, filling=FILLING, edition=0, by=s.reporter, at=AFTER_MARCH
    ),
    "progress.no_change": lambda s: progress.no_change(
        project=s.silent, month=MARCH, edition=0, by=s.reporter, at=AFTER_MARCH
    ),
    "progress.add_photo": lambda s: progress.add_photo(
        report=s.draft, content=JPEG, by=s.reporter, at=AFTER_MARCH
    ),
    "progress.correct": lambda s: progress.correct(
        report=s.second, filling=FILLING, reason="重复计入", by=s.office, at=AFTER_MARCH
    ),
    "lights.judge_year": lambda s: lights.judge_year(year=2024, by=s.office, at=AFTER_GRACE),
    "lights.judge_month": lambda s: lights.judge_month(month=MARCH, by=s.office, at=AFTER_GRACE),
    "lights.judge_for": lambda s: lights.judge_for(year=2024, by=s.office, at=AFTER_GRACE),
}


def _with_people(project: Project, commander: User) -> dict[str, Any]:
    return {
        "office": make_user(),
        "project": project,
        "commander": commander,
        "leader": make_leader(),
        "inspector": make_user(role=Role.SUPERVISOR),
        "other": make_user(),
    }


def _red() -> dict[str, Any]:
    """The machine's light is red in three months."""
    commander = make_user(role=Role.COMMANDER)
    return _with_people(make_red(commander=make_leader(user=commander)), commander)


def _lit() -> dict[str, Any]:
    """The machine's light is green, an inspector's red."""
    project, commander = make_commanded()
    inspect_one(project, "red")
    return _with_people(project, commander)


def _lifted() -> dict[str, Any]:
    there = _lit()
    return {**there, "lift": lift_one(there["project"], "green", by=there["office"])}


def _lift(who: str, colour: str) -> Any:
    return lambda s: lights.lift(
        project=s.project,
        month=MARCH,
        colour=colour,
        note="已约谈",
        until=UNTIL,
        by=getattr(s, who),
        at=AFTER_GRACE,
    )


LIGHTS = {
    "lights.give_commander_light": lambda s: lights.give_commander_light(
        project=s.project,
        month=MARCH,
        colour="red",
        reason="征拆僵持",
        by=s.commander,
        at=AFTER_GRACE,
    ),
    "lights.give_commander_light:yellow": lambda s: lights.give_commander_light(
        project=s.project,
        month=MARCH,
        colour="yellow",
        reason="已有方案",
        by=s.commander,
        at=AFTER_GRACE,
    ),
    "lights.give_inspector_light": lambda s: lights.give_inspector_light(
        project=s.project,
        month=MARCH,
        colour="red",
        reason="停工",
        source_ref="",
        by=s.inspector,
        at=AFTER_GRACE,
    ),
    "lights.lift": _lift("office", "green"),
    "lights.lift:other": _lift("other", "yellow"),
    "lights.expire_lifts": lambda s: lights.expire_lifts(
        on=date(2024, 5, 1), by=s.office, at=AFTER_GRACE
    ),
    "lights.waive": lambda s: lights.waive(
        project=s.project,
        month=MARCH,
        clause="YINCHUAN-5",
        reason="洪水",
        approver="区长",
        by=s.office,
        at=AFTER_GRACE,
    ),
    "lights.judge_year": lambda s: lights.judge_year(year=2024, by=s.office, at=AFTER_GRACE),
    "command.enter": lambda s: command.enter(
        project=s.project, why="剩余三户", target_on=JUNE, by=s.office, at=AFTER_GRACE
    ),
    "command.defer": lambda s: command.defer(
        project=s.project, move=HardBoneStep.ENTER, why="资金本月到位", by=s.office, at=AFTER_GRACE
    ),
    "command.appoint": lambda s: command.appoint(
        projects=[s.project],
        leader=s.leader,
        instead_of=s.project.commander,
        reason="分工调整",
        by=s.office,
        at=AFTER_GRACE,
    ),
}
LIFTED = {
    **LIGHTS,
    "lights.revoke_lift": lambda s: lights.revoke_lift(
        lift=s.lift, note="约谈未果", by=s.office, at=AFTER_GRACE
    ),
}


def _bone() -> dict[str, Any]:
    there = _red()
    bone = command.enter(
        project=there["project"],
        why="剩余三户",
        target_on=JUNE,
        by=there["office"],
        at=AFTER_GRACE,
    )
    return {**there, "bone": bone}


def _solved() -> dict[str, Any]:
    there = _lit()
    bone = command.enter(
        project=there["project"],
        why="剩余三户",
        target_on=JUNE,
        by=there["office"],
        at=AFTER_GRACE,
    )
    projects.cancel(
        project=there["project"],
        on=date(2024, 4, 2),
        reason="不再建设",
        by=there["office"],
        at=AFTER_GRACE,
    )
    return {**there, "bone": bone}


BONES = {
    "command.leave": lambda s: command.leave(
        bone=s.bone, outcome=HardBoneOutcome.DECIDED, why="会议决定", by=s.office, at=AFTER_GRACE
    ),
    "command.change": lambda s: command.change(
        bone=s.bone,
        target_on=date(2024, 7, 31),
        leader=s.leader,
        why="雨季",
        by=s.office,
        at=AFTER_GRACE,
    ),
    "command.note": lambda s: command.note(
        bone=s.bone, text="已签两户", by=s.office, at=AFTER_GRACE
    ),
    "command.enter": LIGHTS["command.enter"],
    "command.defer:leave": lambda s: command.defer(
        project=s.project, move=HardBoneStep.LEAVE, why="再看一月", by=s.office, at=AFTER_GRACE
    ),
    "command.follow_proposals": lambda s: command.follow_proposals(
        steps=[command.ProposedStep(s.project, HardBoneStep.LEAVE)], by=s.office, at=AFTER_GRACE
    ),
    "command.defer_proposals": lambda s: command.defer_proposals(
        steps=[command.ProposedStep(s.project, HardBoneStep.LEAVE)],
        why="再看一月",
        by=s.office,
        at=AFTER_GRACE,
    ),
    "command.appoint": LIGHTS["command.appoint"],
}

SCENES = [
    RaceScene("an open month", _round, MONTH),
    RaceScene("a month whose time is over", _closed, MONTH),
    RaceScene("a locked month", _locked, MONTH),
    RaceScene("a red project", _red, LIGHTS),
    RaceScene("a project that an inspector calls red", _lit, LIGHTS),
    RaceScene("a lifted headline", _lifted, LIFTED),
    RaceScene("a hard bone", _bone, BONES),
    RaceScene("a hard bone that is solved", _solved, BONES),
]
