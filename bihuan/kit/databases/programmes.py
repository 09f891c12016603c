"""What acts or hides inside the database by itself: nothing of ours does, so nothing should be
there. And the keys and conditions of our tables that somebody may have taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

_ASKED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT rulename, relname FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
        WHERE rulename <> '_RETURN' AND relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT polname, relname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
        WHERE relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT inhrelid::regclass::name, relname FROM pg_inherits
        JOIN pg_class ON pg_class.oid = inhparent
        WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
        ORDER BY 1""",
}


@dataclass(frozen=True)
class InnerProgramme:
    """A trigger, or a rule or policy of PostgreSQL or a table that adds its rows to another's; and
    the table that it acts on.
    """

    name: str
    table: str


def inner_programmes() -> list[InnerProgramme]:
    """Return all of them in the database, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED[connection.vendor])
        return [InnerProgramme(*row) for row in cursor.fetchall()]


def lacking_conditions(models: Iterable[type[Model]]) -> Iterator[InnerProgramme]:
    """Yield the primary keys, unique columns and named conditions that models have and their tables
    have not, of tables that are there. One look at each table.
    """
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            if table not in there:
                continue
            held = connection.introspection.get_constraints(cursor, table)
            unique = {
                tuple(each["columns"])
                for each in held.values()
                if each["unique"] or each["primary_key"]
            }
            for name, columns in _wanted(model):
                if name not in held and columns not in unique:
                    yield InnerProgramme(name, table)


def _wanted(model: type[Model]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each condition, and the columns that it makes unique, if it does."""
    meta = model._meta
    for field in meta.local_concrete_fields:
        if field.unique:
            yield str(field.column), (str(field.column),)
    for names in meta.unique_together:
        columns = tuple(str(getattr(meta.get_field(name), "column", name)) for name in names)
        yield ", ".join(columns), columns
    for each in meta.constraints:
        yield each.name, ()
