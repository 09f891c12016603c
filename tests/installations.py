"""Installations of a test's own: a data folder and a database with the tables of the test run's."""

from __future__ import annotations

import secrets
import sqlite3 as engine
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from random import Random

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.utils import DEFAULT_DB_ALIAS
from django.test.utils import override_settings
from django.utils import timezone
from PIL import Image

from bihuan.audit.baseline import Before, seal
from bihuan.audit.log import ClockActor
from bihuan.site.backups import sqlite


@contextmanager
def installation(home: Path, *, has_tables: bool = True) -> Iterator[Path]:
    """Let everything in this thread work on a data folder and a database of its own; yield the
    folder. With tables, it is as `bihuan init` makes it.
    """
    with database(home, has_tables=has_tables) as name, working_on(home, name):
        if has_tables:
            begin_record()
        yield home


def begin_record() -> None:
    """Let the record hold all facts as they stand: `bihuan init` does, factories record nothing."""
    seal(before=Before(), by=ClockActor(), at=timezone.now())


@contextmanager
def database(home: Path, *, has_tables: bool = True) -> Iterator[str]:
    """Make a data folder and its database; yield the database's name."""
    home.mkdir(exist_ok=True)
    if connection.vendor == "postgresql":
        with postgres_database(has_tables=has_tables) as name:
            yield name
        return
    if has_tables:
        copy_tables(home / "bihuan.sqlite3")
    yield str(home / "bihuan.sqlite3")


@contextmanager
def working_on(home: Path, name: str) -> Iterator[None]:
    """Let everything in this thread work on a data folder and its database."""
    usual = connection.vendor == "postgresql"
    with (
        _postgres(name) if usual else sqlite.database_at(Path(name)),
        override_settings(HOME=home, MEDIA_ROOT=home / "media"),
    ):
        yield


def copy_tables(place: Path) -> None:
    """Write the test run's empty SQLite database to a file, in the mode that the product uses."""
    connection.ensure_connection()
    with closing(engine.connect(place)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=WAL")


@contextmanager
def postgres_database(*, has_tables: bool = True) -> Iterator[str]:
    """Make a copy of the test run's database; yield its name, and drop it after."""
    connection.close()  # nobody may be in the database that is copied
    name, chosen = f"bihuan_{secrets.token_hex(6)}", connection.settings_dict
    like = f'TEMPLATE "{chosen["NAME"]}"' if has_tables else ""
    with psycopg.connect(postgres_address("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" {like}')
        try:
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def postgres_address(name: str) -> str:
    """Return the DATABASE_URL of a database on the test run's server."""
    chosen = connection.settings_dict
    who = f"{chosen['USER']}:{chosen['PASSWORD']}@{chosen['HOST']}:{chosen['PORT']}"
    return f"postgresql://{who}/{name}"


@contextmanager
def _postgres(name: str) -> Iterator[None]:
    usual = connections[DEFAULT_DB_ALIAS]
    other = usual.copy()
    other.settings_dict["NAME"] = name
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual


def picture(seed: int) -> bytes:
    """Return a small photo, different for every seed."""
    pixels = Random(seed).randbytes(16 * 16 * 3)
    file = BytesIO()
    Image.frombytes("RGB", (16, 16), pixels).save(file, "PNG")
    return file.getvalue()


def home() -> Path:
    """Return the data folder in use."""
    return Path(settings.HOME)
