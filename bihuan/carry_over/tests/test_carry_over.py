"""Carrying over: the action, the page, the API and the command."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can, Role
from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.carry_over.actions import CarryOverChange, carry_over
from bihuan.carry_over.queries import carried_over
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.plans.actions import add_milestone, leave_list
from bihuan.plans.models import AnnualList, Entry, Milestone, Plan, PlanMonth, ProjectYear
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import reach_milestone
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import MilestoneReached, Report
from bihuan.projects.actions import cancel
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier
from bihuan.projects.models import District, Project
from bihuan.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
WAN = 10_000
AT = datetime(2025, 1, 8, 2, tzinfo=UTC)


def a_project(name, *tiers, project_class="construction", **said):
    project = make_project(
        name=name, total_investment_yuan=1_000 * WAN, planned_finish_on=date(2026, 12, 31)
    )
    if said:
        Project.objects.filter(pk=project.pk).update(**said)
        project.refresh_from_db()
    for tier in tiers or (Tier.DISTRICT,):
        make_entry(
            project=project,
            tier=tier,
            project_class=project_class,
            completed_before_yuan=300 * WAN,
        )
    for number, state in ((3, ReportState.LOCKED), (4, ReportState.SUBMITTED)):
        Report.objects.create(
            project=project,
            month=Month(2024, number).first_day,
            state=state,
            completed_yuan=100 * WAN,
        )
    return project


@pytest.fixture
def district():
    """Projects under way on two lists, just started, finished, cancelled, and off the list."""
    projects = {
        "甲": a_project("甲", Tier.DISTRICT, Tier.PROVINCIAL, state=ProjectState.CONSTRUCTION),
        "乙": a_project("乙", project_class="preparation", started_on=date(2024, 10, 1)),
        "丙": a_project("丙", state=ProjectState.IN_USE, finished_on=date(2024, 11, 1)),
        "丁": a_project("丁"),
        "戊": a_project("戊"),
    }
    cancel(
        project=projects["丁"],
        reason="不建了",
        by=make_user(),
        at=AT,
        on=date(2024, 8, 1),
    )
    entry = Entry.objects.get(project=projects["戊"])
    leave_list(entry=entry, on=date(2024, 7, 1), reason="调出", by=make_user(), at=AT)
    return projects


def carry(**said):
    return carry_over(**{"from_year": 2024, "to_year": 2025, "by": make_user(), "at": AT, **said})


def of_name(rows):
    return {str(row.project): row for row in rows}


def test_unfinished_projects_go_on_with_their_past_a_plan_and_their_class(district):
    rows = of_name(carry())
    assert {name for name, row in rows.items() if row.is_carried} == {"甲", "乙"}
    year = ProjectYear.objects.get(project=district["甲"], year=2025)
    assert (year.completed_before_yuan, year.project_class) == (400 * WAN, "construction")
    entries = Entry.objects.filter(project=district["甲"], annual_list__year=2025)
    assert sorted(entries.values_list("annual_list__tier", flat=True)) == ["district", "provincial"]
    assert {entry.added_on for entry in entries} == {date(2025, 1, 1)}
    plans = Plan.objects.filter(entry__in=entries)
    assert {plan.planned_yuan for plan in plans} == {300 * WAN}
    june = PlanMonth.objects.filter(plan__in=plans, month=date(2025, 6, 1))
    assert {month.cumulative_yuan for month in june} == {150 * WAN}
    assert rows["乙"].project_class is ProjectClass.CONSTRUCTION
    assert (
        ProjectYear.objects.get(project=district["乙"], year=2025).project_class == "construction"
    )


def test_what_stays_behind_says_why(district):
    behind = {name: row.reason for name, row in of_name(carry()).items() if not row.is_carried}
    assert behind.keys() == {"丙", "丁", "戊"}
    assert "2024年11月1日" in behind["丙"]
    assert "2024年8月1日" in behind["丁"]
    assert "调出" in behind["戊"]


def test_a_second_run_carries_none_and_changes_nothing(district):
    carry()
    events, plans = Event.objects.count(), Plan.objects.count()
    again = carry()
    assert not any(row.is_carried for row in again)
    assert all(row.reason for row in again)
    assert (Event.objects.count(), Plan.objects.count()) == (events, plans)


def test_a_dry_look_writes_nothing_and_says_what_would_be(district):
    events = Event.objects.count()
    looked = carried_over(2024, 2025)
    assert Event.objects.count() == events
    assert looked == carry()


def test_only_the_lists_that_are_named_are_carried(district):
    carry(tiers=[Tier.PROVINCIAL])
    assert list(AnnualList.objects.filter(year=2025).values_list("tier", flat=True)) == [
        "provincial"
    ]
    rest = of_name(carry())
    assert rest["甲"].goes_on == (Tier.DISTRICT,)
    with pytest.raises(Refusal):
        carry(tiers=[Tier.MUNICIPAL])


def test_the_office_changes_class_and_plan_and_leaves_out(district):
    changes = {
        district["甲"].pk: CarryOverChange(planned_yuan=600 * WAN),
        district["乙"].pk: CarryOverChange(stays=True),
    }
    rows = of_name(carry(changes=changes))
    assert (rows["甲"].planned_yuan, rows["乙"].is_carried) == (600 * WAN, False)
    assert Plan.objects.filter(entry__annual_list__year=2025).count() == 2
    changes = {district["乙"].pk: CarryOverChange(project_class=ProjectClass.LEGACY)}
    carry(changes=changes)
    assert ProjectYear.objects.get(project=district["乙"], year=2025).project_class == "legacy"


def test_a_year_that_has_begun_keeps_its_class_and_its_past(district):
    make_entry(
        project=district["甲"], year=2025, tier=Tier.MUNICIPAL, completed_before_yuan=5, at=AT
    )
    row = of_name(carry())["甲"]
    assert (row.is_carried, row.completed_before_yuan) == (True, 5)
    assert ProjectYear.objects.get(project=district["甲"], year=2025).completed_before_yuan == 5


def test_over_several_years_all_reports_count(district):
    year = 2025
    carry()
    Report.objects.create(
        project=district["甲"],
        month=Month(year, 2).first_day,
        state=ReportState.ACCEPTED,
        completed_yuan=50 * WAN,
    )
    rows = of_name(carry(from_year=2025, to_year=2026))
    assert rows["甲"].completed_before_yuan == 450 * WAN


def test_the_commander_goes_along(district):
    leader = make_leader()
    Project.objects.filter(pk=district["甲"].pk).update(commander=leader)
    carry()
    assert Project.objects.get(pk=district["甲"].pk).commander == leader


@pytest.mark.parametrize("role", [r for r in Role if not may(User(role=r), Can.PLAN_EDIT)])
def test_only_who_plans_may(role, district):
    with pytest.raises(NotAllowed):
        carry(by=make_user(role=role))
    assert signed_in(make_user(role=role)).get("/carry-over/").status_code == 403


def test_a_year_without_lists_is_refused():
    with pytest.raises(Refusal):
        carry(from_year=2022, to_year=2023)


class TestNewYearPage:
    def page(self, **asked):
        return signed_in().get("/carry-over/", {"from_year": 2024, "to_year": 2025, **asked})

    def typed(self, district, **more):
        rows = {"甲": "300", "乙": "300"}
        typed: dict[str, object] = {"from_year": 2024, "to_year": 2025}
        for name, plan in rows.items():
            pk = district[name].pk
            typed |= {f"take-{pk}": "on", f"class-{pk}": "construction", f"plan-{pk}": plan}
        return typed | more

    def test_it_proposes_and_names_what_stays(self, district):
        shown = self.page().content.decode()
        assert all(name in shown for name in "甲乙丙丁戊")
        assert 'value="300.00"' in shown

    def test_it_carries_what_was_changed(self, district):
        pk = district["甲"].pk
        told = signed_in().post("/carry-over/", self.typed(district, **{f"plan-{pk}": "1.2亿元"}))
        assert (told.status_code, told["Location"]) == (302, "/plans/?year=2025")
        plans = Plan.objects.filter(entry__project=pk, entry__annual_list__year=2025)
        assert {plan.planned_yuan for plan in plans} == {12_000 * WAN}

    def test_a_tick_taken_away_leaves_it_out(self, district):
        typed = self.typed(district)
        del typed[f"take-{district['乙'].pk}"]
        signed_in().post("/carry-over/", typed)
        assert not Entry.objects.filter(project=district["乙"], annual_list__year=2025).exists()

    @pytest.mark.parametrize("plan", ["许多", "-5", "99999999999999999999"])
    def test_a_plan_that_cannot_be_taken_is_marked_and_loses_nothing(self, plan, district):
        pk = district["甲"].pk
        told = signed_in().post("/carry-over/", self.typed(district, **{f"plan-{pk}": plan}))
        assert told.status_code == 409
        assert plan in told.content.decode()
        assert [line.row.project.pk for line in told.context["lines"] if line.fault] == [pk]
        assert not AnnualList.objects.filter(year=2025).exists()

    @pytest.mark.parametrize("asked", [{"from_year": "x"}, {"to_year": 2023}, {"tiers": "no"}])
    def test_a_wrong_question_is_a_sentence(self, asked, district):
        told = self.page(**asked)
        assert told.status_code in (200, 400)
        assert "notice" in told.content.decode()
        if asked == {"from_year": "x"}:
            assert "请填写1990至2100之间的年份" in told.content.decode()

    def test_the_number_of_queries_does_not_grow(self, district, django_assert_max_num_queries):
        browser = signed_in()
        browser.get("/carry-over/")
        for number in range(20):
            make_entry(project=make_project(name=f"更多{number}"))
        with django_assert_max_num_queries(20):
            browser.get("/carry-over/", {"from_year": 2024, "to_year": 2025})


def test_the_api_proposes_and_carries(district):
    browser = signed_in()
    address = "/api/plans/carry-over?from_year=2024&to_year=2025"
    rows = {row["project"]: row for row in browser.get(address).json()}
    assert rows["甲"]["lists"] == ["provincial", "district"]
    assert (rows["甲"]["class"], rows["甲"]["carried"]) == ("construction", True)
    changes = [{"project_id": rows["乙"]["project_id"], "class": "preparation"}]
    told = browser.post(
        "/api/plans/carry-over",
        json.dumps({"from_year": 2024, "to_year": 2025, "changes": changes}),
        content_type="application/json",
    )
    assert {row["project"] for row in told.json() if row["carried"]} == {"甲", "乙"}
    assert ProjectYear.objects.get(project=district["乙"], year=2025).project_class == "preparation"
    refused = browser.get("/api/plans/carry-over?from_year=2024&to_year=2024")
    assert (refused.status_code, bool(refused.json()["message"])) == (409, True)


@pytest.mark.parametrize("to_year", [2024, 2026, 2027])
def test_a_year_that_is_not_the_next_is_refused_at_every_door(district, to_year):
    said = f"2024年的项目只能结转到下一年度2025年，不能结转到{to_year}年"
    asked = {"from_year": 2024, "to_year": to_year}
    browser = signed_in()
    assert said in browser.get("/carry-over/", asked).text
    posted = browser.post("/carry-over/", asked)
    assert (posted.status_code, said in posted.text) == (409, True)
    told = browser.get("/api/plans/carry-over", asked)
    assert (told.status_code, said in told.json()["message"]) == (409, True)
    body = json.dumps(asked)
    told = browser.post("/api/plans/carry-over", body, content_type="application/json")
    assert (told.status_code, said in told.json()["message"]) == (409, True)
    with pytest.raises(Refusal, match=said):
        call_command("carry_over", "--from", "2024", "--to", str(to_year))
    assert not AnnualList.objects.exclude(year=2024).exists()


def command(*more):
    out = StringIO()
    call_command("carry_over", "--from", "2024", "--to", "2025", *more, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_row_for_each_project(district):
    dry = json.loads(command("--dry-run", "--json"))
    assert not AnnualList.objects.filter(year=2025).exists()
    rows = json.loads(command("--json"))
    assert rows == dry
    assert rows[0].keys() >= {
        "project",
        "lists",
        "class",
        "completed_before_yuan",
        "planned_yuan",
        "carried",
        "reason",
    }
    assert [row["carried"] for row in json.loads(command("--json"))] == [False] * 5
    assert "5" in command("--list", "district")


def test_what_is_promised_for_the_new_year_goes_along_and_is_reached_in_both(district):
    project = district["甲"]
    old = ProjectYear.objects.get(project=project, year=2024)
    for name, due_on in (("封顶", date(2024, 11, 30)), ("竣工", date(2025, 10, 31))):
        add_milestone(project_year=old, name=name, due_on=due_on, by=make_user(), at=AT)
    carry_over(from_year=2024, to_year=2025, by=make_user(), at=AT)
    [carried] = Milestone.objects.filter(project_year__project=project, project_year__year=2025)
    assert (carried.name, carried.promises.get().due_on) == ("竣工", date(2025, 10, 31))
    reach_milestone(milestone=carried, reached_on=date(2025, 1, 6), by=make_user(), at=AT)
    reached = MilestoneReached.objects.filter(milestone__name="竣工")
    assert {each.reached_on for each in reached} == {date(2025, 1, 6)}
    assert reached.count() == 2
    assert not MilestoneReached.objects.filter(milestone__name="封顶").exists()


def test_changes_that_cannot_be_placed_are_refused(district):
    office, gone = make_user(), district["丙"]
    for changes in (
        {999_999: CarryOverChange(stays=True)},
        {gone.pk: CarryOverChange(planned_yuan=1_000 * WAN)},
    ):
        with pytest.raises(Refusal, match=r"999999|丙"):
            carry_over(from_year=2024, to_year=2025, changes=changes, by=office, at=AT)
    assert not AnnualList.objects.filter(year=2025).exists()


def test_the_office_is_told_that_pages_open_on_the_old_year(district):
    District.objects.update_or_create(pk=1, defaults={"name": "示例区", "year": 2024})
    answer = signed_in().post("/carry-over/", {"from_year": 2024, "to_year": 2025}, follow=True)
    assert "在2025年首次月调度开启前，各人页面仍默认显示2024年" in answer.text


def test_what_the_old_year_lacks_is_counted_and_said(district):
    """Listed from March on, it has the report of that month accepted: nine are not in the sum."""
    row = of_name(carried_over(2024, 2025))["甲"]
    assert row.months_missing == 9
    assert "2024年尚有9个月的月报未审定" in row.reason
    shown = signed_in().get("/carry-over/", {"from_year": 2024, "to_year": 2025}).text
    assert "2024年月报尚未收齐：其中2个项目" in shown


def test_a_plan_left_as_shown_stays_exact(district):
    """The page shows a hundred yuan at least; what nobody changed is carried to the yuan."""
    Project.objects.filter(pk=district["甲"].pk).update(total_investment_yuan=1_000 * WAN + 37)
    exact = of_name(carried_over(2024, 2025))["甲"].planned_yuan
    pk, asked = district["甲"].pk, {"from_year": 2024, "to_year": 2025}
    shown = {f"take-{pk}": "on", f"plan-{pk}": "300.00"}
    signed_in().post("/carry-over/", {**asked, **shown})
    plan = Plan.objects.get(
        entry__project=district["甲"],
        entry__annual_list__tier="provincial",
        entry__annual_list__year=2025,
    )
    assert plan.planned_yuan == exact
