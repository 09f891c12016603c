"""Columns of several months in one table, and of this year beside another. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import falls
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, Desk
from bihuan.kit.words import gettext

from .bare import ask_measure
from .periods import EITHER, PASSED, AmountPeriod, Span, period_of
from .row_sums import COMPLETED
from .spans import FIELDS

Spanning = tuple[SheetColumn, AmountPeriod]
"""A column, and of what time its amounts may be."""
_THIS = re.compile(r"(?:[本今当]年|20\d{2}年)度?|本期")
_THAT = re.compile(r"同期|[上去]一?年|20\d{2}年")


def is_of_many_months(columns: Sequence[Spanning]) -> bool:
    """True if columns are of several months each; 1月 is the year so far, too."""
    months = numbers_of(columns, Span.MONTH)
    so_far = numbers_of(columns, Span.TO_DATE)
    reached = so_far | (months & {1})
    return len(months) > 1 or (len(reached) > 1 and months <= reached)


def numbers_of(columns: Sequence[Spanning], span: Span) -> set[int]:
    """Return the months that headings of one kind name."""
    return {p.number for _c, p in columns if p.number and p.spans == (span,)}


def compared(columns: Sequence[Spanning], layout: Layout) -> list[Spanning]:
    """Return the columns with 本年 beside 上年, under a heading that tells no time, as what may be
    the month or the year so far: it says which year, and not which part of it.
    """
    every = [c for c in (*layout.columns, *layout.unknown) if len(c.path) > 1]
    others = [(c.path[:-1], c.leaf) for c in every if _THAT.search(c.leaf)]
    return [
        (c, replace(p, spans=EITHER) if p.spans not in PASSED and _is_compared(c, others) else p)
        for c, p in columns
    ]


def _is_compared(column: SheetColumn, others: Sequence[tuple[tuple[str, ...], str]]) -> bool:
    parents = column.path[:-1]
    if not parents or not _THIS.fullmatch(column.leaf):
        return False
    above = period_of(parents, None)
    is_beside = any(path == parents and leaf != column.leaf for path, leaf in others)
    return is_beside and (above is None or above.is_open)


def growing(columns: list[Spanning], grid: Grid) -> list[Spanning]:
    """Return the columns with 2月累计, 3月累计 and so on as the year so far, if they never fall."""
    several = _cumulatives(columns)
    if not several or falls([grid.amounts(c) for c, _p in several]):
        return columns
    return [(c, replace(p, spans=(Span.TO_DATE,)) if (c, p) in several else p) for c, p in columns]


def _cumulatives(columns: Sequence[Spanning]) -> list[Spanning]:
    """Return the columns of several months that are called cumulative, in order; else none."""
    several = [(c, p) for c, p in columns if p.number and p.spans == EITHER]
    several.sort(key=lambda each: each[1].number or 0)
    return several if len({p.number for _c, p in several}) > 1 else []


def settle_falling(
    desk: Desk, columns: list[Spanning], grid: Grid, unit: int | None
) -> list[Spanning] | None:
    """Return the columns of several months that are called cumulative, and fall, as answered once
    for all of them; None while it is asked.
    """
    several = _cumulatives(columns)
    if not several:
        return columns
    amounts = {c.index: grid.amounts(c, unit or 1) for c, _p in several}
    names = [c for c, _p in several]
    text = gettext("“%s” are called cumulative, and later ones are smaller: what do they count?")
    answer = ask_measure(desk, text, names, amounts, names)
    if not answer:
        return None
    if answer == LEAVE:
        return [each for each in columns if each not in several]
    span = Span.MONTH if answer == COMPLETED else Span.TO_DATE
    return [(c, replace(p, spans=(span,)) if (c, p) in several else p) for c, p in columns]


def without_other_years(layout: Layout, columns: Sequence[Spanning]) -> Layout:
    """Leave out of a sheet with a column a month what is of another year, or since the start."""
    kept = (Span.MONTH, Span.TO_DATE)
    spans = {
        c.index: p.spans[0]
        for c, p in columns
        if p.spans[0] not in kept or (p.spans[0] is Span.TO_DATE and not p.number)
    }
    left = tuple(c for c in layout.columns if spans.get(c.index, Span.MONTH) not in FIELDS)
    months = {
        c.index: (FIELDS[p.spans[0]], p.number)
        for c, p in columns
        if p.number and p.spans in ((Span.MONTH,), (Span.TO_DATE,))
    }
    found = [
        replace(c, field="since_start") if c.index in spans else _of_month(c, months)
        for c in (*layout.columns, *(c for c in layout.unknown if c.index in months))
        if c not in left
    ]
    unknown = tuple(c for c in layout.unknown if c.index not in months)
    return replace(
        layout,
        columns=tuple(sorted(found, key=lambda c: c.index)),
        unknown=(*unknown, *left),
    )


def _of_month(column: SheetColumn, months: Mapping[int, tuple[str, int | None]]) -> SheetColumn:
    """Return a column of one of many months with the field and the month that it has."""
    if column.index not in months:
        return column
    field, number = months[column.index]
    return replace(column, field=field, month=number)
