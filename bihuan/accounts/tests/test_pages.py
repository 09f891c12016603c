from typing import Any

import pytest

from bihuan.accounts.models import Leader, Organisation, Token, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import signed_in

from .factories import make_leader, make_organisation, make_user

pytestmark = pytest.mark.django_db


def test_everybody_reads_the_organisations_and_only_the_office_changes_them() -> None:
    home = make_organisation(name="城投公司")
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert "城投公司" in viewer.get("/accounts/organisations/").content.decode()
    assert "城投公司" not in viewer.get("/accounts/organisations/?search=水利").content.decode()
    assert viewer.get(f"/accounts/organisations/{home.pk}/").status_code == 403
    assert viewer.get("/accounts/organisations/add/").status_code == 403


def test_the_organisations_cost_no_more_queries_with_more_rows(
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(make_user())
    for _number in range(30):
        make_organisation()
    with django_assert_max_num_queries(8):
        client.get("/accounts/organisations/")


def test_an_organisation_is_added_and_corrected_by_form() -> None:
    client = signed_in(make_user())
    assert client.post("/accounts/organisations/add/", {"name": "水利局"}).status_code == 302
    home = Organisation.objects.get(name="水利局")
    address = f"/accounts/organisations/{home.pk}/"
    wrong = client.post(address, {"name": "水利局", "credit_code": "123"})
    assert wrong.status_code == 409
    assert "123" in wrong.content.decode()
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "区水利局"}).status_code == 302


def test_a_name_and_a_credit_code_that_others_bear_are_refused_in_the_action_s_words() -> None:
    client, code = signed_in(make_user()), "91350100M000100Y43"
    client.post("/accounts/organisations/add/", {"name": "水利局", "credit_code": code})
    for said, sentence in (
        ({"name": "住建局", "credit_code": code}, "“水利局”已使用此信用代码。"),
        ({"name": "水利局"}, "已有单位“水利局”。"),
    ):
        answer = client.post("/accounts/organisations/add/", said)
        assert answer.status_code == 409
        assert sentence in answer.content.decode()


def test_users_are_the_offices_affair() -> None:
    user = make_user(role=Role.VIEWER)
    viewer = signed_in(user)
    for page in ("users/", "users/add/", f"users/{user.pk}/", "leaders/add/"):
        assert viewer.get(f"/accounts/{page}").status_code == 403
    for page in ("deactivate", "reactivate", "password"):
        assert viewer.post(f"/accounts/users/{user.pk}/{page}/").status_code == 403


def test_the_users_cost_no_more_queries_with_more_rows(django_assert_max_num_queries: Any) -> None:
    client = signed_in(make_user())
    for _number in range(30):
        make_leader(user=make_user(role=Role.COMMANDER))
    with django_assert_max_num_queries(9):
        client.get("/accounts/users/")


def test_a_user_is_added_edited_and_sent_away_by_form() -> None:
    client, home = signed_in(make_user()), make_organisation()
    said = {"username": "zhang", "password": "Red-lantern-7", "role": "reporter"}
    assert client.post("/accounts/users/add/", said).status_code == 409
    assert client.post("/accounts/users/add/", {**said, "organisation": home.pk}).status_code == 302
    user = User.objects.get(username="zhang")
    address = f"/accounts/users/{user.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"role": "nothing"}).status_code == 422
    assert client.post(address, {"role": "department"}).status_code == 409
    assert client.post(address, {"role": "viewer", "full_name": "张三"}).status_code == 302
    client.post(f"{address}deactivate/")
    user.refresh_from_db()
    assert (user.full_name, user.is_active) == ("张三", False)
    client.post(f"{address}reactivate/")
    told = client.post(f"{address}password/")
    user.refresh_from_db()
    assert user.check_password(told.context["secret"])
    assert told.headers["Cache-Control"] == "no-store"


def test_a_leader_is_added_and_linked_by_form() -> None:
    client, commander = signed_in(make_user()), make_user(role=Role.COMMANDER)
    assert client.post("/accounts/leaders/add/", {"name": "王某"}).status_code == 302
    assert client.post("/accounts/leaders/add/", {"name": "王某"}).status_code == 409
    leader = Leader.objects.get()
    address = f"/accounts/leaders/{leader.pk}/"
    assert client.post(address, {"user": commander.pk}).status_code == 302
    other = f"/accounts/leaders/{make_leader().pk}/"
    assert client.post(other, {"user": commander.pk}).status_code == 409


def test_a_key_is_shown_once_and_ended() -> None:
    client = signed_in(make_user(role=Role.REPORTER))
    said = {"name": "脚本", "access": "read", "areas": ["plans", "figures"], "days": 30}
    key = client.post("/accounts/keys/", said).context["key"]
    assert client.post("/accounts/keys/", {**said, "days": 732}).status_code == 422
    assert key not in client.get("/accounts/keys/").content.decode()
    assert client.post("/accounts/keys/", {"name": " "}).status_code == 422
    token = Token.objects.get()
    stranger = signed_in(make_user(role=Role.VIEWER))
    assert stranger.post(f"/accounts/keys/{token.pk}/revoke/").status_code == 404
    assert stranger.get("/accounts/keys/all/").status_code == 403
    assert "脚本" in signed_in(make_user()).get("/accounts/keys/all/").content.decode()
    client.post(f"/accounts/keys/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at
