"""The clock inside the server: `tick` every quarter of an hour, with nobody at the screen."""

from __future__ import annotations

import logging
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from bihuan.kit.days import local_day

from .clock import tick

FIRST_AFTER_SECONDS = 60
EVERY_SECONDS = 900  # a digest wanted at 08:30 leaves by 08:45
log = logging.getLogger(__name__)


def start() -> Event:
    """Tick in the background until the returned event is set, or the process ends."""
    stop = Event()
    Thread(target=_run, args=(stop,), name="clock", daemon=True).start()
    return stop


def tick_now() -> bool:
    """Do what is due; a fault is logged and tried again next time. True if all went well."""
    at = timezone.now()
    try:
        tick(on=local_day(at), at=at)
    except Exception:  # whatever it is, the next time must still come
        log.exception("The clock could not tick")
        return False
    return True


def _run(stop: Event) -> None:
    wait = FIRST_AFTER_SECONDS
    while not stop.wait(wait):
        tick_now()
        connections.close_all()  # of this thread: none is held meanwhile
        wait = EVERY_SECONDS
