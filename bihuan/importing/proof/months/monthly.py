"""A month's report settled: which month it is of, and what each column of amounts counts. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid, TableFacts
from bihuan.importing.proof.heads import month_number
from bihuan.importing.proof.remarks.whole_table import is_noted_so_far
from bihuan.importing.rows.table import Table
from bihuan.kit.dates import month_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import plain

from .beside import beside_of
from .equations import SpanColumn
from .later_months import settle_later_months
from .magnitudes import settle_magnitudes, settle_many_magnitudes, with_spans
from .many_months import (
    Spanning,
    compared,
    growing,
    is_of_many_months,
    settle_falling,
    without_other_years,
)
from .missing_year import has_year
from .month_column import with_month_column
from .months_by_sums import settle_month_by_sums
from .named_months import is_of_whole_month
from .periods import (
    EITHER,
    OUTPUT,
    PASSED,
    AmountPeriod,
    Span,
    is_month_of_whole,
    is_of_last_month,
    is_of_whole_year,
    is_plain,
    period_of,
    without_bare_level,
)
from .rates import settle_rates, with_percent
from .row_sums import settle_row_sums
from .since_last_month import by_the_month_before, tell_last_month
from .since_start import settle_since_start
from .sized_columns import SizedRows
from .spans import FIELDS, settle_spans
from .told_month import WHOLE_YEAR, held_in_month, month_told

AMOUNTS = frozenset(FIELDS.values())
ALIASES = {
    alias.rpartition("/")[2]
    for name, spec in COLUMNS[SheetKind.MONTHLY.value].fields.items()
    if name in AMOUNTS
    for alias in spec.aliases
}
"""The lowest levels of known headings of amounts completed."""


def settle_month(
    table: Table, layout: Layout, grid: Grid, unit: int | None, facts: TableFacts
) -> Layout | None:
    """Return the layout with its month, and each column of amounts by what it counts; None while
    that is asked.
    """
    layout = with_month_column(with_percent(layout, grid), grid)
    found = _amount_columns(layout, grid, table.year)
    columns = _columns_told(table, layout, found, grid, unit, facts)
    if columns is None:
        return None
    layout = _without(layout, {c.index for c, _p in found} - {c.index for c, _p in columns})
    if is_of_many_months(columns):
        return _of_many_months(table, without_other_years(layout, columns), grid, unit)
    holds = held_in_month(columns, grid, unit)
    titles = [column.title for column, _p in columns]
    is_open = all(p.is_open for _c, p in columns)
    left = [column.title for column in layout.unknown if column.title not in titles]
    if not is_of_whole_month(table.desk, table.above, titles, holds, is_open=is_open, left=left):
        return None
    month = None if layout.column("month") else month_told(table, columns, grid, unit, facts.today)
    if month is None and not layout.column("month"):
        return None
    settled = _of_month(table, layout, grid, unit, columns, month)
    if settled is not None and month is not None:
        counted = grid.on(table.sheet).in_units_of(settled)
        told = settle_month_by_sums(table.desk, settled, counted, unit, month, holds, facts.today)
        if told != month:
            settled = _of_month(table, layout, grid, unit, columns, told) if told else None
    return settled


def _columns_told(
    table: Table,
    layout: Layout,
    found: list[Spanning],
    grid: Grid,
    unit: int | None,
    facts: TableFacts,
) -> list[Spanning] | None:
    """Return the columns of what was completed, and of what time each may be; None while the year
    is asked, what falling cumulatives are, or whether later months were completed.
    """
    columns = settle_falling(table.desk, found, grid, unit)
    if columns is None or not _has_year(table, layout, columns, grid, facts):
        return None
    columns = _opened_by_notes(table, columns, grid)
    if not is_of_many_months(columns):
        return columns
    return settle_later_months(table, columns, grid, unit, facts.today)


def _opened_by_notes(table: Table, columns: list[Spanning], grid: Grid) -> list[Spanning]:
    """Return the columns of a month alone as what may be the year so far, if a note says so."""
    if any(p.spans == (Span.TO_DATE,) for _c, p in columns):
        return columns
    is_noted = is_noted_so_far(grid, table.above)
    month = (Span.MONTH,)
    return [
        (c, replace(p, spans=EITHER) if is_noted and p.spans == month else p) for c, p in columns
    ]


def _of_month(
    table: Table,
    layout: Layout,
    grid: Grid,
    unit: int | None,
    columns: list[Spanning],
    month: Month | None,
) -> Layout | None:
    """Return the layout as one of a month, or of each row's own; None while it is asked what its
    columns count.
    """
    number = month.number if month else 0
    year = month.year if month else table.year
    table.desk.context = str(month or "")
    if year != table.year:
        table.year = year
        columns = _amount_columns(layout, grid, year)
    beside = beside_of(table.desk, grid, layout, unit, year, number or _only_month(grid, layout))
    columns = by_the_month_before(columns, layout, grid, unit, beside)
    columns = _whole_years_doubted(columns, number)
    rows = SizedRows(grid, year, unit or 1, beside.plan)
    settle_sizes = partial(settle_magnitudes, table.desk, number=beside.number)
    sized = settle_sizes(layout, rows, _headed(columns), is_settled=False)
    if sized is None:
        return None
    layout, grid = sized.layout, grid.in_units_of(sized.layout)
    columns = with_spans(columns, sized)
    told = [_span_column(column, p, grid, unit) for column, p in columns]
    spans = settle_spans(table.desk, told, beside)
    if spans is None:
        return None
    rows, found = replace(rows, grid=grid), _as_settled(columns, spans)
    sized = settle_sizes(layout, rows, found, is_settled=True)
    if sized is None:
        return None
    layout = sized.layout
    spans |= sized.spans
    settled = replace(
        layout,
        columns=tuple(_renamed(layout.columns, spans)) + _added(layout, spans),
        unknown=tuple(c for c in layout.unknown if spans.get(c.index) not in FIELDS),
        month=month,
        number=number or None,
    )
    counted = grid.in_units_of(settled)
    settled, table.sheet = settle_since_start(
        table.desk, settled, counted, unit, beside.before_year
    )
    settle_rates(table.desk, settled, grid.on(table.sheet), unit, beside.plan)
    if month is not None:
        tell_last_month(table.desk, settled, counted, unit or 1, month)
    return settled


def _without(layout: Layout, left: Collection[int]) -> Layout:
    """Return the layout with some of its columns as ones that are not read."""
    for column in [c for c in layout.columns if c.index in left]:
        layout = layout.read_as(column, "")
    return layout


def _headed(columns: Sequence[Spanning]) -> list[Spanning]:
    """Return the columns whose headings are in use, and tell whether they are a month's."""
    return [(c, p) for c, p in columns if _is_known(c) and not set(EITHER) <= set(p.spans)]


