"""Backups that the server makes by itself, and the office's page of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.site.backups import last_attempt, making, newest_backup, trouble
from bihuan.site.backups.daily import back_up, back_up_if_due
from bihuan.site.backups.folder import backups_folder, backups_in
from bihuan.site.backups.verifying import verify_backup
from tests.installations import installation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.in_turns]
AT = datetime(2026, 11, 28, 20, tzinfo=UTC)  # 04:00 of the 29th in the district


@pytest.fixture
def office(tmp_path, transactional_db):
    with installation(tmp_path / "office") as home:
        yield home


def day(number: int) -> datetime:
    return AT + timedelta(days=number)


def test_one_a_day_is_made_read_back_and_noted(office):
    assert newest_backup() is None
    assert back_up_if_due(AT)
    assert not back_up_if_due(AT + timedelta(hours=20))
    assert back_up_if_due(day(1))
    found = newest_backup()
    assert found
    place, made_at = found
    assert (place.name, made_at) == ("bihuan-20261130-040000.zip", day(1))
    assert last_attempt().fault == trouble(day(1)) == ""
    assert Event.objects.filter(verb="backup.made").count() == 2


def test_old_ones_go_and_what_is_not_ours_stays(office, settings, tmp_path):
    settings.BACKUP_KEEP = "2,0,0"
    settings.BACKUP_COPY = str(tmp_path / "second")
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "bihuan-notes.zip").write_text("the office's own")
    back_up(by=ClockActor(), at=day(0))
    (backups_folder() / ".bihuan-20200101-000000.zip.part").mkdir()
    for number in (1, 2):
        assert back_up(by=ClockActor(), at=day(number)) == ""
    names = ["bihuan-20261201-040000.zip", "bihuan-20261130-040000.zip"]
    assert [each.place.name for each in backups_in(backups_folder())] == names
    assert [each.place.name for each in backups_in(tmp_path / "second")] == names
    assert (tmp_path / "second" / "bihuan-notes.zip").exists()
    assert not list(backups_folder().glob(".*"))
    assert verify_backup(tmp_path / "second" / names[0]).faults == []


def test_a_second_place_that_is_not_mounted_is_told_and_not_made(office, settings, tmp_path):
    settings.BACKUP_COPY = str(tmp_path / "unmounted")
    fault = back_up(by=ClockActor(), at=AT)
    assert "unmounted" in fault
    assert not (tmp_path / "unmounted").exists()
    assert newest_backup() is not None  # the first place has it
    assert fault in trouble(AT)
    assert Event.objects.latest("pk").verb == "backup.failed"
    settings.BACKUP_COPY = ""
    back_up(by=ClockActor(), at=day(1))
    assert trouble(day(1)) == ""


def test_one_that_is_made_by_hand_meanwhile_is_no_failure(office):
    with making._alone():
        assert back_up_if_due(AT)
        assert "正在备份" in back_up(by=ClockActor(), at=AT)
    assert (last_attempt(), trouble(AT)) == (None, "")
    assert not Event.objects.filter(verb="backup.failed").exists()
    assert back_up_if_due(AT + timedelta(minutes=1))
    assert newest_backup() is not None


def test_a_folder_that_takes_nothing_is_a_sentence(office):
    backups_folder().write_text("a file where the folder should be")
    assert back_up(by=ClockActor(), at=AT)


def test_backups_that_grew_old_are_told(office):
    back_up(by=ClockActor(), at=AT)
    assert trouble(AT + timedelta(hours=50)) == ""
    assert trouble(AT + timedelta(hours=51)) != ""


class TestPage:
    @pytest.fixture
    def client(self, office) -> Client:
        client = Client()
        client.force_login(
            make_user(), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    def test_the_office_makes_one_and_sees_it(self, client):
        assert "bihuan-2" not in client.get(reverse("backups")).text
        answer = client.post(reverse("back_up"), follow=True)
        found = newest_backup()
        assert found
        assert found[0].name in answer.text
        assert Event.objects.latest("pk").verb == "backup.made"

    def test_a_failure_is_told_on_every_page_of_the_office(self, client, settings, tmp_path):
        settings.BACKUP_COPY = str(tmp_path / "unmounted")
        back_up(by=ClockActor(), at=AT)
        assert "unmounted" in client.get(reverse("district")).text
        client.force_login(
            make_user(role=Role.VIEWER),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        assert "unmounted" not in client.get(reverse("district")).text

    def test_others_neither_see_nor_make_them(self, client):
        for role in set(Role) - {Role.OFFICE, Role.CONSOLE}:
            user = make_user(role=role)
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            assert client.get(reverse("backups")).status_code == 403
            assert client.get(reverse("backup_running")).status_code == 403
            assert client.post(reverse("back_up")).status_code == 403
        assert newest_backup() is None

    def test_how_far_it_has_come_is_asked_without_harm(self, client):
        assert client.get(reverse("backup_running") + "?waits=1").status_code == 200
        assert client.get(reverse("backup_running"))["HX-Refresh"] == "true"
