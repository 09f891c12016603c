"""What is wrong with an installation is told in sentences, each with what to do."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.heads import key_file, signing_key
from bihuan.kit.errors import Refusal
from bihuan.projects.actions import set_district
from bihuan.projects.boundary import INVENTED
from bihuan.site import doctor, journal, lock
from bihuan.site.doctor import access, database, folder, keeping, moments, slips
from bihuan.site.ticking import EVERY_SECONDS, LATE_AFTER_SECONDS, LastTick, note

pytestmark = pytest.mark.django_db
FINE, NOTE, WRONG = doctor.DoctorState


@pytest.fixture
def home(settings, tmp_path):
    """A sound data folder, beside the test's database."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir(mode=0o700)
    (settings.HOME / "secret-key").write_text("k" * 50)
    (settings.HOME / "secret-key").chmod(0o600)
    return settings.HOME


def worst(look):
    return max((each.state for each in look()), key=[FINE, NOTE, WRONG].index)


def sentences(look):
    return "\n".join(each.sentence for each in look())


def test_every_check_finds_something_and_says_what_to_do(home):
    looked = doctor.examine(slow=True)
    assert [each.check.name for each in looked] == [check.name for check in doctor.CHECKS]
    for each in looked:
        assert each.findings, each.check.name
        assert all(found.todo for found in each.findings if found.state != FINE)


def test_a_sound_folder_is_fine(home):
    assert worst(folder.look) == FINE
    assert worst(folder.look_at_keys) == FINE


def test_a_boundary_that_cannot_be_drawn_is_wrong_and_none_is_fine(home):
    assert worst(folder.look_at_boundary) == FINE
    file = home / "presets" / "boundary.geojson"
    file.parent.mkdir()
    file.write_text("{")
    assert worst(folder.look_at_boundary) == WRONG
    assert str(file) in sentences(folder.look_at_boundary)
    file.write_bytes(INVENTED.read_bytes())
    assert worst(folder.look_at_boundary) == FINE


def test_a_folder_that_is_not_there_is_wrong(settings, tmp_path):
    settings.HOME = tmp_path / "none"
    assert worst(folder.look) == WRONG


@pytest.mark.parametrize(
    "name", ["", "secret-key", "bihuan.sqlite3", "logs/bihuan-2026-01-01.jsonl"]
)
def test_what_others_on_the_machine_can_read_is_wrong(home, name):
    path = home / name
    path.parent.mkdir(exist_ok=True)
    if name:
        path.touch(mode=0o600)
    assert worst(folder.look) == FINE
    path.chmod(path.stat().st_mode | 0o040)
    assert worst(folder.look) == WRONG


@pytest.mark.parametrize(
    ("free", "state"),
    [
        (folder.LEAST_BYTES - 1, WRONG),
        (folder.LEAST_BYTES, NOTE),
        (folder.ENOUGH_BYTES - 1, NOTE),
        (folder.ENOUGH_BYTES, FINE),
    ],
)
def test_little_room_is_noted_and_too_little_is_wrong(home, monkeypatch, free, state):
    monkeypatch.setattr("shutil.disk_usage", lambda _home: SimpleNamespace(free=free))
    assert worst(folder.look_at_disk) == state


@pytest.mark.parametrize("key", [None, "", "short"])
def test_a_key_that_is_missing_or_short_is_wrong(home, key):
    (home / "secret-key").unlink()
    if key is not None:
        (home / "secret-key").write_text(key)
    assert worst(folder.look_at_keys) == WRONG


@pytest.mark.parametrize("damage", ["junk", "", None])
def test_a_key_of_the_record_that_is_damaged_or_gone_is_wrong(home, settings, damage):
    settings.RECORD_FOLDER = home / "record"
    assert signing_key()
    assert worst(folder.look_at_keys) == FINE
    settings.RECORD_FOLDER.mkdir()
    (settings.RECORD_FOLDER / "heads.jsonl").write_text("{}\n")
    key_file().unlink()
    if damage is not None:
        key_file().write_text(damage)
        with pytest.raises(Refusal):
            signing_key()
    assert worst(folder.look_at_keys) == WRONG


def test_a_database_that_lacks_steps_or_has_unknown_ones_is_wrong():
    assert "与本版本一致" in sentences(database.look)
    steps = MigrationRecorder.Migration.objects
    steps.create(app="audit", name="9999_of_tomorrow")
    assert "更新的版本写过：audit.9999_of_tomorrow" in sentences(database.look)
    steps.filter(app="audit", name="9999_of_tomorrow").delete()
    steps.filter(app="audit", name__startswith="0002").delete()
    assert "还差本版本的1个升级步骤" in sentences(database.look)


