from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.command.models import BoneNote
from bihuan.progress.tests.factories import make_listed

from .factories import AFTER_MARCH, make_commander, make_hard_bone, make_red

pytestmark = pytest.mark.django_db
BONES = "/api/command/hard-bones"


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_MARCH, tick=False):
        yield


def post(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, said, content_type="application/json")


def test_commanders_come_with_their_lights_and_with_what_has_nobody():
    project = make_red(commander=make_leader())
    make_listed()
    told = signed_in().get("/api/command/commanders?year=2024").json()
    assert (told["month"], told["projects"], told["without_commander"]) == ("2024-03", 2, 1)
    (line,) = told["commanders"]
    assert (line["leader_id"], line["red"]) == (project.commander_id, 1)


def test_commanders_are_for_those_who_see_the_district():
    client = signed_in(make_user(role=Role.COMMANDER))
    assert client.get("/api/command/commanders?year=2024").status_code == 403


def test_projects_are_given_and_change_hands():
    old, new, project = make_leader(), make_leader(), make_listed()
    client, address = signed_in(), "/api/command/appointments"
    given = post(client, address, project_ids=[project.pk], leader_id=old.pk)
    assert (given.status_code, given.json()) == (201, {"project_ids": [project.pk]})
    asked: dict[str, Any] = {"project_ids": [project.pk], "leader_id": new.pk}
    assert post(client, address, **asked).status_code == 409
    asked |= {"instead_of_id": old.pk, "reason": "分工调整"}
    assert post(client, address, **asked).status_code == 201
    assert post(client, address, project_ids=[999], leader_id=new.pk).status_code == 404


def test_a_hard_bone_goes_its_whole_way():
    project, client = make_red(), signed_in()
    (proposal,) = client.get(f"{BONES}/proposals").json()
    assert (proposal["step"], proposal["reasons"][0]["clause"]) == ("enter", "BONE-1")
    entered = post(client, BONES, project_id=project.pk, why="征拆剩余三户", target_on="2024-06-30")
    assert entered.status_code == 201
    own = f"{BONES}/{entered.json()['id']}"
    assert client.get(f"{BONES}/proposals").json() == []
    assert post(client, f"{own}/notes", text="已签约一户").status_code == 201
    changed = post(client, f"{own}/change", target_on="2024-07-31", why="受阻").json()
    assert (changed["target_on"], changed["first_target_on"]) == ("2024-07-31", "2024-06-30")
    assert client.get(own).json()["notes"][0]["text"] == "已签约一户"
    assert post(client, f"{own}/leave", outcome="solved").status_code == 409
    left = post(client, f"{own}/leave", outcome="decided", why="专题会决定").json()
    assert (left["left_on"], left["outcome"]) == ("2024-04-03", "decided")
    assert client.get(BONES).json() == []
    assert len(client.get(f"{BONES}?left=true").json()) == 1


def test_a_proposal_is_deferred():
    project, client = make_red(), signed_in()
    asked: dict[str, Any] = {"project_id": project.pk, "step": "enter", "why": "资金本月到位"}
    answer = post(client, f"{BONES}/deferrals", **asked)
    assert (answer.status_code, answer.json()["month"]) == (201, "2024-03")
    assert client.get(f"{BONES}/proposals").json() == []


def test_strangers_see_no_hard_bone_and_commanders_decide_nothing():
    user, leader = make_commander()
    own, other = make_hard_bone(project=make_listed(commander=leader)), make_hard_bone()
    client = signed_in(user)
    assert [bone["id"] for bone in client.get(BONES).json()] == [own.pk]
    assert client.get(f"{BONES}/{other.pk}").status_code == 404
    refused = post(client, f"{BONES}/{own.pk}/leave", outcome="decided", why="理由")
    assert refused.status_code == 403
    assert post(client, f"{BONES}/{own.pk}/notes", text="已进场").status_code == 201
    assert BoneNote.objects.get().by == user
