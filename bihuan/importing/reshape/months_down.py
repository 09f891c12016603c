"""Months downwards: projects across (月份 | 某项目 | 某项目), or one project, whom the title names.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.naming import field_of
from bihuan.importing.proof.months.periods import period_of
from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import TOP, Place, ReshapedSheet, heading_of_names, moved, words_in

NAME = "项目名称"
FEWEST = 2  # months, and projects across
KINDS = (SheetKind.LEDGER, SheetKind.MONTHLY)
_HEADING = re.compile(r"月份|月度|时间|期间|所属月份")
_MONTH = re.compile(r"(?:20\d{2}年)?(?:1[-~—–至到])?(\d{1,2})月份?")
_SUM = re.compile(r"合计|小计|总计|累计|共计|(?:本年|全年)(?:累计|合计)")
_TITLE = re.compile(
    r"(?P<name>.{2,40}?(?:项目|工程|园区?|厂房?|路|学|学校|中心|基地|医院|公园|线|站|桥|改造|建设|扩建|新建|期|库|港|大道))"
    r"[:：]?(?P<rest>(?:20\d{2}年).*|(?:\d{1,2}月|1[-~—–至到]\d{1,2}月|各月|分月|月度|逐月|投资完成|完成投资|进度|进展).*)"
)


def as_table(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet as one with a row a project, or a row for each month of its one project;
    None for a sheet of another kind.
    """
    if heading_of_names(sheet):
        return None
    place = _heading_of_months(sheet)
    if place is None:
        return None
    row, column = place
    last = row
    while last + 1 < len(sheet.rows) and _is_told(sheet.rows[last + 1], column):
        last += 1
    months = [n for n in range(row + 1, last + 1) if _MONTH.fullmatch(_words(sheet, n, column))]
    if len(months) < FEWEST or any(
        top > row for top, _l, bottom, _r in sheet.merged if top <= last
    ):
        return None
    headings = [n for n in range(column + 1, len(sheet.rows[row])) if words_in(sheet.rows[row], n)]
    if any(_is_known((_words(sheet, row, n),)) for n in headings):
        return _of_one_project(sheet, row, column)
    return _projects_across(sheet, (row, last), column, headings)


def _heading_of_months(sheet: Sheet) -> Place | None:
    for row, cells in enumerate(sheet.rows[:TOP]):
        for column in range(min(2, len(cells))):
            if _HEADING.fullmatch(words_in(cells, column)):
                return row, column
    return None


def _words(sheet: Sheet, row: int, column: int) -> str:
    return in_digits(words_in(sheet.rows[row], column))


def _is_told(cells: Sequence[Cell], column: int) -> bool:
    words = in_digits(words_in(cells, column))
    return bool(_MONTH.fullmatch(words) or _SUM.fullmatch(words))


def _is_known(path: tuple[str, ...]) -> bool:
    """True for the heading of something that is told of projects."""
    known = any(field_of(path, COLUMNS[kind.value]) for kind in KINDS)
    is_measure = bool(
        re.fullmatch(r"(?:月度)?(?:计划|完成|实际|累计|实际完成)(?:数|额|值|投资)?", path[-1])
    )
    return known or is_measure or period_of(path, None) is not None


def _of_one_project(sheet: Sheet, row: int, column: int) -> ReshapedSheet | None:
    """Return the sheet with a column of the name that stands in its title."""
    above = [plain(cell) for cells in sheet.rows[:row] for cell in cells if not is_empty(cell)]
    titled = [found for words in above if (found := _TITLE.fullmatch("".join(words.split())))]
    if len(titled) != 1:
        return None
    name = titled[0]["name"]
    rows: list[list[Cell]] = [list(cells) for cells in sheet.rows]
    rows[row] = [_of_its_month(cell) for cell in rows[row]]
    width = max(map(len, rows))
    for number, cells in enumerate(rows[row:], row):
        is_month = bool(_MONTH.fullmatch(_words(sheet, number, column)))
        told = NAME if number == row else name if is_month else None
        if told:
            cells.extend([None] * (width - len(cells)))
            cells.append(told)
    text = gettext(
        "The title names the one project of this sheet, “%s”: each row is a month of it."
    )
    return ReshapedSheet(replace(sheet, rows=rows), text % name)


def _of_its_month(cell: Cell) -> Cell:
    """Return the heading of a plan, which beside a column of months is that of the month."""
    words = "".join(plain(cell).split())
    return f"本月{words}" if words.startswith("计划") else cell


def _projects_across(
    sheet: Sheet, block: tuple[int, int], column: int, headings: Sequence[int]
) -> ReshapedSheet | None:
    """Return the sheet with a row a project, and a column a month."""
    first, last = block
    names = [n for n in headings if not _SUM.fullmatch(_words(sheet, first, n))]
    if len(names) < FEWEST or any(parse_number(plain(sheet.rows[first][n])) for n in names):
        return None
    rows: list[list[Cell]] = [list(cells) for cells in sheet.rows[:first]]
    places: dict[Place, Place] = {}
    for n in (column, *headings):
        for there, number in enumerate(range(first, last + 1)):
            places[number, n] = len(rows), there
        rows.append([cell_at(sheet.rows[number], n) for number in range(first, last + 1)])
    rows[first][0] = NAME
    rows += [list(cells) for cells in sheet.rows[last + 1 :]]
    merged = [area for area in sheet.merged if area[2] < first]
    result = replace(moved(sheet, rows, places, merged), hidden_columns=frozenset())
    text = gettext(
        "The months stand below each other and the projects side by side: read as a row each, from"
        " row %s on."
    )
    origins = {new: old for old, new in places.items()}
    return ReshapedSheet(result, text % (first + 2), origins)
