"""No input ends in a traceback or a framework's page: one sentence and a number, in every form."""

import errno
import json
import sqlite3

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import Http404
from django.test import Client
from django.urls import path

from bihuan.accounts.tests.factories import make_user
from bihuan.kit import troubles
from bihuan.kit.troubles import Trouble, trouble_of
from bihuan.projects.models import District
from bihuan.site import failures
from bihuan.site.tests.test_district import SAID

DOOR = "/sign-in/login/"
OURS = {"origin": "http://testserver", "referer": "http://testserver/district/"}
THEIRS = {"origin": "https://elsewhere.example", "referer": "https://elsewhere.example/"}


def caused(outer, inner):
    outer.__cause__ = inner
    return outer


def of_sqlite(code, said=""):
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return caused(OperationalError(said), error)


TROUBLES = [
    (OSError(errno.ENOSPC, "No space left on device"), Trouble.DISK_FULL),
    (PermissionError(errno.EACCES, "Permission denied"), Trouble.READ_ONLY),
    (of_sqlite(sqlite3.SQLITE_FULL), Trouble.DISK_FULL),
    (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), Trouble.DISK_FULL),
    (of_sqlite(sqlite3.SQLITE_IOERR_READ), Trouble.DAMAGED),
    (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), Trouble.READ_ONLY),
    (of_sqlite(sqlite3.SQLITE_CORRUPT), Trouble.DAMAGED),
    (of_sqlite(sqlite3.SQLITE_NOTADB), Trouble.DAMAGED),
    (of_sqlite(sqlite3.SQLITE_BUSY), Trouble.BUSY),
    (of_sqlite(sqlite3.SQLITE_ERROR, "no such table: audit_event"), Trouble.NO_TABLES),
    (caused(OperationalError(), psycopg.OperationalError("connection failed")), Trouble.AWAY),
    (caused(OperationalError(), psycopg.InterfaceError("closed")), Trouble.AWAY),
    (caused(OperationalError(), psycopg.errors.AdminShutdown()), Trouble.AWAY),
    (caused(OperationalError(), psycopg.errors.DiskFull()), Trouble.DISK_FULL),
    (caused(OperationalError(), psycopg.errors.ReadOnlySqlTransaction()), Trouble.READ_ONLY),
    (MemoryError(), Trouble.NO_MEMORY),
    (of_sqlite(sqlite3.SQLITE_ERROR, "near SELEC: syntax error"), None),
    (caused(OperationalError(), psycopg.errors.SyntaxError()), None),
    (ValueError("no space left"), None),
    (FileNotFoundError(errno.ENOENT, "No such file"), None),
]


@pytest.mark.parametrize(("error", "trouble"), TROUBLES, ids=lambda v: repr(v)[:40])
def test_what_is_wrong_around_us_is_told_from_our_own_faults(error, trouble, monkeypatch):
    monkeypatch.setattr(troubles, "is_missing", lambda: False)
    assert trouble_of(error) == trouble
    assert trouble_of(caused(RuntimeError(), error)) == trouble


@pytest.mark.parametrize("code", [sqlite3.SQLITE_READONLY_DBMOVED, sqlite3.SQLITE_CANTOPEN])
def test_a_database_whose_file_is_gone_is_told_so(code, monkeypatch):
    monkeypatch.setattr(troubles, "is_missing", lambda: True)
    assert trouble_of(of_sqlite(code)) == Trouble.GONE
    assert trouble_of(of_sqlite(sqlite3.SQLITE_BUSY)) == Trouble.BUSY


RAISED = {
    "fault": (ValueError("hidden"), 500),
    "full": (OSError(errno.ENOSPC, ""), 503),
    "away": (caused(OperationalError(), psycopg.OperationalError("gone")), 503),
    "forbidden": (PermissionDenied(), 403),
    "absent": (Http404(), 404),
    "bad": (BadRequest("hidden"), 400),
    "suspicious": (SuspiciousOperation("hidden"), 400),
}


def raising(name):
    @login_not_required
    def view(request):
        raise RAISED[name][0]

    return view


urlpatterns = [
    path(f"{root}{name}/", raising(name), name=name) for name in RAISED for root in ("", "api/")
]
handler400, handler403 = failures.bad_request, failures.not_allowed
handler404, handler500 = failures.not_found, failures.failed


@pytest.mark.parametrize("name", [name for name in RAISED if name not in ("forbidden", "absent")])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.urls(__name__)
def test_the_page_of_a_failure_needs_no_database(name, language):
    """This test has no database: whoever asks it anything fails."""
    client = Client(raise_request_exception=False)
    answer = client.get(f"/{name}/", headers={"cookie": f"django_language={language}"})
    assert answer.status_code == RAISED[name][1]
    assert answer["X-Request-Number"] in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert "hidden" not in answer.text


@pytest.mark.parametrize("name", RAISED)
@pytest.mark.urls(__name__)
def test_programmes_and_parts_of_pages_get_a_sentence_they_can_show(name):
    client = Client(raise_request_exception=False)
    api = client.get(f"/api/{name}/")
    assert api.status_code == RAISED[name][1]
    assert json.loads(api.content).keys() == {"message", "number"}
    assert api.json()["number"] == api["X-Request-Number"]
    part = client.get(f"/{name}/", headers={"hx-request": "true"})
    assert part.status_code == RAISED[name][1]
    assert part["Content-Type"].startswith("text/plain")
    assert part["X-Request-Number"] in part.text


