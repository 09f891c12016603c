"""One digest for each day of the log of the doors: the record holds it, so that changes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, timedelta

from bihuan.audit.models import Event
from bihuan.kit.days import day_begins
from bihuan.kit.stored import fits

from .models import AccessEvent

SEALED = "access.sealed"
ONE_DAY = timedelta(days=1)
SAID = ("kind", "name", "person", "address", "browser", "note")
SAID_OF_DAY = {"events": int, "sha256": str}


def digest_of(day: date) -> tuple[int, str]:
    """Return how many events a day has, and the SHA-256 over what they say, in their order."""
    found = AccessEvent.objects.filter(at__gte=day_begins(day), at__lt=day_begins(day + ONE_DAY))
    count, sum_ = 0, hashlib.sha256()
    for event in found.order_by("pk").iterator(chunk_size=2_000):
        said = [event.at.astimezone(UTC).isoformat(), *(getattr(event, key) for key in SAID)]
        sum_.update(json.dumps(said, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count, sum_.hexdigest()


def sealed_days() -> Iterator[tuple[date, int, str]]:
    """Yield each day that the record holds a digest of, with its count and digest: those that no
    day has if what the record says of it was changed.
    """
    sealed = Event.objects.filter(verb=SEALED).order_by("pk").values_list("thing_id", "note")
    for day, note in sealed:
        with suppress(ValueError):  # no day: the check names the event itself
            sound = fits(note, SAID_OF_DAY)
            told = (note["events"], note["sha256"]) if sound else (-1, "")
            yield date.fromisoformat(day), *told


def changed_days(*, kept_from: date) -> list[date]:
    """Return the sealed days, from `kept_from` on, whose events are not what they were."""
    return [
        day
        for day, count, digest in sealed_days()
        if day >= kept_from and digest_of(day) != (count, digest)
    ]
