"""Which things rows bear on, by their kind: what an answer tells anew once they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from .changes import WrittenRows

MOST = 400
"""Things beyond which asking of all of them is no slower."""


@dataclass(frozen=True)
class RowsOf:
    """Where the things stand that rows bear on: `thing` is a column of the rows of `model` that one
    of the columns `named_by` finds by the keys that were written.
    """

    model: type[Model]
    thing: str
    named_by: tuple[str, ...] = ("pk",)

    def of(self, keys: frozenset[str]) -> set[int]:
        """Return the things that these rows bear on."""
        named = reduce(or_, (Q(**{f"{column}__in": keys}) for column in self.named_by))
        found: Any = self.model._default_manager.filter(named).values_list(self.thing, flat=True)
        return set(found) - {None}


@dataclass(frozen=True)
class Bearing:
    """What each kind of row of `apps` bears on: on some things, on none, or on all. A kind that is
    not named may bear on every thing; kinds of other apps bear on none.
    """

    apps: frozenset[str]
    on_some: Mapping[str, RowsOf]
    on_none: frozenset[str]
    on_all: frozenset[str] = frozenset()

    def touched(self, changes: WrittenRows) -> frozenset[int] | None:
        """Return the things that may be told anew; None if any may."""
        if changes.is_whole or any(map(self._bears, changes.unnamed)):
            return None
        found: set[int] = set()
        for kind, keys in changes.keys.items():
            if not self._bears(kind):
                continue
            if kind not in self.on_some or len(keys) > MOST:
                return None
            found |= self.on_some[kind].of(keys)
        return frozenset(found) if len(found) <= MOST else None

    def _bears(self, kind: str) -> bool:
        return kind.partition(".")[0] in self.apps and kind not in self.on_none


def touched_by_any(
    *bearings: Bearing,
) -> Callable[[WrittenRows], frozenset[int] | None]:
    """Return what says which things any of these bear on."""

    def touched(changes: WrittenRows) -> frozenset[int] | None:
        found: frozenset[int] = frozenset()
        for each in bearings:
            things = each.touched(changes)
            if things is None:
                return None
            found |= things
        return found if len(found) <= MOST else None

    return touched
