"""A table settled before its rows are read: unit, year, list, columns, totals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.rows.table import Table

from .amount_words import amounts_of_sheet_in
from .beside_ledger import tell_ledger
from .chain_months import settle_chain_month, settle_chain_period
from .counted import settle_counted, settle_source
from .grid import Grid, TableFacts
from .known import KnownFacts
from .ledgers.bare_plans import settle_bare_plan
from .ledgers.curve_columns import settle_curve
from .ledgers.misnamed_class import settle_misnamed_class
from .ledgers.plan_sizes import settle_plan_sizes
from .ledgers.plans import plans_of_year, settle_plans, with_plans_of_years
from .ledgers.ticks import Ticks
from .ledgers.whole_year import settle_whole_year
from .months.amount_columns import settle_amounts
from .months.monthly import settle_month
from .months.unread_amounts import settle_unread_amounts
from .parts import settle_parts
from .questions import Desk
from .remarks.settling import settle_remarks
from .remarks.whole_table import ask_whether_completed, tell_draft
from .remarks.worded import settle_worded
from .rows.counted_projects import settle_counted_projects
from .rows.leaving import settle_leaving
from .rows.merged_names import settle_merged_names
from .rows.numbered_names import without_numbers
from .rows.settling import SKIP, ask_whether_seen, settle_rows
from .rows.short_octobers import settle_short_octobers
from .rows.struck_out import settle_struck_cells
from .rows.wrapped_names import settle_wrapped_names
from .same_meaning import settle_same_meaning
from .single_rows.odd_ledger_rows import settle_odd_ledger_rows
from .single_rows.odd_rows import settle_odd_rows
from .single_rows.slips import settle_slips
from .units.column_units import settle_column_units
from .units.currency import CURRENCY, ask_currency
from .units.noted_rows import NOTED_ROW, settle_noted_rows
from .units.noted_units import NOTED_UNIT, settle_noted_units
from .units.shown_units import settle_shown_units
from .units.table_unit import (
    column_beside_ledger,
    needs_unit,
    settle_proved_units,
    settle_table_unit,
)
from .units.unit_by_months import unit_by_months
from .units.unit_of_cells import settle_unit_of_cells
from .units.units_by_group import GROUP_UNIT, settle_units_by_group
from .units.units_by_row import ROW_UNIT, settle_units_by_row
from .units.written_amounts import settle_written_amounts
from .year_column import settle_year_column
from .years_and_lists import settle_list

__all__ = ["Settled", "TableFacts", "settle"]
SKIPPING = ("rows", "seen", "foreseen", "rate", "sums", "leaving", "ledger", "summary", CURRENCY)
"""Questions with whose answer the whole table may be left out."""
NAMES_FIRST = ("goeson", "merged", "years")
"""Questions on which it hangs how many projects there are, and what all others would give."""
UNITS_FIRST = (CURRENCY, ROW_UNIT, GROUP_UNIT, NOTED_UNIT, NOTED_ROW)
"""Questions before all others: what else is asked shows sums in these units."""
WAYS_OF_UNITS = (
    settle_shown_units,
    settle_units_by_row,
    settle_noted_rows,
    settle_units_by_group,
    settle_unit_of_cells,
)


CELLS_FIRST = (settle_struck_cells, settle_short_octobers)
"""What cells mean that are read otherwise than they are written."""


@dataclass(frozen=True)
class Settled:
    """What a table's rows are read by."""

    layout: Layout
    unit: int | None
    grid: Grid
    ticks: Ticks


def settle(table: Table, facts: TableFacts, known: KnownFacts) -> Settled | None:
    """Settle what holds for all rows of a table; None while a question is open without which no row
    can be read. The table gets its year, its list and its desk.
    """
    desk = _opened_desk(table, facts)
    ask_currency(desk, table.above, len(table.sheet.rows) - table.layout.first_row)
    table.layout = with_plans_of_years(table.layout, table.titles)
    layout = settle_noted_units(desk, table.layout, table.sheet, table.above)
    table.sheet = without_numbers(layout, table.sheet, known)
    grid = _as_written(table, layout, known)
    year, table.sheet = settle_year_column(desk, layout, grid)
    if desk.waits_for(*NAMES_FIRST):
        return None
    grid = grid.on(table.sheet)
    ticks = settle_list(table, grid, facts, year)
    desk.context = f"{table.year or ''}-{facts.today:%m}"
    grid = _as_shown(table, grid, facts)
    if desk.waits_for(*UNITS_FIRST):
        return None
    counted = _counted(table, grid, facts)
    if counted is None:
        return None
    grid, unit = counted
    with amounts_of_sheet_in(unit):
        return _settle_counted(table, grid, unit, facts, ticks)


