"""An acknowledged save outlives a power cut, as far as this can be seen without one."""

import os
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from bihuan.site import settings as product
from bihuan.site.durability import doubts
from tests.house import PRODUCT

WAITS = {
    "sqlite": ("SQLite", "PRAGMA synchronous=FULL"),
    "postgresql": ("synchronous_commit", "SET synchronous_commit = on"),
}
"""How each database's doubt is told, and how it is made to wait for the disk."""


@pytest.mark.django_db(transaction=True)
def test_every_commit_waits_for_the_disk():
    waits, sets = WAITS[connection.vendor]
    assert [s for s in doubts() if waits in s]  # the tests' own database does not
    with connection.cursor() as cursor:
        cursor.execute(sets)
    assert not [s for s in doubts() if waits in s]
    connection.close()
    assert "synchronous=FULL" in str(product._database("")["OPTIONS"])


@pytest.fixture
def own(tmp_path, django_db_blocker):
    """Return a connection to a database of its own, with the product's settings."""
    place = tmp_path / "own.sqlite3"
    with closing(sqlite3.connect(place)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE saved (word TEXT)")
    own = ConnectionHandler({"default": {**product._database(""), "NAME": place}})["default"]
    with django_db_blocker.unblock():
        yield own
    own.close()


def words(own):
    """Return what another connection reads."""
    with closing(sqlite3.connect(own.settings_dict["NAME"])) as other:
        return [word for (word,) in other.execute("SELECT word FROM saved")]


def save(own, word, *, end="commit"):
    own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    own.cursor().execute("INSERT INTO saved VALUES (%s)", [word])
    getattr(own, end)()
    own.set_autocommit(True)


def waits_by_itself(own):
    return own.cursor().execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_transaction_on_sqlite_waits_for_the_disk_when_it_has_given_its_turn_to_the_next(
    own, monkeypatch
):
    waited, wait = [], os.fdatasync

    def noted(handle):
        assert own._queue.take(0)  # the next may write
        own._queue.give_back()
        waited.append((Path(f"/proc/self/fd/{handle}").resolve().name, words(own)))
        wait(handle)

    monkeypatch.setattr(os, "fdatasync", noted)
    for word in ("甲", "乙"):
        save(own, word)
    assert waited == [("own.sqlite3-wal", ["甲"]), ("own.sqlite3-wal", ["甲", "乙"])]
    assert waits_by_itself(own)  # outside a transaction
    save(own, "丙", end="rollback")
    assert words(own) == ["甲", "乙"]
    assert len(waited) == 2
    assert waits_by_itself(own)


def test_who_cannot_begin_goes_on_to_wait_for_the_disk(own):
    with closing(sqlite3.connect(own.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # knows of no queue
        own.cursor().execute("PRAGMA busy_timeout = 10")
        with pytest.raises(OperationalError, match="locked"):
            save(own, "甲")
    assert waits_by_itself(own)


def test_the_journal_is_found_through_a_link(own, tmp_path):
    own.close()
    link = tmp_path / "elsewhere" / "linked.sqlite3"
    link.parent.mkdir()
    link.symlink_to(own.settings_dict["NAME"])
    own.settings_dict["NAME"] = link
    save(own, "甲")
    assert own._journal == tmp_path / "own.sqlite3-wal"
    assert words(own) == ["甲"]


def test_nobody_is_told_of_a_save_that_the_disk_did_not_take(own, monkeypatch):
    def broken(_handle):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", broken)
    with pytest.raises(OperationalError, match="disk I/O error"):
        save(own, "甲")
    assert own._queue.take(0)
    own._queue.give_back()


def test_a_database_without_such_a_journal_waits_within_the_commit(own, monkeypatch):
    with closing(sqlite3.connect(own.settings_dict["NAME"])) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    monkeypatch.setattr(os, "fdatasync", lambda _handle: pytest.fail("there is no journal"))
    own.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert waits_by_itself(own)
    own.rollback()


def test_no_connection_is_opened_beside_these_settings():
    opened = {
        path.name for path in PRODUCT if re.search(r"sqlite3\.connect\(", path.read_text("utf-8"))
    }
    assert opened <= {"sqlite.py", "probing.py"}, opened  # which only copy or look


def test_a_photo_and_its_folders_are_on_disk_before_its_row(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "home" / "media"
    synced, fsync = [], os.fsync

    def noted(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").resolve())
        assert not stat.S_ISREG(os.fstat(handle).st_mode) or os.fstat(handle).st_size == 5
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    saved = default_storage.save("visits/2024/03/a.png", ContentFile(b"photo"))
    media = settings.MEDIA_ROOT
    assert synced[0] == media / saved
    assert {media / "visits/2024/03", media / "visits/2024", media / "visits", media} <= set(synced)
    assert media.parent in synced


def test_uploads_are_kept_by_the_storage_that_waits():
    assert settings.STORAGES["default"]["BACKEND"] == "bihuan.kit.files.DurableStorage"
