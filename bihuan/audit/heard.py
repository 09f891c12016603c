"""What was heard of the record of events: the newest event of each app's things."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection
from django.db.models import Max

from .changes import Place, newest_place
from .models import Event


@dataclass
class _Ear:
    """One database, listened to from the event `since`; `newest` is the last one heard."""

    since: Place
    newest: Place
    by_app: dict[str, int] = field(default_factory=dict)


_once: ContextVar[dict[Hashable, tuple[Place, dict[str, int]]] | None] = ContextVar(
    "once", default=None
)


class Heard:
    """Tells the newest event of some apps' things, reading only what was recorded since it last
    looked. A record that was replaced (a backup put back) is listened to from the start.
    """

    def __init__(self) -> None:
        self._ears: dict[Hashable, _Ear] = {}
        self._lock = Lock()

    def newest_of(self, apps: frozenset[str]) -> Hashable:
        """Return a value that stays the same while nothing is recorded of things of `apps`."""
        place = (connection.alias, connection.settings_dict["NAME"])
        once = _once.get()
        known = {} if once is None else once
        if place not in known:
            known[place] = self._listened(place)
        since, by_app = known[place]
        return (place, since, tuple(by_app.get(app, 0) for app in sorted(apps)))

    def _listened(self, place: Hashable) -> tuple[Place, dict[str, int]]:
        """Return since when a database is listened to, and each app's newest event."""
        newest = newest_place()
        with self._lock:
            ear = self._ears.get(place)
            if ear and newest != ear.newest and newest[0] <= ear.newest[0]:
                ear = None  # the record was replaced
            if ear is None:
                ear = self._ears[place] = _Ear(newest, newest)
            if ear.newest != newest:
                fresh = Event.objects.filter(pk__gt=ear.newest[0], pk__lte=newest[0])
                for thing, number in fresh.order_by().values_list("thing").annotate(Max("pk")):
                    app = thing.partition(".")[0]
                    ear.by_app[app] = max(ear.by_app.get(app, 0), number)
                ear.newest = newest
            return ear.since, dict(ear.by_app)


@contextmanager
def one_hearing() -> Iterator[None]:
    """Hear of the record once for all that is asked within: a page that reads shows one moment."""
    token = _once.set({})
    try:
        yield
    finally:
        _once.reset(token)
