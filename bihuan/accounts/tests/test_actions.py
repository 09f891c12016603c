from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from bihuan.accounts import actions
from bihuan.accounts.models import User
from bihuan.accounts.passwords import check_password_for
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can, Role
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal

from .factories import make_leader, make_organisation, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
PASSWORD = "Red-lantern-7"


def add(**said: Any) -> User:
    said = {
        "username": "zhang",
        "role": Role.VIEWER,
        "password": PASSWORD,
        "by": make_user(),
        "at": NOW,
        **said,
    }
    return actions.add_user(**said)


def edit(user: User, **said: Any) -> User:
    said = {
        "role": user.role,
        "organisation": user.organisation,
        "by": make_user(),
        "at": NOW,
        **said,
    }
    return actions.edit_user(user=user, **said)


def recorded(verb: str) -> dict[str, Any]:
    note: dict[str, Any] = Event.objects.filter(verb=verb).latest("pk").note
    return note


def test_an_organisation_is_added_with_its_credit_code() -> None:
    made = actions.add_organisation(
        name=" 城投公司 ", credit_code="91350100m000100y43", by=make_user(), at=NOW
    )
    assert (made.name, made.credit_code) == ("城投公司", "91350100M000100Y43")
    assert recorded("organisation.added")["name"] == "城投公司"


def test_an_organisation_without_name_with_a_wrong_or_a_taken_code_is_refused() -> None:
    office, code = make_user(), "91350100M000100Y43"
    actions.add_organisation(name="甲", credit_code=code, by=office, at=NOW)
    for name, wrong in ((" ", ""), ("甲", ""), ("乙", "91350100M000100Y44"), ("乙", code)):
        with pytest.raises(Refusal):
            actions.add_organisation(name=name, credit_code=wrong, by=office, at=NOW)
    with pytest.raises(NotAllowed):
        actions.add_organisation(name="乙", by=make_user(role=Role.DEPARTMENT), at=NOW)


def test_a_renamed_organisation_is_recorded_once() -> None:
    office, made = make_user(), make_organisation(name="旧")
    for _again in range(2):
        actions.edit_organisation(organisation=made, name="新", credit_code="", by=office, at=NOW)
    assert recorded("organisation.edited")["changes"] == {"name": ["旧", "新"]}
    assert Event.objects.filter(verb="organisation.edited").count() == 1
    with pytest.raises(NotAllowed):
        actions.edit_organisation(
            organisation=made, name="新", credit_code="", by=make_user(role=Role.VIEWER), at=NOW
        )


def test_an_added_user_can_sign_in() -> None:
    user = add()
    assert user.check_password(PASSWORD)
    assert recorded("user.added")["role"] == "viewer"


def test_users_without_believable_particulars_are_refused() -> None:
    add()
    for wrong in (
        {"username": "Zhang"},
        {"username": "a b"},
        {"username": ""},
        {"password": "abc"},
        {"password": None},
        {"role": Role.CONSOLE},
        {"role": Role.REPORTER},
    ):
        with pytest.raises(Refusal):
            add(**{"username": "li", **wrong})
    with pytest.raises(NotAllowed):
        add(username="li", by=make_user(role=Role.SUPERVISOR))


def test_a_user_changes_role_and_the_change_is_recorded() -> None:
    user, home = make_user(role=Role.VIEWER), make_organisation(name="住建局")
    edit(user, role=Role.DEPARTMENT, organisation=home, full_name="张三", phone="0745-2261111")
    assert recorded("user.edited")["changes"]["role"] == ["viewer", "department"]
    edit(user, role=Role.DEPARTMENT, organisation=home, full_name="张三", phone="0745-2261111")
    assert Event.objects.filter(verb="user.edited").count() == 1
    with pytest.raises(Refusal):
        edit(user, phone="打我电话")
    with pytest.raises(NotAllowed):
        edit(user, by=make_user(role=Role.VIEWER))


def test_a_phone_that_stood_before_its_rule_stops_no_other_change() -> None:
    user = make_user(role=Role.VIEWER)
    User.objects.filter(pk=user.pk).update(phone="1380000111")
    edit(user, role=Role.VIEWER, full_name="李四", phone="1380000111")
    assert recorded("user.edited")["changes"] == {"full_name": [user.full_name, "李四"]}
    with pytest.raises(Refusal, match="1380000112"):
        edit(user, role=Role.VIEWER, phone="1380000112")