def _settle_counted(
    table: Table, grid: Grid, unit: int | None, facts: TableFacts, ticks: Ticks
) -> Settled | None:
    """Settle months, columns and rows of a table whose unit is known."""
    desk, layout = table.desk, grid.layout
    listed = layout
    if layout.kind == SheetKind.MONTHLY:
        settled_grid = settle_amounts(table, layout, grid, unit)
        if settled_grid is None:
            return None
        grid, layout = settled_grid, settled_grid.layout
    settled = _settle_kind(table, layout, grid, unit, facts)
    if settled is None:
        return None
    grid = grid.on(table.sheet).in_units_of(settled)
    grid = _without_odd_rows(table, settled, grid, unit)
    grid.layout = layout = _with_all_listed(settled, listed)
    grid = _settle_lines(table, layout, grid, unit)
    is_skipped = any(desk.answered_with(kind, SKIP) for kind in SKIPPING)
    layout = replace(
        layout, unknown=tuple(c for c in layout.unknown if c.index not in ticks.columns)
    )
    return None if is_skipped else Settled(layout, unit, grid, ticks)


def _as_written(table: Table, layout: Layout, known: KnownFacts) -> Grid:
    """Return the grid with amounts and months as what was typed means them."""
    table.sheet = settle_written_amounts(table.desk, layout, table.sheet)
    grid = Grid(table.sheet, layout, known)
    for settle_names in (*CELLS_FIRST, settle_wrapped_names, settle_merged_names):
        grid = grid if table.sheet is grid.sheet else Grid(table.sheet, layout, known)
        table.sheet = settle_names(table.desk, layout, grid)
    return grid if table.sheet is grid.sheet else Grid(table.sheet, layout, known)


def _settle_lines(table: Table, layout: Layout, grid: Grid, unit: int | None) -> Grid:
    """Settle which lines are projects of the table, and return them; not while single amounts are
    asked about.
    """
    if table.desk.waits_for("odd"):
        return grid
    while (sheet := settle_rows(table.desk, layout, grid, unit or 1)) is not grid.sheet:
        table.sheet = sheet
        grid = Grid(sheet, layout, grid.known)
    settle_leaving(table.desk, layout, grid, unit, table.titles)
    tell_draft(table.desk, table.titles)
    settle_counted_projects(table.desk, layout, grid)
    if layout.kind == SheetKind.MONTHLY:
        settle_unread_amounts(table.desk, layout, grid)
        ask_whether_completed(table.desk, layout, grid, unit or 1, table.titles)
        settle_remarks(table.desk, layout, grid, unit or 1, layout.month)
    if table.sheet.doubtful:
        ask_whether_seen(table.desk, layout, grid, unit or 1)
    return grid


def _opened_desk(table: Table, facts: TableFacts) -> Desk:
    second = f"#{table.layout.header_row}" if table.tier or table.year else ""
    table.desk = Desk(
        table.file,
        table.sheet.name,
        re.sub(r"\d+", "#", table.layout.signature),
        facts.answers,
        facts.remembered,
        place=table.sheet.name + second,
    )
    return table.desk


def _counted(table: Table, grid: Grid, facts: TableFacts) -> tuple[Grid, int | None] | None:
    """Return the grid with one column for each plan, and the table's unit; None while that is
    asked.
    """
    layout = _settle_plans(table, grid, grid.known)
    if layout != table.layout:
        grid = Grid(table.sheet, layout, grid.known)
    stated = layout.unit or facts.unit or unit_by_months(table.desk, layout, grid, table.year)
    unit = settle_table_unit(table.desk, layout, grid, stated, table.year)
    if unit is None and needs_unit(layout, grid):
        return None
    if unit != layout.unit and grid.has_unit_in_cells:
        grid = Grid(table.sheet, replace(layout, unit=unit), grid.known)
    grid = grid.in_units_of(settle_plan_sizes(table.desk, grid.layout, grid, unit))
    return _without_slips(table, grid.layout, grid, unit), unit


