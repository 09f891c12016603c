"""A file of SQLite with damaged pages: every command that builds on it says so, and makes nothing
of it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.audit.noted import note_head
from bihuan.kit.errors import Refusal
from bihuan.lights.tests.factories import make_reported
from bihuan.site import doctor
from bihuan.site.backups import daily, manifest, sqlite
from bihuan.site.backups.archive import SEAL_LENGTH
from bihuan.site.backups.folder import backups_folder, last_attempt
from bihuan.site.backups.making import make_backup
from bihuan.site.backups.restoring import restore_backup
from bihuan.site.backups.verifying import verify_backup
from bihuan.site.doctor import database
from bihuan.site.health import health
from bihuan.site.home import initialise
from tests.installations import begin_record, installation

pytestmark = [
    pytest.mark.in_turns,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL guards its own files"),
]
AT = datetime(2024, 4, 2, 2, tzinfo=UTC)
JUNK = b"\xa5"


@pytest.fixture
def office(tmp_path, transactional_db):
    with installation(tmp_path / "office", has_tables=True) as home:
        make_reported(completed_yuan=1_234_567)
        begin_record()
        yield home


def place(home):
    return home / "bihuan.sqlite3"


def root_page(file, name):
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name])
        return found.fetchone()[0]


def overwrite(file, page):
    """Fill a page with junk. Pages are counted from 1."""
    connection.close()  # what it holds in its log goes into the file
    with closing(sqlite3.connect(file)) as opened:
        size = opened.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(JUNK * size)


def cut(file):
    connection.close()
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 8192 * 4096])


def hurt_a_table(file):
    overwrite(file, root_page(file, "accounts_organisation"))


def hurt_an_index(file):
    """An index that no count and no figure reads."""
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'django_session'"
            " AND sql IS NOT NULL"
        )
        overwrite(file, root_page(file, found.fetchone()[0]))


def hurt_the_first_page(file):
    overwrite(file, 1)


DAMAGES = [hurt_a_table, hurt_an_index, hurt_the_first_page, cut]


def test_each_page_of_a_database_that_is_overwritten_is_found(office, tmp_path):
    connection.close()
    copy, found, free = tmp_path / "copy.sqlite3", [], 0
    with closing(sqlite3.connect(place(office))) as opened:
        pages = opened.execute("PRAGMA page_count").fetchone()[0]
        free = opened.execute("PRAGMA freelist_count").fetchone()[0]
    tried = range(1, pages + 1, 7)
    for page in tried:
        shutil.copyfile(place(office), copy)
        overwrite(copy, page)
        found.append(bool(sqlite.damage(copy)))
    assert len(tried) > 20
    assert found.count(False) <= free
    assert not sqlite.damage(place(office))


@pytest.mark.parametrize("hurt", DAMAGES)
def test_no_backup_is_made_of_a_damaged_database(office, tmp_path, hurt):
    hurt(place(office))
    with pytest.raises(Refusal, match=r"损坏.*完好的备份"):
        make_backup(place=tmp_path / "backup.zip", passphrase=None, by=ClockActor(), at=AT)
    assert {path.name for path in tmp_path.iterdir()} == {"office"}


@pytest.mark.parametrize("hurt", DAMAGES)
def test_a_failed_daily_backup_leaves_nothing_and_drops_none(office, settings, hurt):
    settings.BACKUP_KEEP = "1,0,0"
    assert daily.back_up(by=ClockActor(), at=AT) == ""
    kept = {path.name for path in backups_folder().glob("*.zip")}
    hurt(place(office))
    for number in (1, 2):
        told = daily.back_up(by=ClockActor(), at=AT + timedelta(days=number))
        assert "损坏" in told
        assert last_attempt().fault == told
    assert {path.name for path in backups_folder().iterdir()} == kept | {"last.json"}


def test_a_backup_that_verifying_finds_unfit_is_not_kept(office, monkeypatch):
    monkeypatch.setattr(sqlite, "damage", lambda *_args, **_more: "")  # as if it came afterwards
    monkeypatch.setattr(sqlite, "faults", lambda _place: ["worn out"])
    assert daily.back_up(by=ClockActor(), at=AT) == "worn out"
    assert not list(backups_folder().glob("*.zip"))


@pytest.mark.parametrize("hurt", DAMAGES)
def test_a_backup_of_a_damaged_database_is_named_so_and_not_put_back(office, tmp_path, hurt):
    bad = with_damage(office, tmp_path, hurt)
    told = verify_backup(bad).faults
    assert len(told) == 1
    assert "损坏" in told[0]
    with installation(tmp_path / "elsewhere", has_tables=False) as home:
        with pytest.raises(Refusal, match="损坏"):
            restore_backup(place=bad, passphrase=None, by=ClockActor(), at=AT)
        assert {path.name for path in home.iterdir()} <= {"serve.lock"}


def with_damage(office, tmp_path, hurt):
    """Return a backup whose database is damaged and whose digests all fit, as it was once made."""
    made = make_backup(place=tmp_path / "good.zip", passphrase=None, by=ClockActor(), at=AT)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(made.place) as old, zipfile.ZipFile(bad, "w") as new:
        (tmp_path / "db").write_bytes(old.read("database.sqlite3"))
        hurt(tmp_path / "db")
        content = (tmp_path / "db").read_bytes()
        told = json.loads(old.read(manifest.NAME))
        digest = hashlib.sha256(content).hexdigest()
        told["members"]["database.sqlite3"] = {"sha256": digest, "size": len(content)}
        changed = {"database.sqlite3": content, manifest.NAME: json.dumps(told).encode()}
        for name in old.namelist():
            new.writestr(name, changed.get(name) or old.read(name))
        new.comment = b"0" * SEAL_LENGTH
    content = bad.read_bytes()[:-SEAL_LENGTH]
    bad.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return bad


@pytest.mark.parametrize("hurt", DAMAGES)
def test_init_and_the_doctor_say_that_it_is_damaged(office, hurt):
    hurt(place(office))
    before = place(office).read_bytes()
    with pytest.raises(Refusal, match=r"损坏.*备份"):
        initialise()
    assert place(office).read_bytes() == before
    looked = doctor.look(next(each for each in doctor.CHECKS if each.look is database.look_inside))
    assert looked.state == doctor.DoctorState.WRONG
    assert "损坏" in looked.findings[0].sentence


class TestHealth:
    def is_well(self):
        return json.loads(health().content)["checks"]["database"]

    def test_the_monitor_is_told_of_a_file_that_cannot_be_read_or_is_gone(self, office):
        assert self.is_well()
        for hurt in (hurt_the_first_page, cut):
            shutil.copyfile(place(office), office / "sound")
            hurt(place(office))
            assert not self.is_well()
            shutil.copyfile(office / "sound", place(office))
        assert self.is_well()
        connection.close()
        place(office).unlink()
        assert not self.is_well()
        assert not place(office).exists()

    def test_what_a_connection_has_in_memory_does_not_hide_the_damage(self, office):
        assert Event.objects.count()  # read by a connection that stays open
        file = place(office)
        with closing(sqlite3.connect(file)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with file.open("r+b") as opened:
            opened.write(JUNK * 4096)
        assert not self.is_well()

    def test_another_writer_is_no_trouble_and_a_file_that_takes_no_write_is(
        self, office, monkeypatch
    ):
        with closing(sqlite3.connect(place(office), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert self.is_well()
        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3, "connect", lambda at, **how: connect(at.replace("=rw", "=ro"), **how)
        )
        assert not self.is_well()


@pytest.mark.parametrize("lost", ["emptied", "gone", "another's", "of no tables"])
def test_where_a_record_was_noted_the_doctor_wants_a_backup_and_no_new_beginning(office, lost):
    assert note_head(AT)
    connection.close()
    place(office).unlink()
    if lost == "emptied":
        place(office).write_bytes(b"")
    if lost in ("another's", "of no tables"):
        with closing(sqlite3.connect(place(office))) as opened:
            opened.execute("CREATE TABLE customers (name TEXT)")
            if lost == "of no tables":
                opened.execute("DROP TABLE customers")
    looked = list(database.look())
    assert [each.state for each in looked] == [doctor.DoctorState.WRONG]
    assert "备份" in f"{looked[0].sentence}{looked[0].todo}"
    assert "请运行 `bihuan init`" not in looked[0].todo
    assert place(office).exists() == (lost != "gone")


def test_the_doctor_names_another_programme_s_database(office):
    connection.close()
    place(office).unlink()
    with closing(sqlite3.connect(place(office))) as opened:
        opened.execute("CREATE TABLE customers (name TEXT)")
    assert "其他程序" in next(database.look()).sentence