def test_the_last_of_the_office_neither_goes_nor_changes_role() -> None:
    office = make_user()
    with pytest.raises(Refusal):
        actions.deactivate(user=office, by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.edit_user(user=office, role=Role.VIEWER, organisation=None, by=office, at=NOW)
    make_user()
    assert not actions.deactivate(user=office, by=office, at=NOW).is_active


def test_who_was_deactivated_does_nothing_more_until_reactivated() -> None:
    office, user = make_user(), make_user()
    token, _key = actions.issue_token(name="表", by=user, at=NOW)
    user = actions.deactivate(user=user, by=office, at=NOW, reason="调离")
    token.refresh_from_db()
    assert token.revoked_at == NOW
    assert not may(user, Can.PROJECT_EDIT)
    assert recorded("user.deactivated")["reason"] == "调离"
    assert actions.reactivate(user=user, by=office, at=NOW).is_active
    assert recorded("user.reactivated") == {}
    for act in (actions.deactivate, actions.reactivate):
        with pytest.raises(NotAllowed):
            act(user=user, by=make_user(role=Role.REPORTER), at=NOW)


def test_sessions_of_who_was_sent_away_do_not_open_again() -> None:
    office, user, client = make_user(), make_user(), Client()
    client.force_login(user)
    assert client.get("/").status_code == 200
    actions.deactivate(user=user, by=office, at=NOW)
    assert client.get("/").status_code == 302
    actions.reactivate(user=user, by=office, at=NOW)
    assert client.get("/").status_code == 302


def test_a_reset_password_replaces_the_old_one_and_signs_out() -> None:
    user, client = add(), Client()
    client.force_login(user)
    password = actions.reset_password(user=user, by=make_user(), at=NOW)
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(PASSWORD)
    assert client.get("/accounts/keys/").status_code == 302
    assert password not in str(recorded("user.password_reset"))
    with pytest.raises(NotAllowed):
        actions.reset_password(user=user, by=user, at=NOW)


def test_a_reset_ends_keys_too() -> None:
    user = add(chosen_by_user=True)
    token, _key = actions.issue_token(name="表", by=user, at=NOW)
    actions.reset_password(user=user, by=make_user(), at=NOW)
    token.refresh_from_db()
    assert token.revoked_at == NOW


def test_a_given_password_must_be_changed_and_an_own_one_need_not() -> None:
    assert add().must_change_password
    assert not add(username="li", chosen_by_user=True).must_change_password


def test_a_user_chooses_a_password_and_what_depends_on_the_old_one_ends() -> None:
    user = add()
    token, _key = actions.issue_token(name="表", by=user, at=NOW)
    with pytest.raises(Refusal):
        _change(user, PASSWORD)
    with pytest.raises(Refusal):
        _change(user, "Zhang-2024")
    with pytest.raises(Refusal):
        _change(user, "Blue-kettle-9", old="Green-kettle-9")
    with pytest.raises(NotAllowed):
        _change(user, "Blue-kettle-9", by=make_user(role=Role.VIEWER))
    changed = _change(user, "Blue-kettle-9")
    token.refresh_from_db()
    assert changed.check_password("Blue-kettle-9")
    assert not changed.must_change_password
    assert token.revoked_at == NOW
    assert recorded("user.password_changed") == {}


def _change(user: User, password: str, *, old: str = PASSWORD, by: User | None = None) -> User:
    return actions.change_password(user=user, old=old, password=password, by=by or user, at=NOW)


def test_a_name_in_pinyin_or_the_phone_s_end_is_no_password() -> None:
    user = add(full_name="欧阳惠敏")
    user.phone = "13800745912"
    for guess in ("Ouyanghuimin-7", "Huimin-745912", "Yang-5912-Aa"):
        with pytest.raises(Refusal):
            check_password_for(user, guess)
    check_password_for(user, "Blue-kettle-9")


def test_the_office_ends_a_lost_second_step() -> None:
    user, office = make_user(role=Role.VIEWER), make_user()
    with pytest.raises(Refusal):
        actions.end_second_step(user=user, by=office, at=NOW)
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    with pytest.raises(NotAllowed):
        actions.end_second_step(user=user, by=user, at=NOW)
    actions.end_second_step(user=user, by=office, at=NOW)
    assert client.get("/").status_code == 302  # who holds the phone may hold a session
    assert not is_mfa_enabled(user)
    assert recorded("user.second_step_ended") == {}
    with pytest.raises(Refusal):
        actions.end_second_step(user=actions.console_user(at=NOW), by=office, at=NOW)


def test_the_console_is_nobodys_to_change() -> None:
    console, office = actions.console_user(at=NOW), make_user()
    with pytest.raises(Refusal):
        actions.reset_password(user=console, by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.deactivate(user=console, by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.reactivate(user=console, by=office, at=NOW)
    assert actions.console_user(at=NOW) == console


def test_a_leader_is_added_and_linked_to_a_commander() -> None:
    office, commander = make_user(), make_user(role=Role.COMMANDER)
    leader = actions.add_leader(name="王某", title="副区长", by=office, at=NOW)
    actions.link_leader(leader=leader, user=commander, by=office, at=NOW)
    assert recorded("leader.linked")["changes"]["user"][1] == str(commander)
    for name in (" ", "王某"):
        with pytest.raises(Refusal):
            actions.add_leader(name=name, title="副区长", by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.link_leader(leader=leader, user=office, by=office, at=NOW)
    with pytest.raises(Refusal):
        actions.link_leader(leader=make_leader(), user=commander, by=office, at=NOW)
    actions.link_leader(leader=leader, user=None, by=office, at=NOW)
    with pytest.raises(NotAllowed):
        actions.add_leader(name="李某", by=commander, at=NOW)
    with pytest.raises(NotAllowed):
        actions.link_leader(leader=leader, user=None, by=commander, at=NOW)


def test_a_key_is_told_once_and_only_its_digest_is_kept() -> None:
    user = make_user(role=Role.VIEWER)
    token, key = actions.issue_token(name="统计脚本", by=user, at=timezone.now())
    assert key not in token.digest
    client = Client(headers={"authorization": f"Bearer {key}"})
    assert client.get("/api/accounts/me").json()["id"] == user.pk
    actions.revoke_token(token=token, by=user, at=NOW)
    assert client.get("/api/accounts/me").status_code == 401
    assert recorded("token.revoked")["name"] == "统计脚本"


def test_keys_have_a_purpose_and_a_limit() -> None:
    user = make_user(role=Role.VIEWER)
    with pytest.raises(Refusal):
        actions.issue_token(name=" ", by=user, at=NOW)
    for number in range(10):
        actions.issue_token(name=str(number), by=user, at=NOW)
    with pytest.raises(Refusal):
        actions.issue_token(name="11", by=user, at=NOW)
    inactive = make_user()
    inactive.is_active = False
    with pytest.raises(NotAllowed):
        actions.issue_token(name="键", by=inactive, at=NOW)


def test_the_office_ends_anybodys_key_and_others_only_their_own() -> None:
    token, _key = actions.issue_token(name="表", by=make_user(role=Role.VIEWER), at=NOW)
    with pytest.raises(NotAllowed):
        actions.revoke_token(token=token, by=make_user(role=Role.VIEWER), at=NOW)
    assert actions.revoke_token(token=token, by=make_user(), at=NOW).revoked_at == NOW


def test_an_organisation_has_a_leader_in_charge() -> None:
    office, made, chief = make_user(), make_organisation(name="甲局"), make_leader()
    actions.edit_organisation(
        organisation=made, name="甲局", credit_code="", in_charge=chief, by=office, at=NOW
    )
    made.refresh_from_db()
    assert made.in_charge == chief
    assert recorded("organisation.edited")["changes"] == {"in_charge": ["", str(chief)]}


def test_a_leader_is_made_a_principal_one() -> None:
    office, chief = make_user(), make_leader()
    actions.link_leader(leader=chief, user=None, is_principal=True, by=office, at=NOW)
    chief.refresh_from_db()
    assert chief.is_principal
    actions.link_leader(leader=chief, user=None, by=office, at=NOW)
    chief.refresh_from_db()
    assert chief.is_principal
    assert actions.add_leader(name="张某", is_principal=True, by=office, at=NOW).is_principal


def test_a_password_digested_in_an_older_way_is_digested_anew_on_record(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = make_user()
    user.set_password("Correct horse 7")
    user.save()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    assert user.check_password("Correct horse 7")
    user.refresh_from_db()
    assert user.password.startswith("md5$")  # reading it wrote nothing
    actions.strengthen_password(user=user, password="Correct horse 7", by=user, at=NOW)
    user.refresh_from_db()
    assert user.password.startswith("pbkdf2_sha256$")
    assert user.check_password("Correct horse 7")
    assert Event.objects.latest("pk").verb == "user.password_strengthened"
    actions.strengthen_password(user=user, password="Correct horse 7", by=user, at=NOW)
    assert Event.objects.filter(verb="user.password_strengthened").count() == 1


def test_a_password_that_changed_since_it_was_proved_is_not_brought_back(db):
    user = make_user()
    user.password = make_password("Correct horse 7", salt="short")
    user.save()
    proved = User.objects.get(pk=user.pk)
    _change(user, "Another horse 8", old="Correct horse 7")
    actions.strengthen_password(user=proved, password="Correct horse 7", by=proved, at=NOW)
    assert User.objects.get(pk=user.pk).check_password("Another horse 8")


def test_who_was_sent_away_a_moment_ago_gets_no_key(db):
    user = make_user()
    actions.deactivate(user=User.objects.get(pk=user.pk), by=make_user(), at=NOW)
    with pytest.raises(NotAllowed):
        actions.issue_token(name="表", by=user, at=NOW)
    assert not user.tokens.exists()


def test_linking_anew_to_the_same_person_there_changes_nothing(db):
    office, user = make_user(), make_user()
    for _again in range(2):
        actions.link_identity(user=user, issuer="https://sso", subject="7", by=office, at=NOW)
    assert Event.objects.filter(verb="user.linked").count() == 1
    assert not Event.objects.filter(verb="user.unlinked").exists()
