"""Whether a save that was acknowledged outlives a power cut, as the database is set up."""

from __future__ import annotations

from django.db import connection

from bihuan.kit.words import gettext

FULL = 2  # SQLite: wait for the disk at each commit, in WAL mode too
WAITS = frozenset({"on", "local", "remote_write", "remote_apply"})


def doubts() -> list[str]:
    """Return a sentence for each setting with which the last saves could be lost."""
    if connection.vendor == "sqlite":
        if int(_asked("PRAGMA synchronous")) < FULL:
            return [gettext("SQLite does not wait for the disk: the last saves could be lost.")]
        return []
    sentence = gettext("PostgreSQL does not wait for the disk (%s): the last saves could be lost.")
    settings = {"synchronous_commit": WAITS, "fsync": {"on"}, "full_page_writes": {"on"}}
    return [
        sentence % f"{name} = {value}"
        for name, sound in settings.items()
        if (value := _asked(f"SHOW {name}")) not in sound
    ]


def _asked(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])
