"""Runs figures' expressions on Django's own connection, and keeps answers while the facts stand."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
from django.db import connection

from bihuan.audit.kept import kept

Row = dict[str, Any]
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
FACTS = ("accounts", "projects", "plans", "progress", "statistics", "chains")
"""The apps whose tables hold what figures are computed from: `tables.py`, and what is named."""

while_facts_stand = kept(*FACTS, slots=96)
Expression = Callable[..., ir.Table]


@dataclass(frozen=True)
class Compiled:
    """A statement, its columns, and how each column's values are read."""

    sql: str
    names: tuple[str, ...]
    readers: tuple[Callable[[Any], Any], ...]


@lru_cache(maxsize=512)
def compiled(expression: Expression, vendor: str, *asked: Hashable) -> Compiled:
    """Return `expression(*asked)` for that kind of database. It takes 0.1 s."""
    table = expression(*asked)
    sql = str(ibis.to_sql(table, dialect=DIALECTS[vendor], pretty=False))
    readers = tuple(_reader(kind) for kind in table.schema().types)
    return Compiled(sql, tuple(table.columns), readers)


def run(expression: Expression, *asked: Hashable, only: slice | None = None) -> list[Row]:
    """Return the rows of `expression(*asked)`; whole numbers as int, days as date.

    `only` takes some of the rows of an ordered expression.
    """
    query = compiled(expression, connection.vendor, *asked)
    window = f" LIMIT {only.stop - only.start} OFFSET {only.start}" if only else ""
    with connection.cursor() as cursor:
        cursor.execute(query.sql + window)
        found = cursor.fetchall()
    return [
        {
            name: None if value is None else read(value)
            for name, read, value in zip(query.names, query.readers, row, strict=True)
        }
        for row in found
    ]


@lru_cache(maxsize=64)
def sql_of(expression: Expression, vendor: str, *asked: Hashable) -> str:
    """Return the statement that is run, laid out for people."""
    sql = ibis.to_sql(expression(*asked), dialect=DIALECTS[vendor], pretty=True)
    return str(sql)


def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind.is_integer() or kind.is_decimal():
        return int
    if kind.is_boolean():
        return bool
    if kind.is_date():
        return _day
    if kind.is_timestamp():
        return _moment
    return _same


def _day(value: Any) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    """Return the moment, in UTC as it is stored; SQLite gives it without saying so."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _same(value: Any) -> Any:
    return value
