from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.notices.models import Channel, Notice
from bihuan.progress.tests.factories import make_reporter

from .factories import at_hour, make_channel, make_waiting, morning

pytestmark = pytest.mark.django_db
MAIL = {"name": "邮箱", "kind": "mail", "address": "zhang@example.gov.cn"}
SETTINGS = {"digest_from": "07:45:00", "mail_host": "smtp.a.cn", "mail_password": "Secret-1"}


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at_hour(9), tick=False):
        yield


def send(client: Client, path: str, said: object = None, method: str = "post") -> Any:
    return getattr(client, method)(f"/api/work{path}", said, content_type="application/json")


def test_a_channel_is_added_tested_and_switched_and_its_address_not_told(listener):
    client = signed_in(make_user())
    said = {"name": "内网", "kind": "json", "address": listener.address}
    answer = send(client, "/channels", said)
    assert answer.status_code == 201
    assert "key-0123456789" not in answer.content.decode()
    pk = answer.json()["id"]
    assert send(client, f"/channels/{pk}/test").json()["state"] == "sent"
    assert send(client, f"/channels/{pk}/switch", {"on": False}).json()["is_active"] is False
    assert send(client, f"/channels/{pk}/test").status_code == 409
    assert [each["id"] for each in client.get("/api/work/channels").json()] == [pk]


def test_a_group_is_the_offices_to_add():
    home = make_organisation()
    said = {**MAIL, "group": True, "organisation_id": home.pk}
    assert send(signed_in(make_reporter()), "/channels", said).status_code == 403
    assert send(signed_in(make_user()), "/channels", said).status_code == 201
    channel = Channel.objects.get()
    assert (channel.owner, channel.organisation) == (None, home)
    nowhere = {**said, "organisation_id": 10**6}
    assert send(signed_in(make_user()), "/channels", nowhere).status_code == 404


def test_another_persons_channel_is_not_there(listener):
    channel = make_channel(make_reporter(), address=listener.address)
    client = signed_in(make_reporter())
    assert client.get("/api/work/channels").json() == []
    assert send(client, f"/channels/{channel.pk}/test").status_code == 404
    assert send(client, f"/channels/{channel.pk}/switch", {"on": False}).status_code == 404


def test_the_log_is_read_and_sent_again_by_the_office(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    morning()
    client = signed_in(make_user())
    (told,) = client.get("/api/work/notices?state=failed").json()
    assert told["attempts"] == 1
    assert "500" in told["last_error"]
    listener.status = 200
    assert send(client, f"/notices/{told['id']}/again").json()["state"] == "sent"
    assert send(client, f"/notices/{told['id']}/again").status_code == 409
    stranger = signed_in(make_user(role=Role.SUPERVISOR))
    assert stranger.get("/api/work/notices").status_code == 403
    assert send(stranger, f"/notices/{Notice.objects.get().pk}/again").status_code == 403


def test_the_settings_are_read_and_set_by_the_office_and_the_password_not_told():
    client = signed_in(make_user())
    assert send(client, "/settings", SETTINGS, "put").status_code == 200
    told = client.get("/api/work/settings")
    assert told.json()["digest_from"] == "07:45:00"
    assert "Secret-1" not in told.content.decode()
    stranger = signed_in(make_reporter())
    assert stranger.get("/api/work/settings").status_code == 403
    assert send(stranger, "/settings", SETTINGS, "put").status_code == 403
