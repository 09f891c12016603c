from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.kit.sealing import unseal
from bihuan.notices import actions
from bihuan.notices.models import Channel, Notice, Post
from bihuan.progress.tests.factories import make_reporter

from .factories import at_hour, make_channel, make_waiting, morning

pytestmark = pytest.mark.django_db
MAIL = "somebody@example.gov.cn"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(at_hour(9), tick=False):
        yield


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_adds_a_channel_of_ones_own_and_its_address_is_not_shown_again():
    reporter = make_reporter()
    client = signed_in(reporter)
    said = {"name": "办公邮箱", "kind": "mail", "address": MAIL}
    assert client.post("/work/notices/mine/", said).status_code == 302
    page = shown(client, "/work/notices/mine/")
    assert "办公邮箱" in page
    assert "s•••@example.gov.cn" in page
    assert MAIL not in page
    assert Channel.objects.get().owner == reporter


def test_an_address_that_leads_nowhere_is_told_beside_the_form():
    client = signed_in(make_reporter())
    said = {"name": "办公邮箱", "kind": "mail", "address": "nowhere"}
    answer = client.post("/work/notices/mine/", said)
    assert answer.status_code == 422
    assert "不是电子邮箱地址" in answer.content.decode()


def test_ones_channels_are_nobody_elses(listener):
    mine = make_channel(make_reporter(), address=listener.address, name="别人的渠道")
    client = signed_in(make_reporter())
    assert "别人的渠道" not in shown(client, "/work/notices/mine/")
    assert client.post(f"/work/channels/{mine.pk}/switch/").status_code == 404
    assert client.post(f"/work/channels/{mine.pk}/test/").status_code == 404


def test_a_channel_is_tested_and_switched_by_its_owner(listener):
    reporter = make_reporter()
    channel = make_channel(reporter, address=listener.address)
    client = signed_in(reporter)
    answer = client.post(f"/work/channels/{channel.pk}/test/", follow=True)
    assert "消息已发送" in answer.content.decode()
    listener.status = 500
    answer = client.post(f"/work/channels/{channel.pk}/test/", follow=True)
    assert "消息未能发出" in answer.content.decode()
    client.post(f"/work/channels/{channel.pk}/switch/")
    assert "已停用" in shown(client, "/work/notices/mine/")
    client.post(f"/work/channels/{channel.pk}/switch/", {"on": "1"})
    channel.refresh_from_db()
    assert channel.is_active


@pytest.mark.parametrize("path", ["/work/channels/", "/work/notices/"])
def test_the_offices_pages_are_the_offices(path):
    assert signed_in(make_user(role=Role.SUPERVISOR)).get(path).status_code == 403


@pytest.mark.parametrize("path", ["channels/add/", "channels/settings/", "notices/1/again/"])
def test_only_the_office_changes_how_the_office_sends(path):
    assert signed_in(make_user(role=Role.REPORTER)).post(f"/work/{path}").status_code == 403


def test_the_office_adds_a_groups_robot():
    home = make_organisation(name="水利局")
    client = signed_in(make_user())
    said = {
        "name": "水利工作群",
        "kind": "wecom",
        "address": "robotkey-12345678",
        "organisation": home.pk,
    }
    assert client.post("/work/channels/add/", said).status_code == 302
    page = shown(client, "/work/channels/")
    assert "水利局群" in page
    assert "qyapi.weixin.qq.com/•••5678" in page
    assert "robotkey" not in page
    wrong = client.post("/work/channels/add/", {**said, "kind": "json"})
    assert wrong.status_code == 422


def test_the_office_sets_from_which_hour_and_by_which_server():
    client = signed_in(make_user())
    said = {
        "digest_from": "07:45",
        "site_address": "https://bihuan.example.gov.cn",
        "mail_host": "smtp.example.gov.cn",
        "mail_port": "465",
        "mail_security": "ssl",
        "mail_user": "bihuan",
        "mail_password": "Secret-1",
        "mail_from": MAIL,
    }
    assert client.post("/work/channels/settings/", said).status_code == 302
    assert client.post("/work/channels/settings/", {**said, "mail_password": ""}).status_code == 302
    assert unseal(Post.objects.get().mail_password) == "Secret-1"
    page = shown(client, "/work/channels/")
    assert "07:45" in page
    assert "Secret-1" not in page
    wrong = client.post("/work/channels/settings/", {**said, "mail_from": "nobody"})
    assert wrong.status_code == 422
    assert client.post("/work/channels/settings/", {}).status_code == 422


def test_the_log_shows_failures_and_sends_them_again(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    morning()
    client = signed_in(make_user())
    page = shown(client, "/work/notices/?state=failed")
    assert "未能发出的通知：1条" in page
    assert "重新发送" in page
    listener.status = 200
    client.post(f"/work/notices/{Notice.objects.get().pk}/again/")
    page = shown(client, "/work/notices/")
    assert "未能发出的通知" not in page
    assert "待办1项" in page
    assert "没有通知记录" in shown(client, "/work/notices/?state=failed")


def test_the_log_costs_no_more_queries_with_more_rows(listener, django_assert_max_num_queries: Any):
    for _each in range(20):
        channel = make_channel(make_reporter(), address=listener.address)
        actions.send_test(channel=channel, by=make_user(), at=at_hour(9))
    client = signed_in(make_user())
    with django_assert_max_num_queries(9):
        client.get("/work/notices/")
    with django_assert_max_num_queries(9):
        client.get("/work/channels/")
