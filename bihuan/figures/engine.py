"""Runs figures' expressions on Django's own connection or another engine, and keeps answers while
the facts stand.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection, transaction

from bihuan.audit.cached import cached_on

from . import statements
from .compiling import Compiled, Expression, compile_shape
from .narrowing import narrowed_to
from .shapes import stand_ins

Row = dict[str, Any]
DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}
FACT_APPS = ("accounts", "projects", "plans", "progress", "statistics", "chains")
"""The apps whose tables hold what figures are computed from: `tables.py`, and what is named."""

cached_on_facts = cached_on(*FACT_APPS, slots=96)


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
def compiled(
    expression: Expression, dialect: str, *asked: Hashable, pretty: bool = False
) -> Compiled:
    """Return `expression(*asked)` in that dialect of SQL, asked with stand-ins: as it was kept by
    this or another process, else compiled and kept.
    """
    key = statements.statement_key(expression, dialect, asked, pretty=pretty)
    found = statements.read(key) if key else None
    if found is None:
        found = compile_shape(expression, dialect, asked, pretty=pretty)
        if key:
            statements.keep(key, found)
    return found


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
    query = compiled(expression, engine.dialect, *stand_ins(asked))
    sql = query.template.filled(asked)
    sql, bounds = (sql, []) if of is None else narrowed_to(of, sql)
    window = f" LIMIT {only.stop - only.start} OFFSET {only.start}" if only else ""
    found = OWN.fetch(sql + window, bounds) if bounds else engine.fetch(sql + window)
    return query.rows(found)


def sql_of(expression: Expression, vendor: str, *asked: Hashable) -> str:
    """Return the statement that is run, laid out for people."""
    query = compiled(expression, DIALECTS[vendor], *stand_ins(asked), pretty=True)
    return query.template.filled(asked)
