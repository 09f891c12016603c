"""What was heard of the record of events: the newest event of each app's things."""

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
class _Ear:
    """One database, listened to from the event `since`; `newest` is the last one heard."""

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


class Heard:
    """Tells the newest event of some apps' things, reading only what was recorded since it last
    looked. A record that was replaced (a backup put back) is listened to from the start.
    """

    def __init__(self) -> None:
        self._ears: dict[Hashable, _Ear] = {}
        self._lock = Lock()

    def now(self) -> Hearing:
        """Return what is heard of the database in use, once within `one_hearing`."""
        database = (connection.alias, connection.settings_dict["NAME"])
        once = _once.get()
        known = {} if once is None else once
        if database not in known:
            known[database] = self._listened(database)
        return known[database]

    def _listened(self, database: Hashable) -> Hearing:
        newest = newest_place()
        with self._lock:
            ear = self._ears.get(database)
            if ear is None or _was_replaced(ear.newest, newest):
                ear = self._ears[database] = _Ear(newest, newest)
            if ear.newest != newest:
                _listen(ear, newest)
            return Hearing(database, ear.since, newest, dict(ear.by_app))


HEARD = Heard()
"""What this process heard, for all answers that it keeps."""


@contextmanager
def one_hearing() -> Iterator[None]:
    """Hear of the record once for all that is asked within: a page that reads shows one moment."""
    under_way = _once.get()
    token = _once.set({} if under_way is None else under_way)
    try:
        yield
    finally:
        _once.reset(token)


def _was_replaced(heard: Place, newest: Place) -> bool:
    return newest[0] < heard[0] or (newest[0] == heard[0] and newest != heard)


def _listen(ear: _Ear, newest: Place) -> None:
    fresh = Event.objects.filter(pk__gt=ear.newest[0], pk__lte=newest[0])
    for thing, number in fresh.order_by().values_list("thing").annotate(Max("pk")):
        app = thing.partition(".")[0]
        ear.by_app[app] = max(ear.by_app.get(app, 0), number)
    ear.newest = newest
