from datetime import date
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.plans import actions
from bihuan.plans.curves import CurveShape, Terms, months_of
from bihuan.plans.models import AnnualList, Entry, Plan, ProjectYear
from bihuan.plans.rules import ChangeApproval
from bihuan.projects import actions as projects
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.tests.factories import NOW, make_project

from .factories import WAN, make_entry, make_list

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
APPROVED = ChangeApproval("征地滞后", "区长办公会", DAY)


def adjust(entry: Entry, planned_yuan: int, **said: Any) -> Plan:
    terms = Terms(planned_yuan, said.pop("shape", None), said.pop("goal", None))
    said = {"approval": APPROVED, "version": 1, "by": make_user(), "at": NOW, **said}
    return actions.adjust_plan(entry=entry, terms=terms, **said)


def note(verb: str) -> dict[str, Any]:
    found: dict[str, Any] = Event.objects.filter(verb=verb).latest("pk").note
    return found


def test_a_list_is_made_once_a_year_and_tier() -> None:
    made = make_list(tier=Tier.PROVINCIAL)
    assert note("annual_list.made")["tier"] == "provincial"
    with pytest.raises(Refusal):
        actions.make_list(year=2024, tier=Tier.PROVINCIAL, by=make_user(), at=NOW)
    with pytest.raises(Refusal):
        actions.make_list(year=1999, tier=Tier.PROVINCIAL, by=make_user(), at=NOW)
    with pytest.raises(NotAllowed):
        actions.make_list(year=2025, tier=made.tier, by=make_user(role=Role.REPORTER), at=NOW)


def test_a_list_names_its_document_and_the_change_is_recorded() -> None:
    said: dict[str, Any] = {
        "title": "2024年区重点项目",
        "document_number": "鹤政办发〔2024〕3号",
        "published_on": DAY,
    }
    made = actions.edit_list(annual_list=make_list(), **said, by=make_user(), at=NOW)
    assert note("annual_list.edited")["changes"]["title"] == ["", "2024年区重点项目"]
    actions.edit_list(annual_list=made, **said, by=make_user(), at=NOW)
    assert Event.objects.filter(verb="annual_list.edited").count() == 1
    with pytest.raises(NotAllowed):
        actions.edit_list(annual_list=made, **said, by=make_user(role=Role.VIEWER), at=NOW)


def test_the_second_who_edits_a_list_is_told_by_whom_and_overwrites_nothing() -> None:
    made, first, second = make_list(), make_user(), make_user()
    seen = made.edition
    edited = actions.edit_list(annual_list=made, title="区重点", edition=seen, by=first, at=NOW)
    assert edited.edition == seen + 1
    with pytest.raises(Refusal, match=first.username):
        actions.edit_list(
            annual_list=made, title="重点项目", published_on=DAY, edition=seen, by=second, at=NOW
        )
    made.refresh_from_db()
    assert (made.title, made.published_on) == ("区重点", None)
    same = actions.edit_list(
        annual_list=made, title="区重点", edition=made.edition, by=second, at=NOW
    )
    assert same.edition == seen + 1


def test_what_is_not_given_of_a_list_stays_as_it_is_now_not_as_it_was_read() -> None:
    made, office = make_list(), make_user()
    read = AnnualList.objects.get(pk=made.pk)
    actions.edit_list(annual_list=made, document_number="鹤政发〔2024〕1号", by=office, at=NOW)
    edited = actions.edit_list(annual_list=read, title="区重点", by=office, at=NOW)
    assert (edited.title, edited.document_number) == ("区重点", "鹤政发〔2024〕1号")


def test_a_project_comes_onto_a_list_with_its_plan_and_class() -> None:
    entry = make_entry(planned_yuan=1_200 * WAN, goal=" 主体完工 ")
    plan = entry.plans.get()
    assert (plan.version, plan.curve, plan.goal, plan.is_current) == (1, "linear", "主体完工", True)
    assert months_of(plan) == [100 * WAN * n for n in range(1, 13)]
    assert ProjectYear.objects.get().project_class == ProjectClass.CONSTRUCTION
    assert note("entry.added")["planned_yuan"] == 1_200 * WAN


def test_typed_months_are_kept_as_typed() -> None:
    entry = actions.enter(
        annual_list=make_list(),
        project=make_project(),
        project_class="construction",
        terms=Terms(100, CurveShape(points={6: 10})),
        by=make_user(),
        at=NOW,
    )
    plan = entry.plans.get()
    assert (plan.curve, months_of(plan)[5]) == ("entered", 10)


