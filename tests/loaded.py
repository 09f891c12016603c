"""The example district for tests that only read it: loaded once a run, with its simulated year."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from bihuan.kit.databases.table_statistics import refresh_statistics

from .made import command_line, made_once

AT = datetime(2025, 1, 8, 2, tzinfo=UTC)
BOOKKEEPING = {"django_migrations", "sqlite_sequence"}
LOAD = f"""
import time_machine
from datetime import datetime
from django.conf import settings
from bihuan.site.example import load
settings.PASSWORD_HASHERS = {settings.PASSWORD_HASHERS!r}
at = datetime.fromisoformat({AT.isoformat()!r})
with time_machine.travel(at, tick=False):
    load(at=at, with_year=True)
"""


def bring_in_example() -> None:
    """Fill the test's database with the example and `settings.HOME` with its files, as of `AT`.

    It is loaded once for all runs of the suite, by the first test that asks, as a data folder of
    SQLite, from which rows are copied. (`make torture` loads it on PostgreSQL too.)
    """
    home = made_once("example", _make)
    shutil.copytree(home / "media", Path(settings.MEDIA_ROOT), dirs_exist_ok=True)
    if connection.vendor == "sqlite":
        _copy_rows(home / "bihuan.sqlite3")
        return
    with sqlite3.connect(home / "bihuan.sqlite3") as read:
        _copy_to_postgresql(read)
    refresh_statistics(apps.get_models(include_auto_created=True))


def _copy_to_postgresql(read: sqlite3.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the order of tables is ours
        for table in _tables():
            rows = read.execute(f'SELECT * FROM "{table}"')
            names = ", ".join(f'"{column[0]}"' for column in rows.description)
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute("SET session_replication_role = DEFAULT")
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True)]


def _make(home: Path) -> None:
    run = command_line(home)
    for words in (["init"], ["shell", "--no-imports", "-c", LOAD]):
        done = run(*words)
        assert done.returncode == 0, done.stderr


def _copy_rows(source: Path) -> None:
    with transaction.atomic(), sqlite3.connect(source) as read:  # references are checked at its end
        target = connection.connection
        tables = read.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_stat%'"
        ).fetchall()
        for (table,) in tables:
            if table not in BOOKKEEPING:
                _copy_table(read, target, table)


def _copy_table(read: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    rows = read.execute(f'SELECT * FROM "{table}"')
    names = ", ".join(f'"{column[0]}"' for column in rows.description)
    holders = ", ".join("?" for _column in rows.description)
    target.execute(f'DELETE FROM "{table}"')
    target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({holders})', rows)
