"""A scene as it was made, beside the tables: brought back for each pair instead of made again."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from bihuan.audit.cached import clear_caches

from .rows import all_tables, run_unbound

BESIDE = "scene_as_made"


class SceneSnapshot:
    """Rows in a schema of their own, and files; keys stay the same each time it is brought back."""

    def __init__(self) -> None:
        self._tables = all_tables()
        self._filled: list[str] = []
        self._files: dict[Path, bytes] = {}
        beside = "CREATE SCHEMA" if connection.vendor == "postgresql" else "ATTACH ':memory:' AS"
        _run(f"{beside} {BESIDE}")

    def begin(self) -> None:
        """Empty every table and the folder of files, so that a scene can be made."""
        self._filled, self._files = [], {}
        for path in _files():
            path.unlink()
        self.bring_back()

    def take(self) -> None:
        """Keep the scene that was made since `begin`."""
        self._files = {path: path.read_bytes() for path in _files()}
        self._filled = [table for table in self._tables if _has_rows(table)]
        for table in self._tables:
            _run(f'DROP TABLE IF EXISTS {BESIDE}."{table}"')
        for table in self._filled:
            _run(f'CREATE TABLE {BESIDE}."{table}" AS SELECT * FROM "{table}"')

    def bring_back(self) -> None:
        """Make every table hold what was kept, in one go, and every file stand where it stood."""
        clear_caches()
        for path, content in self._files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        statements = [f'DELETE FROM "{table}"' for table in self._tables]
        statements += [
            f'INSERT INTO "{table}" SELECT * FROM {BESIDE}."{table}"' for table in self._filled
        ]
        run_unbound(statements)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
        return cursor.fetchone() is not None


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
