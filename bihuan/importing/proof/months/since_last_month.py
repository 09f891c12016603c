"""Columns that tell of the month by the one before: 截至5月底 beside 6月底, 较上月新增. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import Desk
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .equations import Beside, Column
from .many_months import Spanning
from .periods import AmountPeriod, Span, is_of_last_month

_GROWTH = re.compile(
    r"(?:[较比]上(?:个?月(?:末|底)?|期)|环比)(?:新增|净增|增加|增长)?(?:投资)?(?:额|数|量|值)?"
    r"|增减(?:额|数|量)?|(?:新增|净增)(?:投资)?(?:额|数|量)?"
)
MOST_TOLD = 5  # lines told one by one
FEWEST = 2  # lines in which month + known = cumulative


def by_the_month_before(
    columns: Sequence[Spanning], layout: Layout, grid: Grid, unit: int | None, beside: Beside
) -> list[Spanning]:
    """Return the columns with what reaches to the month before as that, and with what was added to
    it as the month's, if the months known say so.
    """
    found = [_until_before(each, columns, grid, unit, beside) for each in columns]
    known = {words_of(c.path) for c, p in found if p.spans == (Span.EARLIER,)}
    found = [_like_known(each, known, beside.number) for each in found]
    return sorted([*found, *_growth(found, layout, grid, unit, beside)], key=lambda x: x[0].index)


def _until_before(
    each: Spanning, columns: Sequence[Spanning], grid: Grid, unit: int | None, beside: Beside
) -> Spanning:
    """Return a column with 1-5月 beside 6月 as what was completed before the month; 截至5月底 may
    reach back beyond the year, and is left alone unless it is what is known.
    """
    column, period = each
    number = beside.number
    if period.number != number - 1 or Span.TO_DATE not in period.spans:
        return each
    if not period.is_open:
        is_beside = any(
            p.spans == (Span.MONTH,) and p.number in (None, number) for _c, p in columns
        )
        return (column, replace(period, spans=(Span.EARLIER,))) if is_beside else each
    if not any(p.number == number for _c, p in columns):
        return each
    is_known = tally(grid.amounts(column, unit or 1), _complete(beside)).proves
    return column, replace(period, spans=(Span.EARLIER if is_known else Span.OTHER,))


def _like_known(each: Spanning, known: Collection[tuple[str, ...]], number: int) -> Spanning:
    """Return a column as the year so far if one with the same words is so until the month before:
    截止6月完成 beside 截止5月完成.
    """
    column, period = each
    is_like = period.number == number and period.is_open and words_of(column.path) in known
    is_like = is_like and Span.TO_DATE in period.spans
    return (column, replace(period, spans=(Span.TO_DATE,))) if is_like else each


def _growth(
    columns: Sequence[Spanning], layout: Layout, grid: Grid, unit: int | None, beside: Beside
) -> Iterator[Spanning]:
    """Yield the column of what was added since the month before, if with the months known it makes
    the cumulative.
    """
    if any(p.spans == (Span.MONTH,) for _c, p in columns):
        return
    reached = [grid.amounts(c, unit or 1) for c, p in columns if Span.TO_DATE in p.spans]
    for column in layout.unknown:
        if _GROWTH.fullmatch(column.leaf) and _makes(column, reached, grid, unit, beside):
            yield column, AmountPeriod((Span.MONTH,), beside.number)
            return


def _makes(
    column: SheetColumn, reached: Sequence[Column], grid: Grid, unit: int | None, beside: Beside
) -> bool:
    pairs = zip(grid.amounts(column, unit or 1), _complete(beside), strict=True)
    sums = [one + before if one and before else None for one, before in pairs]
    tallies = [tally(sums, each) for each in reached]
    return any(each.proves and each.telling >= FEWEST for each in tallies)


def tell_last_month(desk: Desk, layout: Layout, grid: Grid, unit: int, month: Month) -> None:
    """Say in which lines 上月完成投资 beside the month is other than what was reported of it: a
    correction that is not read.
    """
    before = month.previous()
    for column in [c for c in layout.unknown if is_of_last_month(c.path)]:
        differing = [
            each for each in _reported(grid, column, unit, before) if not each[1].agrees(each[2])
        ]
        if not differing:
            continue
        text = gettext(
            "“%(title)s” is other than what was reported of %(month)s in %(count)s lines:"
            " %(lines)s. What was reported stays; a correction is made in the report of that month."
        )
        lines = "；".join(
            gettext("%(name)s (here %(stated)s, reported %(known)s)")
            % {"name": name, "stated": in_wan(stated.value), "known": in_wan(known.value)}
            for name, stated, known in differing[:MOST_TOLD]
        )
        told = {"title": column.title, "month": before.in_words, "count": len(differing)}
        desk.prove(text % {**told, "lines": lines}, holds=False)


def _reported(
    grid: Grid, column: SheetColumn, unit: int, month: Month
) -> Iterator[tuple[str, Amount, Amount]]:
    """Yield the name of each known project, what the table says of a month, and what is known."""
    for line, stated in zip(grid.data, grid.amounts(column, unit), strict=True):
        project = grid.project(line)
        known = grid.known.months(project, month.year).get(month.number) if project else None
        if stated is not None and known is not None:
            yield line.name, stated, Amount(Decimal(known))


def _complete(beside: Beside) -> Column:
    """Return what was completed before the month in the lines of which every month is known."""
    pairs = zip(beside.earlier, beside.complete, strict=True)
    return [earlier if is_complete else None for earlier, is_complete in pairs]
