"""Django's compilers, which also note the rows they write: SQLite's, and most of PostgreSQL's."""

from django.db.models.sql.compiler import SQLAggregateCompiler, SQLCompiler
from django.db.models.sql.compiler import SQLDeleteCompiler as DjangosDeletes
from django.db.models.sql.compiler import SQLInsertCompiler as DjangosInserts
from django.db.models.sql.compiler import SQLUpdateCompiler as DjangosUpdates

from .noting import NotesDeletes, NotesInserts, NotesUpdates

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLInsertCompiler(NotesInserts, DjangosInserts):
    """Inserts, and notes it."""


class SQLUpdateCompiler(NotesUpdates, DjangosUpdates):
    """Updates, and notes it."""


class SQLDeleteCompiler(NotesDeletes, DjangosDeletes):
    """Deletes, and notes it."""
