"""Our compilers, which on SQLite also look at the texts that they read."""

from typing import Any

from django.db import OperationalError
from django.db.models.sql import compiler as djangos
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE, MULTI

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

    def results_iter(
        self,
        results: Any = None,
        tuple_expected: bool = False,  # noqa: FBT001, FBT002  # as Django calls it
        chunked_fetch: bool = False,  # noqa: FBT001, FBT002
        chunk_size: int = GET_ITERATOR_CHUNK_SIZE,
    ) -> Any:
        if results is None:
            results = self.execute_sql(MULTI, chunked_fetch=chunked_fetch, chunk_size=chunk_size)
        asked = [expression for expression, _sql, _alias in self.select[: self.col_count]]
        return super().results_iter(with_stand_ins(results, asked), tuple_expected)
