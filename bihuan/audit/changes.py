"""What was written since the record stood at a place, as its events name it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from .models import Event

Place = tuple[int, str]
"""Number and hash of an event: where the record stood."""


@dataclass(frozen=True)
class WrittenRows:
    """The rows written, by kind and key, up to the event `newest`. `is_whole` says that they are
    not known one by one: an event tells of a thing without naming rows, or a row is gone.
    """

    newest: Place
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_whole: bool = False


def newest_place() -> Place:
    """Return where the record stands."""
    return Event.objects.order_by("-pk").values_list("pk", "hash").first() or (0, "")


def changes_since(place: Place, apps: Collection[str], *, most: int) -> WrittenRows:
    """Return what was written of things of `apps` since the record stood at `place`; not one by one
    if there were more than `most` events, or if that record was replaced by another.
    """
    number, digest = place
    rows = Event.objects.filter(pk__gte=number).order_by("pk")
    found = list(rows.values_list("pk", "hash", "thing", "facts")[: most + 2])
    if not found or found[0][:2] != (number, digest) or len(found) > most + 1:
        return WrittenRows(newest_place(), is_whole=True)
    keys: defaultdict[str, set[str]] = defaultdict(set)
    is_whole = False
    for _pk, _hash, thing, text in found[1:]:
        facts = json.loads(text) if text else {}
        is_whole |= not facts and thing.partition(".")[0] in apps
        for name, written in facts.items():
            kind, _mark, key = name.partition("#")
            if kind.partition(".")[0] in apps:
                keys[kind].add(key)
                is_whole |= written is None
    return WrittenRows(found[-1][:2], keys, is_whole)
