from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.days import local_day
from bihuan.matters.models import Matter
from bihuan.progress.tests.factories import make_listed

from .factories import answer_one, close_one, home, make_handler, raise_one, work_on_one

pytestmark = pytest.mark.django_db
MATTERS = "/api/matters"
NOTE = "三户均已签约并腾空房屋"


def call(user: User, method: str, path: str = "", **said: Any) -> Any:
    client = Client()
    client.force_login(user)
    send = getattr(client, method)
    body = {"data": said, "content_type": "application/json"} if method == "post" else said
    return send(f"{MATTERS}{path and '/'}{path}".replace("/?", "?"), **body)


def test_a_matter_goes_round_the_loop_by_calls() -> None:
    owner, handler = make_organisation(), make_handler()
    project, raiser = make_listed(owner=owner), make_handler(owner)
    office, supervisor = make_user(), make_user(role=Role.SUPERVISOR)
    made = call(
        raiser,
        "post",
        kind="blocker",
        type_code="land",
        severity="ordinary",
        title="三户未签约",
        project_id=project.pk,
        held_yuan=500,
    )
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json()["held_yuan"] == 500
    steps: list[tuple[User, str, dict[str, Any]]] = [
        (office, "assign", {"lead_id": home(handler).pk}),
        (handler, "sign", {}),
        (handler, "feed_back", {"note": "已签两户"}),
        (handler, "answer", {"note": NOTE}),
        (supervisor, "verify", {}),
        (office, "close", {}),
    ]
    for person, verb, said in steps:
        assert call(person, "post", f"{pk}/{verb}", **said).status_code == 200, verb
    told = call(raiser, "get", str(pk)).json()
    assert told["state"] == "closed"
    assert [move["verb"] for move in told["moves"]][-2:] == ["verify", "close"]


def test_time_is_asked_for_and_decided_and_clocks_are_paused_by_calls() -> None:
    handler, office = make_handler(), make_user()
    matter = work_on_one(handler=handler)
    past = call(handler, "post", f"{matter.pk}/extensions", wished_on="2024-03-20", reason="等图")
    assert past.status_code == 409
    wished = str(local_day(timezone.now()) + timedelta(days=9))
    asked = call(handler, "post", f"{matter.pk}/extensions", wished_on=wished, reason="等图")
    assert asked.status_code == 200
    assert call(office, "get", str(matter.pk)).json()["open_to_you"].count("extend") == 1
    granted = call(office, "post", f"{matter.pk}/extensions/decide", grant=True)
    assert (granted.json()["due_on"], granted.json()["first_due_on"]) == (wished, "2024-03-13")
    paused = call(office, "post", f"{matter.pk}/pause", reason_code="superior", ends_on=wished)
    assert paused.json()["state"] == "paused"


@pytest.mark.parametrize(
    ("verb", "said"), [("verify", {}), ("close", {}), ("resume", {}), ("reopen", {"note": NOTE})]
)
def test_a_move_the_table_does_not_have_is_refused_and_changes_nothing(
    verb: str, said: dict[str, str]
) -> None:
    matter = raise_one()
    answer = call(make_user(), "post", f"{matter.pk}/{verb}", **said)
    assert answer.status_code == 409
    assert answer.json()["message"]
    assert Matter.objects.get(pk=matter.pk).edition == 1


def test_a_handler_is_not_allowed_to_verify() -> None:
    handler = make_handler()
    matter = answer_one(handler=handler)
    assert call(handler, "post", f"{matter.pk}/verify").status_code == 403


def test_strangers_neither_read_nor_move() -> None:
    stranger, matter = make_handler(), raise_one()
    assert call(stranger, "get").json()["total"] == 0
    assert call(stranger, "get", str(matter.pk)).status_code == 404
    assert call(stranger, "post", f"{matter.pk}/sign").status_code == 404
    assert Client().get(MATTERS).status_code == 401


def test_the_list_is_narrowed_as_on_the_page() -> None:
    office, matter = make_user(), raise_one(title="管线迁改")
    close_one()
    assert call(office, "get").json()["total"] == 1
    assert call(office, "get", "?scope=all").json()["total"] == 2
    assert call(office, "get", "?q=管线").json()["matters"][0]["id"] == matter.pk
    assert call(office, "get", "?page=x").status_code == 422


def test_the_rules_are_read() -> None:
    told = call(make_user(role=Role.VIEWER), "get", "rules").json()
    assert told["title"] == "13710工作制度"
    assert [level["who"] for level in told["levels"]] == [
        "lead",
        "in_charge",
        "commander",
        "principal",
    ]


def test_a_helper_that_does_not_exist_is_told_not_dropped() -> None:
    matter, office, helper = raise_one(), make_user(), make_organisation()
    said: dict[str, Any] = {"lead_id": make_organisation().pk}
    unknown = call(office, "post", f"{matter.pk}/assign", supporting_ids=[helper.pk, 9_999], **said)
    assert unknown.status_code == 404
    given = call(office, "post", f"{matter.pk}/assign", supporting_ids=[helper.pk], **said)
    assert given.status_code == 200
    assert Matter.objects.get().hands == {said["lead_id"], helper.pk}
