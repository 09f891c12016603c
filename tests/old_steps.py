"""Databases as versions before made them, by the steps that the squashed migrations stand for."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Step = tuple[str, str]


class OldLoader(MigrationLoader):
    """Know each step of ours by itself, as if none had been squashed."""

    def load_disk(self) -> None:
        super().load_disk()
        last = {}
        for key, migration in list(self.disk_migrations.items()):
            if migration.replaces and type(migration).__module__.startswith("bihuan."):
                del self.disk_migrations[key]
                last[key] = migration.replaces[-1]
        for migration in self.disk_migrations.values():  # those written since the squash
            told = [last.get(each, each) for each in migration.dependencies]
            migration.dependencies = told  # type: ignore[misc]  # each migration has a list of its own


def old_executor() -> MigrationExecutor:
    """Return what takes the old steps one by one."""
    executor = MigrationExecutor(connection)
    executor.loader = OldLoader(connection)
    return executor


def half_way(*also: Step) -> list[Step]:
    """Return steps at which each app with a squashed migration has taken some that it stands for,
    but not all, and has taken those named.
    """
    firsts = {
        migration.replaces[0]
        for migration in MigrationLoader(connection).disk_migrations.values()
        if migration.replaces and type(migration).__module__.startswith("bihuan.")
    }
    wanted = firsts | {*also}
    graph = OldLoader(connection).graph
    taken_on_the_way = {
        step for each in wanted for step in graph.forwards_plan(each) if step != each
    }
    return sorted(wanted - taken_on_the_way)


def tables_as_made() -> dict[str, Any]:
    """Return every table: its columns, what each holds, its indexes and constraints. The order of
    columns says nothing: SQLite's tables are rebuilt in another one when a column changes.
    """
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        names = sorted(name for name in tables if not name.startswith("sqlite_"))
        if connection.vendor == "sqlite":
            return {name: _of_sqlite(cursor, name) for name in names}
        return {name: _of_postgresql(cursor, name) for name in names}


def _of_sqlite(cursor: Any, table: str) -> list[Any]:
    cursor.execute(f'PRAGMA table_xinfo("{table}")')
    columns = sorted(row[1:] for row in cursor.fetchall())
    cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s ORDER BY 1, 2", [table]
    )
    made = {(kind, name): sql or "" for kind, name, sql in cursor.fetchall()}
    words = sorted(_parts(made.pop(("table", table))))
    return [columns, made, words]


def _parts(statement: str) -> list[str]:
    """Return the columns and constraints of a CREATE TABLE, which a rebuilt table has in another
    order.
    """
    inside = statement[statement.index("(") + 1 : statement.rindex(")")]
    parts, depth, begin = [], 0, 0
    for place, letter in enumerate(inside):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            parts.append(inside[begin:place].strip())
            begin = place + 1
    return [*parts, inside[begin:].strip()]


def _of_postgresql(cursor: Any, table: str) -> list[Any]:
    cursor.execute(
        "SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,"
        " is_nullable, column_default, is_identity FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s ORDER BY 1",
        [table],
    )
    columns = cursor.fetchall()
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1", [table])
    indexes = cursor.fetchall()
    cursor.execute(
        "SELECT conname, contype, condeferrable, condeferred, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE conrelid = %s::regclass ORDER BY 1",
        [connection.ops.quote_name(table)],
    )
    return [columns, indexes, cursor.fetchall()]