def test_a_database_that_cannot_be_opened_is_one_sentence(home):
    with connection.execute_wrapper(_away):
        (found,) = database.look()
    assert (found.state, "没有应答" in found.sentence) == (WRONG, True)


def _away(*_said):
    from psycopg import OperationalError

    raise OperationalError("connection failed: nobody there")


def test_a_check_that_cannot_look_is_a_finding_not_a_crash():
    def broken():
        raise PermissionError(13, "Permission denied")

    looked = doctor.look(doctor.DoctorCheck("x", "x", broken))
    assert looked.state == WRONG
    assert "无法写入" in looked.findings[0].sentence


def test_a_clock_behind_the_record_is_wrong(home):
    now = timezone.now()
    set_district(by=make_user(), at=now, name="鹤城区")
    assert worst(moments.look) != WRONG
    with time_machine.travel(now - timedelta(hours=1), tick=False):
        assert worst(moments.look) == WRONG


def test_ticks_that_fail_or_stay_away_are_seen(home):
    now = timezone.now()
    late = now - timedelta(seconds=LATE_AFTER_SECONDS + 1)
    for last, well, noted in (
        (now, True, FINE),
        (now, False, WRONG),
        (late, True, NOTE),
    ):
        note(LastTick(last, well=well, number="ABCDEFGH"))
        assert worst(moments.look) == noted
        assert moments.ticks(now) is (well and last == now) or last == late
    with lock.hold(home, host="127.0.0.1", port=1):
        assert worst(moments.look) == NOTE  # it has only just been started
        assert not any("bihuan serve" in finding.todo for finding in moments.look())
        with time_machine.travel(now + timedelta(seconds=EVERY_SECONDS + 60)):
            assert worst(moments.look) == WRONG


