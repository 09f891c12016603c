"""Compiles an expression into the statement of a shape: the one thing that Ibis is needed for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .expressions import ibis
from .shapes import Template

if TYPE_CHECKING:
    import ibis.expr.types as ir

Expression = Callable[..., "ir.Table"]


class Reading(StrEnum):
    """How a column's values are read: SQLite says days and moments in words, truth in numbers."""

    WHOLE = "whole"
    TRUTH = "truth"
    DAY = "day"
    MOMENT = "moment"
    AS_IT_IS = "as_it_is"


@dataclass(frozen=True)
class Compiled:
    """A statement of one shape, its columns, and how each column's values are read."""

    template: Template
    names: tuple[str, ...]
    readings: tuple[Reading, ...]

    def rows(self, found: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """Return rows of the database by the names of their columns."""
        readers = [READERS[reading] for reading in self.readings]
        return [
            {
                name: None if value is None else read(value)
                for name, read, value in zip(self.names, readers, row, strict=True)
            }
            for row in found
        ]


def compile_shape(
    expression: Expression, dialect: str, asked: tuple[Hashable, ...], *, pretty: bool
) -> Compiled:
    """Return `expression(*asked)` in that dialect of SQL, asked with stand-ins. It takes 0.1 s, and
    the first in a process a second more; `pretty` lays it out for people.
    """
    table = expression(*asked)
    sql = str(ibis.to_sql(table, dialect=dialect, pretty=pretty))
    readings = tuple(_reading(kind) for kind in table.schema().types)
    return Compiled(Template.of(sql, dialect, asked), tuple(table.columns), readings)


def _reading(kind: Any) -> Reading:
    if kind.is_integer() or kind.is_decimal():
        return Reading.WHOLE
    if kind.is_boolean():
        return Reading.TRUTH
    if kind.is_date():
        return Reading.DAY
    if kind.is_timestamp():
        return Reading.MOMENT
    return Reading.AS_IT_IS


def _day(value: Any) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    """Return the moment, in UTC as it is stored; SQLite gives it without saying so."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _same(value: Any) -> Any:
    return value


READERS: dict[Reading, Callable[[Any], Any]] = {
    Reading.WHOLE: int,
    Reading.TRUTH: bool,
    Reading.DAY: _day,
    Reading.MOMENT: _moment,
    Reading.AS_IT_IS: _same,
}