@pytest.mark.urls(__name__)
def test_the_last_page_comes_even_without_its_template(monkeypatch):
    def broken(*_words):
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(failures, "render_to_string", broken)
    answer = Client(raise_request_exception=False).get("/fault/")
    assert answer["X-Request-Number"] in answer.text


@pytest.fixture
def office(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    return client


def test_an_address_that_is_not_ours_is_told_in_a_sentence(office, settings):
    settings.ALLOWED_HOSTS = ["bihuan.example"]
    answer = office.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "不是本站的地址" in answer.text


def test_too_many_fields_or_files_are_told_in_a_sentence(office, settings):
    office.get("/district/")  # which brings the cookie of a token
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    many = office.post("/district/", {f"field-{n}": "x" for n in range(20)})
    assert (many.status_code, "项目太多" in many.text) == (400, True)
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = {f"file-{n}": SimpleUploadedFile("a.txt", b"a") for n in range(4)}
    many = office.post("/district/", files)
    assert (many.status_code, "文件太多" in many.text) == (400, True)


def test_too_large_a_form_is_told_in_a_sentence(office, settings):
    office.get("/district/")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = office.post("/district/", {"name": "x" * 200})
    assert (answer.status_code, "60 MB" in answer.text) == (413, True)


MULTIPART = {
    "no boundary": ("multipart/form-data", b"x"),
    "a strange boundary": ("multipart/form-data; boundary=\xe4\xf6", b"x"),
    "another boundary": ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
    "no end": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nhalf',
    ),
    "nothing": ("multipart/form-data; boundary=x", b""),
    "no form": ("text/plain", b"\x00\xff"),
    "an unknown charset": ("application/x-www-form-urlencoded; charset=klingon", b"a=1"),
    "no text": ("application/x-www-form-urlencoded", b"a=%ff%fe&\xff"),
}


@pytest.mark.parametrize("address", ["/district/", DOOR, "/language/", "/api/district"])
@pytest.mark.parametrize(("kind", "body"), MULTIPART.values(), ids=MULTIPART)
def test_a_form_that_is_none_ends_in_an_answer_of_ours(db, address, kind, body):
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    answer = client.generic("POST", address, body, content_type=kind)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


def test_an_address_of_the_api_that_takes_something_else_says_so_in_json(office):
    answer = office.delete("/api/projects")
    assert answer.status_code == 405
    assert answer.json()["message"]


def test_a_form_whose_token_has_expired_is_sent_again_with_all_that_was_typed(office):
    said = {**SAID, "name": '鹤城区 "<b>\nzweite', "csrfmiddlewaretoken": "old"}
    offered = office.post("/district/", said, headers=OURS)
    assert offered.status_code == 403
    assert not District.objects.exists()
    hidden = dict(offered.context["fields"])
    assert hidden == {name: str(value) for name, value in SAID.items()} | {"name": said["name"]}
    assert "&lt;b&gt;" in offered.text
    token = str(offered.context["csrf_token"])
    again = office.post("/district/", {**SAID, "csrfmiddlewaretoken": token}, headers=OURS)
    assert again.status_code == 302
    assert District.objects.get().name == SAID["name"]


def test_files_of_an_expired_form_are_asked_for_by_name(office):
    sent = {"files": SimpleUploadedFile("台账.xlsx", b"x"), "year": "2024"}
    offered = office.post("/import/", sent, headers=OURS)
    assert offered.status_code == 403
    assert 'enctype="multipart/form-data"' in offered.text
    assert "台账.xlsx" in offered.text
    assert 'type="file"' in offered.text


@pytest.mark.parametrize("headers", [THEIRS, {}, {"origin": "null"}], ids=str)
def test_a_form_of_another_site_is_not_offered_to_be_sent(office, headers):
    answer = office.post("/district/", SAID, headers=headers)
    assert answer.status_code == 403
    assert SAID["name"] not in answer.text
    assert "不是从本站页面提交" in answer.text


def test_an_expired_page_of_sign_in_opens_anew_and_repeats_no_password(office):
    office.logout()
    sent = {"login": "zhang", "password": "never shown"}
    answer = office.post(f"{DOOR}?next=/district/", sent, headers=OURS)
    assert answer["Location"] == f"{DOOR}?next=/district/"
    shown = office.get(answer["Location"]).text
    assert "请再登录一次" in shown
    assert "never shown" not in shown


def test_no_password_is_put_into_a_page(office):
    sent = {"oldpassword": "hidden", "password1": "hidden", "password2": "hidden"}
    answer = office.post("/sign-in/password/", sent, headers=OURS)
    assert answer["Location"] == "/sign-in/password/"


def test_who_has_signed_out_meanwhile_is_led_to_the_door_and_back(office):
    office.logout()
    answer = office.post("/district/", SAID, headers=OURS)
    assert answer["Location"] == f"{DOOR}?next=/district/"
    assert "没有保存" in office.get(answer["Location"]).text


def test_a_part_of_a_page_without_its_token_gets_a_sentence(office):
    answer = office.post("/district/", SAID, headers={**OURS, "hx-request": "true"})
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/plain")
