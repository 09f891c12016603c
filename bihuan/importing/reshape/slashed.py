"""Columns that hold two amounts in each cell: 4月（计划/实际） over 30/25, 本月(累计) over 30(125).

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import MOST_COLUMNS, Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import Place, ReshapedSheet, heading_of_names, moved

_BOTH = re.compile(r"(.*?)\s*[(]\s*([^()/]{1,8})\s*/\s*([^()/]{1,8})\s*[)]")
_WITHIN = re.compile(
    r"(.*?)((?:[本当]月|\d{1,2}月份?)(?:完成)?)\s*[(]\s*((?:本?年度?|1-\d{1,2}月)?累计(?:完成)?)\s*[)]"
)
"""完成投资本月(累计): the second in brackets, as in its cells."""
_BEFORE = re.compile(
    r"((?:[本当]月|\d{1,2}月份?))\s*/\s*((?:本?年度?|1-\d{1,2}月)?累计)((?:完成)?(?:投资)?(?:额|情况)?)"
)
"""本月/累计完成投资: both times before the measure."""
_AMOUNTS = re.compile(
    r"([-\d,.]+)\s*(?:/\s*|[(]\s*(?:本?年?累计|本月)?(?:完成)?:?\s*(?=[^()]*[)]))([-\d,.]+)\s*[)]?"
)


def parted(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with a column for each of the two; None for a sheet of another kind."""
    place = heading_of_names(sheet)
    if place is None:
        return None
    row, width = place[0], max(len(cells) for cells in sheet.rows)
    found = {
        column: heading
        for column, cell in enumerate(sheet.rows[row])
        if isinstance(cell, str) and (heading := _both(cell))
    }
    if not found or width + len(found) >= MOST_COLUMNS or not _hold_both(sheet, row, list(found)):
        return None
    rows = [list(cells) + [None] * (width - len(cells)) for cells in sheet.rows]
    places: dict[Place, Place] = {}
    for there, (column, heading) in enumerate(found.items(), width):
        measure, first, second = heading
        rows[row][column] = f"{measure}（{first}）"
        rows[row].append(f"{measure}（{second}）")
        for number in range(row + 1, len(rows)):
            one, other = _parts(cell_at(sheet.rows[number], column))
            rows[number][column] = one
            rows[number].append(other)
            places[number, there] = number, column
    titles = "、".join(plain(sheet.rows[row][column]) for column in found)
    text = gettext("Each cell of “%s” holds two amounts: read as two columns.") % titles
    return ReshapedSheet(moved(sheet, rows, {}, sheet.merged), text, places)


def _both(cell: str) -> tuple[str, str, str] | None:
    """Return the measure of a heading, and what its first and its second amount are."""
    words = "".join(plain(cell).split())
    if found := _BEFORE.fullmatch(words):
        return found[3] or "完成投资", found[1], found[2]
    if found := _BOTH.fullmatch(words) or _WITHIN.fullmatch(words):
        return found[1], found[2], found[3]
    return None


def _hold_both(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """True if some cells below the headings hold two amounts, and none holds one."""
    cells = [cell_at(cells, n) for cells in sheet.rows[row + 1 :] for n in columns]
    filled = [cell for cell in cells if not is_empty(cell)]
    return bool(filled) and all(_AMOUNTS.fullmatch(plain(cell)) for cell in filled)


def _parts(cell: Cell) -> tuple[Cell, Cell]:
    found = _AMOUNTS.fullmatch(plain(cell))
    return (found[1], found[2]) if found else (None, None)
