"""The chains of a year, and one as a map, say what their figures say."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.dashboards.queries.chain_map import chain_map
from bihuan.kit.months import Month
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Chain, Project
from bihuan.statistics import actions
from bihuan.statistics.chains.drafts import PlaceDraft

pytestmark = pytest.mark.django_db
AT = datetime(2025, 1, 10, 2, tzinfo=UTC)
WAN = 10_000


@pytest.fixture
def chain() -> Chain:
    """A chain with one enterprise that is new and one that was there, a target and a leader."""
    made, office = Chain.objects.create(name="中医药"), make_user()
    told: dict[str, Any] = {"chain": made, "by": office, "at": AT}
    for name, now, before in (("老厂", 3_000, 2_000), ("新厂", 500, 0)):
        output: dict[str, Any] = {
            "output_yuan": now * WAN,
            "previous_output_yuan": before * WAN,
        }
        actions.enter_output(enterprise=name, year=2024, **output, **told)
    actions.enrol_enterprise(draft=PlaceDraft("老厂", "up"), **told)
    new = PlaceDraft("新厂", "mid", since=date(2024, 3, 1), came_as="new")
    actions.enrol_enterprise(draft=new, **told)
    actions.enrol_enterprise(draft=PlaceDraft("未报厂", "down"), **told)
    leader = Leader.objects.create(name="张区长", title="副区长")
    actions.set_chain_lead(leader=leader, department=make_organisation(name="工信局"), **told)
    actions.set_chain_target(year=2024, target_yuan=4_000 * WAN, **told)
    return made


def page(url: str, role: str = Role.VIEWER) -> str:
    answer = signed_in(make_user(role=role)).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_both_growths_the_target_and_the_leader(chain: Chain) -> None:
    html = page("/chains/?year=2024")
    for told in ("张区长", "工信局", "+75.0", "+50.0", "3,500", "87.5"):
        assert told in html
    assert f"/chains/{chain.pk}/?year=2024" in html


def test_a_chain_without_output_is_still_listed(chain: Chain) -> None:
    assert "中医药" in page("/chains/?year=2031")
    assert page(f"/chains/{chain.pk}/?year=2031")


def test_the_map_goes_from_up_to_down_the_stream(chain: Chain) -> None:
    html = page(f"/chains/{chain.pk}/?year=2024")
    places = [html.index(f'data-link="{link}"') for link in ("up", "mid", "down")]
    assert places == sorted(places)
    assert html.index("老厂") < places[1] < html.index("新厂") < places[2] < html.index("未报厂")
    assert "新增企业" in html
    assert "/figures/of/chain_growth_comparable.%E4%B8%AD%E5%8C%BB%E8%8D%AF/?year=2024" in html


def test_who_makes_the_difference_and_who_is_awaited_is_named(chain: Chain) -> None:
    seen = chain_map(chain, 2024, ())
    assert [(each.name, each.gain_yuan) for each in seen.changed] == [("新厂", 500 * WAN)]
    assert [each.name for each in seen.awaited] == ["未报厂"]
    assert [each.asks_scale for each in seen.enterprises] == [True, False, False]


def test_projects_stand_in_their_links_and_say_what_they_will_add(chain: Chain) -> None:
    office = make_user()
    project = make_listed()
    Project.objects.filter(pk=project.pk).update(chain=chain, planned_finish_on=date(2025, 6, 1))
    project.refresh_from_db()
    actions.place_project(
        project=project, link="mid", expected_output_yuan=800 * WAN, by=office, at=AT
    )
    html = page(f"/chains/{chain.pk}/?year=2024")
    assert html.count(project.name) == 2
    assert "800.00" in html
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation())
    shown = signed_in(stranger).get(f"/chains/{chain.pk}/?year=2024").content.decode()
    assert project.name not in shown
    assert "老厂" in shown


def test_months_add_up_to_date_and_a_difference_from_the_year_is_a_question(chain: Chain) -> None:
    for number in range(1, 13):
        actions.enter_chain_month(
            chain=chain,
            month=Month(2024, number),
            rows={"老厂": (250 * WAN, 200 * WAN)},
            by=make_user(),
            at=AT,
        )
    seen = chain_map(chain, 2024, ())
    assert seen.months[-1].to_date_yuan == 3_000 * WAN
    assert str(seen.months[-1].growth_to_date) == "25.0"
    assert seen.months_differ_by(3_500 * WAN) == 500 * WAN
    assert "相差500.00" in page(f"/chains/{chain.pk}/?year=2024").replace(" ", "")


def test_the_workbook_has_a_line_for_each_enterprise(chain: Chain) -> None:
    answer = signed_in(make_user()).get("/chains/chains.xlsx?year=2024")
    book = load_workbook(BytesIO(answer.content))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == ["老厂", "新厂", "未报厂"]
    assert rows[0][5:8] == (3000, 2000, 50)


def test_the_list_costs_no_more_queries_with_more_chains(chain: Chain) -> None:
    client = signed_in(make_user())

    def cost() -> int:
        client.get("/chains/?year=2024")
        with CaptureQueriesContext(connection) as asked:
            client.get("/chains/?year=2024")
        return len(asked)

    few = cost()
    for number in range(8):
        Chain.objects.create(name=f"链{number}")
    assert cost() == few <= 16