def _without_slips(table: Table, layout: Layout, grid: Grid, unit: int | None) -> Grid:
    """Return the grid with single rows in the unit of the others, as answered."""
    ways = (settle_slips, partial(settle_odd_ledger_rows, year=table.year))
    for settle_amounts_of_rows in ways:
        table.sheet = settle_amounts_of_rows(table.desk, layout, grid, unit)
        if table.sheet is not grid.sheet:
            grid = Grid(table.sheet, layout, grid.known)
    return grid


def _without_odd_rows(table: Table, settled: Layout, grid: Grid, unit: int | None) -> Grid:
    """Return the grid with single odd amounts of a month's table as answered."""
    if settled.kind != SheetKind.MONTHLY:
        return grid
    year = settled.month.year if settled.month else table.year
    plan = plans_of_year(grid, settled, unit, year)
    table.sheet = settle_odd_rows(table.desk, settled, grid, unit, plan, year)
    grid = grid if table.sheet is grid.sheet else Grid(table.sheet, grid.layout, grid.known)
    if not table.desk.waits_for("odd"):
        table.sheet = settle_worded(table.desk, settled, grid, unit or 1, year)
    return grid if table.sheet is grid.sheet else Grid(table.sheet, grid.layout, grid.known)


def _with_all_listed(layout: Layout, listed: Layout) -> Layout:
    """Return the layout with every column under its own heading, and in it those that were left out
    on the way, as ones not read.
    """
    titles = {column.index: column.title for column in (*listed.columns, *listed.unknown)}

    def titled(columns: Sequence[SheetColumn]) -> Iterator[SheetColumn]:
        return (replace(c, title=titles.get(c.index, c.title)) for c in columns)

    kept = {column.index for column in (*layout.columns, *layout.unknown)}
    left = (c for c in (*listed.columns, *listed.unknown) if c.index not in kept)
    unknown = (*titled(layout.unknown), *(replace(c, field="") for c in left))
    return replace(layout, columns=tuple(titled(layout.columns)), unknown=unknown)


def _as_shown(table: Table, grid: Grid, facts: TableFacts) -> Grid:
    """Return the grid with the units that number formats, or a column of units, say."""
    stated = grid.layout.unit or facts.unit
    for settle_units in WAYS_OF_UNITS:
        compared = partial(column_beside_ledger, grid, year=table.year)
        layout, table.sheet = settle_units(table.desk, grid.layout, grid, stated, compared)
        if layout is not grid.layout or table.sheet is not grid.sheet:
            grid = Grid(table.sheet, layout, grid.known)
    layout = settle_column_units(table.desk, grid.layout, grid, table.year)
    layout = settle_proved_units(table.desk, layout, grid, stated, table.year)
    return grid if layout == grid.layout else Grid(table.sheet, layout, grid.known)


def _settle_plans(table: Table, grid: Grid, known: KnownFacts) -> Layout:
    """Return the layout with one column for each amount; sums of parts come into the sheet."""
    layout, table.sheet = settle_parts(table.desk, grid.layout, grid, table.year)
    layout = settle_same_meaning(table.desk, layout, grid)
    if layout.kind != SheetKind.LEDGER:
        return layout
    layout = settle_misnamed_class(table.desk, layout, grid)
    layout = settle_plans(table.desk, layout, grid, table.year)
    layout = settle_bare_plan(table.desk, layout, grid, table.titles)
    grid = Grid(table.sheet, layout, known)
    layout = settle_curve(table.desk, layout, grid, table.titles)
    if layout.column("planned") is None:
        layout, table.sheet = settle_whole_year(table.desk, layout, grid, table.year)
    return layout


def _settle_kind(
    table: Table, layout: Layout, grid: Grid, unit: int | None, facts: TableFacts
) -> Layout | None:
    """Return the layout of a month, of the statistics or of chains settled; None while asked."""
    if layout.kind == SheetKind.CHAIN:
        settled = settle_chain_period(table, layout, grid, unit)
        if settled is None or settled.kind == SheetKind.CHAIN_MONTH:
            return settled
    if layout.kind in (SheetKind.STATISTICS, SheetKind.CHAIN):
        return settle_counted(table, layout, grid, unit, facts)
    if layout.kind == SheetKind.CHAIN_MONTH:
        return settle_chain_month(table, layout, grid, unit, facts)
    if layout.kind != SheetKind.MONTHLY:
        return layout
    settled = settle_month(table, layout, grid, unit, facts)
    if settled is not None:
        year = settled.month.year if settled.month else table.year
        if not table.desk.waits_for("unit"):
            tell_ledger(table.desk, settled, grid, unit or 1, year)
    return None if settled is None else settle_source(table, settled, grid, unit)
