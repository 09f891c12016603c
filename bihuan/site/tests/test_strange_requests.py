"""Addresses, headers and texts that no browser sends: an answer of ours, on every database."""

import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from bihuan.accounts.tests.factories import make_user
from bihuan.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/%00",
    "/projects/%00/",
    "/projects/%ff%fe/",
    "/%ed%a0%80/",
    "/projects/9999999999999999999999/",
    "/projects/0/",
    "/projects/-1/",
    "/projects/１/",
    "/progress/0000-00/",
    "/progress/9999-99/",
    "/progress/2024-13/",
    "/statistics/?year=99999999999999999999",
    "/statistics/?year=٣",
    "/projects/?q=%00",
    "/projects/?q=%ff",
    "/projects/?q=%ed%a0%80",
    "/projects/?page=9999999999999999999999",
    "/projects/?page=-1",
    "/projects/?sort=%27;--",
    "/?mode=%f0%9f%8e%89",
    "/?next=//evil.example",
    "/static/../settings.py",
    "/static/%2e%2e/%2e%2e/settings.py",
    "/static/%00",
    "/media/../secret-key",
    "//evil.example/x",
    "/" + "a" * 5_000,
    "/?" + "&".join(f"a{n}=1" for n in range(3_000)),
    "/figures/of/%00/",
    "/figures/of/..%2f..%2f/",
    "/district/?edition=99999999999999999999",
    "/api/projects?limit=99999999999999999999",
    "/api/projects?q=%00",
    "/api/projects/%00",
    "/api/%00",
    "/api/figures?year=99999999999999999999&month=13",
    "/import/00000000/",
    "/lights/2024-12/99999999999999999999/",
)
COOKIES = (
    "sessionid=%00",
    "sessionid=\x00abc",
    "sessionid=" + "x" * 5_000,
    "sessionid=鹤城".encode().decode("latin-1"),
    "sessionid=",
    "csrftoken=\x00",
    "csrftoken=short",
    "django_language=../../etc",
    "django_language=\x00",
    "mode=\x00",
    "=;=;;;",
    "a" * 8_000,
    "messages=broken",
    'messages="[[\\"x\\"]]:bad:sign"',
)
HEADERS = {
    "range": "bytes=99999999999999-",
    "if-modified-since": "yesterday",
    "if-none-match": "\x00",
    "accept-language": "x" * 2_000,
    "referer": "http://[broken",
    "origin": "http://[broken",
    "x-forwarded-for": "\x00, é",
    "x-forwarded-proto": "gopher",
    "x-forwarded-host": "a b",
    "authorization": "Bearer \x00",
    "hx-request": "\x00",
    "hx-current-url": "http://[broken",
    "content-type": "\x00/\x00",
    "content-length": "many",
    "accept": "\xff",
    "host": "[broken",
}
TEXTS = ("a\x00b", "\ud800", "x" * 100_000, "\u202egpj.exe", "=1+1", "'; DROP TABLE x; --", "")


def told_in_our_words(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code < 500 and b"Traceback" not in body


@pytest.fixture
def office():
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    return client


def test_no_address_ends_in_a_fault(office):
    assert [a[:60] for a in ADDRESSES if not told_in_our_words(office.get(a))] == []


def test_no_cookie_ends_in_a_fault():
    failed = [
        cookie[:40]
        for cookie in COOKIES
        for page in ("/sign-in/login/", "/api/projects")
        if not told_in_our_words(
            Client(raise_request_exception=False).get(page, headers={"cookie": cookie})
        )
    ]
    assert failed == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_header_ends_in_a_fault(office, method):
    failed = [
        (name, page)
        for name, value in HEADERS.items()
        for page in ("/district/", "/api/district", "/static/kit/icon.svg")
        if not told_in_our_words(getattr(office, method)(page, headers={name: value}))
    ]
    assert failed == []


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X" * 50]
)
def test_no_method_ends_in_a_fault(office, method):
    for page in ("/", "/district/", "/api/district", "/sign-in/login/", "/no-such-page/"):
        assert told_in_our_words(office.generic(method, page))


def test_no_text_ends_in_a_fault(office):
    project, failed = make_project(), []
    for text in TEXTS:
        plain = json.dumps({"name": text, "title": text, "text": text})
        for method, address in (
            ("PATCH", "/api/district"),
            ("POST", "/api/projects"),
            ("PATCH", f"/api/projects/{project.pk}"),
            ("POST", "/api/matters"),
        ):
            answer = office.generic(method, address, plain, content_type="application/json")
            if not told_in_our_words(answer):
                failed.append((address, text[:20]))
        sent = dict.fromkeys(("name", "login", "password"), text.encode("utf-8", "surrogatepass"))
        for address in ("/district/", "/projects/add/", "/language/", "/mode/", "/sign-in/login/"):
            form = {"content_type": "application/x-www-form-urlencoded"}
            if not told_in_our_words(office.generic("POST", address, urlencode(sent), **form)):
                failed.append((address, text[:20]))
    assert failed == []


def test_a_form_sent_to_any_call_of_the_api_is_answered():
    """What looks for a page's token reads the form, and the body cannot be read after it."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_user())
    client.get("/sign-in/")
    token = client.cookies["csrftoken"].value
    paths = client.get("/api/openapi.json").json()["paths"]
    changing = [
        (method, re.sub(r"\{[^}]*\}", "1", path))
        for path, calls in paths.items()
        for method in calls
        if method in ("post", "put", "patch", "delete")
    ]
    assert len(changing) > 100
    for method, path in changing:
        sent = client.generic(
            method.upper(), path, PARTS, PARTS_TYPE, headers={"x-csrftoken": token}
        )
        assert sent.status_code < 500, (method, path)
        assert sent["Content-Type"].startswith("application/json"), (method, path)


PARTS_TYPE = "multipart/form-data; boundary=part"
PARTS = '--part\r\nContent-Disposition: form-data; name="zz"\r\n\r\ny\r\n--part--\r\n'
