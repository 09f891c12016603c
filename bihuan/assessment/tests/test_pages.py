"""Scores on pages, over the API and in a workbook: the same to each, and to each what is theirs."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.figures.tests.district import play
from bihuan.projects.models import District

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
BOARD = "/assessment/2024-03/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def projects():
    return play()


def seen(client: Client, sheet: str = "construction") -> dict[str, Decimal]:
    answer = client.get(f"{BOARD}?sheet={sheet}")
    assert answer.status_code == 200
    scores = [row.each.ranked.score for row in answer.context["rows"]]
    return {score.label: score.total for score in scores}


def test_the_board_shows_who_is_first_and_who_is_not_assessed(projects):
    client = signed_in(make_user(role=Role.VIEWER))
    scores = seen(client)
    assert scores.keys() == {"一", "二"}
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    html = client.get(BOARD).text
    assert "依据：试行办法" in html
    assert html.index("一</a>") > 0


def test_a_score_is_the_sum_of_its_lines_on_its_page(projects):
    first, *_rest = projects
    client = signed_in(make_user())
    answer = client.get(f"{BOARD}construction/{first.pk}/")
    lines = [*answer.context["items"], *answer.context["others"]]
    assert sum(each.line.points for each in lines) == answer.context["score"].total
    rate = lines[0].inputs[0]
    rows = client.get(rate.address)
    assert rows.status_code == 200
    assert f"{rate.value}" in rows.text, "the figure's own page says the same"
    year = client.get(f"{BOARD}construction/{first.pk}/year/")
    assert [each.month.number for each in year.context["months"]] == [1, 2, 3]


def test_page_api_and_workbook_say_the_same(projects):
    client = signed_in(make_user())
    shown = seen(client)
    told = client.get("/api/assessment/2024-03").json()
    assert {each["subject"]: Decimal(each["score"]) for each in told} == shown
    for each in told:
        assert sum(Decimal(line["points"]) for line in each["items"]) == Decimal(each["score"])
    book = load_workbook(io.BytesIO(client.get(f"{BOARD}scores.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert {row[3]: Decimal(str(row[4])) for row in rows if row[4]} == shown


def test_those_who_are_not_assessed_are_listed_with_all(projects):
    client = signed_in(make_user())
    told = client.get("/api/assessment/2024-01?all=true").json()
    assert told
    assert all(each["score"] is None and each["reason"] for each in told)
    assert client.get("/api/assessment/2024-01").json() == []
    assert "不予考核" in client.get("/assessment/2024-01/").text


@pytest.mark.parametrize("sheet", ["owners", "towns"])
def test_others_than_projects_have_sheets_of_their_own(projects, sheet):
    scores = seen(signed_in(make_user()), sheet)
    assert bool(scores) == (sheet == "owners"), "of towns a district knows nothing"


def test_everybody_sees_their_own_scores_with_places_among_all(projects):
    first, second, _third = projects
    owner = make_user(role=Role.DEPARTMENT, organisation=first.responsible)
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation(name="外单位"))
    commander = User.objects.create(username="commander", role=Role.COMMANDER)
    commander.leader = first.commander
    first.commander.user = commander
    first.commander.save()
    assert "一" in seen(signed_in(owner))
    assert not seen(signed_in(stranger))
    assert seen(signed_in(commander)).keys() == {"一"}
    refused = signed_in(stranger).get(f"{BOARD}construction/{first.pk}/")
    assert refused.status_code == 404
    assert signed_in(stranger).get("/api/assessment/2024-03").json() == []
    assert signed_in(stranger).get(f"{BOARD}construction/{second.pk}/").status_code == 404


def test_the_wall_turns_pages_of_places(projects):
    answer = signed_in(make_user()).get(f"{BOARD}?mode=wall", follow=True)
    assert answer.redirect_chain[0][0] == f"{BOARD}wall/"
    html = answer.text
    assert "data-wall-page" in html
    assert "建设类" in html


def test_the_scheme_is_read_beside_its_figures_and_chosen_from_a_day():
    office = signed_in(make_user())
    html = office.get("/assessment/schemes/").text
    assert "完成率乘以60分。" in html
    assert "本区执行这个考核办法" in html
    chosen = office.post(
        "/assessment/schemes/choose/",
        {"scheme": "default", "since": "2024-05-01", "edition": District.objects.served().edition},
    )
    assert chosen.status_code == 302
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert "执行这个办法" not in viewer.get("/assessment/schemes/").text
    refused = viewer.post("/assessment/schemes/choose/", {"scheme": "default"})
    assert refused.status_code == 403


def test_nobody_to_assess_is_said_with_what_it_rests_on():
    html = signed_in(make_user()).get("/assessment/2024-03/").text
    assert "这张考核表没有考核对象" in html
    assert "得分来自年度名单、月报、节点和事项" in html
