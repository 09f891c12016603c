"""What was written since the record stood at a place, as its events name it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from .models import Event
from .sealing import found_and_left

Place = tuple[int, str]
"""Number and hash of an event: where the record stood."""


@dataclass(frozen=True)
class WrittenRows:
    """The rows written or told of, by kind and key. `unnamed` are kinds of which not all are known
    one by one: an event tells of such a thing without naming rows, or a row is gone. `is_whole`
    says that nothing is known one by one.
    """

    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unnamed: frozenset[str] = frozenset()
    is_whole: bool = False


EVERYTHING = WrittenRows(is_whole=True)
MOST = 400
"""Events beyond which reading them is no quicker than reading the facts."""


def newest_place() -> Place:
    """Return where the record stands."""
    return Event.objects.order_by("-pk").values_list("pk", "hash").first() or (0, "")


def changes_between(before: Place, now: Place) -> WrittenRows:
    """Return what was written while the record went from one place to another; everything if that
    were more than `MOST` events, or if the record is not the one that stood at `before`.
    """
    events = Event.objects.filter(pk__gte=before[0], pk__lte=now[0]).order_by("pk")
    found = list(events.values_list("pk", "hash", "thing", "thing_id", "facts")[: MOST + 2])
    if not found or found[0][:2] != before or len(found) > MOST + 1:
        return EVERYTHING
    keys: defaultdict[str, set[str]] = defaultdict(set)
    unnamed = set()
    for _pk, _hash, thing, thing_id, text in found[1:]:
        if thing_id.isdecimal():
            keys[thing].add(thing_id)
        if not text or not thing_id.isdecimal():
            unnamed.add(thing)
        for name, said in (json.loads(text) if text else {}).items():
            kind, _mark, key = name.partition("#")
            keys[kind].add(key)
            if found_and_left(said)[1] is None:
                unnamed.add(kind)
    return WrittenRows({kind: frozenset(each) for kind, each in keys.items()}, frozenset(unnamed))
