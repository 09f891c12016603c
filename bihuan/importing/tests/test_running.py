"""How far an import has come: on the page, over HTTP, on a terminal; and who must wait for it."""

import io

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.actions import apply, bring_in, stage
from bihuan.importing.staging import stages
from bihuan.importing.staging.stages import APPLYING, LOOKING, BatchStage
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.test_actions import AT
from bihuan.kit import advance
from bihuan.kit.http import RefusalMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = make_user(role=Role.OFFICE)
    client.force_login(user)
    return user


def progress_of(shares, work):
    told = []
    with stages.watch(None, shares, told=lambda job: told.append((job.stage, job.percent))):
        work()
    return told


def test_an_import_goes_through_its_stages_and_never_back(office):
    files = [ledger(ledger_row(1), ledger_row(2))]
    batch = []
    seen = progress_of(
        LOOKING, lambda: batch.append(stage(files=files, year=None, by=office, at=AT))
    )
    looked = [name for name, _percent in seen]
    assert list(dict.fromkeys(looked)) == [BatchStage.READING, BatchStage.CHECKING]
    seen = progress_of(APPLYING, lambda: apply(batch=batch[0], edition=1, by=office, at=AT))
    assert list(dict.fromkeys(name for name, _percent in seen)) == list(APPLYING)
    percents = [percent for _name, percent in seen]
    assert percents == sorted(percents)
    assert percents[-1] == 99


@pytest.mark.parametrize("address", ["importing:start", "importing:running"])
def test_the_page_shows_what_runs_and_asks_again_with_or_without_script(client, office, address):
    with stages.watch(office, LOOKING):
        advance.enter(BatchStage.CHECKING, 10)
        advance.add(5)
        page = client.get(reverse(address)).content.decode()
    assert str(BatchStage.CHECKING.label) in page
    assert "70.0%" in page
    assert 'hx-trigger="load delay:1s"' in page
    assert ('http-equiv="refresh"' in page) is (address == "importing:start")


def test_once_it_has_ended_the_page_is_shown_anew(client, office):
    assert client.get(reverse("importing:running")).headers["HX-Refresh"] == "true"
    page = client.get(reverse("importing:start")).content.decode()
    assert f'hx-get="{reverse("importing:running")}' not in page


def test_a_page_that_waits_for_the_answer_is_left_alone(client, office):
    answer = client.get(reverse("importing:running"), {"waits": 1})
    assert "HX-Refresh" not in answer.headers
    assert "waits=1" in answer.content.decode()


def test_nobody_is_told_of_anothers_import(client, office):
    with stages.watch(make_user(role=Role.OFFICE), LOOKING):
        assert client.get(reverse("importing:running")).headers["HX-Refresh"] == "true"


def test_a_viewer_asks_in_vain(client):
    client.force_login(make_user(role=Role.VIEWER))
    assert client.get(reverse("importing:running")).status_code == 403


def test_a_batch_that_is_being_applied_cannot_be_applied_twice_from_its_page(client, office):
    batch = stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    address = reverse("importing:batch", args=[batch.pk])
    button = reverse("importing:apply", args=[batch.pk])
    with stages.watch(office, APPLYING, batch_id=batch.pk):
        assert button not in client.get(address).content.decode()
    assert button in client.get(address).content.decode()


def test_the_api_tells_what_runs(client, office):
    assert client.get("/api/imports/running").json()["running"] is False
    with stages.watch(office, APPLYING, batch_id=3):
        advance.enter(BatchStage.WRITING, 2)
        told = client.get("/api/imports/running").json()
    assert told == {"running": True, "stage": "writing", "percent": 45, "import_id": 3}


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("screen", "shows"), [(Terminal, True), (io.StringIO, False)])
def test_a_terminal_shows_the_stages_and_a_file_nothing(tmp_path, screen, shows):
    name, content = ledger(ledger_row(1))
    (tmp_path / name).write_bytes(content)
    stderr = screen()
    call_command("import", str(tmp_path / name), "--json", stdout=io.StringIO(), stderr=stderr)
    assert (str(BatchStage.WRITING.label) in stderr.getvalue()) is shows
    assert stderr.getvalue().endswith("\x1b[K") is shows


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_trial_keeps_nobody_from_writing(office, dry_run):
    before, seen = len(connection.savepoint_ids), []
    with stages.watch(None, LOOKING, told=lambda job: seen.append(len(connection.savepoint_ids))):
        bring_in(files=[ledger(ledger_row(1))], year=None, by=office, at=AT, dry_run=dry_run)
    assert (seen[0] == before) is dry_run


def test_looking_at_a_workbook_keeps_nobody_from_writing(office):
    before, seen = len(connection.savepoint_ids), []
    with stages.watch(None, LOOKING, told=lambda job: seen.append(len(connection.savepoint_ids))):
        stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    assert seen[0] == before


def test_who_could_not_write_meanwhile_is_told_in_a_sentence(client, office):
    locked, other = OperationalError("database is locked"), OperationalError("disk is full")
    request = RequestFactory().get("/")
    request.user = office
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(request, locked).status_code == 503
    assert middleware.process_exception(request, other) is None
