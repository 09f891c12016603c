"""Writing many new rows at once, several times as fast as the ORM's own way.

Keys are taken first, so that rows may refer to each other before any is written. It fills no
defaults of the database and sends no signals: we have neither. A moment that the ORM would fill in
by itself is given, as everything else is.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models import Max
from django.db.models.base import ModelState

from . import advance, writes
from .writes import Written, watched

PLAIN = (models.IntegerField, models.BooleanField, models.CharField, models.TextField)
ROWS_AT_ONCE = 5_000
Getter = Callable[[models.Model], Any]
Converter = Callable[[Any], Any]


def insert_all(model: type[models.Model], things: Sequence[models.Model]) -> None:
    """Insert objects of one model within the running transaction; each gets its key."""
    if not things:
        return
    attname = model._meta.pk.attname
    for key, thing in zip(_keys(model, len(things)), things, strict=True):
        thing.__dict__[attname] = key
    fields = model._meta.local_concrete_fields
    _insert(model, fields, map(_Stored(fields).of, things))
    alias = connection.alias
    for thing in things:
        thing._state.adding, thing._state.db = False, alias


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], count: int
) -> None:
    """Insert `count` rows of values that these fields hold, without making objects of them; each
    gets its key. JSON is given as `JsonText`.
    """
    meta = model._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    stored = [_converter(field) for field in fields[1:]]
    _insert(
        model,
        fields,
        (
            (key, *(value if put is None else put(value) for put, value in zip(stored, row)))  # noqa: B905  # strict takes time
            for key, row in zip(_keys(model, count), rows, strict=True)
        ),
    )


def _insert(
    model: type[models.Model],
    fields: Sequence[models.Field[Any, Any]],
    rows: Iterator[tuple[Any, ...]],
) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    holders = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({holders})"
    with connection.cursor() as cursor:
        while part := list(islice(rows, ROWS_AT_ONCE)):
            cursor.executemany(sql, part)
            if model in watched:
                connection.on_commit(Written(model, rows=part))
            advance.add(len(part))


def update_all(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Set fields of many rows, each to values of its own; the last value of a row is its key."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = [str(model._meta.get_field(name).column) for name in fields]  # type: ignore[union-attr]  # columns
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    is_watched = not watched.get(model, frozenset()).isdisjoint(fields)
    keys = [row[-1] for row in rows] if is_watched else []
    found = writes.digests_now(model, keys) if keys else {}
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", rows)
    if keys:
        connection.on_commit(Written(model, keys=keys, found=found))


def shut_to_others(*written: type[models.Model]) -> None:
    """Wait until nobody writes these tables, and let nobody until the transaction ends. SQLite has
    one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in written)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def without_collector() -> Iterator[None]:
    """Put off the search for garbage while a great many objects are made and kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _keys(model: type[models.Model], count: int) -> Iterator[int]:
    """Take so many unused keys. SQLite has one writer at a time; PostgreSQL has a sequence."""
    if connection.vendor == "sqlite":
        last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table]
            )
            used = cursor.fetchone()
        first = max(last, used[0] if used else 0) + 1
        return iter(range(first, first + count))
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, column, count],
        )
        return iter([row[0] for row in cursor.fetchall()])


class RowMaker:
    """Makes objects of one model out of their stored values, by the names of their columns (a
    reference by its key), several times as fast as the model itself.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self.plain = {f.attname: f.get_default() for f in fields if not callable(f.default)}
        self.made = [f for f in fields if callable(f.default)]

    def __call__(self, **values: Any) -> Any:
        """Return an object with these values, and with what is set by default. Raises TypeError for
        a name that is no column's.
        """
        thing = self.model.__new__(self.model)
        own = thing.__dict__
        own.update(self.plain)
        own.update(values)
        for field in self.made:
            if field.attname not in values:
                own[field.attname] = field.get_default()
        if len(own) > len(self.plain) + len(self.made):
            raise TypeError(values.keys() - {f.attname for f in self.model._meta.concrete_fields})
        own["_state"] = ModelState()
        return thing


class _Stored:
    """The stored values of a model's objects, in the order of its columns."""

    def __init__(self, fields: Sequence[models.Field[Any, Any]]) -> None:
        self._pick = itemgetter(*(field.attname for field in fields))
        self._is_one = len(fields) == 1
        places = list(enumerate(fields))
        self._references = [
            (place, _reference(field))
            for place, field in places
            if isinstance(field, models.ForeignKey)
        ]
        converters = ((place, _converter(field)) for place, field in places)
        self._converted = [(place, convert) for place, convert in converters if convert]

    def of(self, thing: models.Model) -> tuple[Any, ...]:
        picked = self._pick(thing.__dict__)
        values = [picked] if self._is_one else list(picked)
        for place, get in self._references:
            if values[place] is None:
                values[place] = get(thing)
        for place, convert in self._converted:
            values[place] = convert(values[place])
        return tuple(values)


def _converter(field: models.Field[Any, Any]) -> Converter | None:
    """Return what makes of a field's value what the database wants; None if that is the same."""
    if isinstance(field, (models.ForeignKey, *PLAIN)):
        return None
    if isinstance(field, models.DateField | models.DecimalField):
        return _Remembered(field).__getitem__
    if isinstance(field, models.JSONField):
        return _json(field)
    return partial(field.get_db_prep_save, connection=connection)


def _reference(field: models.ForeignKey[Any, Any]) -> Getter:
    """Read the key of what is referred to, which may have got it after it was put here."""
    name, attname = field.name, field.attname

    def get(thing: models.Model) -> Any:
        known = thing.__dict__[attname]
        if known is None and (target := thing._state.fields_cache.get(name)) is not None:
            known = thing.__dict__[attname] = target.pk
        return known

    return get


class _Remembered(dict[Any, Any]):
    """What each day, moment or percentage is converted to: an import has few, in many rows."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self._field = field

    def __missing__(self, value: Any) -> Any:
        stored = self._field.get_db_prep_save(value, connection)
        if value != 0:  # -0 equals 0, and is another
            self[value] = stored
        return stored


class JsonText(str):
    """JSON in words already: a column of JSON takes it as it is."""

    __slots__ = ()


class _AsItIs(json.JSONEncoder):
    def encode(self, o: Any) -> str:
        return str(o)


def _json(field: models.JSONField) -> Converter:
    adapt: Any = connection.ops.adapt_json_value
    is_text = isinstance(adapt(JsonText("{}"), _AsItIs), str)

    def convert(value: Any) -> Any:
        if type(value) is JsonText:
            return str(value) if is_text else adapt(value, _AsItIs)
        return field.get_db_prep_save(value, connection)

    return convert
