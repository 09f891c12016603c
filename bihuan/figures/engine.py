"""Runs figures' expressions on Django's own connection or another engine, and keeps answers while
the facts stand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
from django.db import connection, transaction

from bihuan.audit.cached import cached_on
from bihuan.project_months import tables

from .narrowing import narrowed_to

Row = dict[str, Any]
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
FACT_APPS = ("accounts", "projects", "plans", "progress", "statistics", "chains")
"""The apps whose tables hold what figures are computed from: `tables.py`, and what is named."""

cached_on_facts = cached_on(*FACT_APPS, slots=96)
Expression = Callable[..., ir.Table]


@dataclass(frozen=True)
class Compiled:
    """A statement, its columns, and how each column's values are read."""

    sql: str
    names: tuple[str, ...]
    readers: tuple[Callable[[Any], Any], ...]


class Engine(Protocol):
    """What runs statements over the tables of facts: Django's own connection, or another."""

    @property
    def dialect(self) -> str:
        """What Ibis calls its SQL."""

    def fetch(self, sql: str) -> Sequence[Sequence[Any]]:
        """Return the rows of a statement. Moments are in UTC, be it said or not."""


class Own:
    """Django's own connection, inside the transaction that is open."""

    @property
    def dialect(self) -> str:
        return DIALECTS[connection.vendor]

    def fetch(self, sql: str, bounds: list[int] | None = None) -> Sequence[Sequence[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, bounds)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


OWN = Own()
_engine: ContextVar[Engine] = ContextVar("engine", default=OWN)


@contextmanager
def on(engine: Engine) -> Iterator[None]:
    """Let figures be computed by another engine over the same facts. Within, nothing is kept."""
    token = _engine.set(engine)
    try:
        with transaction.atomic():
            yield
    finally:
        _engine.reset(token)


@lru_cache(maxsize=512)
def compiled(expression: Expression, dialect: str, *asked: Hashable) -> Compiled:
    """Return `expression(*asked)` in that dialect of SQL. It takes 0.1 s."""
    table = expression(*asked)
    sql = str(ibis.to_sql(table, dialect=dialect, pretty=False))
    readers = tuple(_reader(kind) for kind in table.schema().types)
    return Compiled(sql, tuple(table.columns), readers)


def run(
    expression: Expression,
    *asked: Hashable,
    only: slice | None = None,
    of: Collection[int] | None = None,
) -> list[Row]:
    """Return the rows of `expression(*asked)`; whole numbers as int, days as date.

    `only` takes some of the rows of an ordered expression; `of` reads the facts of some projects
    alone, on Django's own connection.
    """
    engine = _engine.get()
    query = compiled(expression, engine.dialect, *asked)
    sql, bounds = (query.sql, []) if of is None else narrowed_to(of, query.sql)
    window = f" LIMIT {only.stop - only.start} OFFSET {only.start}" if only else ""
    found = OWN.fetch(sql + window, bounds) if bounds else engine.fetch(sql + window)
    return [
        {
            name: None if value is None else read(value)
            for name, read, value in zip(query.names, query.readers, row, strict=True)
        }
        for row in found
    ]


def prepare() -> None:
    """Load what compiles expressions for Django's own connection."""
    ibis.to_sql(tables.lists, dialect=OWN.dialect)


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
