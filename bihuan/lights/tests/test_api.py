from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import AFTER_GRACE, make_reported

pytestmark = pytest.mark.django_db
MONTH = "/api/lights/2024-03"


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or make_user())
    return client


def test_a_months_lights_come_with_rules_and_reasons():
    project = make_reported(completed_yuan=0)
    answer = signed_in().get(MONTH).json()
    assert (answer["rule_set"], answer["rule_version"]) == ("yinchuan", 1)
    (light,) = answer["lights"]
    assert (light["project_id"], light["raw_colour"]) == (project.pk, "yellow")
    assert light["reasons"][0]["clause"] == "YINCHUAN-3"


def test_strangers_see_only_their_own_lights():
    mine = make_reporter()
    own, _other = make_listed(owner=mine.organisation), make_listed()
    lights = signed_in(mine).get(MONTH).json()["lights"]
    assert [light["project_id"] for light in lights] == [own.pk]


def test_rules_are_listed_with_the_one_in_force():
    rules = signed_in().get("/api/lights/rules").json()
    assert {r["name"] for r in rules} >= {"yinchuan", "sanya", "wuhan", "xinhuang", "nanning"}
    assert [r["name"] for r in rules if r["chosen"]] == ["yinchuan"]


def test_verdicts_go_on_record():
    make_reported()
    answer = signed_in().post("/api/lights/judge?year=2024")
    assert (answer.status_code, answer.json()["given"]) == (200, 4)
    assert signed_in().post("/api/lights/judge?year=2024").json() == {"given": 0}


def test_an_excuse_needs_the_right_and_a_waivable_clause():
    project = make_listed()
    said = {
        "project_id": project.pk, "clause": "YINCHUAN-5", "reason": "暴雨", "approver": "李区长"
    }  # fmt: skip

    def post(client: Client, **more: str) -> int:
        return client.post(
            f"{MONTH}/waivers", {**said, **more}, content_type="application/json"
        ).status_code

    assert post(signed_in(make_user(role=Role.VIEWER))) == 403
    assert post(signed_in(), clause="WUHAN-1") == 409
    assert post(signed_in()) == 201
    assert post(signed_in(), reason="x" * 6000) == 422
