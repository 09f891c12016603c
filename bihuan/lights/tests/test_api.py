from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import (
    AFTER_GRACE,
    give_commander_light,
    make_commanded,
    make_inspector,
    make_reported,
)

pytestmark = pytest.mark.django_db
MONTH = "/api/lights/2024-03"


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


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
    run_from_january()
    make_reported()
    answer = signed_in().post("/api/lights/judge?year=2024")
    assert (answer.status_code, answer.json()["given"]) == (200, 4)
    assert signed_in().post("/api/lights/judge?year=2024").json() == {"given": 0}


def test_an_excuse_needs_the_right_and_a_waivable_clause():
    project = make_listed()
    said = {
        "project_id": project.pk,
        "clause": "YINCHUAN-5",
        "reason": "暴雨",
        "approver": "李区长",
    }

    def post(client: Client, **more: str) -> int:
        return client.post(
            f"{MONTH}/waivers", {**said, **more}, content_type="application/json"
        ).status_code

    assert post(signed_in(make_user(role=Role.VIEWER))) == 403
    assert post(signed_in(), clause="WUHAN-1") == 409
    assert post(signed_in()) == 201
    assert post(signed_in(), reason="x" * 6000) == 422


def post(client, path, **said):
    return client.post(f"/api/lights/{path}", said, content_type="application/json")


def test_the_three_lights_and_the_headline_of_a_project():
    project, commander = make_commanded()
    own = signed_in(commander)
    answer = post(own, "2024-03/commander", project_id=project.pk, colour="red")
    assert (answer.status_code, answer.json()["rater"]) == (201, "commander")
    said = {"project_id": project.pk, "colour": "yellow", "source_ref": "调研7"}
    answer = post(signed_in(make_inspector()), "2024-03/inspector", **said)
    assert (answer.status_code, answer.json()["source_ref"]) == (201, "调研7")
    light = own.get(f"{MONTH}/projects/{project.pk}").json()
    colours = [light[rater] for rater in ("machine", "commander", "inspector", "headline")]
    assert colours == ["green", "red", "yellow", "red"]
    assert [reason["clause"] for reason in light["reasons"]] == ["LIGHT-10"]
    assert len(light["spoken"]) == 2
    (row,) = own.get(MONTH).json()["lights"]
    assert (row["commander"], row["headline"], row["lifted"]) == ("red", "red", False)


def test_a_headline_is_lifted_and_the_lift_revoked():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    said = {"project_id": project.pk, "colour": "green", "note": "约谈", "until": "2024-04-10"}
    assert post(signed_in(commander), "2024-03/lifts", **said).status_code == 403
    assert post(signed_in(), "2024-03/lifts", **{**said, "until": "2024-05-10"}).status_code == 409
    lifted = post(signed_in(), "2024-03/lifts", **said)
    assert lifted.status_code == 201
    light = signed_in().get(f"{MONTH}/projects/{project.pk}").json()
    assert (light["headline"], light["worst"], light["lifted"]) == ("green", "red", True)
    revoke = f"lifts/{lifted.json()['id']}/revoke"
    assert post(signed_in(make_reporter()), revoke, note="x").status_code == 404
    assert post(signed_in(), revoke, note="未兑现").json()["state"] == "revoked"
    assert post(signed_in(), revoke, note="未兑现").status_code == 409


def test_a_strangers_project_has_no_lights_to_give_or_read():
    project, _commander = make_commanded()
    _other, stranger = make_commanded()
    assert signed_in(stranger).get(f"{MONTH}/projects/{project.pk}").status_code == 404
    said = {"project_id": project.pk, "colour": "red"}
    assert post(signed_in(stranger), "2024-03/commander", **said).status_code == 404
    assert post(signed_in(), "2024-03/commander", **said).status_code == 403


def test_lists_narrow_to_where_raters_disagree():
    project, commander = make_commanded()
    agreeing, _other = make_commanded()
    give_commander_light(project, commander, "red")
    lights = signed_in().get(MONTH, {"disagree": "true"}).json()["lights"]
    assert [light["project_id"] for light in lights] == [project.pk]
    assert agreeing.pk in [r["project_id"] for r in signed_in().get(MONTH).json()["lights"]]


def test_hits_are_told_with_how_many_were_judged():
    make_commanded()
    with time_machine.travel("2024-07-10T02:00Z", tick=False):
        (machine,) = signed_in().get("/api/lights/hits?year=2024").json()
    assert machine == {"rater": "machine", "name": "", "hits": 1, "judged": 2, "rate": None}
