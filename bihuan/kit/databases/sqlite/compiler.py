"""Our compilers, which on SQLite also look at the texts that they read."""

from typing import Any

from django.db import OperationalError
from django.db.models.sql import compiler as djangos
from django.db.models.sql.constants import MULTI

from bihuan.kit.databases.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

from .texts import is_undecoded, tolerant, with_stand_ins

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(djangos.SQLCompiler):
    """Django's; a DamagedText stands for what is no text where there should be one."""

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().execute_sql(*args, **kwargs)
        except OperationalError as error:
            if not is_undecoded(error):
                raise
        with tolerant(self.connection.connection):
            return super().execute_sql(*args, **kwargs)

    def results_iter(self, results: Any = None, **how: Any) -> Any:  # type: ignore[override]  # by name
        if results is None:
            fetched = {name: how[name] for name in ("chunked_fetch", "chunk_size") if name in how}
            results = self.execute_sql(MULTI, **fetched)
        asked = [expression for expression, _sql, _alias in self.select[: self.col_count]]
        looked_at: Any = with_stand_ins(results, asked)
        return super().results_iter(looked_at, **how)
