"""Getting in, staying in, and being let out again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from bihuan.access.models import AccessEvent
from bihuan.accounts.actions import issue_token, reset_password
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user
from bihuan.audit.models import Event
from bihuan.plans.tests.factories import make_entry
from bihuan.projects.actions import set_district
from bihuan.site.middleware import BEGAN

PASSWORD = "a long enough password"
DOOR = "/sign-in/login/"
NOON = datetime(2024, 3, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def user(db):
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, user, password=PASSWORD, to=""):
    return client.post(DOOR, {"login": user.username, "password": password, "next": to})


def is_in(client):
    return client.get("/ui/").status_code == 200


def test_the_right_password_lets_in_and_leads_on(client, user):
    answer = sign_in(client, user, to="/ui/")
    assert answer.status_code == 302
    assert answer["Location"] == "/ui/"
    assert is_in(client)


def test_signing_in_is_not_told_to_who_sees_it(client, user):
    sign_in(client, user)
    assert "成功登录" not in client.get("/ui/").content.decode()


def test_a_common_password_is_refused_in_our_own_words(client, user):
    sign_in(client, user)
    words = {"oldpassword": PASSWORD, "password1": "password123", "password2": "password123"}
    page = client.post("/sign-in/password/", words).content.decode()
    assert "密码过于常见，请更换。" in page


def test_sign_in_never_leads_to_another_site(client, user):
    assert sign_in(client, user, to="https://example.org/")["Location"] == "/setup/"


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.OFFICE, "/setup/"),  # of a system without a list
        (Role.REPORTER, "/work/"),
        (Role.COMMANDER, "/command/mine/"),
        (Role.STATISTICS, "/statistics/"),
        (Role.VIEWER, "/"),
    ],
)
@pytest.mark.parametrize("to", ["", "/"])
@pytest.mark.django_db
def test_everybody_lands_on_their_own_work(client, role, opens, to):
    user = make_user(role=role)
    user.set_password(PASSWORD)
    user.save()
    if role == Role.COMMANDER:  # one who is entered as no leader works like others
        make_leader(user=user)
    answer = sign_in(client, user, to=to)
    assert answer["Location"] == opens
    assert client.get(opens).status_code == 200


def test_the_office_sets_an_empty_system_up_first_and_works_then(client, user):
    assert sign_in(client, user)["Location"] == "/setup/"
    make_entry()
    assert sign_in(Client(), user)["Location"] == "/work/"


def test_a_wrong_password_stays_out(client, user):
    answer = sign_in(client, user, "wrong")
    assert answer.status_code == 200
    assert "不正确" in answer.content.decode()
    assert not is_in(client)


def test_a_password_as_long_as_none_is_is_not_even_judged(client, user):
    assert sign_in(client, user, "x" * 129).status_code == 200
    assert not AccessEvent.objects.exists()


def test_somebody_who_left_stays_out(client, user):
    user.is_active = False
    user.save()
    sign_in(client, user)
    assert not is_in(client)


def test_the_fourth_wrong_password_is_forgiven(client, user):
    for _ in range(4):
        sign_in(client, user, "wrong")
    sign_in(client, user)
    assert is_in(client)


@pytest.mark.parametrize(("minutes", "inside"), [(29, True), (31, False)])
def test_who_is_idle_for_half_an_hour_is_signed_out(client, user, minutes, inside):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, user)
        clock.shift(timedelta(minutes=minutes))
        assert is_in(client) is inside


def test_a_form_sent_too_late_leads_back_to_its_page_and_tells_that_nothing_was_saved(client, db):
    page = "http://testserver/progress/reports/7/?a=1"
    answer = client.post("/progress/reports/7/accept/", headers={"Referer": page})
    assert answer["Location"] == f"{DOOR}?next=/progress/reports/7/%3Fa%3D1"
    assert "没有保存" in client.get(answer["Location"]).content.decode()
    elsewhere = client.post("/progress/reports/7/accept/", headers={"Referer": "https://x.org/y"})
    assert elsewhere["Location"] == f"{DOOR}?next=/"


def test_a_part_of_a_page_is_not_replaced_by_the_door(client, db):
    assert client.get("/work/number/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.parametrize(("hours", "inside"), [(12, True), (12.1, False)])
def test_a_session_ends_twelve_hours_after_sign_in_however_busy(client, user, hours, inside):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, user)
        for _ in range(48):
            clock.shift(timedelta(hours=hours / 48))
            last = is_in(client)
        assert last is inside


def test_a_session_from_before_that_end_was_known_ends(client, user):
    sign_in(client, user)
    session = client.session
    del session[BEGAN]
    session.save()
    assert not is_in(client)


def test_signing_in_changes_the_key_of_the_session(client, user):
    client.get(DOOR)
    client.post("/mode/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client, user)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_changed_password_ends_other_sessions_and_keys_and_is_recorded(client, user):
    elsewhere, (_token, key) = Client(), issue_token(name="表", by=user, at=timezone.now())
    for each in (client, elsewhere):
        sign_in(each, user)
    new = "Another-long-pass-2"
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(client)
    assert not is_in(elsewhere)
    programme = Client(headers={"authorization": f"Bearer {key}"})
    assert programme.get("/api/accounts/me").status_code == 401
    event = Event.objects.get(verb="user.password_changed")
    assert (event.by, event.thing_id, event.note) == (user.username, str(user.pk), {})


@pytest.mark.parametrize("chosen", ["{}", "rED-LANTERN-7", " {}", "{} ", "Ｒed-lantern-7"])
def test_a_new_password_differs_from_the_old_one(client, user, chosen):
    given = "Red-lantern-7"
    chosen = chosen.format(given)
    user.set_password(given)
    user.must_change_password = True
    user.save()
    sign_in(client, user, given)
    said = {"oldpassword": given, "password1": chosen, "password2": chosen}
    assert "新密码与旧密码相同" in client.post("/sign-in/password/", said).content.decode()
    assert client.get("/projects/").url == "/sign-in/password/"


def test_who_has_chosen_a_password_comes_to_the_first_page(client, user):
    given, chosen = "Red-lantern-7", "Blue-kettle-85"
    user.set_password(given)
    user.must_change_password = True
    user.save()
    sign_in(client, user, given)
    said = {"oldpassword": given, "password1": chosen, "password2": chosen}
    assert client.post("/sign-in/password/", said).url == "/setup/"
    assert is_in(client)


def test_parts_of_pages_hold_no_other_page_while_a_password_is_to_be_chosen(client, user):
    user.must_change_password = True
    user.save()
    sign_in(client, user)
    assert client.get("/projects/").url == "/sign-in/password/"
    part = client.get("/work/number/", HTTP_HX_REQUEST="true")
    assert (part.status_code, part.content) == (204, b"")


def test_a_first_password_of_fewer_rounds_signs_in_at_once(client, user):
    hasher = PBKDF2PasswordHasher()
    user.password = hasher.encode(PASSWORD, hasher.salt(), 1_000)
    user.save()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        sign_in(client, user)
        assert is_in(client)


def test_who_works_on_stays_in(client, user):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, user)
        for _ in range(4):
            clock.shift(timedelta(minutes=20))
            assert is_in(client)


def test_signing_out_needs_a_button_not_a_link(client, user):
    sign_in(client, user)
    client.get("/sign-in/logout/")
    assert is_in(client)
    client.post("/sign-in/logout/")
    assert not is_in(client)


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/"])
def test_there_is_no_sign_up_and_nothing_by_mail(client, db, path):
    assert client.get(f"/sign-in/{path}").status_code == 404


def test_a_password_is_changed_by_who_knows_it(client, user):
    sign_in(client, user)
    new = "Another-long-pass-2"
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert is_in(client)


def test_who_has_no_password_here_is_told_so_where_it_would_be_changed(client, db):
    client.force_login(make_user())
    assert client.get("/sign-in/password/").status_code == 409


def test_a_password_given_by_the_office_opens_only_the_page_to_choose_another(client, user):
    given = reset_password(user=user, by=make_user(), at=timezone.now())
    sign_in(client, user, given)
    assert client.get("/projects/").url == "/sign-in/password/"
    assert client.get("/api/projects").status_code == 403
    assert client.get("/api/projects").json()["message"]
    assert client.get("/sign-in/password/").status_code == 200
    new = "Another-long-pass-2"
    client.post("/sign-in/password/", {"oldpassword": given, "password1": new, "password2": new})
    assert client.get("/projects/").status_code == 200


@pytest.mark.parametrize("new", ["short", "12345678901", "password123"])
def test_a_password_that_is_easily_guessed_is_refused(client, user, new):
    sign_in(client, user)
    client.post("/sign-in/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_second_step_is_offered_to_who_gives_the_password_again(client, user):
    sign_in(client, user)
    page = "/sign-in/two-steps/totp/activate/"
    assert page in client.get("/sign-in/two-steps/").content.decode()
    assert "/sign-in/again/" in client.get(page)["Location"]
    client.post("/sign-in/again/", {"password": PASSWORD})
    assert "data:image/svg" in client.get(page).content.decode()


def test_the_second_step_once_on_stands_between_password_and_pages(client, user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    assert sign_in(client, user)["Location"] == "/sign-in/two-steps/authenticate/"
    assert not is_in(client)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/sign-in/two-steps/authenticate/", {"code": code})
    assert is_in(client)


def test_a_demonstration_tells_its_accounts_and_nothing_else_does(client, user, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "demo").write_text(f"{user.username} the-password\n", encoding="utf-8")
    assert "the-password" not in client.get(DOOR).content.decode()
    set_district(by=user, at=timezone.now(), invented=True)
    assert "the-password" in client.get(DOOR).content.decode()
    client.force_login(user)
    assert "the-password" not in client.get("/ui/").content.decode()


def test_a_stranger_may_choose_the_language(client, db):
    client.post("/language/", {"language": "en", "next": DOOR})
    assert "Sign in" in client.get(DOOR).content.decode()
    client.post("/language/", {"language": "zh-hans", "next": DOOR})
    assert "登录" in client.get(DOOR).content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, user):
    sign_in(client, user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("https", "secure"), [("1", "True"), ("0", "False")])
def test_cookies_travel_encrypted_only_where_a_proxy_encrypts(cli, https, secure):
    told = cli("diffsettings", "--all", BIHUAN_HTTPS=https).stdout
    assert f"SESSION_COOKIE_SECURE = {secure}" in told
    assert f"CSRF_COOKIE_SECURE = {secure}" in told
