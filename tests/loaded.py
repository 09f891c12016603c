"""The example district for tests that only read it: loaded once a run, its year played."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import connection, transaction

from bihuan.site import example

from .made import command_line, made_once

AT = datetime(2025, 1, 8, 2, tzinfo=UTC)
BOOKKEEPING = {"django_migrations", "sqlite_sequence"}
LOAD = f"""
import time_machine
from datetime import datetime
from bihuan.site.example import load
at = datetime.fromisoformat({AT.isoformat()!r})
with time_machine.travel(at, tick=False):
    load(at=at, played=True)
"""


def bring_in_example() -> None:
    """Fill the test's database with the example and `settings.HOME` with its files, as of `AT`.

    On SQLite the rows are copied from the folder that the first test of the run made.
    """
    if connection.vendor == "sqlite":
        home = made_once("example", _make)
        shutil.copytree(home / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        _copy_rows(home / "bihuan.sqlite3")
        return
    with time_machine.travel(AT, tick=False):
        example.load(at=AT, played=True)


def _make(home: Path) -> None:
    run = command_line(home)
    for words in (["init"], ["shell", "--no-imports", "-c", LOAD]):
        done = run(*words)
        assert done.returncode == 0, done.stderr


def _copy_rows(source: Path) -> None:
    with transaction.atomic(), sqlite3.connect(source) as read:  # references are checked at its end
        target = connection.connection
        tables = read.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table not in BOOKKEEPING:
                _copy_table(read, target, table)


def _copy_table(read: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    rows = read.execute(f'SELECT * FROM "{table}"')
    names = ", ".join(f'"{column[0]}"' for column in rows.description)
    holders = ", ".join("?" for _column in rows.description)
    target.execute(f'DELETE FROM "{table}"')
    target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({holders})', rows)
