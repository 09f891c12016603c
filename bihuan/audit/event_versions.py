"""Versions of cached answers: the newest event of each app's things."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection
from django.db.models import Max

from .changes import Place, WrittenRows, changes_between, newest_place
from .models import Event


@dataclass
class _Cursor:
    """One database, read from the event `since` on; `newest` is the last event read."""

    since: Place
    newest: Place
    by_app: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearing:
    """What was heard of one database at a moment: `place` is where its record stood then."""

    database: Hashable
    since: Place
    place: Place
    by_app: dict[str, int]
    _changes: dict[Place, WrittenRows] = field(default_factory=dict)

    def changes_since(self, before: Place) -> WrittenRows:
        """Return what was written since the record stood at `before`."""
        if before not in self._changes:
            self._changes[before] = changes_between(before, self.place)
        return self._changes[before]

    def newest_of(self, apps: frozenset[str]) -> Hashable:
        """Return a value that stays the same while nothing is recorded of things of `apps`."""
        newest = tuple(self.by_app.get(app, 0) for app in sorted(apps))
        return (self.database, self.since, newest)


_once: ContextVar[dict[Hashable, Hearing] | None] = ContextVar("once", default=None)


class EventVersions:
    """The newest event of some apps' things. Reads only what was recorded since the last call; a
    record that was replaced (a backup put back) is read from the start.
    """

    def __init__(self) -> None:
        self._cursors: dict[Hashable, _Cursor] = {}
        self._lock = Lock()

    def now(self) -> Hearing:
        """Return what is heard of the database in use, once within `one_hearing`."""
        database = (connection.alias, connection.settings_dict["NAME"])
        shared = _once.get()
        known = {} if shared is None else shared
        if database not in known:
            known[database] = self._read(database)
        return known[database]

    def _read(self, database: Hashable) -> Hearing:
        newest = newest_place()
        with self._lock:
            cursor = self._cursors.get(database)
            if cursor is None or _was_replaced(cursor.newest, newest):
                cursor = self._cursors[database] = _Cursor(newest, newest)
            if cursor.newest != newest:
                _read_events(cursor, newest)
            return Hearing(database, cursor.since, newest, dict(cursor.by_app))


HEARD = EventVersions()
"""What this process heard, for all answers that it keeps."""


@contextmanager
def one_reading() -> Iterator[None]:
    """Read the record once for all that is asked within: a page shows one moment."""
    under_way = _once.get()
    token = _once.set({} if under_way is None else under_way)
    try:
        yield
    finally:
        _once.reset(token)


def _was_replaced(known: Place, newest: Place) -> bool:
    return newest[0] < known[0] or (newest[0] == known[0] and newest != known)


def _read_events(cursor: _Cursor, newest: Place) -> None:
    fresh = Event.objects.filter(pk__gt=cursor.newest[0], pk__lte=newest[0])
    for thing, number in fresh.order_by().values_list("thing").annotate(Max("pk")):
        app = thing.partition(".")[0]
        cursor.by_app[app] = max(cursor.by_app.get(app, 0), number)
    cursor.newest = newest