def _as_settled(columns: Sequence[Spanning], spans: Mapping[int, Span]) -> list[Spanning]:
    """Return the columns by what they were settled to be, before what they may be otherwise."""
    found = []
    for column, period in columns:
        if span := spans.get(column.index):
            others = (each for each in period.spans if each is not span)
            found.append((column, replace(period, spans=(span, *others))))
    return found


def _has_year(
    table: Table, layout: Layout, columns: Sequence[Spanning], grid: Grid, facts: TableFacts
) -> bool:
    """Return whether the year is known of a table with several months; it is asked else."""
    several = is_of_many_months(columns) or layout.column("month")
    return not several or has_year(table, layout, grid, facts.today)


def _of_many_months(table: Table, layout: Layout, grid: Grid, unit: int | None) -> Layout | None:
    """Return the layout of a table with a column a month, held against the sums of its rows."""
    alone = months_alone(layout)
    rows = SizedRows(grid, table.year, unit or 1, [None] * len(grid.data))
    counted = settle_many_magnitudes(table.desk, layout, rows, alone)
    if counted is None or len(months := months_alone(counted)) < len(alone) or not months:
        return counted
    return settle_row_sums(table.desk, counted, grid.in_units_of(counted), months, unit)


def months_alone(layout: Layout) -> list[SheetColumn]:
    """Return the columns of what was completed in one month each."""
    return [c for c in layout.columns if c.field == "completed" and c.month]


def _amount_columns(layout: Layout, grid: Grid, year: int | None) -> list[Spanning]:
    """Return the columns that may count what was completed, and of what time each may be. Where all
    name another year than the one that was told, they are of this.
    """
    found = _of_year(layout, grid, year)
    if found and all(period.spans in PASSED for _column, period in found):
        found = _of_last_month(_of_year(layout, grid, None), layout)
    found = _without_output(compared(found, layout))
    if any(span in EITHER for _column, period in found for span in period.spans):
        return growing(found, grid)
    return [(c, replace(p, spans=EITHER) if p.is_quarter else p) for c, p in found]


