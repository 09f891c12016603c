"""A second step can be required by role; what users do with theirs is recorded."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client

from bihuan.access.actions import set_sign_in_rules
from bihuan.accounts.actions import issue_token
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.site.sign_in import TurnOff, TurnOn

PASSWORD = "Right-lamp-71"
NOON = datetime(2024, 3, 5, 4, 0, tzinfo=UTC)
TODAY = date(2024, 3, 5)
SET_UP = "/sign-in/two-steps/totp/activate/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user():
    made = make_user(role=Role.SUPERVISOR)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(user):
    client = Client()
    client.post("/sign-in/login/", {"login": user.username, "password": PASSWORD})
    return client


def require_from(day):
    set_sign_in_rules(two_step_roles=["supervisor"], two_step_since=day, by=make_user(), at=NOON)


def set_up(client):
    begin(client)
    return send_code(client)


def begin(client):
    client.post("/sign-in/again/", {"password": PASSWORD})
    client.get(SET_UP)


def send_code(client):
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    return client.post(SET_UP, {"code": code})


def test_who_must_and_has_none_is_led_to_set_it_up_and_all_else_is_closed(user):
    require_from(TODAY)
    client = sign_in(user)
    for page in ("/", "/projects/", "/accounts/keys/", "/visits/"):
        assert client.get(page).url == SET_UP
    answer = client.get("/api/projects")
    assert (answer.status_code, "两步验证" in answer.json()["message"]) == (403, True)
    assert "/sign-in/again/" in client.get(SET_UP).url
    assert set_up(client).status_code == 302
    assert client.get("/sign-in/two-steps/recovery-codes/").status_code == 200
    assert client.get("/projects/").status_code == 200
    assert Event.objects.get(verb="user.second_step_on").by == user.username


def test_the_code_that_turned_it_on_opens_nothing_again(user):
    set_up(sign_in(user))
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    again = sign_in(user)
    answer = again.post("/sign-in/two-steps/authenticate/", {"code": code})
    assert (answer.status_code, "_auth_user_id" in again.session) == (200, False)


def test_of_two_forms_at_once_one_turns_it_on_and_the_other_is_told(user, monkeypatch):
    require_from(TODAY)
    first, second = sign_in(user), sign_in(user)
    begin(first), begin(second)
    answers = []

    def with_the_second_before_it(view, form):
        monkeypatch.undo()
        answers.append(send_code(second))
        return view.form_valid(form)

    monkeypatch.setattr(TurnOn, "form_valid", with_the_second_before_it)
    late = send_code(first)
    assert [each.status_code for each in (*answers, late)] == [302, 409]
    assert "另一份表单" in late.text
    assert Event.objects.filter(verb="user.second_step_on").count() == 1
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).count() == 1
    assert "mfa.totp.secret" not in first.session
    assert first.get("/projects/").status_code == 200


def test_of_two_who_turn_it_off_at_once_one_is_told(user, monkeypatch):
    client, off = sign_in(user), "/sign-in/two-steps/totp/deactivate/"
    set_up(client)

    def with_another_before_it(view, form):
        monkeypatch.undo()
        assert client.post(off).status_code == 302
        return view.form_valid(form)

    monkeypatch.setattr(TurnOff, "form_valid", with_another_before_it)
    assert client.post(off).status_code == 409
    assert Event.objects.filter(verb="user.second_step_off").count() == 1


def test_before_the_day_sign_in_reminds_and_opens(user):
    require_from(TODAY + timedelta(days=3))
    page = sign_in(user).get("/ui/")
    assert page.status_code == 200
    assert "2024-03-08" in page.text


def test_other_roles_are_not_asked_and_neither_are_keys(user):
    _token, key = issue_token(name="表", by=user, at=NOON)
    require_from(TODAY)
    other = make_user(role=Role.VIEWER)
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(other).get("/ui/").status_code == 200
    programme = Client(headers={"authorization": f"Bearer {key}"})
    assert programme.get("/api/accounts/me").status_code == 200


def test_who_must_have_it_cannot_turn_it_off_and_others_can(user):
    client = sign_in(user)
    set_up(client)
    off = "/sign-in/two-steps/totp/deactivate/"
    require_from(TODAY)
    answer = client.post(off)
    assert (answer.status_code, "不能关闭" in answer.text) == (409, True)
    set_sign_in_rules(two_step_roles=[], two_step_since=None, by=make_user(), at=NOON)
    assert client.post(off).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    assert Event.objects.get(verb="user.second_step_off").thing_id == str(user.pk)


def test_new_recovery_codes_are_recorded(user):
    client = sign_in(user)
    set_up(client)
    client.post("/sign-in/two-steps/recovery-codes/generate/")
    assert Event.objects.get(verb="user.recovery_codes").by == user.username


def test_what_cannot_be_recorded_is_not_done(user, monkeypatch):
    def fails(**said):
        raise RuntimeError("no record")

    monkeypatch.setattr("bihuan.site.sign_in.note_second_step", fails)
    with pytest.raises(RuntimeError):
        set_up(sign_in(user))
    assert not Authenticator.objects.filter(user=user).exists()


def test_the_office_ends_a_lost_second_step_from_the_user_s_page(user):
    TOTP.activate(user, generate_totp_secret())
    office = Client()
    office.force_login(make_user())
    assert office.post(f"/accounts/users/{user.pk}/second-step/").status_code == 302
    assert sign_in(user).get("/ui/").status_code == 200
    stranger = Client()
    stranger.force_login(make_user(role=Role.SUPERVISOR))
    assert stranger.post(f"/accounts/users/{user.pk}/second-step/").status_code == 403


def test_the_office_chooses_the_roles_on_a_page(user):
    office = Client()
    office.force_login(make_user())
    page = "/access/rules/"
    assert office.get(page).status_code == 200
    said = {"two_step_roles": ["supervisor"], "two_step_since": "2024-03-20"}
    assert office.post(page, said).status_code == 302
    assert user.username in office.get(page).text
    assert office.post(page, {**said, "two_step_since": "2024-03-01"}).status_code == 409
    assert office.post(page, {**said, "two_step_since": "soon"}).status_code == 422
    stranger = sign_in(user)
    assert stranger.get(page).status_code == stranger.post(page, said).status_code == 403
