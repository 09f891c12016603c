"""Columns whose every amount says its unit itself: 4.2亿元, 3000万. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import own_unit
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import Desk
from bihuan.kit.money import UNITS
from bihuan.kit.numbers import is_empty
from bihuan.kit.sheets import Sheet, cell_at

NAMED = frozenset(UNITS.values())


def settle_unit_of_cells(
    _desk: Desk, layout: Layout, grid: Grid, stated: int | None, *_others: Any
) -> tuple[Layout, Sheet]:
    """Return the layout with the unit that most cells of a column say, where all of them say one
    and neither heading nor table does: nobody needs to be asked.
    """
    if stated is not None:
        return layout, grid.sheet
    for column in grid.columns:
        units = [] if column.unit else _units(grid, column)
        if units and all(units):
            most = Counter(units).most_common(1)[0][0]
            layout = layout.counted_in({column.index}, most if most in NAMED else 1)
    return layout, grid.sheet


def _units(grid: Grid, column: SheetColumn) -> list[int | None]:
    """Return the unit that each cell of a column says that is not blank; None for a bare one."""
    cells = [cell_at(line.cells, column.index) for line in grid.data]
    return [own_unit(c) if isinstance(c, str) else None for c in cells if not is_empty(c)]
