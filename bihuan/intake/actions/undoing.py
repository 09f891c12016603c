"""Taking an applied batch back."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, Model, ProtectedError

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import Deed, encode, record_many
from bihuan.intake.models import Batch, BatchState
from bihuan.intake.store import LAST_UNDONE, PARTS, Entry1, unpack
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.kit.writing import action

KEYS_AT_ONCE = 2_000


@action
def undo(*, batch: Batch, by: User, at: datetime) -> Batch:
    """Take an applied batch back: what it created goes, what it changed returns to what it was.

    Refused if anything it wrote was changed since, or if something new rests on it.
    """
    require(by, Can.IMPORT)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.APPLIED:
        raise Refusal(say("Only an applied import can be undone."))
    entries = unpack(bytes(batch.journal))
    things = _untouched(entries)
    _check_nothing_hangs_on(entries)
    try:
        deeds = _take_back(entries, things)
    except ProtectedError as error:
        raise Refusal(_rests_on_it()) from error
    batch.state, batch.undone_at, batch.journal = BatchState.UNDONE, at, b""
    batch.save()
    record_many([*deeds, Deed.on("batch.undone", batch)], by=by, at=at)
    return batch


def _untouched(entries: list[Entry1]) -> dict[tuple[str, int], Model]:
    """Return every object of the journal; refuse if one differs from what the import wrote."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        wanted[entry.label].append(entry.pk)
    things: dict[tuple[str, int], Model] = {}
    for label, keys in wanted.items():
        for start in range(0, len(keys), KEYS_AT_ONCE):
            found = apps.get_model(label)._default_manager.in_bulk(
                keys[start : start + KEYS_AT_ONCE]
            )
            things |= {(label, pk): thing for pk, thing in found.items()}
    for entry in entries:
        thing = things.get((entry.label, entry.pk))
        if thing is None or any(_now(thing, n) != _json(v) for n, v in entry.after.items()):
            raise Refusal(
                say("“%s” was changed after this import: it can no longer be undone.")
                % (thing or entry.label)
            )
    return things


def _check_nothing_hangs_on(entries: list[Entry1]) -> None:
    """Refuse if what would go takes along something entered since: milestones, photos, states."""
    gone: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.before is None:
            gone[entry.label].add(entry.pk)
    for label, keys in list(gone.items()):
        for relation in apps.get_model(label)._meta.related_objects:
            child = relation.related_model
            if relation.on_delete is not CASCADE or child._meta.label in PARTS:
                continue
            mine, column = gone[child._meta.label], relation.field.attname
            for start in range(0, len(keys), KEYS_AT_ONCE):
                part = sorted(keys)[start : start + KEYS_AT_ONCE]
                held = child._default_manager.filter(**{f"{column}__in": part})
                if not mine.issuperset(held.values_list("pk", flat=True)):
                    raise Refusal(_rests_on_it())


def _rests_on_it() -> str:
    return say("Something entered since rests on this import: it can no longer be undone.")


def _take_back(entries: list[Entry1], things: dict[tuple[str, int], Model]) -> list[Deed]:
    deeds = []
    new = [e for e in entries if e.before is None]
    late = [e for e in new if e.label not in LAST_UNDONE]
    for entry in reversed(late):
        deeds.append(_remove(things[(entry.label, entry.pk)], entry))
    for entry in (e for e in entries if e.before is not None):
        thing = things[(entry.label, entry.pk)]
        type(thing)._default_manager.filter(pk=entry.pk).update(
            **_columns(thing, entry.before or {})
        )
        deeds.append(Deed.on(f"{thing._meta.model_name}.restored", thing, **(entry.before or {})))
    for entry in reversed([e for e in new if e.label in LAST_UNDONE]):
        deeds.append(_remove(things[(entry.label, entry.pk)], entry))
    return deeds


def _remove(thing: Model, entry: Entry1) -> Deed:
    deed = Deed(
        f"{thing._meta.model_name}.import_undone",
        thing._meta.label_lower,
        str(entry.pk),
        entry.after,
    )
    thing.delete()
    return deed


def _columns(thing: Model, values: dict[str, Any]) -> dict[str, Any]:
    return {thing._meta.get_field(n).attname: v for n, v in values.items()}  # type: ignore[union-attr]  # columns


def _now(thing: Model, name: str) -> Any:
    field = thing._meta.get_field(name)
    return _json(getattr(thing, field.attname))  # type: ignore[union-attr]  # a column


def _json(value: Any) -> str:
    return encode(value)
