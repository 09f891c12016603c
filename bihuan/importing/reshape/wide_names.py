"""Names under a heading that is merged over two columns: a kind of projects, and the project.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bihuan.kit.numbers import parse_number
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .places import ReshapedSheet, heading_of_names, words_in

TWO_COLUMNS = 2
LONGEST_KIND = 8  # characters
KIND = "分组"
_PART = re.compile(
    r".{0,4}(?:标段|标|子项|单体).{0,3}|第?[（(]?[一二三四五六七八九十\dA-Z]+[)）]?(?:期|段|区|号楼?)"
)
"""How a part of a project is called: then the left column names projects."""


def parted(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with the right of two columns under the heading of names as the names; None
    if the left one does not hold a few kinds of projects, each over several.
    """
    place = heading_of_names(sheet)
    area = next((a for a in sheet.merged if a[:2] == place), None)
    if place is None or area is None or area[3] - area[1] + 1 != TWO_COLUMNS:
        return None
    row, column = place
    if not _holds_kinds(sheet.rows[area[2] + 1 :], column):
        return None
    rows = [list(cells) for cells in sheet.rows]
    heading = rows[row]
    heading.extend([None] * (column + TWO_COLUMNS - len(heading)))
    heading[column], heading[column + 1] = KIND, heading[column]
    for cells in rows[area[2] + 1 :]:
        if len(cells) > column + 1 and not words_in(cells, column + 1):
            cells[column], cells[column + 1] = None, cells[column]  # 合计, or a name over both
    split = [(area[0], c, area[2], c) for c in (column, column + 1) if area[0] < area[2]]
    merged = [a for a in sheet.merged if a != area and not _is_over_both(a, area)] + split
    text = gettext("Under “%s” the right column names the projects, the left one their kinds.")
    told = str(sheet.rows[row][column])
    return ReshapedSheet(replace(sheet, rows=rows, merged=merged), text % told)


def _is_over_both(each: tuple[int, int, int, int], heading: tuple[int, int, int, int]) -> bool:
    """True for a cell merged over both columns below the heading."""
    return each[0] > heading[2] and each[1] == heading[1] and each[3] == heading[3]


def _holds_kinds(rows: list[list[Cell]], column: int) -> bool:
    kinds = [word for cells in rows if (word := words_in(cells, column))]
    names = [word for cells in rows if (word := words_in(cells, column + 1))]
    both = [words_in(cells, column) for cells in rows if words_in(cells, column + 1)]
    if not any(both) or len(set(names)) < len(names) or len(set(kinds)) >= len(names):
        return False
    if any(_PART.fullmatch(name) or parse_number(name) for name in names):
        return False
    return all(len(kind) <= LONGEST_KIND for kind in both)
