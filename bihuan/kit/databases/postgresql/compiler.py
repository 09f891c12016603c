"""The shared compilers, and those of which Django has others for PostgreSQL."""

from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.backends.postgresql.compiler import SQLInsertCompiler as DjangosInserts

from bihuan.kit.databases.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLUpdateCompiler,
)
from bihuan.kit.databases.noting import NotesInserts

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLInsertCompiler(NotesInserts, DjangosInserts):
    """Inserts, and notes it."""
