"""Which rows the running transaction wrote, whatever way they were written.

The database engines of `kit.databases` note every statement of the ORM that inserts, updates or
deletes; `kit.bulk` notes what it inserts. Whoever records what was done asks for what was noted
since the last time, in the same transaction. What a savepoint takes back is forgotten with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Model

log = logging.getLogger(__name__)
Row = tuple[Any, ...]

watched: dict[type[Model], frozenset[str]] = {}
"""The models of which every write is to be noted, and their fields: of what is written to no other
field, nothing is noted.
"""


class Recording:
    """One record of what was written; it stands or falls with the savepoint it was made in."""

    def __call__(self) -> None:
        """Nothing is left to do when the transaction commits."""


@dataclass(eq=False)
class Written:
    """Rows of one model that one statement wrote: by key, by object, or as the columns' values.

    Whoever writes hangs it on the running transaction with `connection.on_commit`. Objects get
    their keys only after the statement, so they are asked for them late.
    """

    model: type[Model]
    keys: Collection[Any] = ()
    objects: Sequence[Model] = ()
    rows: Sequence[Row] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    """The digest of each row as the statement found it, by its key; a row it made has none."""
    stood: frozenset[Any] = frozenset()
    """Keys of links that were there before links were made of which none is told its key."""
    is_recorded: bool = False

    def __call__(self) -> None:
        """Tell, once it is committed, if nobody recorded it."""
        if not self.is_recorded:
            unrecorded(self)


def _tell(written: Written) -> None:
    log.error("Rows were written without a record: %s", written.model._meta.db_table)


unrecorded: Callable[[Written], None] = _tell


def _undigested(_model: type[Model], _keys: Collection[Any]) -> Mapping[str, str]:
    return {}


digests_now: Callable[[type[Model], Collection[Any]], Mapping[str, str]] = _undigested
"""Returns the digests of rows as they stand, by key: asked before a statement writes them."""


def keys_of_links(model: type[Model], things: Sequence[Model]) -> set[Any]:
    """Return the keys of all links of those that these links come from."""
    source = next(f for f in model._meta.local_concrete_fields if isinstance(f, ForeignKey))
    sources = {getattr(thing, source.attname) for thing in things}
    found = model._base_manager.filter(**{f"{source.attname}__in": sources})
    return set(found.values_list("pk", flat=True))


def take() -> list[Written]:
    """Return what was noted since the last time, and hold it for recorded from now on.

    A recording that still stands covers all that was noted before it.
    """
    found: list[Written] = []
    for _savepoints, hook, *_ in reversed(connection.run_on_commit):
        if isinstance(hook, Recording):
            break
        if isinstance(hook, Written):
            found.append(hook)
    if found:
        connection.on_commit(Recording())
        for written in found:
            written.is_recorded = True
    return found[::-1]
