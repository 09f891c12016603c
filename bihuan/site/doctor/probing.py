"""A short question to the database, for a monitor: can it be read, would it take a write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from bihuan.audit.models import Event
from bihuan.kit import database_file
from bihuan.kit.troubles import Trouble, trouble_of

LAST_NUMBER = f"SELECT MAX(id) FROM {Event._meta.db_table}"
NEWEST = f"SELECT * FROM {Event._meta.db_table} ORDER BY id DESC LIMIT 1"
"""Every write adds to the record: its newest event stands where the file was written last."""


def probe() -> None:
    """Raise whatever the database raises if it cannot be read, or would take no write. Nothing is
    written. That somebody else writes just now is well.
    """
    if connection.vendor == "sqlite":
        _probe_file(database_file.place())
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('transaction_read_only'), ({LAST_NUMBER})")
        if cursor.fetchone()[0] != "off":
            raise PermissionError("the database takes no writes")


def _probe_file(place: Path) -> None:
    """Read the file itself, on a connection that has nothing of it in memory, and take its turn to
    write without waiting.
    """
    address = f"{place.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)) as file:
        file.execute(NEWEST).fetchone()
        try:
            file.execute("BEGIN IMMEDIATE")
            number = file.execute("PRAGMA user_version").fetchone()[0]
            file.execute(f"PRAGMA user_version = {number}")  # refused if nothing can be written
            file.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if trouble_of(error) is not Trouble.BUSY:
                raise
