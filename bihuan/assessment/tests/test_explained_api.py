"""One score explained and the board narrowed over the API: the same as on the pages."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in

from .frozen_district import freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
API = "/api/assessment/2024-03"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def projects():
    return locked_district()


def read(client, path=""):
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_score_is_explained_as_on_its_page(projects):
    client, pk = signed_in(make_user()), projects[1].pk
    said = read(client, f"/construction/{pk}?mark=99")
    page = client.get(f"/assessment/2024-03/construction/{pk}/?mark=99")
    assert Decimal(said["score"]) == page.context["score"].total
    assert sum(Decimal(line["points"]) for line in said["lines"]) == Decimal(said["score"])
    assert [mark["words"] for mark in said["marks"]] == [m.words for m in page.context["marks"]]
    assert [Decimal(each["lost"]) for each in said["losses"]] == [
        bar.lost.lost for bar in page.context["losses"]
    ]
    first = said["lines"][0]
    assert first["official_text"] == "完成率乘以60分。"
    assert first["read"][0]["text"] in page.text
    assert client.get(first["read"][0]["rows"]).status_code == 200
    changes = [change for mark in said["marks"] for change in mark["changes"]]
    assert changes
    for change in changes:
        assert change["words"] in page.text
        assert Decimal(change["gain"]) > 0


def test_what_was_frozen_stands_beside_for_those_who_may_see_it(projects):
    freeze_march()
    pk = projects[0].pk
    said = read(signed_in(make_user()), f"/construction/{pk}")
    (beside,) = said["frozen"]
    assert (beside["period"], beside["is_final"]) == ("month", False)
    assert beside["score"] == said["score"] == beside["today"]
    assert beside["changed_inputs"] == 0
    viewer = read(signed_in(make_user(role=Role.VIEWER)), f"/construction/{pk}")
    assert viewer["frozen"][0]["score"] is None
    assert viewer["frozen"][0]["frozen_score_id"] is None


def test_only_ones_own_scores_are_explained(projects):
    owner = signed_in(make_user(role=Role.DEPARTMENT, organisation=projects[0].responsible))
    assert read(owner, f"/construction/{projects[0].pk}")["subject"] == "一"
    other = make_user(role=Role.REPORTER, organisation=make_organisation(name="外单位"))
    stranger = signed_in(other)
    for path in (f"construction/{projects[0].pk}", "nothing/1", "construction/999999"):
        assert stranger.get(f"{API}/{path}").status_code == 404
    assert stranger.get(f"{API}/construction/x").status_code == 422
    assert stranger.get(f"{API}/construction/1?mark=-1").status_code == 422


def test_the_filters_of_the_board_are_those_of_the_page(projects):
    client = signed_in(make_user())

    def named(query):
        return [each["subject"] for each in read(client, f"?{query}")]

    assert named("q=一") == ["一"]
    assert named("sheet=construction&sort=-score") == named("")
    assert named("sheet=nothing") == []
    assert named("show=red") == named("")[:1]
    assert named(f"commander={projects[0].commander_id}") == ["一"]
    assert client.get(f"{API}?show=blue").status_code == 422
    gone = client.get("/api/assessment/2024-01?show=unassessed").json()
    assert gone
    assert all(each["reason"] for each in gone)


def test_sheets_are_summed_up_of_all_and_counted_of_those_seen(projects):
    office = {each["sheet"]: each for each in read(signed_in(make_user()), "/sheets")}
    scores = [Decimal(each["score"]) for each in read(signed_in(make_user()))]
    said = office["construction"]
    assert said["assessed"] == len(scores)
    assert (Decimal(said["highest"]), Decimal(said["lowest"])) == (max(scores), min(scores))
    assert office["towns"]["mean"] is None
    other = make_user(role=Role.REPORTER, organisation=make_organisation(name="外单位"))
    seen = {each["sheet"]: each for each in read(signed_in(other), "/sheets")}
    assert seen["construction"]["assessed"] == 0
    assert seen["construction"]["mean"] == said["mean"]
