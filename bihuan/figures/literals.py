"""Values as a dialect of SQL writes them, as Ibis does to the letter: for the two of Django's own
connections it is known how, and Ibis need not be imported; others ask it.

Texts come from addresses and from rows, so a literal never ends before its text does: a quote is
doubled, and a backslash is a character like others (in PostgreSQL, unless somebody switched
`standard_conforming_strings` off, which is on since version 9.1). No statement holds NUL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bihuan.project_months.expressions import ibis

Value = int | str | date | datetime
MOST = 2**63
"""Whole numbers are of 64 bits, in both databases and in Ibis."""


@lru_cache(maxsize=4096, typed=True)
def literal(dialect: str, value: Value) -> str:
    """Return a value as that dialect writes it. Raises ValueError for what no statement holds."""
    write = _WRITERS.get((dialect, type(value)))
    if write is None or getattr(value, "tzinfo", None):
        return _by_ibis(dialect, value)
    return write(value)


def _by_ibis(dialect: str, value: Value) -> str:
    sql = str(ibis.to_sql(ibis.literal(value).name("v"), dialect=dialect, pretty=False))
    return sql.removeprefix("SELECT ").rpartition(" AS ")[0]


def _number(value: int) -> str:
    if not -MOST <= value < MOST:
        raise ValueError("A database's whole numbers have 64 bits.")
    return str(value)


def _text(value: str) -> str:
    if "\0" in value:
        raise ValueError("A statement holds no NUL.")
    return "'" + value.replace("'", "''") + "'"


def _day_in_sqlite(value: date) -> str:
    return f"'{value.isoformat()}'"


def _day_in_postgres(value: date) -> str:
    return f"MAKE_DATE({value.year}, {value.month}, {value.day})"


def _moment_in_sqlite(value: datetime) -> str:
    return f"'{value.isoformat(' ')}'"


def _moment_in_postgres(value: datetime) -> str:
    return f"CAST('{value.isoformat()}' AS TIMESTAMP)"


_WRITERS: dict[tuple[str, type], Callable[[Any], str]] = {
    ("sqlite", int): _number,
    ("postgres", int): _number,
    ("sqlite", str): _text,
    ("postgres", str): _text,
    ("sqlite", date): _day_in_sqlite,
    ("postgres", date): _day_in_postgres,
    ("sqlite", datetime): _moment_in_sqlite,
    ("postgres", datetime): _moment_in_postgres,
}
