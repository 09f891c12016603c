"""Guessing is braked at every door, through the real pages, and nobody is locked out at will."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from bihuan.access.kinds import AccessKind
from bihuan.access.models import AccessEvent
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.addresses import networks

PASSWORD = "Right-lamp-71"
DOOR = "/sign-in/login/"
SECOND = "/sign-in/two-steps/authenticate/"
NOON = datetime(2024, 3, 5, 4, 0, tzinfo=UTC)
HERE, ELSEWHERE = "198.51.100.1", "203.0.113.9"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_code_used_yet():
    cache.clear()


def person(name="supervisor", role=Role.SUPERVISOR):
    user = make_user(role=role)
    user.username = name
    user.set_password(PASSWORD)
    user.save()
    return user


def browser(address=HERE):
    return Client(REMOTE_ADDR=address)


def knock(client, name="supervisor", password="wrong", **more):
    return client.post(DOOR, {"login": name, "password": password}, **more).status_code


def knock_until_paused(client, name="supervisor", most=30):
    for number in range(most):
        if knock(client, name) == 429:
            return number
    return most


def is_in(client):
    return client.get("/ui/").status_code == 200


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_wrong_passwords_count_by_person_however_the_name_is_written():
    person()
    written = ["supervisor", "Supervisor", " SUPERVISOR ", "sUPERVISOR", "superVisor"]
    client = browser()
    assert [knock(client, name) for name in written] == [200] * 5
    assert [knock(client, name) for name in written] == [429] * 5
    assert [knock(client, name, PASSWORD) for name in written] == [429] * 5
    assert not is_in(client)


def test_a_name_in_other_letters_neither_signs_in_nor_is_guessed_freely():
    person()
    client = browser()
    wide = "ｓｕｐｅｒｖｉｓｏｒ"
    assert knock(client, wide, PASSWORD) == 200
    assert not is_in(client)
    assert knock_until_paused(client, wide.upper()) == 4


def test_a_name_that_nobody_bears_is_paused_like_one_that_somebody_bears():
    person()
    assert knock_until_paused(browser(), "nobody") == knock_until_paused(browser()) == 5


def test_the_page_says_when_to_come_back_and_the_pause_ends_then():
    person()
    client = browser()
    with time_machine.travel(NOON, tick=False) as clock:
        knock_until_paused(client)
        answer = client.post(DOOR, {"login": "supervisor", "password": PASSWORD})
        assert answer["Retry-After"] == "1800"
        assert "30分钟后" in answer.text
        clock.shift(timedelta(minutes=30))
        knock(client, password=PASSWORD)
        assert is_in(client)


def test_another_address_with_the_same_name_gains_no_more_tries():
    person()
    knock_until_paused(browser())
    assert knock(browser(ELSEWHERE)) == 429


def test_a_stranger_locks_out_nobody_at_the_own_desk_or_device():
    person()
    desk, phone = browser("10.0.0.7"), browser("10.0.0.8")
    for client in (desk, phone):
        knock(client, password=PASSWORD)
        client.post("/sign-in/logout/")
    knock_until_paused(browser())
    assert knock(browser(ELSEWHERE), password=PASSWORD) == 429
    fresh = browser("10.0.0.7")  # the desk's address, with a new browser
    assert knock(fresh, password=PASSWORD) == 302
    phone.defaults["REMOTE_ADDR"] = ELSEWHERE  # the device on its way
    assert knock(phone, password=PASSWORD) == 302


def test_the_mark_of_a_device_helps_its_own_person_only_and_cannot_be_made_up():
    person()
    person("viewer")
    client = browser(ELSEWHERE)
    knock(client, "viewer", PASSWORD)
    client.post("/sign-in/logout/")
    knock_until_paused(browser())
    assert knock(client, password=PASSWORD) == 429
    client.cookies["device"] = client.cookies["device"].value[:-2] + "xx"
    assert knock(client, password=PASSWORD) == 429


def test_the_mark_of_a_device_is_out_of_reach_of_scripts():
    person()
    client = browser()
    knock(client, password=PASSWORD)
    mark = client.cookies["device"]
    assert (mark["httponly"], mark["samesite"]) == (True, "Lax")


def test_twenty_nine_names_tried_from_one_address_are_stopped():
    for number in range(29):
        person(f"clerk-{number}")
    client = browser()
    tried = [knock(client, f"clerk-{number}") for number in range(29)]
    assert tried == [200] * 20 + [429] * 9
    assert knock(browser(ELSEWHERE), "clerk-28", PASSWORD) == 302


def test_an_office_behind_one_address_that_types_right_passwords_comes_in():
    for number in range(40):
        person(f"clerk-{number}")
    for number in range(40):
        client = browser()
        knock(client, f"clerk-{number}")
        assert knock(client, f"clerk-{number}", PASSWORD) == 302


def test_a_forwarded_address_is_believed_from_trusted_proxies_only(settings):
    settings.TRUSTED_PROXIES = ()
    for number in range(20):
        knock(browser(), f"name-{number}", headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert knock(browser(), "another", headers={"X-Forwarded-For": "192.0.2.99"}) == 429
    settings.TRUSTED_PROXIES = networks("10.0.0.1")
    proxy = browser("10.0.0.1")
    for number in range(20):
        forwarded = {"X-Forwarded-For": f"192.0.2.{number}, 192.0.2.7"}
        knock(proxy, f"other-{number}", headers=forwarded)
    assert knock(proxy, "another", headers={"X-Forwarded-For": "192.0.2.7"}) == 429
    assert knock(proxy, "another", headers={"X-Forwarded-For": "192.0.2.8"}) == 200


def test_wrong_codes_of_the_second_step_are_counted_and_the_right_one_then_waits():
    user, client = person(), browser()
    TOTP.activate(user, secret := generate_totp_secret())
    knock(client, password=PASSWORD)
    tried = [client.post(SECOND, {"code": f"{number:06}"}).status_code for number in range(7)]
    assert tried == [200] * 5 + [429] * 2
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 429
    again = browser()
    knock(again, password=PASSWORD)
    assert again.post(SECOND, {"code": code_of(secret)}).status_code == 429
    assert not is_in(client)
    assert not is_in(again)


def test_recovery_codes_are_counted_too():
    user, client = person(), browser()
    TOTP.activate(user, generate_totp_secret())
    right = RecoveryCodes.activate(user).get_unused_codes()[0]
    knock(client, password=PASSWORD)
    for _try in range(5):
        client.post(SECOND, {"code": "1234567890"})
    assert client.post(SECOND, {"code": right}).status_code == 429


def test_the_right_code_lets_in_and_a_used_one_does_not_again():
    user, client = person(), browser()
    TOTP.activate(user, secret := generate_totp_secret())
    with time_machine.travel(NOON, tick=False):
        knock(client, password=PASSWORD)
        client.post(SECOND, {"code": code_of(secret)})
        assert is_in(client)
        other = browser()
        knock(other, password=PASSWORD)
        other.post(SECOND, {"code": code_of(secret)})
        assert not is_in(other)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/sign-in/password/", {"oldpassword": "wrong", "password1": "N", "password2": "N"}),
        ("/sign-in/again/", {"password": "wrong"}),
    ],
)
def test_the_old_password_cannot_be_guessed_by_who_is_signed_in(page, said):
    user, client = person(), browser()
    client.force_login(user)
    assert [client.post(page, said).status_code for _try in range(7)] == [200] * 5 + [429] * 2
    right = {key: PASSWORD for key in said if key in ("oldpassword", "password")}
    assert client.post(page, {**said, **right}).status_code == 429


def test_the_code_asked_for_again_is_counted():
    user, client = person(), browser()
    TOTP.activate(user, generate_totp_secret())
    client.force_login(user)
    page = "/sign-in/two-steps/reauthenticate/"
    tried = [client.post(page, {"code": f"{number:06}"}).status_code for number in range(7)]
    assert tried == [200] * 5 + [429] * 2


def test_the_office_lifts_a_pause_from_the_user_s_page():
    user, office = person(), Client()
    knock_until_paused(browser())
    office.force_login(make_user())
    assert f"/access/users/{user.pk}/unlock/" in office.get(f"/accounts/users/{user.pk}/").text
    office.post(f"/access/users/{user.pk}/unlock/")
    assert knock(browser(), password=PASSWORD) == 302
    stranger = Client()
    stranger.force_login(make_user(role=Role.REPORTER))
    assert stranger.post(f"/access/users/{user.pk}/unlock/").status_code == 403


def test_what_is_typed_into_the_name_is_not_kept_if_nobody_bears_it():
    knock(browser(), "My-secret-pass-7")
    event = AccessEvent.objects.get(kind=AccessKind.WRONG_PASSWORD)
    assert event.name == "M***"
    assert "ecret" not in str(vars(event))
