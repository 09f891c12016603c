"""Taking back what bulk actions wrote, by its journal: each app takes back its own tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models

from .bulk import update_all
from .errors import Refusal
from .words import gettext

KEYS_AT_ONCE = 2_000
M = TypeVar("M", bound=models.Model)
Encoder = Callable[[Any], str]


@dataclass(frozen=True)
class JournalEntry:
    """One line of a journal: what was created (`before` is None) or edited."""

    label: str
    pk: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class BulkUndo:
    """A batch's journal with the rows that it speaks of, as they stand. `encode` tells values as
    the journal keeps them.
    """

    def __init__(self, entries: list[JournalEntry], encode: Encoder) -> None:
        self.entries, self._encode = entries, encode
        self.undone: list[tuple[models.Model, JournalEntry]] = []
        self._rows: dict[tuple[str, int], models.Model] = {}
        self._of_table: dict[str, list[JournalEntry]] = defaultdict(list)
        for entry in entries:
            self._of_table[entry.label].append(entry)
        self._left: set[tuple[str, bool]] = {(e.label, e.before is None) for e in entries}
        self._read()

    def _read(self) -> None:
        for label, entries in self._of_table.items():
            for part in _parts([entry.pk for entry in entries]):
                found = apps.get_model(label)._default_manager.in_bulk(part)
                self._rows |= {(label, pk): row for pk, row in found.items()}

    def check_untouched(self) -> None:
        """Refuse if a row differs from what the batch wrote."""
        for entry in self.entries:
            row = self._rows.get((entry.label, entry.pk))
            if row is None or any(
                self._now(row, n) != self._encode(v) for n, v in entry.after.items()
            ):
                raise Refusal(
                    gettext("“%s” was changed after this import: it can no longer be undone.")
                    % (row or entry.label)
                )

    def check_nothing_hangs_on(self, *, besides: frozenset[str]) -> None:
        """Refuse if what would go takes along something entered since; `besides` are parts of
        others, which go with them.
        """
        gone = {
            label: {entry.pk for entry in entries if entry.before is None}
            for label, entries in self._of_table.items()
        }
        for label, keys in gone.items():
            for relation in apps.get_model(label)._meta.related_objects:
                child = relation.related_model
                if relation.on_delete is not models.CASCADE or child._meta.label in besides:
                    continue
                mine, column = gone.get(child._meta.label, set()), relation.field.attname
                for part in _parts(sorted(keys)):
                    held = child._default_manager.filter(**{f"{column}__in": part})
                    if not mine.issuperset(held.values_list("pk", flat=True)):
                        raise Refusal(rests_on_it())

    def created(self, model: type[M]) -> list[M]:
        """Return the rows that would go."""
        return [row for row, entry in self._of(model) if entry.before is None]

    def edited(self, model: type[M]) -> Iterator[tuple[M, Mapping[str, Any]]]:
        """Return each row that would be again what it was, with its fields as they were."""
        return ((row, entry.before) for row, entry in self._of(model) if entry.before is not None)

    def remove(self, *tables: type[models.Model]) -> None:
        """Let the rows go that the batch created in these tables, those of the last table first and
        the last row of each first.
        """
        for model in tables:
            self._left.discard((model._meta.label, True))
            for row, entry in reversed([x for x in self._of(model) if x[1].before is None]):
                row.delete()
                row.pk = entry.pk
                self.undone.append((row, entry))

    def restore(self, *tables: type[models.Model]) -> None:
        """Set the rows that the batch edited in these tables to what they were."""
        for model in tables:
            self._left.discard((model._meta.label, False))
            alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
            for row, entry in self._of(model):
                if entry.before is not None:
                    alike[tuple(entry.before)].append([*_stored(model, entry.before), entry.pk])
                    self.undone.append((row, entry))
            for names, rows in alike.items():
                update_all(model, names, rows)

    def touches(self, *tables: type[models.Model]) -> bool:
        """Return whether the batch wrote any of these tables."""
        return any(model._meta.label in self._of_table for model in tables)

    def check_all_undone(self) -> None:
        """Raise LookupError for a table that no app took back: a programme's error."""
        if self._left:
            raise LookupError(f"nobody takes back {sorted(label for label, _new in self._left)}")

    def _of(self, model: type[M]) -> list[tuple[M, JournalEntry]]:
        label = model._meta.label
        return [(self._rows[(label, e.pk)], e) for e in self._of_table.get(label, ())]  # type: ignore[misc]  # rows of this table

    def _now(self, row: models.Model, name: str) -> str:
        field = row._meta.get_field(name)
        return self._encode(getattr(row, field.attname))  # type: ignore[union-attr]  # a column


def _stored(model: type[models.Model], before: Mapping[str, Any]) -> Iterator[Any]:
    """Return values of a journal as the database takes them."""
    for name, value in before.items():
        field: Any = model._meta.get_field(name)
        plain = value if field.is_relation else field.to_python(value)
        yield field.get_db_prep_save(plain, connection)


def rests_on_it() -> str:
    """Return the sentence for what can no longer be undone."""
    return gettext("Something entered since rests on this import: it can no longer be undone.")


def _parts(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + KEYS_AT_ONCE] for start in range(0, len(keys), KEYS_AT_ONCE))
