"""A column that tells the month of each row under a heading nobody knows: 年月, 统计月份. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import month_number
from bihuan.kit.dates import month_in
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import cell_at

_HEADING = re.compile(
    r"(?:数据|统计|报告|填报|所属|投资|完成|调度)?(?:年月|月份|月度|期间|月期|期次?|时间|时期|年度月份|月)"
)


def with_month_column(layout: Layout, grid: Grid) -> Layout:
    """Return the layout with the column of which every cell is a month as that of the rows' months:
    under a heading that is like one's, and of several months.
    """
    if layout.column("month"):
        return layout
    column = next((c for c in layout.unknown if _tells_months(c, grid)), None)
    if column is None:
        return layout
    columns = sorted((*layout.columns, replace(column, field="month")), key=lambda c: c.index)
    unknown = tuple(c for c in layout.unknown if c is not column)
    return replace(layout, columns=tuple(columns), unknown=unknown)


def _tells_months(column: SheetColumn, grid: Grid) -> bool:
    if not _HEADING.fullmatch(column.leaf.replace(" ", "")):
        return False
    cells = [plain(cell_at(line.cells, column.index)) for line in grid.data]
    months = {str(month_in(cell) or month_number(cell) or "") for cell in cells}
    return len(months) > 1 and "" not in months and not any(is_empty(cell) for cell in cells)
