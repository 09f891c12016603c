from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.kit.months import Month
from bihuan.matters.tests.factories import raise_one
from bihuan.projects.models import Chain, Theme
from bihuan.statistics.actions import enter_output

from .factories import WAN, accept_month, make_listed, put_on_list

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def page(address: str, user: User | None = None) -> str:
    client = Client()
    client.force_login(user or make_user(role=Role.VIEWER))
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_dictionary_lists_every_measure_with_its_definition():
    accept_month(make_listed(), 5 * WAN)
    html = page("/figures/?year=2024")
    assert "完成投资占同一名单年度计划投资的百分比" in html
    assert "以重点办认定的开工日期为准" in html
    assert "plan_completion.all" in html
    assert "2024年3月" in html


def test_figures_are_found_by_their_words_and_by_their_id():
    client = signed_in(make_user())
    found = client.get("/figures/?year=2024&month=3&q=按期 办结").context["groups"]
    assert [group.name for group in found] == ["matters"]
    found = client.get("/figures/?year=2024&month=3&q=completed.municipal").context["groups"]
    ids = {each.figure.id for group in found for each in group.figures}
    assert ids == {"completed.municipal", "statistics_completed.municipal"}
    nothing = client.get("/figures/?year=2024&month=3&q=没有这样的指标")
    assert nothing.status_code == 200
    assert not nothing.context["groups"]
    assert "没有这样的指标" in nothing.text  # what was asked stands there still


def test_the_answer_sheet_links_each_value_to_its_rows():
    accept_month(make_listed(planned_yuan=100 * WAN), 25 * WAN)
    html = page("/figures/answers/?year=2024")
    assert "25.00" in html
    assert "/figures/of/plan_completion.all/?year=2024&amp;month=3" in html


@pytest.mark.parametrize("address", ["", "answers/", "of/completed.all/"])
def test_figures_stand_beside_what_they_are_compared_with(address):
    accept_month(make_listed(planned_yuan=1200 * WAN), 200 * WAN)
    html = page(f"/figures/{address}?year=2024&compare=plan")
    assert "-33.33" in html
    assert "没有可比数据" in page(f"/figures/{address}?year=2024&compare=last-year")


def test_a_figure_says_why_it_changed_and_each_cause_opens_to_projects():
    project = make_listed(name="人民公园")
    accept_month(project, 3 * WAN, month=Month(2024, 2))
    accept_month(project, 2 * WAN)
    address = "/figures/of/completed.all/?year=2024&month=3"
    assert "变动原因" in page(address)
    html = page(f"{address}&since=2")
    assert "20,000" in html
    assert "规则变化" in html
    assert "+20,000" in page(f"{address}&since=3&known_then=2024-03-23")
    assert "当时名单上没有项目" in page(f"{address}&since=3&known_then=2024-01-01")
    assert "变动原因" not in page("/figures/of/matters.median_age/?year=2024&month=3")


def test_a_matter_under_a_figure_opens():
    matter = raise_one()
    html = page("/figures/of/matters.raised/?year=2024&month=3")
    assert f"/matters/{matter.pk}/" in html
    assert "2024年3月4日" in html


def test_a_figure_opens_to_its_reports_and_to_who_accepted_them():
    project = make_listed(name="人民公园", planned_yuan=100 * WAN)
    report = accept_month(project, 25 * WAN)
    html = page("/figures/of/completed.all/?year=2024")
    assert f"/progress/reports/{report.pk}/" in html
    assert "人民公园" in html
    assert str(report.accepted_by) in html
    assert "SELECT" in html


@pytest.mark.parametrize("by", ["tier", "theme", "industry", "organisation", "nonsense"])
def test_a_figure_is_broken_down_by_what_is_asked(by):
    put_on_list(make_listed(), "provincial", 80 * WAN)
    html = page(f"/figures/of/count.all/?year=2024&by={by}")
    assert "分项" in html


def test_a_figure_narrowed_says_the_part():
    make_listed(sector="industry")
    make_listed(sector="ecology")
    html = page("/figures/of/count.all/?year=2024&sector=industry")
    assert 'name="sector" value="industry"' in html
    assert "领域 · 产业" in html
    assert 'href="?year=2024&amp;month=12&amp;by=tier">取消筛选' in html


def test_what_a_reader_may_not_see_is_not_named_by_narrowing():
    hidden = make_listed(name="人民公园")
    address = f"/figures/of/count.all/?year=2024&project={hidden.pk}"
    assert "项目 · 人民公园" in page(address)
    html = page(address, make_user(role=Role.REPORTER))
    assert "人民公园" not in html
    assert "项目 · 查无此项" in html


def test_a_part_of_a_part_opens_to_the_number_that_it_shows():
    both, one = make_listed(), make_listed()
    first, second = Theme.objects.create(name="民生实事"), Theme.objects.create(name="港产城融合")
    both.themes.set([first, second])
    one.themes.set([second])
    html = page(f"/figures/of/count.all/?year=2024&by=theme&theme={first.pk}")
    assert f"theme={first.pk}&amp;by=theme" in html
    assert f"theme={second.pk}" not in html


def test_the_page_is_as_of_the_latest_moment_though_older_news_came_after():
    project = make_listed()
    accept_month(project, 5 * WAN)
    accept_month(project, 4 * WAN, month=Month(2024, 2))
    html = page("/figures/answers/?year=2024")
    assert "2024年3月26日 10:00" in html
    assert "2024-02-26 10:00" not in html


def test_a_month_that_is_not_all_accepted_says_so():
    accept_month(make_listed(), 5 * WAN)
    assert "其余未计入" not in page("/figures/?year=2024")
    make_listed()
    assert "2024年3月应报2份月报，已审定1份，其余未计入指标" in page("/figures/answers/?year=2024")


def test_columns_that_no_row_fills_are_left_out():
    accept_month(make_listed(), 5 * WAN)
    assert "审定人" in page("/figures/of/completed.all/?year=2024")
    assert "审定人" not in page("/figures/of/planned.all/?year=2024")


def test_a_chains_growth_opens_to_its_enterprises():
    enter_output(
        chain=Chain.objects.create(name="中医药/制药"),
        enterprise="甲公司",
        year=2024,
        output_yuan=118,
        previous_output_yuan=100,
        by=make_user(),
        at=NOW,
    )
    html = page("/figures/of/chain_growth.中医药/制药/?year=2024")
    assert "甲公司" in html
    assert "18.0" in html


def test_there_is_no_page_of_an_unknown_figure():
    client = Client()
    client.force_login(make_user())
    assert client.get("/figures/of/nothing.all/").status_code == 404


def test_a_stranger_sees_neither_the_rows_nor_the_sums_of_others():
    accept_month(make_listed(name="人民公园", owner=make_organisation()), 25 * WAN)
    stranger = make_user(role=Role.REPORTER)
    html = page("/figures/of/completed.all/?year=2024", stranger)
    assert "人民公园" not in html
    assert "只计入您可以查看的项目" in html
    assert "SELECT" in html


def test_the_question_may_be_nonsense():
    html = page("/figures/?year=nothing&month=13&basis=none&theme=x")
    assert "指标" in html


@pytest.mark.parametrize("address", ["", "answers/", "of/completed.all/?by=organisation"])
def test_queries_do_not_grow_with_rows(address, django_assert_max_num_queries):
    client = Client()
    client.force_login(make_user(role=Role.VIEWER))
    for _number in range(4):
        accept_month(make_listed(responsible=make_organisation()), 1)
        with django_assert_max_num_queries(30):
            client.get(f"/figures/{address}")
