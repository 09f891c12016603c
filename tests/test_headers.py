"""What every answer tells browsers and proxies: keep nothing, send nothing on, embed nowhere."""

import re
from http.cookies import Morsel

import pytest
from django.db import OperationalError
from django.test import Client

from bihuan.access.kinds import AccessKind
from bihuan.access.models import AccessEvent
from bihuan.accounts.actions import issue_token
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from tests.test_doors import CALLS, OPEN_PAGES, PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
KEPT = {"visits:go", "visits:worker"}  # the same for everybody
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def wrong_headers(answer, *, kept=False):
    """Return what is not as it should be of an answer."""
    wrong = [f"{k}: {answer.get(k)}" for k, v in EVERYWHERE.items() if answer.get(k) != v]
    wrong += [] if "geolocation=(self)" in answer.get("Permissions-Policy", "") else ["Permissions"]
    wrong += [] if "default-src 'self'" in answer.get("Content-Security-Policy", "") else ["CSP"]
    cache = answer.get("Cache-Control", "")
    return wrong + ([] if kept or "no-store" in cache else [f"Cache-Control: {cache}"])


def test_no_page_may_be_kept_by_a_browser_or_proxy_whoever_asks():
    wrong = {}
    for who in (Client(), signed_in()):
        for name, (_view, address) in PAGES.items():
            if name == "account_logout":
                continue
            if faults := wrong_headers(who.get(address), kept=name in KEPT):
                wrong[name] = faults
    assert wrong == {}
    assert KEPT < OPEN_PAGES


def test_no_answer_of_the_api_may_be_kept_whoever_asks():
    office = make_user()
    _token, key = issue_token(name="表", by=office, at=office.date_joined)
    wrong = {}
    for who in (Client(), signed_in(), Client(headers={"authorization": f"Bearer {key}"})):
        for method, path, _call in CALLS:
            if method != "get":
                continue
            if faults := wrong_headers(who.get(re.sub(r"\{[^}]+\}", "1", path))):
                wrong[path] = faults
    assert wrong == {}


def test_a_page_that_is_not_there_and_a_refusal_are_not_kept_either(client):
    assert wrong_headers(client.get("/no-such-page/")) == []
    assert wrong_headers(signed_in(Role.VIEWER).get("/access/")) == []


def test_static_files_may_be_kept_and_are_guarded_too(client):
    answer = client.get("/static/kit/base.css")
    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" not in answer["Cache-Control"]


def test_the_description_of_the_api_is_for_who_signed_in_unless_it_is_opened(client, settings):
    settings.OPEN_API_DOCS = False
    assert client.get("/api/docs").url == "/sign-in/login/?next=/api/docs"
    assert client.get("/api/openapi.json").status_code == 401
    office = signed_in()
    assert office.get("/api/docs").status_code == office.get("/api/openapi.json").status_code == 200
    settings.OPEN_API_DOCS = True
    assert client.get("/api/docs").status_code == client.get("/api/openapi.json").status_code == 200


def test_with_https_browsers_are_told_to_stay_with_it(cli):
    told = cli("diffsettings", "--all", BIHUAN_HTTPS="1").stdout
    assert "SECURE_HSTS_SECONDS = 31536000" in told
    assert "SECURE_HSTS_SECONDS = 0" in cli("diffsettings", "--all", BIHUAN_HTTPS="0").stdout


def test_hsts_is_sent_over_https_only(client, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert "max-age" in client.get("/sign-in/login/", secure=True)["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/sign-in/login/")


def test_no_cookie_is_open_to_scripts_or_other_sites(client):
    user = make_user()
    user.set_password("Right-lamp-71")
    user.save()
    client.post("/sign-in/login/", {"login": user.username, "password": "Right-lamp-71"})
    client.post("/mode/", {"mode": "wall"})
    client.post("/language/", {"language": "zh-hans"})
    client.get("/ui/")
    cookies: dict[str, Morsel[str]] = {k: each for k, each in client.cookies.items() if each.value}
    assert {"sessionid", "device", "mode"} <= cookies.keys()
    other_sites = [name for name, each in cookies.items() if each["samesite"] != "Lax"]
    scripts = [name for name, each in cookies.items() if not each["httponly"]]
    assert (other_sites, scripts) == ([], [])


def test_a_download_is_noted_with_its_name_and_by_whom():
    user = make_user()
    client = Client(REMOTE_ADDR="198.51.100.1")
    client.force_login(user)
    assert client.get("/projects/projects.xlsx").status_code == 200
    event = AccessEvent.objects.get(kind=AccessKind.EXPORTED)
    assert (event.name, event.address) == (user.username, "198.51.100.1")
    assert event.note.startswith("重点项目")
    assert event.note.endswith("/projects.xlsx")
    client.get("/projects/")
    assert AccessEvent.objects.count() == 1


def test_a_download_that_cannot_be_noted_is_not_handed_out(monkeypatch):
    def fails(**said):
        raise OperationalError("database is locked")

    monkeypatch.setattr("bihuan.site.middleware.note", fails)
    answer = signed_in().get("/projects/projects.xlsx")
    assert (answer.status_code, "Content-Disposition" in answer) == (503, False)


def signed_in(role=Role.OFFICE):
    client = Client()
    client.force_login(make_user(role=role))
    return client
