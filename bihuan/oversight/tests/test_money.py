"""Sources and uses, the curve, and the year's flow: rules alone, with the ladder, on pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.queries import by_batch, by_month, funding_rows, of_year
from bihuan.funding.queries.ladder import added
from bihuan.funding.rules.ladder import LadderStep, Sums, summed
from bihuan.funding.tests.factories import APRIL, MARCH, NOW, WAN, district, enter, issued_line
from bihuan.kit.months import Month
from bihuan.oversight.kinds import MoneySource, MoneyState
from bihuan.oversight.queries.flow import flow_drawn, money_flow, name_of
from bihuan.oversight.queries.uses import cash_curve, completed_to_date, sources_and_uses
from bihuan.oversight.rules.flow import SOURCES, FlowLine, flow_of
from bihuan.oversight.rules.uses import SourceLine, SourcesAndUses
from bihuan.plans.models import ProjectYear
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import AFTER_MARCH, report_march

from .factories import make_money, make_watched, sheet

TODAY = date(2024, 12, 20)
P, S = Programme, FundingStage


@pytest.fixture
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_gap_and_what_is_ahead_are_told_in_words():
    ahead = SourceLine(P.CENTRAL_BUDGET, Sums(issued=40, in_place=40, paid=30, works=20))
    behind = SourceLine(P.SPECIAL_BOND, Sums(issued=10, in_place=5, paid=1, works=4))
    even = SourceLine(P.OWN, Sums(issued=10, in_place=5, paid=2, works=2))
    money = SourcesAndUses(100 * WAN, (ahead, behind, even), 70)
    assert money.gap_yuan == 100 * WAN - 60
    assert (money.money_ahead_yuan, money.works_ahead_yuan, money.unfunded_yuan) == (10, 3, 20)
    gap, first, second, owed = money.sentences()
    assert "缺口" in gap
    assert "资金超前于工程" in first
    assert "工程超前于资金" in second
    assert "欠付" in owed
    assert "超出" in replace(money, total_yuan=50).sentences()[0]
    assert "全部落实" in replace(money, total_yuan=60).sentences()[0]
    assert "未填报" in replace(money, total_yuan=None).sentences()[0]


AMOUNTS = st.integers(min_value=0, max_value=10**10)
SUMS = st.builds(Sums, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
LINES = st.lists(
    st.builds(
        FlowLine,
        st.sampled_from(Programme),
        st.integers(min_value=1, max_value=30),
        st.just("项目"),
        SUMS,
    ),
    max_size=40,
)


@given(LINES, st.integers(min_value=1, max_value=15))
def test_every_sum_of_the_flow_is_that_of_its_lines(lines: list[FlowLine], named: int):
    flow = flow_of(lines, named)
    issued = sum(line.sums.issued for line in lines)
    assert flow.sums.issued == issued
    for sums in (flow.by_source(), flow.by_programme(), flow.by_state()):
        assert sum(sums.values()) == issued
    assert sum(each.issued_yuan for each in flow.projects) == issued
    assert len(flow.projects) <= named + 1
    drawn = flow_drawn(flow, 2024)
    for column in drawn.columns:
        assert sum(node.yuan for node in column) == issued
    for node in (each for column in drawn.columns[1:] for each in column):
        assert sum(link.yuan for link in drawn.links if link.end == node.key) == node.yuan
    for node in (each for column in drawn.columns[:-1] for each in column):
        assert sum(link.yuan for link in drawn.links if link.start == node.key) == node.yuan
    for line in lines:
        paid = line.states[MoneyState.PAID]
        assert paid <= line.sums.paid
        assert min(line.states.values()) >= 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from([S.ISSUED, S.IN_PLACE, S.PAID, S.WORKS]),
            st.integers(min_value=1, max_value=12),
            st.integers(min_value=1, max_value=10**9),
        ),
        max_size=30,
    )
)
def test_months_add_up_to_the_line(steps: list[tuple[FundingStage, int, int]]):
    listed = [LadderStep(stage, date(2024, month, 1), yuan) for stage, month, yuan in steps]
    months = {step.on for step in listed}
    by_month_sums = [summed(s for s in listed if s.on == month) for month in months]
    line = FlowLine(P.OWN, 1, "项目", added(by_month_sums))
    assert line.sums == summed(listed)
    assert sum(line.states.values()) == line.sums.issued


def test_every_programme_has_a_source():
    assert set(SOURCES) == set(Programme)
    assert set(SOURCES.values()) == set(MoneySource)


def test_one_project_more_is_named_rather_than_joined_alone():
    lines = [FlowLine(P.OWN, pk, f"项目{pk}", Sums(issued=pk)) for pk in range(1, 6)]
    assert [each.project for each in flow_of(lines, 4).projects] == [5, 4, 3, 2, 1]
    joined = flow_of(lines, 3).projects
    assert [each.project for each in joined] == [5, 4, 3, None]
    assert (joined[-1].count, name_of(joined[-1])) == (2, "其他2个项目")


@pytest.mark.django_db
def test_the_flow_agrees_with_the_ladder_by_source_project_batch_and_month():
    district()
    issued_line(7 * WAN, MARCH, programme=P.OWN)
    rows = funding_rows(None, TODAY, year=2024)
    flow, ladder = money_flow(rows), added(row.sums for row in rows)
    assert flow.sums.issued == ladder.issued == sum(flow.by_state().values())
    assert flow.by_programme() == {
        each.programme: each.sums.issued for each in of_year(rows) if each.sums.issued
    }
    assert sum(flow.by_source().values()) == added(e.sums for e in by_batch(rows)).issued
    assert flow.sums.issued == added(each.sums for each in by_month(rows)).issued
    states = flow.by_state()
    arrived = states[MoneyState.PAID] + states[MoneyState.IN_PLACE] + flow.beyond_yuan
    assert (arrived, flow.beyond_yuan) == (ladder.in_place, 20 * WAN)
    for project in flow.projects:
        assert project.project is not None
        own = funding_rows(None, TODAY, year=2024, project_pk=project.project)
        assert added(row.sums for row in own).issued == project.issued_yuan


@pytest.mark.django_db
def test_the_curve_shows_money_against_completed_investment():
    project = make_watched()
    make_money(project)
    ProjectYear.objects.filter(project=project).update(completed_before_yuan=50 * WAN)
    reporter = make_user(role=Role.REPORTER, organisation=project.owner)
    report = report_march(project, by=reporter, completed_yuan=30 * WAN)
    rows = funding_rows(None, TODAY, project_pk=project.pk)
    assert completed_to_date(project, TODAY) == {}
    progress.accept(report=report, by=make_user(), at=AFTER_MARCH)
    completed = completed_to_date(project, TODAY)
    assert completed == {Month(2024, 3): 80 * WAN}
    chart = cash_curve(rows, completed)
    assert chart is not None
    assert list(chart.labels) == ["24.3", "24.4", "24.5"]
    lines = {line.kind: list(line.values) for line in chart.lines}
    assert lines == {
        "in_place": [0, 100 * WAN, 100 * WAN],
        "paid": [0, 0, 20 * WAN],
        "works": [0, 0, 25 * WAN],
        "actual": [80 * WAN, None, None],
    }
    money = sources_and_uses(project, rows, completed)
    assert (money.completed_yuan, money.works_ahead_yuan) == (80 * WAN, 5 * WAN)
    assert cash_curve([], completed) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("_now")
def test_pages_show_uses_and_the_flow_and_http_tells_the_same():
    project = make_watched(name="甲<乙>")
    make_money(project)
    client = signed_in()
    page = client.get(reverse("oversight:uses", args=[project.pk])).content.decode()
    for words in ("工程超前于资金5 万元", "缺口", "<polyline", "甲&lt;乙&gt;"):
        assert words in page
    flow = client.get("/funding/oversight/flow/?year=2024").content.decode()
    for words in ("中央", "甲&lt;乙&gt;", "到位未支付", 'class="band paid"'):
        assert words in flow
    assert "甲<乙>" not in flow
    rows = sheet(client.get("/funding/oversight/flow.xlsx?year=2024"))
    assert rows[1][5:] == (100, 20, 80, 0)
    api = "/api/funding/oversight/money"
    told = client.get(f"{api}/projects/{project.pk}/uses").json()
    assert (told["gap"], told["sources"][0]["works_ahead"]) == (8_900 * WAN, 5 * WAN)
    assert told["months"] == ["24.3", "24.4", "24.5"]
    year = client.get(f"{api}/years/2024/flow").json()
    assert year["by_state"] == {"paid": 20 * WAN, "in_place": 80 * WAN}
    assert year["by_source"] == {"central": 100 * WAN}
    stranger = signed_in(make_user(role=Role.REPORTER))
    assert stranger.get(reverse("oversight:uses", args=[project.pk])).status_code == 404
    assert stranger.get(f"{api}/projects/{project.pk}/uses").status_code == 404
    assert stranger.get(f"{api}/years/2024/flow").json()["lines"] == []


@pytest.mark.django_db
def test_a_year_and_a_project_without_money_say_so():
    client, project = signed_in(), make_watched(total_investment_yuan=None)
    assert "尚未录入下达资金" in client.get("/funding/oversight/flow/?year=2031").content.decode()
    page = client.get(reverse("oversight:uses", args=[project.pk])).content.decode()
    assert "尚未录入资金" in page
    assert "总投资未填报" in page


@pytest.mark.django_db
def test_money_beyond_a_cut_quota_is_told_beside_the_flow():
    district()
    enter(issued_line(5 * WAN, APRIL), S.IN_PLACE, APRIL, 5 * WAN)
    page = signed_in().get("/funding/oversight/flow/?year=2024").content.decode()
    assert "另有20.00万元到位超过核减后的下达额" in page