def _of_last_month(columns: list[Spanning], layout: Layout) -> list[Spanning]:
    """Return the columns with 上月完成投资 as the month before the title's, if nothing else is told
    of this year.
    """
    if layout.month is None or any(p.spans not in PASSED for _c, p in columns):
        return columns
    number = layout.month.previous().number
    told = AmountPeriod((Span.MONTH,), number)
    return [(c, told if is_of_last_month(c.path) else p) for c, p in columns]


def _without_output(columns: list[Spanning]) -> list[Spanning]:
    """Return the columns without output (完成产值), if some tell investment."""
    invested = [each for each in columns if not OUTPUT.search(each[0].title)]
    return invested or columns


def _of_year(layout: Layout, grid: Grid, year: int | None) -> list[Spanning]:
    found = []
    for column in (*layout.columns, *layout.unknown):
        if column.part or (column.field and column.field not in AMOUNTS):
            continue
        period = period_of(column.path, year)
        if not column.field and period and not any(grid.amounts(column)):
            continue  # words, or nothing
        if period is None and column.field in AMOUNTS:  # said by a person, or a near heading
            span = next(span for span, field in FIELDS.items() if field == column.field)
            is_other = column.year is not None and year is not None and column.year != year
            spans = (Span.OTHER,) if is_other else (span,)
            period = AmountPeriod(spans, column.month, column.year)
        if period is not None:
            found.append((column, period))
    return sorted(found, key=lambda each: each[0].index)


def _whole_years_doubted(columns: Sequence[Spanning], number: int) -> list[Spanning]:
    """Return the columns with 全年完成投资 before December as what may be the year so far, or
    another year's.
    """
    if number in (0, WHOLE_YEAR):
        return list(columns)
    doubted = (Span.OTHER, Span.TO_DATE)
    return [
        (
            c,
            replace(p, spans=doubted)
            if p.spans == (Span.TO_DATE,) and is_of_whole_year(c.path)
            else p,
        )
        for c, p in columns
    ]


def _span_column(
    column: SheetColumn, period: AmountPeriod, grid: Grid, unit: int | None
) -> SpanColumn:
    known = _is_known(column) and not (period.is_open and Span.OTHER in period.spans)
    return SpanColumn(column.index, column.title, period, grid.amounts(column, unit or 1), known)


def _is_known(column: SheetColumn) -> bool:
    """True if the heading is one that offices are known to use for amounts completed, or says of
    when they are and that they were completed, and no more.
    """
    if is_month_of_whole(column.path):
        return True
    words = words_of(without_bare_level(column.path))
    named = not column.guessed
    if named and (words[-1] in ALIASES or "".join(words[-2:]) in ALIASES):
        return True
    return is_plain("".join(words)) or is_of_last_month(column.path)


def _only_month(grid: Grid, layout: Layout) -> int:
    """Return the month of a table with a column of months if all lines are of one, else 0."""
    column = layout.column("month")
    if column is None:
        return 0
    found = {month_number(_words(line.cells, column.index)) for line in grid.data}
    return (found.pop() or 0) if len(found) == 1 else 0


def _words(cells: Sequence[object], index: int) -> str:
    text = plain(cells[index]) if index < len(cells) else ""
    month = month_in(text)
    return f"{month.number}月" if month else text


def _renamed(columns: Sequence[SheetColumn], spans: Mapping[int, Span]) -> list[SheetColumn]:
    """Return the columns with the fields that were found; those of another year are left out."""
    kept = []
    for column in columns:
        span = spans.get(column.index)
        if span is None:
            kept.append(column)
        elif span in FIELDS:
            kept.append(replace(column, field=FIELDS[span], month=None, year=None))
    return kept


def _added(layout: Layout, spans: Mapping[int, Span]) -> tuple[SheetColumn, ...]:
    """Return the columns whose headings nobody knew, and that count what was completed."""
    return tuple(
        replace(column, field=FIELDS[spans[column.index]], month=None, year=None)
        for column in layout.unknown
        if spans.get(column.index) in FIELDS
    )
