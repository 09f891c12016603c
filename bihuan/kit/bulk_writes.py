"""What the bulk actions of one batch wrote, so that it can be recorded, shown and taken back.

A draft is a plain value of something that is to be: it may refer to rows that stand and to other
drafts, whose rows are written before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model

from .bulk import insert_all, update_all
from .errors import Refusal
from .words import gettext


@dataclass
class Edit:
    """An object that exists, and the [old, new] of each field to set."""

    thing: Model
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(eq=False)
class BulkWrites:
    """New rows and edited ones, in the order of their writing. Parts, which go with another new
    row, are counted with it.
    """

    models: set[type[Model]] = field(default_factory=set)
    created: list[Model] = field(default_factory=list)
    edited: list[Edit] = field(default_factory=list)
    _made: dict[int, tuple[Any, Model]] = field(default_factory=dict)
    """By the identity of a draft: it is kept, so that no other gets it."""

    def made(self, thing: Any) -> Any:
        """Return the row that was written for a draft; anything else as it is."""
        return self._made.get(id(thing), (thing, thing))[1]

    def insert(
        self,
        model: type[Model],
        drafts: Sequence[Any],
        row: Callable[[Any], Model],
        *,
        parts: bool = False,
    ) -> None:
        """Write a row for each draft."""
        rows = [row(draft) for draft in drafts]
        insert_all(model, rows)
        self.models.add(model)
        if not parts:
            self._made |= {id(d): (d, made) for d, made in zip(drafts, rows, strict=True)}
            self.created += rows

    def edit(self, edits: Iterable[Edit]) -> None:
        """Set fields of rows that stand. The edition of a row counts on: who edits it is told."""
        alike: dict[tuple[type[Model], tuple[str, ...]], list[Model]]
        alike = defaultdict(list)
        for edit in map(self._resolved, edits):
            if edit.fields:
                self.edited.append(edit)
                alike[(type(edit.thing), tuple(edit.fields))].append(edit.thing)
        for (model, names), things in alike.items():
            columns = [model._meta.get_field(name) for name in names]
            update_all(model, names, [(*_values(columns, x), x.pk) for x in things])

    def _resolved(self, edit: Edit) -> Edit:
        """Return the edit with rows instead of drafts, set on its object."""
        fields = {n: (old, self.made(new)) for n, (old, new) in edit.fields.items() if old != new}
        if fields and (edition := getattr(edit.thing, "edition", None)) is not None:
            fields["edition"] = (edition, edition + 1)
        for name, (_old, new) in fields.items():
            setattr(edit.thing, name, new)
        return Edit(edit.thing, fields)


def outdated() -> Refusal:
    """Return the refusal of drafts that rest on facts which no longer stand."""
    return Refusal(
        gettext("These rows rest on facts that no longer stand so: bring them in again.")
    )


def replacing(drafts: Sequence[Any]) -> tuple[list[Edit], set[int]]:
    """Return edits that retire the rows which `drafts` replace, and the identities of drafts that
    are replaced by others of them.
    """
    old = [draft.replaces for draft in drafts if draft.replaces is not None]
    rows = [each for each in old if isinstance(each, Model)]
    edits = [Edit(row, {"is_current": (True, False)}) for row in rows]
    return edits, {id(each) for each in old}


def _values(columns: Sequence[Any], thing: Model) -> list[Any]:
    return [
        column.get_db_prep_save(getattr(thing, column.attname), connection) for column in columns
    ]
