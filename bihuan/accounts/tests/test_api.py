from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role

from .factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
API = "/api/accounts"


class AccountsCaller:
    """A signed-in user's calls with JSON."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def __call__(self, method: str, path: str, **body: Any) -> Any:
        call = getattr(self.client, method)
        if method == "get":
            return call(f"{API}/{path}")
        return call(f"{API}/{path}", body, content_type="application/json")


def test_organisations_are_read_by_all_and_written_by_the_office() -> None:
    office, viewer = AccountsCaller(make_user()), AccountsCaller(make_user(role=Role.VIEWER))
    made = office("post", "organisations", name="甲局")
    assert made.status_code == 201
    pk = made.json()["id"]
    assert office("put", f"organisations/{pk}", name="乙局").json()["name"] == "乙局"
    assert office("put", f"organisations/{pk}", name="乙局", credit_code="1").status_code == 409
    assert viewer("post", "organisations", name="丙局").status_code == 403
    assert "乙局" in [each["name"] for each in viewer("get", "organisations").json()]
    assert office("put", "organisations/999999", name="甲").status_code == 404


def test_users_are_managed_by_the_office_and_hidden_from_others() -> None:
    office, viewer = AccountsCaller(make_user()), AccountsCaller(make_user(role=Role.VIEWER))
    said = {"username": "zhang", "password": "Red-lantern-7", "role": "reporter"}
    assert office("post", "users", **said).status_code == 409
    made = office("post", "users", **said, organisation_id=make_organisation().pk)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert office("put", f"users/{pk}", role="viewer").json()["role"] == "viewer"
    assert not office("post", f"users/{pk}/deactivate").json()["is_active"]
    assert office("post", f"users/{pk}/reactivate").json()["is_active"]
    password = office("post", f"users/{pk}/password").json()["password"]
    assert User.objects.get(pk=pk).check_password(password)
    assert "zhang" in [each["username"] for each in office("get", "users").json()]
    for call in (
        viewer("get", "users"),
        viewer("put", f"users/{pk}", role="office"),
        viewer("post", "users", **said),
        viewer("post", "users/999999/deactivate"),
    ):
        assert call.status_code == 403


def test_everybody_learns_who_they_are_and_what_they_may() -> None:
    user = make_user(role=Role.REPORTER)
    told = AccountsCaller(user)("get", "me").json()
    assert told["id"] == user.pk
    assert "report_fill" in told["may"]
    assert "project_edit" not in told["may"]


def test_keys_are_told_once_and_are_ones_own() -> None:
    call = AccountsCaller(make_user(role=Role.VIEWER))
    made = call("post", "tokens", name="脚本").json()
    assert made["key"]
    assert "key" not in call("get", "tokens").json()[0]
    other = AccountsCaller(make_user(role=Role.VIEWER))
    assert other("get", "tokens/all").status_code == 403
    assert other("post", f"tokens/{made['id']}/revoke").status_code == 404
    assert call("post", f"tokens/{made['id']}/revoke").json()["revoked_at"]


def test_the_office_sees_and_ends_everybodys_keys() -> None:
    user = make_user(role=Role.VIEWER)
    made = AccountsCaller(user)(
        "post", "tokens", name="脚本", access="read", areas=["plans"]
    ).json()
    office = AccountsCaller(make_user())
    (held,) = office("get", "tokens/all").json()
    assert (held["username"], held["areas"]) == (user.username, ["plans"])
    assert office("post", f"tokens/{made['id']}/revoke").json()["revoked_at"]
    assert office("get", "tokens/all").json() == []


def test_leaders_are_read_by_all_added_and_linked_by_the_office() -> None:
    office, commander = AccountsCaller(make_user()), make_user(role=Role.COMMANDER)
    made = office("post", "leaders", name="王某", title="副区长").json()
    linked = office("put", f"leaders/{made['id']}", user_id=commander.pk, is_principal=True)
    assert (linked.json()["user_id"], linked.json()["is_principal"]) == (commander.pk, True)
    assert office("post", "leaders", name="王某", title="副区长").status_code == 409
    assert office("put", f"leaders/{made['id']}", user_id=make_user().pk).status_code == 409
    freed = office("put", f"leaders/{made['id']}", user_id=None).json()
    assert (freed["user_id"], freed["is_principal"]) == (None, True)
    viewer = AccountsCaller(make_user(role=Role.VIEWER))
    assert [each["name"] for each in viewer("get", "leaders").json()] == ["王某"]
    assert viewer("post", "leaders", name="李某").status_code == 403
    assert viewer("put", f"leaders/{made['id']}", user_id=None).status_code == 403
