from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_key, make_organisation, make_user
from bihuan.dispatch.models import Meeting
from bihuan.lights.tests.factories import run_from_january
from bihuan.progress.tests.factories import make_listed, make_reporter

from .factories import AT, hold

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(AT, tick=False):
        yield


class DispatchCaller:
    def __init__(self, user: User | None = None) -> None:
        user = user or make_user()
        self.headers = {"Authorization": f"Bearer {make_key(user=user)}"}

    def get(self, path: str) -> Any:
        return Client().get(f"/api/dispatch/{path}", headers=self.headers)

    def send(self, path: str, method: str = "post", **said: Any) -> Any:
        call = getattr(Client(), method)
        return call(
            f"/api/dispatch/{path}", said, content_type="application/json", headers=self.headers
        )


def test_a_meeting_goes_through_all_its_moves_over_http():
    run_from_january()
    make_listed()
    other, lead = make_listed(), make_organisation()
    caller = DispatchCaller()
    planned = caller.send(
        "meetings", kind="monthly", held_on="2024-04-10", chair="王区长", month="2024-03"
    )
    assert planned.status_code == 201
    pk = planned.json()["id"]
    edited = caller.send(f"meetings/{pk}", "put", held_on="2024-04-10", chair="李区长", edition=1)
    assert edited.json()["chair"] == "李区长"
    first, second = caller.get(f"meetings/{pk}").json()["items"]
    items = f"meetings/{pk}/items"
    assert caller.send(f"{items}/{second['id']}/move", up=True).json()["place"] == 1
    assert caller.send(f"{items}/{second['id']}/drop", note="已补报").json()["dropped"] == "已补报"
    assert caller.send(f"{items}/{second['id']}/restore").json()["dropped"] == ""
    twice = caller.send(items, project_id=other.pk, note="来信")
    assert twice.status_code == 409
    assert caller.send(f"meetings/{pk}/draw").json() == {"new": 0}
    assert caller.send(f"meetings/{pk}/begin").json()["state"] == "held"
    assert caller.send(f"meetings/{pk}/begin", held_on="2024-04-09").status_code == 409
    said = caller.send(f"{items}/{first['id']}/conclude", conclusion="限期补报")
    assert said.json()["conclusion"] == "限期补报"
    decided = caller.send(
        f"meetings/{pk}/decisions",
        text="三日内补报",
        lead_id=lead.pk,
        due_on="2024-04-15",
        item_id=second["id"],
    )
    assert decided.status_code == 201
    assert decided.json()["state"] == "assigned"
    assert caller.send(f"meetings/{pk}/close").json()["state"] == "closed"
    assert caller.send(f"meetings/{pk}/call-off", note="防汛").status_code == 409
    assert [row["id"] for row in caller.get("meetings").json()] == [pk]


def test_duties_are_read_and_ticked_off_over_http():
    caller = DispatchCaller()
    stands = caller.get("mechanisms").json()
    assert {row["mechanism"] for row in stands} >= {"责任包联", "督导考评"}
    tick = {"who": "张三", "note": "第3期", "done_on": "2024-04-10"}
    assert caller.send("duties/bulletin/2024-03/tick", **tick).status_code == 201
    done = [
        row
        for row in caller.get("mechanisms?on=2024-04-10").json()
        if (row["duty"], row["period"]) == ("bulletin", "2024-03")
    ]
    assert done[0]["outcome"] == "done"
    assert caller.send("duties/bulletin/2024-03/untick", note="有误").json()["is_done"] is False


def test_practices_are_listed_and_chosen_over_http():
    chosen = DispatchCaller().send("practices", preset="hunan_five").json()
    assert [row["name"] for row in chosen if row["chosen"]] == ["hunan_five"]
    denied = DispatchCaller(make_user(role=Role.VIEWER)).send("practices", preset="five")
    assert denied.status_code == 403


def test_strangers_find_neither_meeting_nor_items():
    run_from_january()
    mine = make_reporter()
    own, _other = make_listed(owner=mine.organisation), make_listed()
    meeting = hold()
    seen = DispatchCaller(mine).get(f"meetings/{meeting.pk}").json()
    assert [item["project_id"] for item in seen["items"]] == [own.pk]
    stranger = DispatchCaller(make_reporter())
    assert stranger.get(f"meetings/{meeting.pk}").status_code == 404
    assert stranger.get("meetings").json() == []
    assert stranger.send(f"meetings/{meeting.pk}/close").status_code == 404
    assert Meeting.objects.get().state == "held"
