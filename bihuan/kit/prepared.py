"""Queries of the ORM whose SQL is worked out once: what is asked for thousands of times a day, each
time with other values, costs more to put into SQL than to answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from copy import copy
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Field, Func, QuerySet, Value

T = TypeVar("T")
Statement = tuple[QuerySet[Any, Any], Any, Any, str, tuple[Any, ...]]
"""A query, a compiler that has worked, what turns the engine's values into ours by column, the SQL
and its parameters.
"""


class _Asked(Value):
    """Stands for a value that is given each time."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Numbers(Field):  # type: ignore[type-arg]  # it takes none when it runs
    """Many whole numbers given as one value: for `Among`."""

    def get_prep_value(self, value: Collection[int]) -> list[int]:
        return list(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002  # as Django calls it
        numbers = super().get_db_prep_value(value, connection, prepared)
        return json.dumps(numbers) if connection.vendor == "sqlite" else numbers


class Among(Func):
    """True where a column holds one of the numbers that are given, be they many or few: the SQL
    is the same.
    """

    output_field = BooleanField()

    def __init__(self, column: str, numbers: Any) -> None:
        given = numbers if isinstance(numbers, Value) else Value(numbers, Numbers())
        super().__init__(F(column), given)

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        members = " IN (SELECT value FROM json_each("
        return self.as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=members)

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(")


class Prepared(Generic[T]):
    """One query, with values to be given by name. `build` returns its QuerySet for what stands for
    them; `fields` say of what kind each is. A value is never None.

        CURRENT = Prepared(lambda project: Report.objects.filter(project=project), project=NUMBER)
        reports = CURRENT(project=12)
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **fields: Field[Any, Any]) -> None:
        self._build, self._fields = build, fields
        self._statements: dict[str, Statement] = {}
        self._lock = Lock()

    def __call__(self, **values: Any) -> list[T]:
        """Return what the query finds with these values."""
        connection = connections[DEFAULT_DB_ALIAS]  # itself: a compiler looks at it very often
        template, compiler, converters, sql, params = self._statement(connection)
        given = tuple(
            each.output_field.get_db_prep_value(values[each.value], connection)
            if isinstance(each, _Asked)
            else each
            for each in params
        )
        asking, query = copy(compiler), copy(template.query)
        asking.connection = connection
        asking.as_sql = lambda *_args, **_kwargs: (sql, given)
        asking.get_converters = lambda _columns: converters
        query.get_compiler = lambda *_args, **_kwargs: asking  # type: ignore[method-assign]  # it is compiled already
        asked: QuerySet[Any, T] = QuerySet(template.model, query, template.db)
        for name in ("_iterable_class", "_fields"):
            setattr(asked, name, getattr(template, name))
        return list(asked)

    def first(self, **values: Any) -> T | None:
        """Return the first of what the query finds, if it finds anything."""
        return next(iter(self(**values)), None)

    def _statement(self, connection: Any) -> Statement:
        found = self._statements.get(connection.vendor)
        if found is None:
            with self._lock:  # a compiler changes the query while it works
                template = self._build(**{n: _Asked(n, of) for n, of in self._fields.items()})
                compiler = template.query.clone().get_compiler(connection=connection)
                sql, params = compiler.as_sql()
                columns = [column for column, *_ in compiler.select[: compiler.col_count]]
                converters = compiler.get_converters(columns)
                found = template, compiler, converters, sql, tuple(params)
                self._statements[connection.vendor] = found
        return found
