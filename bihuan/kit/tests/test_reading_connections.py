"""A connection that was opened while its files could only be read is not kept (SQLite)."""

import sqlite3
from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connections

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
