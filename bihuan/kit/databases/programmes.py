"""What acts inside the database by itself: nothing of ours does, so nothing should be there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_ASKED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT rulename, relname FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
        WHERE rulename <> '_RETURN' AND relnamespace = current_schema()::regnamespace
        ORDER BY 1""",
}


@dataclass(frozen=True)
class InnerProgramme:
    """A trigger, or a rule of PostgreSQL, and the table that it watches."""

    name: str
    table: str


def inner_programmes() -> list[InnerProgramme]:
    """Return every trigger and rule of the database, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED[connection.vendor])
        return [InnerProgramme(*row) for row in cursor.fetchall()]
