"""The tables of a sheet, one below another: each with its own title, unit and headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from bihuan.importing.proof.rows.roles import is_heading_of_rows, is_remark
from bihuan.kit.money import stated_units
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at

from .kinds import NAME_HEADINGS
from .labels import read_label
from .layout import Layout, find_layout

LONGEST_HEADING = 12  # characters of 项 目 名 称 and the like
FIRST_CELLS = 4  # among which the heading of names stands
MOST_TABLES = 500  # a heading that a printer repeats on each page begins one
OTHER_UNIT = 500  # by how much the middle amounts of two units differ at least
_GOES_ON = re.compile(
    r"[（(](?:续表?|接上页|第[一二三四五六七八九十\d]+页|续[一二三四五六七八九十\d]+)[)）]|续表"
)
"""What the title of a page after the first adds."""
_PAGE = re.compile(r"第\d+页.{0,6}|接上页")
TITLE_CELLS = 3  # at most, in a line above a table


def tables_in(
    sheet: Sheet, *, file_name: str, answers: Mapping[str, str]
) -> Iterator[tuple[Sheet, Layout]]:
    """Yield each table with the sheet cut down to it; rows keep their numbers. A table whose unit
    or month is not stated has those of the one above.
    """
    layout = find_layout(sheet, file_name=file_name, answers=answers)
    while layout is not None:
        following = None
        for place, heading in islice(_starts(sheet, layout), MOST_TABLES):
            start = place - _counts_otherwise(sheet, layout, place, heading)
            rest = _from(sheet, start)
            following = find_layout(rest, file_name=file_name, answers=answers, before=layout)
            if following and _goes_on(sheet, layout, following, rest):
                following = None
                continue
            if following and following.header_row <= heading < following.first_row:
                yield _until(sheet, start), layout
                break
            following = None
        if following is None:
            yield sheet, layout
            return
        sheet, layout = rest, following


def _counts_otherwise(sheet: Sheet, layout: Layout, start: int, heading: int) -> bool:
    """True if a group's heading stands right above headings that are repeated, and the amounts
    under it are a thousandth of those above, or a thousand times as much: in a unit of their own.
    """
    is_below = start == heading and start > layout.first_row
    if not is_below or not is_heading_of_rows(sheet.rows[start - 1]):
        return False
    money = [column.index for column in layout.columns if layout.is_money(column)]
    pairs = [
        (_middle(sheet.rows[layout.first_row : start], n), _middle(sheet.rows[heading + 1 :], n))
        for n in money
    ]
    told = [(above, below) for above, below in pairs if above and below]
    return bool(told) and (
        all(above >= below * OTHER_UNIT for above, below in told)
        or all(below >= above * OTHER_UNIT for above, below in told)
    )


def _middle(rows: list[list[Cell]], index: int) -> Decimal:
    """Return the middle amount of a column, 0 if it has none."""
    numbers = (parse_number(plain(cell_at(row, index))) for row in rows)
    amounts = sorted(number for number in numbers if number)
    return amounts[len(amounts) // 2] if amounts else Decimal(0)


def _goes_on(sheet: Sheet, layout: Layout, following: Layout, rest: Sheet) -> bool:
    """True if the headings are those of the table above, and no words stand over them but its own
    title and unit: a printer, or a clerk, repeats them on each page.
    """
    if following.signature != layout.signature:
        return False
    own = {_title_words(row) for row in sheet.rows[: layout.header_row]}
    above = (_title_words(row) for row in rest.rows[: following.header_row])
    return all(not words or words in own or _PAGE.fullmatch(words) for words in above)


def _title_words(row: list[Cell]) -> str:
    words = "".join("".join(plain(cell).split()) for cell in row if not is_empty(cell))
    return _GOES_ON.sub("", words)


def _starts(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, int]]:
    """Return where other tables may begin: the row of the title, and that of the headings."""
    for number in range(layout.first_row, len(sheet.rows)):
        for cell in sheet.rows[number][:FIRST_CELLS]:
            if isinstance(cell, str) and len(cell) <= LONGEST_HEADING and _is_heading(cell):
                yield _title_row(sheet, layout, number), number
                break


def _is_heading(cell: str) -> bool:
    return ("名" in cell or "项" in cell) and read_label(plain(cell)).words in NAME_HEADINGS


def _title_row(sheet: Sheet, layout: Layout, heading: int) -> int:
    """Return the first of the lines above a heading that belong to it: blank ones, and words; but
    remarks above a title are those of the table before.
    """
    start, is_titled = heading, False
    while start > layout.first_row and _is_title(sheet.rows[start - 1], layout):
        words = "".join(plain(cell) for cell in sheet.rows[start - 1])
        if is_titled and is_remark(words):
            break
        is_titled = is_titled or bool(words and not is_remark(words))
        start -= 1
    return start


def _is_title(line: list[Cell], layout: Layout) -> bool:
    filled = [cell for cell in line if not is_empty(cell)]
    if len(filled) > TITLE_CELLS or not all(isinstance(cell, str) for cell in filled):
        return False
    if not filled:
        return True
    name = layout.column("name")
    named = name is not None and name.index < len(line) and not is_empty(line[name.index])
    if any(stated_units(plain(cell)) for cell in filled):
        return True  # a group's heading with a unit, over headings of its own
    return not is_heading_of_rows(line) and not (named and len(filled) > 1)


def _from(sheet: Sheet, start: int) -> Sheet:
    blank: list[list[Cell]] = [[]] * start
    merged = [area for area in sheet.merged if area[0] >= start]
    return replace(sheet, rows=blank + sheet.rows[start:], merged=merged)


def _until(sheet: Sheet, end: int) -> Sheet:
    return replace(sheet, rows=sheet.rows[:end], merged=[a for a in sheet.merged if a[0] < end])
