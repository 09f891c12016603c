"""The keys that sign heads, as the record names them: another key's head proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bihuan.kit.writing import action

from .heads import own_origin
from .log import Actor, EventDraft, append
from .models import Event
from .noted import noted_heads

SIGNED_BY = "record.signed_by"
THING, PLACE = "audit.record", "origin"


@action
def name_origin(*, by: Actor, at: datetime) -> None:
    """Record by which key heads are signed from now on, unless it was named before. The first time,
    the keys of the heads noted so far are named with it.
    """
    events = Event.objects.filter(thing=THING, thing_id=PLACE, verb=SIGNED_BY)
    own, named = own_origin(), origins_in(events.values_list("note", flat=True))
    if own in named:
        return
    earlier = set() if named else {head.origin for head in noted_heads() if head.is_genuine}
    note = {"origins": sorted({own} | earlier)}
    append([(EventDraft(SIGNED_BY, THING, PLACE, note), {})], by=by, at=at)


def origins_in(notes: Iterable[Any]) -> frozenset[str]:
    """Return the keys that these notes of events name."""
    listed = [note.get("origins") for note in notes if isinstance(note, Mapping)]
    named = [each for each in listed if isinstance(each, list)]
    return frozenset(str(origin) for origins in named for origin in origins)
