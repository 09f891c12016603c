"""Months that a table names without their year. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import is_date_line, month_number, settle_year
from bihuan.importing.rows.table import Table
from bihuan.kit.dates import month_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import cell_at

from .months_by_sums import last_year_listed
from .untold_month import year_by_lists


def has_year(table: Table, layout: Layout, grid: Grid, today: date) -> bool:
    """Ask of which year the months in headings or rows are where nothing tells; False while it is
    asked.
    """
    if table.year is None and not _is_told(layout, grid):
        table.year = year_by_lists(table.desk, grid, today)
    if table.year is None and not _is_told(layout, grid):
        table.year = settle_year(
            table.desk, [], len(grid.data), today, last_year_listed(grid, today)
        )
        return table.year is not None
    return True


def _is_told(layout: Layout, grid: Grid) -> bool:
    column = layout.column("month")
    if column is None:
        return any(each.year for each in (*layout.columns, *layout.unknown))
    cells = (cell_at(line.cells, column.index) for line in grid.data)
    return any(isinstance(cell, date) or month_in(plain(cell)) for cell in cells)


def filled_in(grid: Grid) -> list[str]:
    """Return the line that tells when a table was filled in where a column does, with days of one
    month in all rows: 填报日期.
    """
    for column in (*grid.layout.columns, *grid.layout.unknown):
        if not is_date_line(column.leaf) or month_in(column.leaf):
            continue
        cells = [cell_at(line.cells, column.index) for line in grid.data]
        found = {month_in(plain(cell)) for cell in cells if not is_empty(cell)}
        if len(found) == 1 and (month := found.pop()):
            return [f"{column.leaf}：{month}"]
    return []


def months_named(
    titles: Sequence[str], numbers: set[int], years: Sequence[int], today: date
) -> list[Month]:
    """Return the month that titles or headings name without a year, of each of several years in
    which it has begun. Empty if they name none, or several.
    """
    told = (month_number(text) for text in titles if not is_date_line(text))
    number = next((each for each in told if each), None)
    if number is None and len(numbers) == 1:
        (number,) = numbers
    if number is None:
        return []
    each = (Month(year, number) for year in years)
    return [month for month in each if month.first_day <= today]
