"""Columns 省重点 and 市重点 in which a tick tells on which lists a project stands. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import tier_in
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, cell_at
from bihuan.projects.kinds import Tier

TICKS = frozenset({"√", "✓", "✔", "☑", "是", "●", "★", "v", "y", "1"})
NO_TICKS = frozenset({"×", "否", "□", "○", "☐", "x", "n", "0"})
_LIST = re.compile(
    r"(?:是否)?(?:为|属于?)?(?:自治区|自治州|[省市区县州旗盟])级?(?:重点|统筹)?(?:项目)?"
)


def tick_columns(layout: Layout, grid: Grid) -> Mapping[int, Tier]:
    """Return the lists that columns of ticks stand for, by the columns' indexes."""
    found = {}
    for column in layout.unknown:
        tier = _list_of(column)
        if tier and _is_of_ticks([cell_at(line.cells, column.index) for line in grid.data]):
            found[column.index] = tier
    return found


def ticked(columns: Mapping[int, Tier], cells: Sequence[Cell]) -> list[Tier]:
    """Return the lists on which a row is ticked."""
    return [tier for index, tier in columns.items() if _is_tick(cell_at(cells, index))]


def _list_of(column: SheetColumn) -> Tier | None:
    words = words_of(column.path)[-1]
    return tier_in(f"{words}重点") if _LIST.fullmatch(words) else None


def _is_of_ticks(cells: Sequence[Cell]) -> bool:
    told = {plain(cell).casefold() for cell in cells if not is_empty(cell)}
    return bool(told & TICKS) and told <= TICKS | NO_TICKS


def _is_tick(cell: Cell) -> bool:
    return not is_empty(cell) and plain(cell).casefold() in TICKS
