"""What is kept of a batch's rows, to record it and to undo it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DateField, DecimalField, Field, Model

from bihuan.audit.log import EventDraft, encode
from bihuan.kit.bulk_undo import JournalEntry
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

PARTS = frozenset({"plans.PlanMonth", "progress.FundsInPlace"})
"""Parts of another object, which goes with it if it is new."""


def pack(entries: list[JournalEntry]) -> bytes:
    rows = [[e.label, e.pk, e.before, e.after] for e in entries]
    return zlib.compress(DjangoJSONEncoder(ensure_ascii=False).encode(rows).encode(), 1)


def unpack(journal: bytes | memoryview) -> list[JournalEntry]:
    """Return what was packed. Raises Refusal if it is damaged."""
    try:
        rows = json.loads(zlib.decompress(bytes(journal)))
        return [JournalEntry(*row) for row in rows]
    except (TypeError, ValueError, RecursionError, zlib.error) as error:
        raise damaged_journal() from error


def damaged_journal() -> Refusal:
    return Refusal(
        gettext("What is kept to undo this import is damaged: it can no longer be undone.")
    )


NOTHING = (None, "", False)
Plainly = Callable[[Any], Any]


@dataclass(eq=False)
class Snapshots:
    """The stored columns of objects as plain values, without those that say nothing."""

    _columns: dict[type[Model], list[tuple[str, Plainly | None]]] = field(default_factory=dict)
    """The columns of a model, and what makes plain values of those that hold others."""
    _days: dict[date, str] = field(default_factory=dict)

    def of(self, thing: Model) -> dict[str, Any]:
        columns = self._columns.get(type(thing))
        if columns is None:
            fields = [each for each in type(thing)._meta.concrete_fields if not each.primary_key]
            columns = self._columns[type(thing)] = [(f.attname, self._plainly(f)) for f in fields]
        values = thing.__dict__
        return {
            name: value if plainly is None else plainly(value)
            for name, plainly in columns
            if (value := values.get(name)) or value not in NOTHING
        }

    def _plainly(self, column: Field[Any, Any]) -> Plainly | None:
        if isinstance(column, DateField):
            return self._day
        return str if isinstance(column, DecimalField) else None

    def _day(self, value: date) -> str:
        """Put a day or a moment as the record of events would, each but once."""
        known = self._days.get(value)
        if known is None:
            known = self._days[value] = json.loads(encode(value))
        return known


def created(thing: Model, note: dict[str, Any]) -> EventDraft:
    return EventDraft(
        f"{type(thing)._meta.model_name}.imported", thing._meta.label_lower, str(thing.pk), note
    )
