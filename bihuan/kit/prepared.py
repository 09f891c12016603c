"""Queries of the ORM whose SQL is worked out once: what is asked for thousands of times a day, each
time with other values, costs more to put into SQL than to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, QuerySet, Value

T = TypeVar("T")
Statement = tuple[Any, str, tuple[Any, ...]]
"""A compiler that has worked, the SQL that it made, and its parameters."""


class _Asked(Value):
    """Stands for a value that is given each time."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]

    def prepared(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.value], connection)


class Prepared(Generic[T]):
    """One query, with values to be given by name. `build` returns its QuerySet for what stands for
    them; `fields` say of what kind each is. A value is never None.

        CURRENT = Prepared(lambda project: Report.objects.filter(project=project), project=NUMBER)
        reports = CURRENT(project=12)
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **fields: Field[Any, Any]) -> None:
        self._build, self._fields = build, fields
        self._template: QuerySet[Any, T] | None = None
        self._statements: dict[str, Statement] = {}
        self._lock = Lock()

    def __call__(self, **values: Any) -> list[T]:
        """Return what the query finds with these values."""
        compiler, sql, params = self._statement()
        given = tuple(p.prepared(values) if isinstance(p, _Asked) else p for p in params)
        asking = copy(compiler)
        asking.connection = connection
        asking.as_sql = lambda *_args, **_kwargs: (sql, given)
        return list(self._asked(asking))

    def first(self, **values: Any) -> T | None:
        """Return the first of what the query finds, if it finds anything."""
        return next(iter(self(**values)), None)

    def _asked(self, compiler: Any) -> QuerySet[Any, T]:
        """Return the query as one that is compiled already."""
        template: Any = self._queryset()
        query = copy(template.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        asked: QuerySet[Any, T] = QuerySet(template.model, query, template.db)
        asked._iterable_class = template._iterable_class
        asked._fields = template._fields  # type: ignore[attr-defined]  # likewise
        return asked

    def _queryset(self) -> QuerySet[Any, T]:
        if self._template is None:
            asked = {name: _Asked(name, field) for name, field in self._fields.items()}
            self._template = self._build(**asked)
        return self._template

    def _statement(self) -> Statement:
        found = self._statements.get(connection.vendor)
        if found is None:
            with self._lock:  # a compiler changes the query while it works
                compiler = self._queryset().query.clone().get_compiler(connection=connection)
                sql, params = compiler.as_sql()
                found = self._statements[connection.vendor] = compiler, sql, tuple(params)
        return found
