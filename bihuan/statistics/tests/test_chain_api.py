from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.projects.models import Chain

pytestmark = pytest.mark.django_db
API = "/api/chains"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        yield


def enter(user: User, **changes: Any) -> Any:
    chain, _new = Chain.objects.get_or_create(name="电子信息")
    body = {
        "chain_id": chain.pk,
        "enterprise": "甲公司",
        "year": 2024,
        "output_yuan": 12,
        "previous_output_yuan": 10,
        **changes,
    }
    return signed_in(user).post(f"{API}/outputs", body, content_type="application/json")


def test_strangers_are_told_to_sign_in() -> None:
    client = Client()
    assert client.get(API).status_code == 401
    assert client.get(f"{API}/outputs?year=2024").status_code == 401
    answer = client.post(f"{API}/outputs", {}, content_type="application/json")
    assert answer.status_code == 401


def test_output_is_entered_corrected_and_read() -> None:
    office = make_user()
    assert enter(office).status_code == 201
    assert enter(office, output_yuan=13).status_code == 409
    assert enter(office, output_yuan=13, reason="年报").json()["version"] == 2
    client = signed_in(make_user(role=Role.VIEWER))
    (row,) = client.get(f"{API}/outputs?year=2024").json()
    assert (row["output_yuan"], row["previous_output_yuan"]) == (13, 10)
    assert [each["name"] for each in client.get(API).json()] == ["电子信息"]


def test_who_may_not_what_is_not_there_and_what_is_unreadable() -> None:
    assert enter(make_user(role=Role.REPORTER)).status_code == 403
    assert enter(make_user(), chain_id=9_999_999).status_code == 404
    assert enter(make_user(), year=12).status_code == 422
