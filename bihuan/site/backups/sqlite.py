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
from bihuan.kit.errors import Refusal
from bihuan.kit.troubles import Trouble, trouble_of
from bihuan.kit.words import gettext

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
    Raises Refusal if what was copied is damaged: SQLite copies pages without looking into them.

    The source holds its snapshot, so no write of others makes the copy begin again.
    """
    to.touch(mode=0o600)
    with closing(sqlite3.connect(to)) as target:
        _copy(connection.connection, target)
        target.execute("PRAGMA journal_mode=DELETE")
    told = damage(to)
    if told:
        raise Refusal(damaged(told))


def damaged(told: str) -> str:
    """Return the sentence about a database in use that is damaged, and what to do about it."""
    return (
        gettext(
            "The database is damaged (%s): no backup was made of it. Stop the server, keep the"
            " folder as it is, and restore the last good backup into another one."
        )
        % told
    )


def faults(place: Path) -> list[str]:
    """Return what is wrong with a database file, its damage first; an empty list if it is sound."""
    told = damage(place)
    if told:
        return [gettext("The database in the backup is damaged: %s") % told]
    with closing(_read_only(place)) as database:
        loose = database.execute("PRAGMA foreign_key_check").fetchmany(5)
    return [
        gettext("A row of the table %(table)s refers to one of %(other)s that is not there.")
        % {"table": table, "other": other}
        for table, _row, other, _key in loose
    ]


def damage(place: Path, *, thorough: bool = True) -> str:
    """Return what SQLite first finds wrong with the pages of a file; "" if it is whole.

    Not thorough, it does not compare indexes with their tables.
    """
    question = "PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)"
    try:
        with closing(_read_only(place)) as database:
            told = str(database.execute(question).fetchone()[0])
    except sqlite3.DatabaseError as error:
        if trouble_of(error) is not Trouble.DAMAGED:
            raise
        told = str(error)
    return "" if told == "ok" else told.strip().splitlines()[-1]


def _read_only(place: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)


def let_read_while_one_writes() -> None:
    """Set the mode of the database in use, which its file keeps from then on. Only what makes or
    upgrades a database does: who opens a file to read it does not change it.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")


def is_empty(place: Path) -> bool:
    """Return whether there is no database at `place`, or one without a table."""
    if not place.exists() or not place.stat().st_size:
        return True
    try:
        with closing(_read_only(place)) as database:
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