def test_the_first_list_of_the_year_needs_the_class_and_others_keep_it() -> None:
    with pytest.raises(Refusal):
        make_entry(project_class="")
    project = make_entry().project
    make_entry(project=project, tier=Tier.MUNICIPAL, project_class="")
    with pytest.raises(Refusal):
        make_entry(project=project, tier=Tier.PROVINCIAL, project_class="legacy")


def test_what_cannot_be_entered_is_refused() -> None:
    entry = make_entry()
    cancelled = projects.cancel(
        project=make_project(), on=DAY, reason="选址", by=make_user(), at=NOW
    )
    for wrong in (
        {"project": entry.project},
        {"project": cancelled},
        {"planned_yuan": -1},
        {"curve": "没有"},
        {"added_on": date(2025, 1, 1)},
        {"completed_before_yuan": -1},
    ):
        with pytest.raises(Refusal):
            make_entry(**wrong)
    with pytest.raises(NotAllowed):
        actions.enter(
            annual_list=make_list(),
            project=make_project(),
            terms=Terms(1),
            by=make_user(role=Role.DEPARTMENT),
            at=NOW,
        )


def test_an_adjustment_keeps_the_original_the_curve_and_the_goal() -> None:
    entry = make_entry(curve="june60_december120", goal="竣工")
    new = adjust(entry, 600 * WAN)
    assert (new.version, new.goal, new.approver) == (2, "竣工", "区长办公会")
    assert (months_of(new)[5], months_of(new)[11]) == (360 * WAN, 720 * WAN)
    original, current = entry.plans.order_by("version")
    assert (original.planned_yuan, original.is_current) == (1_200 * WAN, False)
    assert current.is_current
    assert note("plan.adjusted")["changes"]["planned_yuan"] == [1_200 * WAN, 600 * WAN]


def test_typed_months_shrink_with_their_plan() -> None:
    entry = make_entry()
    adjust(entry, 1_000, shape=CurveShape(points={6: 200}))
    assert months_of(adjust(entry, 500, version=2))[5] == 100


def test_the_goal_and_the_curve_alone_can_be_adjusted() -> None:
    entry = make_entry()
    assert adjust(entry, 1_200 * WAN, goal="主体封顶").version == 2
    shape = CurveShape("construction")
    assert adjust(entry, 1_200 * WAN, shape=shape, version=2).curve == "construction"


def test_an_adjustment_that_changes_nothing_is_no_version() -> None:
    assert adjust(make_entry(), 1_200 * WAN).version == 1


def test_the_second_of_two_adjusters_is_told() -> None:
    entry = make_entry()
    adjust(entry, 600 * WAN)
    with pytest.raises(Refusal):
        adjust(entry, 700 * WAN, version=1)


def test_adjustments_lack_neither_reason_nor_approver_nor_permission() -> None:
    entry = make_entry()
    for approval in (ChangeApproval("", "区长", DAY), ChangeApproval("滞后", " ", DAY)):
        with pytest.raises(Refusal):
            adjust(entry, 1, approval=approval)
    with pytest.raises(Refusal):
        adjust(entry, 1, approval=ChangeApproval("滞后", "区长", date(2024, 3, 23)))
    with pytest.raises(Refusal):
        adjust(entry, -1)
    with pytest.raises(NotAllowed):
        adjust(entry, 1, by=make_user(role=Role.COMMANDER))


def test_a_project_leaves_a_list_with_a_reason_and_keeps_its_plan() -> None:
    entry = actions.leave_list(
        entry=make_entry(), on=NOW.date(), reason="调出", by=make_user(), at=NOW
    )
    assert (entry.left_reason, entry.plans.count()) == ("调出", 1)
    assert note("entry.left")["reason"] == "调出"


def test_who_left_cannot_leave_again_nor_without_reason_nor_before_coming() -> None:
    entry, office = make_entry(), make_user()
    leave: dict[str, Any] = {"on": NOW.date(), "reason": "调出", "by": office, "at": NOW}
    for wrong in ({"reason": ""}, {"on": DAY}, {"on": date(2025, 1, 1)}):
        with pytest.raises(Refusal):
            actions.leave_list(entry=entry, **{**leave, **wrong})
    with pytest.raises(NotAllowed):
        actions.leave_list(entry=entry, **{**leave, "by": make_user(role=Role.REPORTER)})
    actions.leave_list(entry=entry, **leave)
    with pytest.raises(Refusal):
        actions.leave_list(entry=entry, **leave)


