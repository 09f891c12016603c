"""What an engine knows of the tables it plans its answers by: how many rows, how many alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models

from bihuan.kit.writing import one_writer


def refresh_statistics(written: Iterable[type[models.Model]]) -> None:
    """Tell the engine how tables now look: until it knows, it answers figures in seconds."""
    tables = sorted({connection.ops.quote_name(model._meta.db_table) for model in written})
    if tables:
        with connection.cursor() as cursor:  # SQLite looks at all its tables in a tenth of a second
            cursor.execute("ANALYZE" if _is_sqlite() else f"ANALYZE {', '.join(tables)}")


def refresh_if_grown(model: type[models.Model]) -> bool:
    """Do so if a table has a tenth more or fewer rows than SQLite knew of; True if it was done.
    PostgreSQL looks by itself from time to time.
    """
    if not _is_sqlite():
        return False
    rows, known = model._base_manager.count(), _known_rows(model._meta.db_table)
    has_grown = 10 * abs(rows - known) > known
    if has_grown:
        with one_writer():
            refresh_statistics([model])
    return has_grown


def _known_rows(table: str) -> int:
    """Return how many rows SQLite thinks a table has; 0 if it never looked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() is None:
            return 0
        cursor.execute(
            "SELECT max(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = %s", [table]
        )
        known: int | None = cursor.fetchone()[0]
        return known or 0


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"
