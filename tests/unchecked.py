"""Writing as a stranger does who can open the database: even what its own rules forbid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_checks() -> Iterator[None]:
    """Let SQLite take what its conditions forbid, and no longer than that: whoever has the file can
    turn them off. PostgreSQL checks all the same.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