def test_a_promoted_project_stands_on_both_lists_with_two_plans() -> None:
    lower = make_entry(planned_yuan=100)
    upper = actions.promote(
        entry=lower,
        annual_list=make_list(tier=Tier.MUNICIPAL),
        terms=Terms(80),
        by=make_user(),
        at=NOW,
    )
    assert upper.promoted_from == lower
    assert [e.plans.get().planned_yuan for e in (lower, upper)] == [100, 80]
    assert note("entry.promoted")["tier"] == ["district", "municipal"]


def test_nobody_is_promoted_sideways_or_from_a_list_that_was_left() -> None:
    office, lower, upper = make_user(), make_entry(), make_list(tier=Tier.MUNICIPAL)
    sideways = make_entry(tier=Tier.PROVINCIAL)
    with pytest.raises(Refusal):
        actions.promote(entry=sideways, annual_list=upper, terms=Terms(1), by=office, at=NOW)
    with pytest.raises(NotAllowed):
        actions.promote(
            entry=lower, annual_list=upper, terms=Terms(1), by=make_user(role=Role.VIEWER), at=NOW
        )
    actions.leave_list(entry=lower, on=NOW.date(), reason="调出", by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.promote(entry=lower, annual_list=upper, terms=Terms(1), by=office, at=NOW)


def test_a_change_of_class_needs_a_reason_and_is_recorded() -> None:
    entry, office = make_entry(), make_user()
    change: dict[str, Any] = {
        "project": entry.project,
        "year": 2024,
        "project_class": "legacy",
        "by": office,
        "at": NOW,
    }
    with pytest.raises(Refusal):
        actions.set_class(**change)
    with pytest.raises(NotAllowed):
        actions.set_class(**{**change, "by": make_user(role=Role.VIEWER)})
    assert actions.set_class(**change, reason="烂尾").project_class == "legacy"
    assert note("project_year.class_changed")["changes"]["project_class"] == [
        "construction",
        "legacy",
    ]
    actions.set_class(**change)
    assert actions.set_class(**{**change, "year": 2025}).year == 2025


def test_milestones_come_from_the_template_of_the_class_once() -> None:
    year = ProjectYear.objects.get(project=make_entry().project)
    made = actions.set_milestones(project_year=year, by=make_user(), at=NOW)
    assert [each.key for each in made][:2] == ["permit", "start"]
    assert made[0].promises.get().due_on == date(2024, 3, 31)
    assert actions.set_milestones(project_year=year, by=make_user(), at=NOW) == []
    assert len(note("milestones.set")["milestones"]) == 5
    with pytest.raises(Refusal):
        actions.set_milestones(project_year=year, template="没有", by=make_user(), at=NOW)
    with pytest.raises(NotAllowed):
        actions.set_milestones(project_year=year, by=make_user(role=Role.VIEWER), at=NOW)


def test_one_more_milestone_is_added_by_name() -> None:
    year = ProjectYear.objects.get(project=make_entry().project)
    add: dict[str, Any] = {
        "project_year": year,
        "name": "桩基完成",
        "due_on": date(2024, 6, 30),
        "by": make_user(),
        "at": NOW,
    }
    assert actions.add_milestone(**add).order == 1
    assert note("milestone.added")["name"] == "桩基完成"
    for wrong in ({}, {"name": " "}, {"name": "封顶", "due_on": date(2023, 1, 1)}):
        with pytest.raises(Refusal):
            actions.add_milestone(**{**add, **wrong})
    with pytest.raises(NotAllowed):
        actions.add_milestone(**{**add, "by": make_user(role=Role.REPORTER)})


def test_a_moved_promise_keeps_the_first_day_on_record() -> None:
    year = ProjectYear.objects.get(project=make_entry().project)
    milestone = actions.set_milestones(project_year=year, by=make_user(), at=NOW)[0]
    move: dict[str, Any] = {
        "milestone": milestone,
        "due_on": date(2024, 5, 31),
        "approval": APPROVED,
        "by": make_user(),
        "at": NOW,
    }
    assert actions.move_milestone(**move).version == 2
    days = milestone.promises.order_by("version").values_list("due_on", "is_current")
    assert list(days) == [(date(2024, 3, 31), False), (date(2024, 5, 31), True)]
    assert note("milestone.moved")["changes"]["due_on"] == ["2024-03-31", "2024-05-31"]
    assert actions.move_milestone(**move).version == 2
    for wrong in ({"approval": ChangeApproval("", "", DAY)}, {"due_on": date(2031, 1, 1)}):
        with pytest.raises(Refusal):
            actions.move_milestone(**{**move, **wrong})
    with pytest.raises(NotAllowed):
        actions.move_milestone(**{**move, "by": make_user(role=Role.REPORTER)})
