"""A month of both counts of investment: differences are asked about, and nothing is changed."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_key, make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.dashboards import actions
from bihuan.dashboards.queries.reconciliation import reconciled
from bihuan.figures.queries import figure
from bihuan.figures.questions import Question
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters.kinds import MatterState, Source
from bihuan.matters.models import Matter
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import IN_MARCH, WAN
from bihuan.statistics.models import StatisticsMonth

from .test_two_investments import MARCH, counted_twice

pytestmark = pytest.mark.django_db
URL = "/two-investments/2024-03/"


def ask(project: Any, by: Any = None) -> Matter:
    return actions.ask_about_difference(
        project=project, month=MARCH, by=by or make_user(), at=IN_MARCH
    )


def test_a_month_shows_both_counts_their_difference_and_ratio() -> None:
    less = counted_twice(100 * WAN, 90 * WAN)
    silent = counted_twice(50 * WAN, None)
    same = counted_twice(70 * WAN, 70 * WAN)
    rows = {row.project_id: row for row in reconciled(make_user(), MARCH).rows}
    assert (rows[less.pk].difference_yuan, str(rows[less.pk].ratio)) == (10 * WAN, "90.0")
    assert (rows[silent.pk].bureau_yuan, rows[silent.pk].difference_yuan) == (None, 50 * WAN)
    assert rows[silent.pk].ratio is None
    assert not rows[silent.pk].has_entered
    assert not rows[same.pk].is_question
    both = reconciled(make_user(), MARCH)
    assert [row.project_id for row in both.questions] == [silent.pk, less.pk]
    assert (both.entered, both.office_yuan, both.bureau_yuan) == (2, 220 * WAN, 160 * WAN)


def test_the_page_lists_differences_and_all_where_that_is_asked() -> None:
    less = counted_twice(100 * WAN, 90 * WAN)
    same = counted_twice(70 * WAN, 70 * WAN)
    client = signed_in(make_user(role=Role.VIEWER))
    html = client.get(URL).content.decode()
    assert less.name in html
    assert f">{same.name}<" not in html
    assert "询问填报单位" not in html
    assert f">{same.name}<" in client.get(URL + "?all=1").content.decode()
    assert client.post(f"{URL}{less.pk}/ask/").status_code == 403


def test_a_question_is_asked_in_one_tap_and_goes_to_the_reporters_organisation() -> None:
    project = counted_twice(100 * WAN, 90 * WAN)
    office = signed_in(make_user())
    assert office.post(f"{URL}{project.pk}/ask/").status_code == 302
    matter = Matter.objects.get()
    assert (matter.source, matter.type_code) == (Source.STATISTICS, "reporting")
    assert matter.state == MatterState.ASSIGNED
    assert matter.lead == project.owner
    assert "100" in matter.text
    assert "90" in matter.text
    assert "未入统" not in matter.text
    html = office.get(URL).content.decode()
    assert matter.number in html
    assert f"{URL}{project.pk}/ask/" not in html
    assert Report.objects.get(project=project).completed_yuan == 100 * WAN
    assert StatisticsMonth.objects.get(project=project).completed_yuan == 90 * WAN


def test_a_question_is_asked_once_while_it_is_open() -> None:
    project, other = counted_twice(100 * WAN, 90 * WAN), counted_twice(80 * WAN, 90 * WAN)
    first = ask(project)
    with pytest.raises(Refusal, match=first.number):
        ask(project)
    assert ask(other).pk != first.pk
    assert ask(counted_twice(50 * WAN, None)).text.endswith("该项目未入统。")


def test_what_agrees_is_not_asked_about_and_a_viewer_asks_nothing() -> None:
    same, less = counted_twice(70 * WAN, 70 * WAN), counted_twice(100 * WAN, 90 * WAN)
    with pytest.raises(Refusal, match="没有差异"):
        ask(same)
    with pytest.raises(NotAllowed):
        ask(less, make_user(role=Role.STATISTICS))
    assert not Event.objects.filter(verb="matter.raised").exists()


def test_a_stranger_sees_no_row_of_others() -> None:
    project = counted_twice(100 * WAN, 90 * WAN)
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation())
    assert not reconciled(stranger, MARCH).rows
    assert signed_in(stranger).post(f"{URL}{project.pk}/ask/").status_code == 404


def test_the_workbook_and_the_api_say_the_same() -> None:
    project = counted_twice(100 * WAN, 90 * WAN)
    office = make_user()
    book = load_workbook(BytesIO(signed_in(office).get(URL + "table.xlsx").content))
    row = next(book.active.iter_rows(min_row=2, values_only=True))
    assert row[1] == project.name
    assert row[4:8] == (100, 90, 10, 90)
    key = {"Authorization": f"Bearer {make_key(user=office)}"}
    client = signed_in(office)
    (told,) = client.get("/api/statistics/two-counts/2024-03", headers=key).json()
    assert (told["difference_yuan"], told["question"]) == (10 * WAN, None)
    asked = client.post(
        "/api/statistics/two-counts",
        {"project_id": project.pk, "month": "2024-03"},
        content_type="application/json",
        headers=key,
    )
    assert asked.status_code == 201
    (told,) = client.get("/api/statistics/two-counts/2024-03", headers=key).json()
    assert told["question"] == asked.json()["number"]


def test_the_figures_of_entering_count_and_share_the_listed_projects() -> None:
    counted_twice(100 * WAN, 90 * WAN)
    counted_twice(50 * WAN, None)
    march = Question(2024, 3)
    assert (figure("statistics.entered", march).value, figure("count.all", march).value) == (1, 2)
    assert str(figure("statistics.entered_share", march).value) == "50.00"


def test_the_list_of_a_month_costs_no_more_queries_with_more_projects(
    django_assert_max_num_queries: Any,
) -> None:
    for _number in range(4):
        counted_twice(100 * WAN, 90 * WAN)
    client = signed_in(make_user())
    client.get(URL)
    with django_assert_max_num_queries(24):
        client.get(URL)
    assert date(2024, 3, 31) == MARCH.last_day
