"""The one way to write the audit log. Called by actions, inside their transaction: whoever writes
has the turn, so nobody else extends the chain meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Model

from bihuan.kit import advance
from bihuan.kit.bulk import JsonText, insert_rows
from bihuan.kit.prepared import Prepared
from bihuan.kit.writing import require_turn

from .models import Event
from .sealing import MOST_IN_ONE, Facts, in_parts, share_out, written_facts
from .shapes import FactShape, canonical, once_made

GENESIS = "0" * 64
CHAINED = ("at", "by", "verb", "thing", "thing_id", "note", "facts", "previous_hash", "hash")
HASHED = ("previous_hash", "at", "by", "verb", "thing", "thing_id", "note")
encode = once_made(DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")))
quoted = lru_cache(maxsize=1024)(encode)
_newest_hash = Prepared(lambda: Event.objects.order_by("-pk").values_list("hash", flat=True)[:1])


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the clock."""

    def get_username(self) -> str: ...


class ClockActor:
    """Who acts when nobody does."""

    def get_username(self) -> str:
        return "clock"


@dataclass(frozen=True)
class EventDraft:
    """One event for `record_many`. `verb` reads as `thing.past_tense`: "report.accepted"."""

    verb: str
    thing: str
    thing_id: str
    note: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def on(cls, verb: str, thing: Model, **note: Any) -> EventDraft:
        return cls(verb, thing._meta.label_lower, str(thing.pk), note)


def record(verb: str, thing: Model, *, by: Actor, at: datetime, **note: Any) -> None:
    """Append one event; `note` holds reasons, and [old, new] of each change."""
    draft = EventDraft(verb, thing._meta.label_lower, str(thing.pk), note)
    record_many([draft], by=by, at=at)


def record_many(drafts: Iterable[EventDraft], *, by: Actor, at: datetime) -> None:
    """Append many events in one go: imports write a hundred thousand.

    Each carries the digests of the rows and files that were written for it (see `sealing`).
    """
    listed, deputy = list(drafts), getattr(by, "stood_in_by", None)
    if deputy is not None:
        named = {"deputy": deputy.get_username()}
        listed = [replace(draft, note=draft.note | named) for draft in listed]
    if not listed:
        return
    shared = share_out(written_facts(), [(draft.thing, draft.thing_id) for draft in listed])
    sealed = []
    for number, draft in enumerate(listed):
        facts = shared.get(number, {})
        first, *more = in_parts(facts) if len(facts) > MOST_IN_ONE else [facts]
        sealed.append((draft, first))
        sealed += [
            (EventDraft("record.continued", draft.thing, draft.thing_id), rest) for rest in more
        ]
    append(sealed, by=by, at=at)


def append(sealed: Sequence[tuple[EventDraft, Facts]], *, by: Actor, at: datetime) -> None:
    """Append events with the digests of facts that each carries.

    Raises RuntimeError outside a writer's turn.
    """
    require_turn()
    chained = _chained(sealed, by.get_username(), at.astimezone(UTC))
    if len(sealed) == 1:  # most often: one statement instead of three
        columns = dict(zip(CHAINED, next(chained), strict=True))
        Event(**{**columns, "note": json.loads(columns["note"])}).save(force_insert=True)
    else:
        insert_rows(Event, CHAINED, advance.counted(chained), len(sealed))


def _chained(
    sealed: Sequence[tuple[EventDraft, Facts]], by: str, at: datetime
) -> Iterator[tuple[Any, ...]]:
    """Yield the values of each event, in the order of `CHAINED`; the note as its JSON."""
    previous, moment = _newest_hash.first() or GENESIS, at.isoformat()
    for draft, facts in sealed:
        note, said = JsonText(encode(draft.note)), canonical(facts) if facts else ""
        of = f"{quoted(draft.verb)},{quoted(draft.thing)},{quoted(draft.thing_id)},{note}"
        text = f'"{previous}","{moment}",{quoted(by)},{of}'  # of HASHED, in this order
        text = f"[{text},{said}]" if said else f"[{text}]"
        own = hashlib.sha256(text.encode()).hexdigest()
        yield at, by, draft.verb, draft.thing, draft.thing_id, note, said, previous, own
        previous = own


def newest() -> Event | None:
    """Return the newest event: what is shown now is as of it."""
    return Event.objects.order_by("-pk").first()


def newest_moment() -> datetime | None:
    """Return the latest moment of which an event tells: not the newest event's, if what happened
    before was recorded after.
    """
    moment: datetime | None = Event.objects.aggregate(at=Max("at"))["at"]
    return moment


def last_actor(thing: Model) -> str:
    """Return who did what was recorded last of `thing`; "" if nothing was."""
    events = Event.objects.filter(thing=thing._meta.label_lower, thing_id=str(thing.pk))
    return events.order_by("-pk").values_list("by", flat=True).first() or ""


def first_broken_event() -> int | None:
    """Return the number of the first event whose hash does not follow, or None if all follow."""
    previous = GENESIS
    for number, said in FactShape.of(Event).rows():
        if not follows(said, previous):
            return int(number)
        previous = said["hash"]
    return None


def follows(said: dict[str, Any], previous: str) -> bool:
    """True if an event, as its row stands, carries that hash before it and its own."""
    return bool(said["previous_hash"] == previous and said["hash"] == own_hash(said))


def own_hash(said: dict[str, Any]) -> str:
    """Return the hash over all that an event says, as its row stands. One that wrote no facts is
    hashed as all were before events carried them.
    """
    listed = [canonical(said[name]) for name in HASHED]
    if said["facts"]:
        listed.append(str(said["facts"]))
    text = ",".join(listed)
    return hashlib.sha256(f"[{text}]".encode("utf-8", "surrogatepass")).hexdigest()
