"""Waiting for the disk after a writer's turn instead of within it.

With `synchronous=FULL` SQLite waits for the disk at the end of a commit, while everybody who wants
to write waits for SQLite. Here a transaction commits without that, gives its turn to the next, and
only then waits until the journal is on the disk: so those who save at once wait together. Nobody is
told of a save before, and what others read and saved meanwhile stands behind it in the journal, so
that a power cut takes no save from between others. A checkpoint waits for the disk by itself.

What is written outside a transaction waits as SQLite does.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from django.db import OperationalError

AT_ONCE, LATER = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"
FULL = 2


def waited_for(opened: sqlite3.Connection, database: Path) -> Path | None:
    """Return the journal that is to be on the disk before a save is acknowledged; None where the
    connection does not wait for the disk, or has no journal to be waited for later.
    """
    (waits,) = opened.execute("PRAGMA synchronous").fetchone()
    (mode,) = opened.execute("PRAGMA journal_mode").fetchone()
    if (waits, mode) != (FULL, "wal"):
        return None
    place = database.resolve()  # SQLite keeps it beside the file, not beside a link to it
    return place.with_name(f"{place.name}-wal")


def wait_for_disk(journal: Path) -> None:
    """Return when all of a journal is on the disk. Raises OperationalError if it cannot be."""
    try:
        handle = os.open(journal, os.O_RDONLY)
        try:
            os.fdatasync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise OperationalError("disk I/O error") from error  # as SQLite would say
