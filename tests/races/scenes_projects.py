"""Projects: their life, their names, their lists and plans, what the bureau and chains enter."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.carry_over.actions import carry_over
from bihuan.command import actions as command
from bihuan.factors import actions as factors
from bihuan.kit.months import Month
from bihuan.lights import actions as lights
from bihuan.matters import actions as matters
from bihuan.plans import actions as plans
from bihuan.plans.curves import CurveShape, Terms
from bihuan.plans.rules import ChangeApproval
from bihuan.plans.tests.factories import WAN, make_entry, make_list
from bihuan.progress import actions as progress
from bihuan.projects import actions as projects
from bihuan.projects.kinds import ProjectState, Tier
from bihuan.projects.models import Chain, Theme
from bihuan.projects.tests.factories import NOW, make_project
from bihuan.statistics import actions as statistics
from bihuan.statistics.tests.factories import make_bureau

from .scene import RaceScene

ON = date(2024, 3, 22)
FEBRUARY = Month(2024, 2)
APPROVED = ChangeApproval(reason="规划调整", approver="区长办公会", on=date(2024, 3, 1))
TERMS = Terms(1_200 * WAN, CurveShape("linear"), "")


def _there(**said: Any) -> dict[str, Any]:
    office = make_user()
    return {
        "office": office,
        "project": make_project(by=office, **said),
        "leader": make_leader(),
        "other": make_project(by=office),
        "theme": Theme.objects.create(name="专项"),
    }


def _paused() -> dict[str, Any]:
    there = _there()
    projects.pause(project=there["project"], on=ON, reason="资金未到", by=there["office"], at=NOW)
    return there


def _becomes(state: ProjectState) -> Any:
    return lambda s: projects.change_state(
        project=s.project, to=state, on=ON, by=s.office, at=NOW, reason="说明"
    )


LIFE = {
    "projects.change_state:construction": _becomes(ProjectState.CONSTRUCTION),
    "projects.change_state:reserve": _becomes(ProjectState.RESERVE),
    "projects.pause": lambda s: projects.pause(
        project=s.project, on=ON, reason="征拆未完", by=s.office, at=NOW
    ),
    "projects.resume": lambda s: projects.resume(project=s.project, on=ON, by=s.office, at=NOW),
    "projects.cancel": lambda s: projects.cancel(
        project=s.project, on=ON, reason="不再建设", by=s.office, at=NOW
    ),
    "projects.merge_projects:into": lambda s: projects.merge_projects(
        gone=s.project, kept=s.other, on=ON, reason="重复", by=s.office, at=NOW
    ),
    "projects.merge_projects:from": lambda s: projects.merge_projects(
        gone=s.other, kept=s.project, on=ON, reason="重复", by=s.office, at=NOW
    ),
    "projects.set_clocks": lambda s: projects.set_clocks(
        project=s.project, permit_on=ON, by=s.office, at=NOW
    ),
    "projects.edit_project": lambda s: projects.edit_project(
        project=s.project, edition=s.project.edition, name="人民公园", by=s.office, at=NOW
    ),
    "projects.assign_commander": lambda s: projects.assign_commander(
        project=s.project, commander=s.leader, by=s.office, at=NOW
    ),
    "projects.set_themes": lambda s: projects.set_themes(
        project=s.project, themes=[s.theme], by=s.office, at=NOW
    ),
    "command.appoint": lambda s: command.appoint(
        projects=[s.project, s.other], leader=s.leader, by=s.office, at=NOW
    ),
    "matters.raise_matter": lambda s: matters.raise_matter(
        kind="blocker",
        type_code="relocation",
        severity="ordinary",
        title="三户未签",
        by=s.office,
        project=s.project,
        at=NOW,
    ),
    "plans.set_class": lambda s: plans.set_class(
        project=s.project, year=2024, project_class="construction", by=s.office, at=NOW
    ),
    "lights.give_inspector_light": lambda s: lights.give_inspector_light(
        project=s.project,
        month=FEBRUARY,
        colour="red",
        reason="停工",
        source_ref="",
        by=s.office,
        at=NOW,
    ),
}


def _names() -> dict[str, Any]:
    there, bureau = _there(), make_bureau()
    statistics.enter_standing(
        project=there["other"], entered_on=date(2024, 1, 20), started_on=None, by=bureau, at=NOW
    )
    district = projects.set_district(name="老区", by=there["office"], at=NOW)
    chain = Chain.objects.create(name="电子信息")
    return {**there, "chain": chain, "bureau": bureau, "district": district}


NAMES = {
    "projects.add_project": lambda s: projects.add_project(name="人民公园", by=s.office, at=NOW),
    "projects.edit_project:name": LIFE["projects.edit_project"],
    "projects.edit_project:other": lambda s: projects.edit_project(
        project=s.other, edition=s.other.edition, name="人民公园", by=s.office, at=NOW
    ),
    "projects.confirm_rules": lambda s: projects.confirm_rules(by=s.office, at=NOW),
    "projects.go_on_to_year": lambda s: projects.go_on_to_year(year=2025, by=s.office, at=NOW),
    "projects.set_district": lambda s: projects.set_district(name="鹤城区", by=s.office, at=NOW),
    "projects.set_district:seen": lambda s: projects.set_district(
        name="新区", year=2024, edition=s.district.edition, by=s.office, at=NOW
    ),
    "statistics.enter_output": lambda s: statistics.enter_output(
        chain=s.chain,
        enterprise="甲公司",
        year=2024,
        output_yuan=100,
        previous_output_yuan=90,
        reason="更正",
        by=s.office,
        at=NOW,
    ),
    "statistics.enter_output:other": lambda s: statistics.enter_output(
        chain=s.chain,
        enterprise="甲公司",
        year=2024,
        output_yuan=300,
        previous_output_yuan=90,
        reason="更正",
        by=s.office,
        at=NOW,
    ),
    "statistics.enter_standing": lambda s: statistics.enter_standing(
        project=s.project, entered_on=date(2024, 1, 20), started_on=None, by=s.bureau, at=NOW
    ),
    "statistics.enter_month": lambda s: statistics.enter_month(
        project=s.other, month=FEBRUARY, completed_yuan=500, reason="更正", by=s.bureau, at=NOW
    ),
    "statistics.enter_months": lambda s: statistics.enter_months(
        month=FEBRUARY,
        rows=[
            statistics.CountedRow(s.project, 300, date(2024, 1, 20)),
            statistics.CountedRow(s.other, 400),
        ],
        reason="更正",
        by=s.bureau,
        at=NOW,
    ),
    "statistics.enter_outputs": lambda s: statistics.enter_outputs(
        chain=s.chain,
        year=2024,
        rows={"甲公司": (200, 90), "乙公司": (50, 40)},
        reason="更正",
        by=s.office,
        at=NOW,
    ),
    "statistics.enter_fixed_asset_investment": lambda s: statistics.enter_fixed_asset_investment(
        month=FEBRUARY, cumulative_yuan=10**9, reason="更正", by=s.bureau, at=NOW
    ),
    "statistics.enter_fixed_asset_investment:january": (
        lambda s: statistics.enter_fixed_asset_investment(
            month=Month(2024, 1), cumulative_yuan=2 * 10**9, by=s.bureau, at=NOW
        )
    ),
}


def _listed() -> dict[str, Any]:
    office = make_user()
    entry = make_entry(by=office)
    year = entry.project.years.get(year=2024)
    step = plans.add_milestone(
        project_year=year, name="封顶", due_on=date(2024, 8, 1), by=office, at=NOW
    )
    return {
        "office": office,
        "entry": entry,
        "project": entry.project,
        "year": year,
        "step": step,
        "list": entry.annual_list,
        "upper": make_list(tier=Tier.MUNICIPAL, by=office),
        "land": make_organisation(name="区自然资源局"),
    }


def _left() -> dict[str, Any]:
    there = _listed()
    plans.leave_list(entry=there["entry"], on=ON, reason="退出", by=there["office"], at=NOW)
    return there


def _adjust(yuan: int) -> Any:
    return lambda s: plans.adjust_plan(
        entry=s.entry,
        terms=Terms(yuan, CurveShape("linear"), ""),
        approval=APPROVED,
        version=s.entry.plans.get(is_current=True).version,
        by=s.office,
        at=NOW,
    )


LISTED = {
    "plans.adjust_plan": _adjust(1_500 * WAN),
    "plans.adjust_plan:other": _adjust(900 * WAN),
    "plans.leave_list": lambda s: plans.leave_list(
        entry=s.entry, on=ON, reason="退出", by=s.office, at=NOW
    ),
    "plans.return_to_list": lambda s: plans.return_to_list(
        entry=s.entry, on=ON, reason="恢复", by=s.office, at=NOW
    ),
    "plans.promote": lambda s: plans.promote(
        entry=s.entry, annual_list=s.upper, terms=TERMS, by=s.office, at=NOW
    ),
    "plans.enter": lambda s: plans.enter(
        annual_list=s.upper, project=s.project, terms=TERMS, by=s.office, at=NOW
    ),
    "plans.set_milestones": lambda s: plans.set_milestones(
        project_year=s.year, by=s.office, at=NOW
    ),
    "plans.set_milestones_of_list": lambda s: plans.set_milestones_of_list(
        annual_list=s.list, by=s.office, at=NOW
    ),
    "plans.add_milestone": lambda s: plans.add_milestone(
        project_year=s.year, name="验收", due_on=date(2024, 11, 1), by=s.office, at=NOW
    ),
    "plans.carry_milestones": lambda s: plans.carry_milestones(
        milestones=[s.step], project_year=s.year, by=s.office, at=NOW
    ),
    "plans.move_milestone": lambda s: plans.move_milestone(
        milestone=s.step, due_on=date(2024, 9, 1), approval=APPROVED, by=s.office, at=NOW
    ),
    "progress.reach_milestone": lambda s: progress.reach_milestone(
        milestone=s.step, reached_on=ON, evidence="现场核实", by=s.office, at=NOW
    ),
    "plans.set_class": lambda s: plans.set_class(
        project=s.project, year=2024, project_class="legacy", reason="招商", by=s.office, at=NOW
    ),
    "plans.edit_list": lambda s: plans.edit_list(
        annual_list=s.list, title="重点项目", edition=s.list.edition, by=s.office, at=NOW
    ),
    "carry_over.carry_over": lambda s: carry_over(
        from_year=2024, to_year=2025, by=s.office, at=NOW
    ),
    "plans.make_list": lambda s: plans.make_list(
        year=2024, tier=Tier.PROVINCIAL, by=s.office, at=NOW
    ),
    "projects.cancel": LIFE["projects.cancel"],
    "factors.start_list": lambda s: factors.start_list(
        project=s.project, year=2024, by=s.office, at=NOW
    ),
    "factors.start_lists": lambda s: factors.start_lists(year=2024, by=s.office, at=NOW),
    "factors.add_need": lambda s: factors.add_need(
        project=s.project, element="land", reason="另需", by=s.office, at=NOW
    ),
    "lights.waive": lambda s: lights.waive(
        project=s.project,
        month=Month(2024, 3),
        clause="YINCHUAN-5",
        reason="洪水",
        approver="区长",
        by=s.office,
        at=NOW,
    ),
}

SCENES = [
    RaceScene("a project in preparation", _there, LIFE),
    RaceScene("a paused project", _paused, LIFE),
    RaceScene("names that are free", _names, NAMES),
    RaceScene("a project on a list", _listed, LISTED),
    RaceScene("a project that left a list", _left, LISTED),
]
