"""A connection that was opened while its files could only be read is not kept (SQLite)."""

import sqlite3
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from bihuan.kit.databases.sqlite import base

pytestmark = pytest.mark.django_db  # it opens a database, of its own


@pytest.fixture
def connection(tmp_path: Path):
    sqlite3.connect(tmp_path / "here.sqlite3").close()
    said = deepcopy(connections.settings["default"])
    said |= {
        "ENGINE": "bihuan.kit.databases.sqlite",
        "NAME": tmp_path / "here.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
        "CONN_MAX_AGE": None,
    }
    opened = base.DatabaseWrapper(said, "of its own")
    yield opened
    opened.close()


@pytest.mark.parametrize("answers", [[False], [True, False]])
def test_one_opened_while_it_could_only_be_read_is_closed_once_it_can_be_written(
    connection, monkeypatch, answers
):
    monkeypatch.setattr(base, "_can_be_written", lambda _place: answers.pop(0) if answers else True)
    connection.ensure_connection()
    assert answers == []
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None
    connection.ensure_connection()
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is not None


def test_one_that_can_be_written_is_kept_until_it_cannot(connection, monkeypatch):
    connection.ensure_connection()
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is not None
    monkeypatch.setattr(base, "_can_be_written", lambda _place: False)
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None


def test_what_can_only_be_read_is_read_and_nothing_is_made_beside_it(connection, monkeypatch):
    place = connection.settings_dict["NAME"]
    _make(place)
    monkeypatch.setattr(base, "_can_be_written", lambda _place: False)
    assert _read(connection) == [(1,)]
    assert [each.name for each in place.parent.iterdir()] == [place.name]
    with pytest.raises(OperationalError, match="readonly"), connection.cursor() as cursor:
        cursor.execute("INSERT INTO seen VALUES (2)")


def test_what_waits_in_the_journal_is_read_too(connection, monkeypatch):
    place = connection.settings_dict["NAME"]
    _make(place)
    with closing(sqlite3.connect(place, isolation_level=None)) as writer:
        writer.execute("INSERT INTO seen VALUES (2)")
        monkeypatch.setattr(base, "_can_be_written", lambda _place: False)
        assert _read(connection) == [(1,), (2,)]


def _make(place: Path) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE seen (number INTEGER)")
        writer.execute("INSERT INTO seen VALUES (1)")


def _read(connection):
    with connection.cursor() as cursor:
        return cursor.execute("SELECT number FROM seen").fetchall()
