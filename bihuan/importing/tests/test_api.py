"""Imports over HTTP."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user()
    client.force_login(user)
    return user


def send(client, name, content):
    return client.post("/api/imports", {"files": SimpleUploadedFile(name, content)})


def test_stage_apply_and_undo(client, office):
    staged = send(client, *ledger(ledger_row(1)))
    assert staged.status_code == 201
    told = staged.json()
    assert (told["created"], told["state"]) == (1, "staged")
    where = f"/api/imports/{told['id']}"
    applied = client.post(
        f"{where}/apply", {"edition": told["edition"]}, content_type="application/json"
    )
    assert applied.json()["state"] == "applied"
    assert Project.objects.count() == 1
    assert client.get(where).json()["unchanged"] == 0
    assert client.post(f"{where}/undo").json()["state"] == "undone"
    assert not Project.objects.exists()


def test_a_stranger_is_told_to_sign_in(client):
    assert client.get("/api/imports").status_code == 401


def test_a_viewer_may_not(client):
    client.force_login(make_user(role=Role.VIEWER))
    assert send(client, *ledger(ledger_row(1))).status_code == 403


def test_a_file_that_cannot_be_read_is_refused(client, office):
    answer = send(client, "x.xlsx", b"x")
    assert answer.status_code == 409
    assert "x.xlsx" in answer.json()["message"]


def test_another_edition_is_refused(client, office):
    told = send(client, *ledger(ledger_row(1))).json()
    answer = client.post(
        f"/api/imports/{told['id']}/apply", {"edition": 99}, content_type="application/json"
    )
    assert answer.status_code == 409


def test_what_is_not_there_is_not_found(client, office):
    assert client.get("/api/imports/999").status_code == 404


def test_a_year_out_of_range_is_unprocessable(client, office):
    files = {"files": SimpleUploadedFile(*ledger(ledger_row(1))), "year": "3"}
    assert client.post("/api/imports", files).status_code == 422
