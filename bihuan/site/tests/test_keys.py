"""What a key opens, for how long, and what ends it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from bihuan.accounts import actions, rules
from bihuan.accounts.models import Token, User
from bihuan.accounts.roles import Role
from bihuan.accounts.scopes import Area
from bihuan.accounts.tests.factories import make_key, make_organisation, make_user
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.site.api import ROUTERS

from .contract import contract

pytestmark = pytest.mark.django_db
CALLS = [(method, path) for path, methods in contract()["paths"].items() for method in methods]
FOR_PROGRAMMES = {
    "organisations",
    "organisations/{pk}",
    "organisations/{pk}/rename",
    "leaders",
}
FOR_PEOPLE = [
    (method, path)
    for method, path in CALLS
    if path.startswith("/api/accounts/")
    and method != "get"
    and path.removeprefix("/api/accounts/") not in FOR_PROGRAMMES
    and path != "/api/accounts/users/import"  # takes a file: importing/tests/test_people.py
]


def call(key: str, method: str, path: str, address: str = "127.0.0.1", **said: Any) -> Any:
    return Client(raise_request_exception=True).generic(
        method.upper(),
        re.sub(r"\{(\w+)\}", _sample, path),
        json.dumps(said),
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
        REMOTE_ADDR=address,
    )


def _sample(parameter: re.Match[str]) -> str:
    return {"month": "2024-03", "year": "2024"}.get(parameter[1], "1")


def test_areas_of_keys_are_the_routers_of_the_api() -> None:
    assert {*Area.values} - {Area.ALL} == {name.partition("/")[0] for name, _router in ROUTERS}


def test_a_key_that_reads_is_refused_by_every_call_that_writes() -> None:
    key = make_key(user=make_user(), access="read")
    told = {(m, p): call(key, m, p) for m, p in CALLS if m != "get"}
    assert {a.status_code for a in told.values()} == {403}, told
    assert {a.json()["message"] for a in told.values()} == {"这把密钥只能读取，不能改动任何内容。"}


def test_a_key_of_one_area_reaches_no_call_of_another() -> None:
    key = make_key(user=make_user(), areas=["matters"])
    assert call(key, "get", "/api/matters").status_code == 200
    others = [(m, p) for m, p in CALLS if not p.startswith("/api/matters")]
    reached = {(m, p) for m, p in others if call(key, m, p).status_code != 403}
    assert not reached


def test_keys_passwords_and_roles_are_given_by_people_alone() -> None:
    office = make_user()
    key = make_key(user=office)
    leader = actions.add_leader(name="李", by=office, at=timezone.now())
    pks = {"users": make_user().pk, "leaders": leader.pk, "tokens": Token.objects.get().pk}
    home, other = make_organisation(), make_organisation()
    pks |= {"organisations": home.pk, "deputies": 1}
    for method, path in FOR_PEOPLE:
        body: dict[str, Any] = {
            "name": "x",
            "username": "x",
            "password": "Red-lantern-7",
            "role": "viewer",
            "reason": "x",
            "user_id": None,
            "is_principal": False,
            "into_id": other.pk,
            "on": "2024-03-01",
            "successor_id": office.pk,
            "deputy_id": office.pk,
            "since": "2024-03-01",
            "until": "2024-03-02",
        }
        told = call(key, method, path.replace("{pk}", str(pks[path.split("/")[3]])), **body)
        assert told.status_code == 403, (method, path)
        assert told.json()["message"] == "密钥不能办理此事：请本人登录操作。"
    assert len(FOR_PEOPLE) == 12
    assert Token.objects.count() == 1


def test_a_key_ends_with_its_last_day() -> None:
    user, at = make_user(role=Role.VIEWER), timezone.now()
    _token, key = actions.issue_token(name="键", days=30, by=user, at=at)
    for days, status in ((29, 200), (30, 401)):
        with time_machine.travel(at + timedelta(days=days), tick=False):
            assert call(key, "get", "/api/accounts/me").status_code == status
    assert not Token.objects.live(at + timedelta(days=30)).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"days": 0}, {"days": 732}, {"areas": []}, {"areas": ["nowhere"]}, {"access": "everything"}],
)
def test_a_key_holds_two_years_at_most_and_opens_what_there_is(wrong: dict[str, Any]) -> None:
    user, at = make_user(role=Role.VIEWER), timezone.now()
    actions.issue_token(name="键", by=user, at=at, days=731, areas=["plans"], access="write")
    with pytest.raises(Refusal):
        actions.issue_token(name="键", by=user, at=at, **wrong)


def test_an_expired_key_leaves_room_for_another() -> None:
    user, at = make_user(role=Role.VIEWER), timezone.now()
    for _number in range(rules.MOST_TOKENS):
        actions.issue_token(name="键", days=1, by=user, at=at)
    with pytest.raises(Refusal):
        actions.issue_token(name="键", by=user, at=at)
    actions.issue_token(name="键", by=user, at=at + timedelta(days=2))


def test_the_last_use_is_noted_with_its_address_but_not_at_every_call() -> None:
    user, at = make_user(role=Role.VIEWER), timezone.now()
    key = make_key(user=user)
    with time_machine.travel(at, tick=False) as clock:
        call(key, "get", "/api/accounts/me", "10.1.2.3")
        call(key, "get", "/api/accounts/me", "10.1.2.4")
        token = Token.objects.get()
        assert (token.used_at, token.used_from) == (at, "10.1.2.3")
        clock.shift(timedelta(minutes=10))
        call(key, "get", "/api/accounts/me", "10.1.2.5")
    token.refresh_from_db()
    assert token.used_from == "10.1.2.5"
    told = call(key, "get", "/api/accounts/tokens").json()[0]
    assert told["used_from"] == "10.1.2.5"
    client = Client()
    client.force_login(user)
    assert "10.1.2.5" in client.get("/accounts/keys/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="other rows are free on PostgreSQL")
def test_noting_a_use_waits_for_no_other_writer() -> None:
    user, at = make_user(role=Role.VIEWER), timezone.now()
    token, _key = actions.issue_token(name="键", by=user, at=at)
    writer = connections.create_connection("default")
    try:
        with writer.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            noted = actions.note_use(token=token, address="10.0.0.1", by=user, at=at)
            cursor.execute("ROLLBACK")
    finally:
        writer.close()
    assert not noted
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == 20_000
    assert actions.note_use(token=token, address="10.0.0.1", by=user, at=at)


@pytest.mark.parametrize("act", ["deactivate", "reset_password"])
def test_keys_end_with_the_password_or_the_person(act: str) -> None:
    user = make_user(role=Role.VIEWER)
    key = make_key(user=user)
    getattr(actions, act)(user=user, by=make_user(), at=timezone.now())
    assert call(key, "get", "/api/accounts/me").status_code == 401


def test_keys_end_when_their_user_chooses_another_password() -> None:
    user = User(username="zhang", role=Role.VIEWER, organisation=make_organisation())
    user.set_password("Red-lantern-7")
    user.save()
    key, client = make_key(user=user), Client()
    client.force_login(user)
    said = {"oldpassword": "Red-lantern-7", "password1": "Blue-lantern-8"}
    client.post("/sign-in/password/", {**said, "password2": said["password1"]})
    user.refresh_from_db()
    assert user.check_password("Blue-lantern-8")
    assert call(key, "get", "/api/accounts/me").status_code == 401


def test_a_key_is_no_more_than_its_user() -> None:
    viewer = make_key(user=make_user(role=Role.VIEWER))
    assert call(viewer, "post", "/api/projects", name="x").status_code == 403
    with pytest.raises(NotAllowed):
        rules.check_use(access="read", areas=["plans"], area="plans", writes=True)
    rules.check_use(access="write", areas=["*"], area="plans", writes=True)
