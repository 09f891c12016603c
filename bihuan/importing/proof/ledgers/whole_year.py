"""A year's plan told in its months or quarters alone: their sum is the plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bihuan.importing.headings.layout import Layout, width_of
from bihuan.importing.headings.naming import SheetColumn, year_in_parts
from bihuan.importing.proof.amounts import shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import Desk
from bihuan.importing.proof.rows.lines import LineRole
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext


def settle_whole_year(
    desk: Desk, layout: Layout, grid: Grid, year: int | None
) -> tuple[Layout, Sheet]:
    """Return the layout with a column of the year's plan, and the sheet with the sums of its parts
    in it, where these cover the year once and nothing tells the whole.
    """
    parts = year_in_parts(layout.columns, year)
    if layout.column("planned") or not parts:
        return layout, grid.sheet
    first = parts[0]
    title = "/".join(first.path[:-1]) or "—".join(dict.fromkeys((first.title, parts[-1].title)))
    width = max(width_of(layout), *map(len, grid.sheet.rows))
    whole = SheetColumn(width, "planned", title, unit=first.unit)
    if len({column.unit for column in parts}) > 1:
        return layout, grid.sheet
    desk.prove(
        gettext("The months or quarters of “%s” cover the year: their sum is its plan.") % title
    )
    for column in [c for c in layout.columns if c.year and c.year != first.year]:
        if column.field in ("planned_in", "planned_to"):
            layout = layout.read_as(column, "")  # of another year
    return replace(layout, columns=(*layout.columns, whole)), _summed(grid, parts, whole)


def _summed(grid: Grid, parts: Sequence[SheetColumn], whole: SheetColumn) -> Sheet:
    rows: list[list[Cell]] = list(grid.sheet.rows)
    places = [place for column in parts if (place := grid.place(column)) is not None]
    for line in grid.lines:
        found = [line.amounts[place] for place in places]
        if line.role is LineRole.NUMBERS or not any(each is not None for each in found):
            continue
        row = [*rows[line.number], *[None] * whole.index][: whole.index]
        rows[line.number] = [*row, shown(total_of(found).value / (whole.unit or 1))]
    return replace(grid.sheet, rows=rows)
