"""Amounts held against the parts beside them: 年度计划投资 and 其中：政府投资, 社会投资. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.headings.part_columns import whole_path
from bihuan.importing.headings.sources import AMONG

from .amounts import Amount, tally, total_of
from .grid import Grid
from .single_rows.odd_amounts import OddAmount

AS_PARTS = "parts"
FEWEST_ROWS = 3  # in which parts make the whole
FEWEST_PARTS, MOST_PARTS = 2, 5


def beside_parts(
    layout: Layout, grid: Grid, columns: Sequence[SheetColumn], unit: int | None
) -> Iterator[OddAmount]:
    """Yield the amounts of columns that are not the sum of their parts, where most are."""
    for column in columns:
        amounts = grid.amounts(column, unit or 1)
        for sums in _sums_beside(layout, grid, column, unit or 1):
            held = tally(amounts, sums)
            if held.telling < FEWEST_ROWS or not held.held * 4 >= held.tried * 3:
                continue
            for line, stated, sum_ in zip(grid.data, amounts, sums, strict=True):
                if stated and sum_ and not stated.agrees(sum_):
                    yield OddAmount(line, column, stated.value, {AS_PARTS: sum_.value})
            break


def _sums_beside(
    layout: Layout, grid: Grid, whole: SheetColumn, unit: int
) -> Iterator[list[Amount | None]]:
    """Yield the sums of the columns that may be the parts of one: under the same heading, or after
    it from 其中 on.
    """
    under = [c for c in layout.unknown if len(c.path) > 1 and whole_path(c.path) == _above(whole)]
    after: list[SheetColumn] = []
    for column in sorted(layout.unknown, key=lambda c: c.index):
        is_first = column.index == whole.index + 1 and column.leaf.startswith(AMONG)
        if is_first or (after and column.index == after[-1].index + 1):
            after.append(column)
    ways = [under] if under else [after[:n] for n in range(FEWEST_PARTS, MOST_PARTS)]
    for parts in ways:
        if len(parts) >= FEWEST_PARTS:
            rounded = Decimal(len(parts) * (whole.unit or unit)) / 2  # each to a whole unit
            by_line = zip(*(grid.amounts(c, unit) for c in parts), strict=True)
            yield [_sum(each, rounded) if any(each) else None for each in by_line]


def _sum(parts: Sequence[Amount | None], rounded: Decimal) -> Amount:
    whole = total_of(parts)
    return Amount(whole.value, max(whole.half, rounded))


def _above(whole: SheetColumn) -> tuple[str, ...]:
    """Return the heading under which the parts of an amount stand."""
    return whole.path[:-1] or whole.path
