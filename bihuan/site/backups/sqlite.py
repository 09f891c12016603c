"""A SQLite database: copied while others write, and looked at without the rest of the product."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import DEFAULT_DB_ALIAS

from bihuan.kit import advance

PAGES = 2_000  # copied between two tellings


@contextmanager
def one_moment() -> Iterator[None]:
    """Read as of one moment, in a transaction that keeps no writer waiting."""
    connection.ensure_connection()
    wrapper: Any = connections[DEFAULT_DB_ALIAS]  # the stubs lack its mode
    usual, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master")  # from here on
            yield
    finally:
        wrapper.transaction_mode = usual


def dump(to: Path) -> None:
    """Copy the database as the running transaction sees it into one file without companions.

    The source holds its snapshot, so no write of others makes the copy begin again.
    """
    to.touch(mode=0o600)
    with closing(sqlite3.connect(to)) as target:
        _copy(connection.connection, target)
        target.execute("PRAGMA journal_mode=DELETE")


def faults(place: Path) -> list[str]:
    """Return what SQLite finds wrong with a database file; an empty list if it is sound."""
    try:
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as database:
            found = [str(row[0]) for row in database.execute("PRAGMA integrity_check(5)")]
            found += [str(row) for row in database.execute("PRAGMA foreign_key_check").fetchmany(5)]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [fault for fault in found if fault != "ok"]


def is_empty(place: Path) -> bool:
    """Return whether there is no database at `place`, or one without a table."""
    if not place.exists() or not place.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as database:
            return not database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError:
        return False  # something is there


@contextmanager
def database_at(place: Path) -> Iterator[None]:
    """Let everything in this thread read and write the SQLite database at `place`."""
    usual = connections[DEFAULT_DB_ALIAS]
    described = {
        **usual.settings_dict,
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=FULL;"},
    }
    other = DatabaseWrapper(described, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    entered = False

    def count_pages(_status: int, remaining: int, total: int) -> None:
        nonlocal entered
        if not entered:
            advance.enter("database", total)
            entered = True
        advance.add(min(PAGES, total - remaining))

    source.backup(target, pages=PAGES, progress=count_pages)
