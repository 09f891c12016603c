"""The keys that sign heads, as the record names them: another key's head proves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .heads import key_file, own_origin
from .log import Actor, EventDraft, append
from .models import Event
from .noted import check_signing_key, noted_heads

SIGNED_BY = "record.signed_by"
THING, PLACE = "audit.record", "origin"


@action
def name_origin(*, by: Actor, at: datetime, anew: bool = False) -> None:
    """Record by which key heads are signed: the first time, with the keys of the heads noted so
    far; later only `anew`, when somebody says that there is a new key.
    """
    own, named = own_origin(), named_origins()
    if own in named or (named and not anew):
        return
    earlier = set() if named else {head.origin for head in noted_heads() if head.is_genuine}
    note = {"origins": sorted({own} | earlier)}
    append([(EventDraft(SIGNED_BY, THING, PLACE, note), {})], by=by, at=at)


def check_origin() -> None:
    """Raise Refusal if the key here is damaged, gone, or not one that the record names."""
    check_signing_key()
    named = named_origins() if key_file().exists() else frozenset()
    if named and own_origin() not in named:
        raise Refusal(
            gettext(
                "The key that signs the record is not one that it names. If you made a new one, run"
                " `bihuan init`; if not, put the old one back from a backup."
            )
        )


def named_origins() -> frozenset[str]:
    """Return the keys that the record names; none in one of an earlier version."""
    events = Event.objects.filter(thing=THING, thing_id=PLACE, verb=SIGNED_BY)
    return origins_in(events.values_list("note", flat=True))


def origins_in(notes: Iterable[Any]) -> frozenset[str]:
    """Return the keys that these notes of events name."""
    listed = [note.get("origins") for note in notes if isinstance(note, Mapping)]
    named = [each for each in listed if isinstance(each, list)]
    return frozenset(str(origin) for origins in named for origin in origins)
