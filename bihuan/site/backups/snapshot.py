"""The database as of one moment, whichever engine it is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from django.conf import settings
from django.db import connection

from . import postgres, sqlite

MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def member() -> str:
    """Return what the database is called inside a backup."""
    return MEMBERS[connection.vendor]


def one_moment() -> AbstractContextManager[None]:
    """Read as of one moment within, and keep no writer waiting."""
    return sqlite.one_moment() if connection.vendor == "sqlite" else postgres.one_moment()


def dump(to: Path) -> None:
    """Write the database, as the running transaction sees it, to a file."""
    if connection.vendor == "sqlite":
        sqlite.dump(to)
    else:
        postgres.dump(to)


def is_empty() -> bool:
    """Return whether the database in use has no table yet."""
    if connection.vendor == "sqlite":
        return sqlite.is_empty(place())
    return postgres.is_empty()


def place() -> Path:
    """Return where the SQLite database of the data folder lies."""
    return Path(settings.HOME) / "bihuan.sqlite3"
