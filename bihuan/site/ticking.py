"""The clock inside the server: `tick` every quarter of an hour, with nobody at the screen."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import structlog
from django.conf import settings
from django.db import connections
from django.utils import timezone
from structlog.contextvars import bound_contextvars

from bihuan.audit.cached import clear_caches
from bihuan.kit.days import local_day
from bihuan.kit.memory import give_back

from .clock import tick
from .journal.requests import new_number

FIRST_AFTER_SECONDS = 60
EVERY_SECONDS = 900  # a digest wanted at 08:30 leaves by 08:45
LATE_AFTER_SECONDS = 4 * EVERY_SECONDS
PATIENCE_SECONDS = 30  # for a tick under way when the server stops
STARTED = timezone.now()  # this process
log = structlog.get_logger("bihuan.clock")


@dataclass(frozen=True)
class LastTick:
    """When the clock ticked last, if all went well, and the number of its line in the log."""

    at: datetime
    well: bool
    number: str


class Ticking:
    """A clock that runs in a thread of its own until it is stopped, or the process ends."""

    def __init__(self) -> None:
        self._stop = Event()
        self._thread = Thread(target=_run, args=(self._stop,), name="clock", daemon=True)
        self._thread.start()

    def stop(self) -> bool:
        """Let a tick under way finish, and no other begin; True if it did in time."""
        self._stop.set()
        self._thread.join(PATIENCE_SECONDS)
        return not self._thread.is_alive()


def start() -> Ticking:
    return Ticking()


def tick_now() -> bool:
    """Do what is due; a fault is logged and tried again next time. True if all went well."""
    at, began, number, well = timezone.now(), perf_counter(), new_number(), True
    with bound_contextvars(number=number):
        try:
            tick(on=local_day(at), at=at)
        except Exception:  # whatever it is, the next time must still come
            log.exception("The clock could not tick")
            well = False
        else:
            log.info("tick", ms=round((perf_counter() - began) * 1000))
        note(LastTick(at, well, number))
    clear_caches()  # nobody asks this process before the next tick, when days and facts are others
    give_back()
    return well


def note(ticked: LastTick) -> None:
    """Keep when the clock ticked, for the monitor; a disk that takes nothing is told in the log."""
    half = _tick_file().with_suffix(".half")
    try:
        half.write_text(json.dumps(asdict(ticked), default=str), encoding="utf-8")
        half.chmod(0o600)
        half.replace(_tick_file())
    except OSError:
        log.exception("The tick could not be noted")


def last_tick() -> LastTick | None:
    """Return the newest tick on this data folder; None if there was none."""
    try:
        told = json.loads(_tick_file().read_text(encoding="utf-8"))
        return LastTick(datetime.fromisoformat(told["at"]), bool(told["well"]), str(told["number"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _tick_file() -> Path:
    return Path(settings.HOME) / "clock.json"


def _run(stop: Event) -> None:
    wait = FIRST_AFTER_SECONDS
    while not stop.wait(wait):
        tick_now()
        connections.close_all()  # of this thread: none is held meanwhile
        give_back()
        wait = EVERY_SECONDS
