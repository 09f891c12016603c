"""Reading the record: its events as they stand, and the last digest that they give of each fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from django.db import connection, transaction

from .models import Event
from .sealing import FILE, found_and_left
from .shapes import as_they_stand, rows_of, shallow_json

SHAPES, BEGUN = "record.shapes", "record.begun"
RESEALED, ACCEPTED = "record.resealed", "record.accepted"
SAID_OF_THE_RECORD = frozenset({SHAPES, BEGUN, RESEALED, ACCEPTED})
"""Verbs of events that say how facts stand, and write none."""
COLUMNS = ("id", "verb", "note", "facts")


class Last(NamedTuple):
    """The digest that the record gives last of a fact, and the number of that event."""

    digest: str | None
    event: int


class WrittenOver(NamedTuple):
    """A fact that an event found other than the last one had left it; None where it was not."""

    event: int
    left: str | None
    found: str | None


class LastDigests:
    """By kind and key, what the record says last; events are taken in their order.

    `written_over` are facts that were changed in between two events, by name. Who answers for one
    takes it out.
    """

    def __init__(self) -> None:
        self.by_kind: dict[str, dict[str, Last]] = defaultdict(dict)
        self.written_over: dict[str, WrittenOver] = {}

    def take(self, number: int, verb: str, facts: str) -> None:
        """Take the digests of an event. Raises ValueError if they are none."""
        told = shallow_json(facts) if facts else {}
        if not isinstance(told, dict):
            raise ValueError(facts)
        for named, said in told.items():
            found, left = found_and_left(said)
            kind, _hash, key = named.partition("#")
            known = self.by_kind[kind].get(key)
            before = known.digest if known else None
            tells_how_found = isinstance(said, list) or (kind == FILE and before is not None)
            if verb == ACCEPTED:
                self.written_over.pop(named, None)
            elif verb not in SAID_OF_THE_RECORD and tells_how_found and found != before:
                self.written_over.setdefault(named, WrittenOver(number, before, found))
            self.by_kind[kind][key] = Last(left, number)

    def of(self, kind: str) -> dict[str, Last]:
        return self.by_kind.get(kind, {})


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is read within be of one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # a transaction of ours would take the one lock that writers need
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def last_digests() -> tuple[LastDigests, dict[str, Any] | None]:
    """Return the last digests and the shapes written down last, None if none were.

    Reads by names of columns: the tables may be those of an earlier version.
    """
    last, shapes = LastDigests(), None
    table = Event._meta.db_table
    listed = as_they_stand(table, COLUMNS)
    table = connection.ops.quote_name(table)
    for number, verb, note, facts in rows_of(f"SELECT {listed} FROM {table} ORDER BY 1"):
        with suppress(ValueError, TypeError):  # an event that was changed: the check names it
            last.take(number, str(verb), facts)
            if verb == SHAPES:
                shapes = note if isinstance(note, dict) else shallow_json(note)
    return last, shapes


def holds_digests() -> bool:
    """True if the table of events is there and has a place for digests."""
    table = Event._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    return "facts" in columns_of(table)


def columns_of(table: str) -> set[str]:
    """Return the columns of a table that is there."""
    with connection.cursor() as cursor:  # Django would parse the statement that made the table
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
        return {column[0] for column in cursor.description}