def test_the_monitor_waits_a_while_for_the_first_tick_only(home, monkeypatch):
    started = datetime(2026, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(moments, "STARTED", started)
    assert moments.ticks(started + timedelta(seconds=EVERY_SECONDS - 1))
    assert not moments.ticks(started + timedelta(seconds=EVERY_SECONDS))


@pytest.fixture
def newest_backup(monkeypatch):
    """Says what the newest backup is."""

    def is_of(path, age):
        found = path and (path, timezone.now() - age)
        monkeypatch.setattr(keeping, "newest_backup", lambda: found)

    return is_of


def test_a_backup_is_missing_old_or_on_the_same_disk(home, newest_backup):
    newest_backup(None, timedelta())
    assert worst(keeping.look_at_backups) == WRONG
    newest_backup(home, keeping.OLDEST_BACKUP + timedelta(hours=1))
    assert worst(keeping.look_at_backups) == WRONG
    newest_backup(home, keeping.OLDEST_BACKUP - timedelta(hours=1))
    assert worst(keeping.look_at_backups) == NOTE
    newest_backup(Path("/proc"), timedelta())
    assert worst(keeping.look_at_backups) == FINE


@pytest.mark.parametrize(
    ("name", "value"),
    [("BACKUP_AT", "25:99"), ("BACKUP_KEEP", "x"), ("BACKUP_COPY", "/no/such/folder")],
)
def test_backups_that_cannot_be_made_as_asked_are_wrong(home, settings, name, value):
    setattr(settings, name, value)
    assert f"BIHUAN_{name}" in sentences(keeping.look_at_backups)


def test_a_passphrase_that_cannot_be_read_is_wrong(home, monkeypatch):
    monkeypatch.setenv("BIHUAN_BACKUP_PASSPHRASE_FILE", "/no/such/file")
    assert "BIHUAN_BACKUP_PASSPHRASE_FILE" in sentences(keeping.look_at_backups)


@pytest.mark.parametrize(
    ("days", "state"), [(journal.SIX_MONTHS - 1, WRONG), (journal.SIX_MONTHS, FINE)]
)
def test_logs_kept_for_less_than_six_months_are_wrong(home, monkeypatch, days, state):
    (home / "logs").mkdir()
    (home / "logs" / "bihuan-2026-01-01.jsonl.gz").touch()
    (home / "logs" / "bihuan-2026-07-01.jsonl").touch()
    monkeypatch.setattr(journal, "DAYS", days)
    assert worst(keeping.look_at_log) == state
    assert "2026年1月1日" in list(keeping.look_at_log())[-1].sentence


@pytest.mark.parametrize(
    ("host", "said", "state"),
    [
        ("127.0.0.1", {}, NOTE),
        ("0.0.0.0", {}, WRONG),
        ("0.0.0.0", {"ALLOWED_HOSTS": ["bihuan.example"]}, WRONG),
        ("127.0.0.1", {"ALLOWED_HOSTS": ["bihuan.example"], "BEHIND_HTTPS": True}, FINE),
        ("::", {"ALLOWED_HOSTS": ["bihuan.example"], "BEHIND_HTTPS": True}, NOTE),
        ("127.0.0.1", {"BEHIND_HTTPS": True}, WRONG),
        ("127.0.0.1", {"DEBUG": True}, WRONG),
    ],
)
def test_open_settings_are_noted_at_home_and_wrong_in_a_network(home, settings, host, said, state):
    settings.ALLOWED_HOSTS = ["*"]
    for name, value in said.items():
        setattr(settings, name, value)
    with lock.hold(home, host=host, port=8000):
        assert worst(access.look) == state


@pytest.mark.parametrize(
    ("encrypts", "said", "state"),
    [(False, "", FINE), (False, "https", WRONG), (True, "", WRONG), (True, "https", FINE)],
)
def test_what_the_proxy_says_must_fit_the_settings(rf, settings, encrypts, said, state):
    settings.BEHIND_HTTPS = encrypts
    request = rf.get("/", headers={"x-forwarded-proto": said} if said else {})
    assert worst(lambda: access.look_at_request(request)) == state


def test_passwords_that_the_example_tells_are_wrong_where_real_work_is_done(home):
    assert worst(access.look_at_passwords) == FINE
    user = make_user()
    user.username = "office"
    user.set_password(access.OLD_EXAMPLE_PASSWORD)
    user.save()
    found = next(iter(access.look_at_passwords()))
    assert (found.state, "office" in found.sentence) == (WRONG, True)
    user.set_unusable_password()
    user.save()
    (home / "demo").write_text("office x\n")
    set_district(by=make_user(), at=timezone.now(), name="样例区", invented=True)
    assert worst(access.look_at_passwords) == NOTE


def test_the_command_prints_all_and_fails_if_anything_is_wrong(home, capsys, monkeypatch):
    monkeypatch.setattr(keeping, "newest_backup", lambda: None)
    for check in doctor.CHECKS:
        monkeypatch.setattr(doctor, "CHECKS", (check,))
        if check.name == "backup":
            with pytest.raises(Refusal, match="1"):
                call_command("doctor")
            assert "[有问题] 备份: 没有备份。" in capsys.readouterr().out
        if check.name == "keys":
            call_command("doctor", "--json")
            (found,) = json.loads(capsys.readouterr().out)
            assert (found["check"], found["state"], found["todo"]) == ("keys", "fine", "")


def test_the_office_reads_it_on_a_page_and_nobody_else_does(client, home):
    client.force_login(make_user())
    shown = client.get("/installation/")
    assert shown.status_code == 200
    assert "没有备份" in shown.text
    client.force_login(make_user(role=Role.VIEWER))
    assert client.get("/installation/").status_code == 403


def test_the_monitor_is_told_well_or_not_and_no_more(client, home, monkeypatch):
    note(LastTick(timezone.now(), well=True, number="ABCDEFGH"))
    well = client.get("/health")
    assert (well.status_code, well.json()) == (
        200,
        {"ok": True, "checks": {"database": True, "disk": True, "clock": True}},
    )
    assert well["Cache-Control"] == "no-store"
    note(LastTick(timezone.now(), well=False, number="ABCDEFGH"))
    assert client.get("/health").status_code == 503
    monkeypatch.setattr(folder, "free_bytes", lambda: folder.LEAST_BYTES - 1)
    assert client.get("/health").json()["checks"] == {
        "database": True,
        "disk": False,
        "clock": False,
    }


def test_the_monitor_may_call_under_any_address_and_asks_little(
    client, home, settings, django_assert_max_num_queries
):
    settings.ALLOWED_HOSTS = ["bihuan.example"]
    note(LastTick(timezone.now(), well=True, number="ABCDEFGH"))
    with django_assert_max_num_queries(1):
        assert client.get("/health", headers={"host": "10.0.0.1"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("ALLOWED_HOSTS", "http://x", False),
        ("ALLOWED_HOSTS", "x.gov.cn/", False),
        ("ALLOWED_HOSTS", "x.gov.cn, 10.1.2.3,[::1], .y.cn,*", True),
        ("TRUSTED_ORIGINS", "foo.cn", False),
        ("TRUSTED_ORIGINS", "https://foo.cn", True),
        ("BIHUAN_HTTPS", "maybe", False),
        ("BIHUAN_OPEN_API_DOCS", "1", True),
        ("BIHUAN_OIDC_SERVER", "foo", False),
        ("BIHUAN_OIDC_SERVER", "http://[x", False),
    ],
)
def test_settings_that_nobody_can_mean_are_named(monkeypatch, name, value, fits):
    monkeypatch.setenv(name, value)
    told = [each.sentence for each in slips.look_at_slips()]
    assert (told == []) is fits
    assert all(name in each for each in told)
