"""The columns of a month's amounts, before it is told of what time each is. Pure."""

from __future__ import annotations

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.corrected import settle_corrected
from bihuan.importing.proof.grid import Grid
from bihuan.importing.rows.table import Table

from .bare import settle_measure, with_sum_beside
from .output_columns import settle_output
from .quarters import settle_quarters
from .rest_of_quarter import settle_rest_of_quarter


def settle_amounts(table: Table, layout: Layout, grid: Grid, unit: int | None) -> Grid | None:
    """Return the grid of a table whose headings without a measure, corrections and quarters are
    settled; None while nothing can be read from it. The table gets the sheet with their sums.
    """
    desk, known = table.desk, grid.known
    if not settle_output(desk, layout, grid, unit):
        return None
    measured = settle_measure(desk, layout, grid, table.titles, unit=unit, year=table.year)
    if measured is None:
        return None
    measured = with_sum_beside(measured)
    if measured is not layout:
        grid = Grid(table.sheet, measured, known)
    corrected, table.sheet = settle_corrected(desk, grid.layout, grid, unit or 1, table.year)
    if corrected is not grid.layout:
        grid = Grid(table.sheet, corrected, known)
    settled, table.sheet = settle_quarters(desk, corrected, grid, unit or 1, table.year)
    if settled is None:
        return None
    grid = grid if settled is grid.layout else Grid(table.sheet, settled, known)
    rest, table.sheet = settle_rest_of_quarter(desk, settled, grid, unit or 1, table.year)
    if rest is None:
        return None
    return grid if rest is settled else Grid(table.sheet, rest, known)
