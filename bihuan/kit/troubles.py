"""What is wrong around us, not in us: a full disk, a database that is away. One sentence each."""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Iterator

from .choices import Choice
from .database_file import is_missing
from .errors import DamagedValue
from .words import _


class Trouble(Choice):
    """Why nothing can be done just now; the label is the sentence that people are told."""

    DISK_FULL = "disk_full", _("The disk is full. Free some space, then try again.")
    READ_ONLY = (
        "read_only",
        _(
            "The data folder or the database cannot be written. "
            "Its owner and permissions must be put right."
        ),
    )
    DAMAGED = (
        "damaged",
        _(
            "The database is damaged or cannot be read. "
            "Stop the server, and restore the newest backup."
        ),
    )
    DAMAGED_VALUE = (
        "damaged_value",
        _(
            "A stored value is damaged, or was changed outside the programme. "
            "`bihuan audit-check` names it; the last good backup still has it."
        ),
    )
    NO_TABLES = (
        "no_tables",
        _("The database lacks its tables. Run `bihuan init`, or restore the newest backup."),
    )
    GONE = (
        "gone",
        _("The file of the database is gone. Put it back, or restore the newest backup."),
    )
    BUSY = (
        "busy",
        _("Something large is being written just now: nothing was saved. Try again shortly."),
    )
    AWAY = "away", _("The database does not answer. Try again shortly.")
    NO_MEMORY = "no_memory", _("The memory does not suffice for this.")


_ERRNO = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EDQUOT: Trouble.DISK_FULL,
    errno.EFBIG: Trouble.DISK_FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EIO: Trouble.DAMAGED,
}
_SQLSTATE = {
    "53100": Trouble.DISK_FULL,
    "53200": Trouble.NO_MEMORY,
    "53300": Trouble.AWAY,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "42P01": Trouble.NO_TABLES,
    "55P03": Trouble.BUSY,
    "57P01": Trouble.AWAY,
    "57P02": Trouble.AWAY,
    "57P03": Trouble.AWAY,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
    "3D000": Trouble.AWAY,
    "28P01": Trouble.AWAY,
}
_SQLITE = {
    5: Trouble.BUSY,
    6: Trouble.BUSY,
    7: Trouble.NO_MEMORY,
    8: Trouble.READ_ONLY,
    10: Trouble.DAMAGED,
    11: Trouble.DAMAGED,
    13: Trouble.DISK_FULL,
    14: Trouble.READ_ONLY,
    26: Trouble.DAMAGED,
    778: Trouble.DISK_FULL,  # a write fell short: a quota, or a limit of files
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Return the trouble that an error tells of, itself or by what caused it; None if it is a fault
    of the programme.
    """
    return next((found for each in _chain(error) if (found := _told_by(each))), None)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__


def _told_by(error: BaseException) -> Trouble | None:
    if isinstance(error, MemoryError):
        return Trouble.NO_MEMORY
    if isinstance(error, DamagedValue):
        return Trouble.DAMAGED_VALUE
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return _of_postgresql(error)


def _of_sqlite(error: sqlite3.Error) -> Trouble | None:
    if "no such table" in str(error):
        return Trouble.NO_TABLES
    if str(error).startswith("Could not decode to UTF-8"):
        return Trouble.DAMAGED_VALUE
    code = getattr(error, "sqlite_errorcode", 0)
    if code & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and is_missing():
        return Trouble.GONE
    return _SQLITE.get(code) or _SQLITE.get(code & 0xFF)


def _of_postgresql(error: BaseException) -> Trouble | None:
    driver = sys.modules.get("psycopg")  # only where PostgreSQL is in use
    if driver is None or not isinstance(error, driver.Error):
        return None
    if error.sqlstate:
        return _SQLSTATE.get(error.sqlstate)
    lost = isinstance(error, driver.OperationalError | driver.InterfaceError)
    return Trouble.AWAY if lost else None
