import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import make_handler
from bihuan.visits.models import Visit

from .factories import announce, make_commanded, part, photo

pytestmark = pytest.mark.django_db
VISITS = "/api/visits"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def call(user: User, method: str, path: str = "", **said: Any) -> Any:
    client = Client()
    client.force_login(user)
    send = getattr(client, method)
    return send(f"{VISITS}{path}", said, content_type="application/json")


def put(user: User, path: str, content: bytes) -> Any:
    client = Client()
    client.force_login(user)
    return client.put(f"{VISITS}{path}", content, content_type="application/octet-stream")


def test_a_device_announces_a_visit_sends_its_photos_and_is_told_what_is_missing() -> None:
    user, project = make_user(role=Role.SUPERVISOR), make_commanded()
    one, two = photo(1), photo(2)
    said: dict[str, Any] = {
        "device_id": str(uuid.uuid4()),
        "project_id": project.pk,
        "notes": "到三层",
        "visited_at": "2024-03-20T12:00:00+08:00",
        "longitude": "109.975",
        "latitude": "27.548",
        "findings": [{"title": "护栏缺失", "type_code": "quality", "severity": "ordinary"}],
        "parts": [{"sha256": part(p).sha256, "size": len(p)} for p in (one, two)],
    }
    told = call(user, "post", **said).json()
    assert len(told["missing"]) == 2
    assert put(user, f"/{told['id']}/photos/{part(one).sha256}", b"broken").status_code == 409
    half = put(user, f"/{told['id']}/photos/{part(one).sha256}", one).json()
    assert half["missing"] == [part(two).sha256]
    assert call(user, "post", **said).json()["missing"] == [part(two).sha256]
    whole = put(user, f"/{told['id']}/photos/{part(two).sha256}", two).json()
    assert (whole["state"], whole["matters"]) == ("complete", [Matter.objects.get().number])
    assert call(user, "get", f"/{told['id']}").json() == whole
    assert Visit.objects.count() == 1


def test_a_device_learns_who_is_signed_in_and_where_the_sites_are() -> None:
    user = make_user(role=Role.COMMANDER)
    own, other = make_commanded(user), make_commanded()
    told = call(user, "get", "/ready").json()
    assert told["user_id"] == user.pk
    assert [site["id"] for site in told["sites"]] == [own.pk]
    assert other.pk not in [site["id"] for site in told["sites"]]
    assert told["csrf"]
    assert not told["may_inspect"]
    assert Client().get(f"{VISITS}/ready").status_code == 401
    assert call(make_user(role=Role.VIEWER), "get", "/ready").status_code == 403


def test_a_cookie_alone_sends_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role=Role.SUPERVISOR))
    assert client.post(VISITS, {}, content_type="application/json").status_code == 403


def test_strangers_read_nothing() -> None:
    visit, stranger = announce(), make_handler()
    assert call(stranger, "get").json()["total"] == 0
    assert call(stranger, "get", f"/{visit.pk}").status_code == 404
    assert call(make_user(), "get").json()["visits"][0]["id"] == visit.pk


def test_the_plan_is_proposed_confirmed_and_changed_by_calls() -> None:
    office, project = make_user(), make_commanded()
    assert call(office, "get", "/plans/2024-03").json()["visits"] == []
    plan = call(office, "post", "/plans/2024-03", seed=7).json()
    assert (plan["seed"], plan["visits"][0]["project_id"]) == (7, project.pk)
    assert (plan["random_percent"], plan["rules_version"]) == (10, 1)
    assert call(office, "post", "/plans/2024-03/confirm").json()["confirmed"]
    extra = make_commanded()
    made = call(office, "post", "/plans/2024-03/visits", project_id=extra.pk, reason="群众来信")
    assert made.status_code == 201
    dropped = call(office, "post", f"/planned/{made.json()['id']}/drop", reason="道路中断")
    assert dropped.json()["dropped_reason"] == "道路中断"
    assert call(office, "post", "/plans/2024-03", seed=8).status_code == 409


def test_two_versions_are_settled_by_a_call() -> None:
    by, project, number = make_user(role=Role.SUPERVISOR), make_commanded(), uuid.uuid4()
    announce(by=by, project=project, device_id=number)
    second = announce(by=by, project=project, device_id=number, notes="另一次")
    told = call(make_user(), "post", f"/{second.pk}/settle", keep=False, note="误发")
    assert told.json()["state"] == "set_aside"


def test_a_device_is_told_in_words_why_a_visit_cannot_come_in() -> None:
    commander = make_user(role=Role.COMMANDER)
    own, strange = make_commanded(commander), make_commanded()
    said: dict[str, Any] = {
        "device_id": str(uuid.uuid4()),
        "notes": "到三层",
        "visited_at": "2024-03-20T12:00:00+08:00",
    }
    for pk in (strange.pk, 10**9):
        refused = call(commander, "post", **said, project_id=pk)
        assert refused.status_code == 403
        assert "不再由您负责" in refused.json()["message"]
    said["visited_at"] = "1970-01-02T00:00:00Z"
    early = call(commander, "post", **said, project_id=own.pk)
    assert early.status_code == 409
    assert "时钟" in early.json()["message"]
