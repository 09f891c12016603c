"""What both engines add to Django's compilers: they note the rows that a statement writes.

This is the one place that every write of the ORM passes: `save`, `update`, `delete`, the bulk
methods, many-to-many sets, cascades, and the writes of other packages.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.lookups import Exact, In
from django.db.models.sql.constants import MULTI
from django.db.models.sql.query import Query

from bihuan.kit import writes
from bihuan.kit.writes import Written, keys_of_links, watched


class NotesInserts:
    """For an insert compiler."""

    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        model, things = self.query.model, list(self.query.objs)
        is_watched = model in watched
        passes_over = is_watched and self.query.on_conflict is not None
        stood = frozenset(keys_of_links(model, things)) if passes_over else frozenset()
        answer = super().execute_sql(*args, **kwargs)  # type: ignore[misc]  # a compiler's
        if is_watched:
            connection.on_commit(Written(model, objects=things, stood=stood))
        return answer


class NotesUpdates:
    """For an update compiler. Rows are found, and on PostgreSQL locked, before they change."""

    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _noted(self, super().execute_sql, *args, **kwargs)  # type: ignore[misc]  # likewise

    def execute_returning_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _noted(self, super().execute_returning_sql, *args, **kwargs)  # type: ignore[misc]  # likewise


class NotesDeletes:
    """For a delete compiler."""

    def execute_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _noted(self, super().execute_sql, *args, **kwargs)  # type: ignore[misc]  # likewise


def _noted(compiler: Any, execute: Any, *args: Any, **kwargs: Any) -> Any:
    values = getattr(compiler.query, "values", ())  # what an update sets; a delete has none
    written = {field.name for field, _model, _value in values}
    fields = watched.get(compiler.query.model)
    if fields is None or (written and fields.isdisjoint(written)):
        return execute(*args, **kwargs)
    named = _named_keys(compiler.query)
    keys = named if named is not None else _matching(compiler)
    found = writes.digests_now(compiler.query.model, keys) if keys else {}
    answer = execute(*args, **kwargs)
    if keys:
        connection.on_commit(Written(compiler.query.model, keys=keys, found=found))
    return answer


def _named_keys(query: Query) -> list[Any] | None:
    """Return the keys that the statement itself names, or None if it looks for its rows."""
    conditions = query.where.children
    if len(conditions) != 1 or query.where.negated:
        return None
    only = conditions[0]
    column = getattr(getattr(only, "lhs", None), "target", None)
    if column is not query.get_meta().pk:
        return None
    sought: Any = getattr(only, "rhs", None)
    if isinstance(only, Exact) and isinstance(sought, int | str):
        return [sought]
    if isinstance(only, In) and isinstance(sought, list | tuple | set | frozenset):
        return [key for key in sought if not isinstance(key, Model)]
    return None


def _matching(compiler: Any) -> list[Any]:
    """Return the keys of the rows that a statement is about to write; from then on it writes just
    those, though others come to match meanwhile.
    """
    primary = compiler.query.get_meta().pk
    search = compiler.query.chain(klass=Query)
    search.clear_ordering(force=True)
    search.extra = {}
    search.select = ()
    search.add_fields([primary.name])
    if compiler.connection.vendor == "postgresql" and compiler.connection.in_atomic_block:
        search.select_for_update = True
        search.select_for_update_of = ("self",)
    found = search.get_compiler(connection=compiler.connection).execute_sql(MULTI)
    keys = [row[0] for rows in found for row in rows]
    if keys and compiler.connection.vendor == "postgresql":
        compiler.query = compiler.query.clone()  # `chain` would forget what an update sets
        compiler.query.add_filter(f"{primary.name}__in", keys)
    return keys
