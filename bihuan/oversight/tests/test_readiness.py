"""Readiness by rule alone, and as read from projects."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.factors.models import Need
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.queries import funding_rows
from bihuan.funding.rules.ladder import Sums
from bihuan.funding.tests.factories import MARCH, NOW, WAN, enter, issued_line, make_line
from bihuan.oversight.kinds import LackKind, ProjectFact, Readiness
from bihuan.oversight.queries.readiness import in_order, ready_table, won_rates
from bihuan.oversight.rules.readiness import (
    KnownNeed,
    KnownProject,
    KnownStep,
    WonRate,
    ready_for,
)
from bihuan.oversight.watches import ApplyConditions
from bihuan.plans.actions import add_milestone
from bihuan.plans.models import Milestone
from bihuan.progress.actions import reach_milestone
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project

from .factories import sheet

TODAY = date(2024, 12, 20)
P = Programme
ASKED = ApplyConditions((ProjectFact.OWNER,), ("approval", "land"), ("feasibility",))
WHOLE = KnownProject(
    frozenset({ProjectFact.OWNER}),
    {"approval": KnownNeed(1, "立项", "已批复", is_there=True)},
    {"feasibility": KnownStep("可研批复", is_reached=True)},
)


def test_what_is_missing_is_named_and_what_is_on_no_list_is_not_asked_for():
    assert ready_for(WHOLE, ASKED, Sums()).state is Readiness.READY
    bare = KnownProject(
        frozenset(),
        {"land": KnownNeed(7, "用地", "审查中", is_there=False, due_on=MARCH)},
        {"feasibility": KnownStep("可研批复", is_reached=False)},
    )
    cell = ready_for(bare, ASKED, Sums())
    assert cell.state is Readiness.LACKING
    assert [(each.kind, each.label) for each in cell.missing] == [
        (LackKind.FACT, "业主单位"),
        (LackKind.APPROVAL, "用地"),
        (LackKind.MILESTONE, "可研批复"),
    ]
    assert (cell.missing[1].need, cell.missing[1].due_on) == (7, MARCH)


def test_a_project_without_any_list_is_not_said_to_be_ready():
    known = KnownProject(frozenset({ProjectFact.OWNER}))
    assert ready_for(known, ASKED, Sums()).state is Readiness.UNKNOWN


def test_what_was_applied_for_or_won_is_said_instead():
    assert ready_for(WHOLE, ASKED, Sums(applied=5)).state is Readiness.APPLIED
    won = ready_for(KnownProject(), ASKED, Sums(applied=5, issued=3))
    assert won.state is Readiness.WON
    assert len(won.missing) == 1


def test_conditions_of_the_ladder_are_asked_too_each_once():
    both = ASKED.and_also(("approval", "energy"), ("start",))
    assert both.elements == ("approval", "energy", "land")
    assert both.milestones == ("start", "feasibility")


def test_a_rate_is_of_what_was_applied_for():
    rate = WonRate(4, 3, 200, 150)
    assert (rate.percent_of_projects, rate.percent_of_yuan) == (Decimal(75), Decimal(75))
    nothing = WonRate(0, 0, 0, 0)
    assert (nothing.percent_of_projects, nothing.percent_of_yuan) == (None, None)


def make_preparing(**columns: Any) -> Project:
    home = make_organisation()
    said = {
        "owner": home,
        "responsible": home,
        "total_investment_yuan": 9_000 * WAN,
        "national_code": "",
        "state": "preparation",
        **columns,
    }
    return make_listed(project_class="preparation", **said)


def make_step(project: Project, key: str, *, reached: bool = False) -> Milestone:
    step = add_milestone(
        project_year=project.years.get(),
        name=f"节点{key}",
        due_on=date(2024, 6, 30),
        by=make_user(),
        at=NOW,
    )
    Milestone.objects.filter(pk=step.pk).update(key=key)
    if reached:
        reach_milestone(
            milestone=step, reached_on=date(2024, 6, 3), by=make_user(), at=NOW, evidence="批文"
        )
    return step


def make_need(project: Project, element: str, state: str, **columns: Any) -> Need:
    return Need.objects.create(
        project=project, element=element, state=state, state_since=MARCH, **columns
    )


def cell(project: Project, programme: Programme) -> Any:
    table = ready_table(make_user(), TODAY)
    return next(line for line in table.lines if line.project == project).cell(programme)


@pytest.mark.django_db
def test_readiness_is_read_from_particulars_approvals_and_milestones():
    project = make_preparing()
    assert cell(project, P.MUNICIPAL).state is Readiness.UNKNOWN
    make_step(project, "approval", reached=True)
    assert cell(project, P.MUNICIPAL).state is Readiness.READY
    make_step(project, "feasibility")
    need = make_need(project, "land_review", "in_review", promised_due_on=date(2024, 12, 31))
    make_need(project, "approval", "approved", approved_on=MARCH)
    found = cell(project, P.TREASURY_BOND)
    assert [(each.label, each.need, each.due_on) for each in found.missing] == [
        ("国家项目代码", None, None),
        ("计划开工", None, None),
        ("用地预审与选址意见书", need.pk, date(2024, 12, 31)),
        ("节点feasibility", None, date(2024, 6, 30)),
    ]
    assert cell(project, P.MUNICIPAL).state is Readiness.READY


@pytest.mark.django_db
def test_what_holds_the_ladder_back_holds_readiness_back():
    project = make_preparing()
    make_need(project, "approval", "in_review")
    labels = {each.label for each in cell(project, P.CENTRAL_BUDGET).missing}
    assert "立项（核准、备案或审批）" in labels


@pytest.mark.django_db
def test_projects_at_work_are_not_listed_and_those_out_of_reach_neither():
    project = make_preparing()
    make_listed(state="construction")
    table = ready_table(make_user(), TODAY)
    assert [each.project for each in table.lines] == [project]
    assert P.OWN not in table.programmes
    assert ready_table(make_user(role=Role.REPORTER), TODAY).lines == ()
    own = make_user(role=Role.REPORTER, organisation=project.owner)
    assert len(ready_table(own, TODAY).lines) == 1


@pytest.mark.django_db
def test_the_list_of_a_programme_begins_with_those_ready():
    ready, lacking, won = make_preparing(), make_preparing(), make_preparing()
    for each in (ready, lacking, won):
        make_step(each, "approval", reached=each is ready)
    line = issued_line(5 * WAN, MARCH, project=won, programme=P.MUNICIPAL)
    enter(line, FundingStage.APPLIED, MARCH, 10 * WAN)
    table = ready_table(make_user(), TODAY)
    assert [each.project for each in in_order(table, P.MUNICIPAL)] == [ready, lacking, won]
    assert table.counted(P.MUNICIPAL, Readiness.READY) == 1
    assert table.counted(P.MUNICIPAL, Readiness.WON) == 1


@pytest.mark.django_db
def test_won_and_applied_are_counted_by_programme_and_year():
    won = issued_line(60 * WAN, MARCH)
    enter(won, FundingStage.APPLIED, date(2024, 3, 1), 100 * WAN)
    applied = make_line(programme=P.CENTRAL_BUDGET)
    enter(applied, FundingStage.APPLIED, MARCH, 20 * WAN)
    own = issued_line(5 * WAN, MARCH, programme=P.OWN)
    assert own.programme == P.OWN
    [line] = won_rates(funding_rows(None, TODAY))
    assert (line.programme, line.year) == (P.CENTRAL_BUDGET, 2024)
    assert line.rate == WonRate(2, 1, 120 * WAN, 60 * WAN)


@pytest.mark.django_db
def test_pages_workbook_and_http_tell_the_same(django_assert_max_num_queries: Any):
    project = make_preparing()
    make_step(project, "approval")
    client = signed_in()
    page = client.get("/funding/oversight/readiness/").content.decode()
    assert "缺2项" in page or "缺3项" in page
    one = client.get("/funding/oversight/readiness/?programme=municipal").content.decode()
    assert "节点approval" in one
    assert client.get("/funding/oversight/readiness/?programme=own").context["chosen"] is None
    rows = sheet(client.get("/funding/oversight/readiness.xlsx?programme=municipal"))
    assert rows[1][1] == project.name
    assert rows[1][5] == "条件不齐：节点approval"
    [told] = client.get("/api/funding/oversight/readiness").json()
    cells = {each["programme"]: each for each in told["cells"]}
    assert [each["label"] for each in cells["municipal"]["missing"]] == ["节点approval"]
    for _number in range(3):
        make_step(make_preparing(), "approval")
    with django_assert_max_num_queries(12):
        ready_table(make_user(), TODAY)


@pytest.mark.django_db
def test_won_is_shown_with_its_rates_and_over_http():
    line = issued_line(60 * WAN, MARCH)
    enter(line, FundingStage.APPLIED, date(2024, 3, 1), 120 * WAN)
    client = signed_in()
    assert "50.0" in client.get("/funding/oversight/won/").content.decode()
    [told] = client.get("/api/funding/oversight/won").json()
    assert (told["percent_of_yuan"], told["projects_won"]) in (("50.00", 1), (50.0, 1))


@pytest.mark.django_db
def test_nothing_to_apply_and_nothing_applied_say_so():
    client = signed_in()
    assert "没有储备或前期项目" in client.get("/funding/oversight/readiness/").content.decode()
    assert "尚无申报" in client.get("/funding/oversight/won/").content.decode()
