"""What can be read in two ways: percentages kept as shares, and days that are none.

Pure. Excel keeps 85% as 0.85 and tells its readers no more, so the whole column is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.questions import AnswerChoice
from bihuan.kit.dates import UNDATED
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, cell_at
from bihuan.kit.words import gettext

from .table import Table

_NOTHING = re.compile(
    r"待定|未定|暂定|待核[定实]|办理中|正在办理|未下达|暂未下达|待下达|未统计|(?:暂|尚)?未(?:上报|报送?|填报?)|缺报|漏报|暂无数据|无数据|未提供"
    r"|\d+(个月|年|天)"
)
LONGEST_IN_MONTHS = 240
DAYS = frozenset({"day", "last_day", "span"})


def shares(table: Table) -> frozenset[int]:
    """Return the columns of percentages whose every number is a share of 1, such as 0.85; asked
    where they are all noughts and ones. A workbook of ours (it has keys) never holds shares.
    """
    layout = table.layout
    if layout.column("key"):
        return frozenset()
    return frozenset(
        column.index
        for column in layout.columns
        if _type(layout, column) == "percent" and _are_shares(table, column)
    )


def _within_one(cells: Sequence[Cell]) -> list[Decimal]:
    """Return the numbers in cells; none if one of them lies beyond 0 and 1."""
    found = []
    for cell in cells:
        number = None if is_empty(cell) else parse_number(plain(cell))
        if number is not None and not 0 <= number <= 1:
            return []
        if number is not None:
            found.append(number)
    return found


def _are_shares(table: Table, column: SheetColumn) -> bool:
    rows = range(table.layout.first_row, len(table.sheet.rows))
    cells = [table.sheet.cell(row, column.index) for row in rows]
    shown = table.sheet.percents
    held = zip(rows, cells, strict=True) if shown else ()
    places = {(row, column.index) for row, cell in held if isinstance(cell, float | int)}
    if places and places <= shown:
        return True
    known = _within_one(cells)
    if not known:
        return False
    if any(0 < n < 1 for n in known):
        return True
    if not any(known):
        return False
    text = gettext("“%s” holds only 0 and 1: is 1 one percent, or all done?") % column.title
    choices = [
        AnswerChoice(
            "share", "1 = 100%", gettext("%s projects are at 100%%") % sum(map(int, known))
        ),
        AnswerChoice("percent", "1 = 1%", gettext("%s projects are at 1%%") % sum(map(int, known))),
    ]
    return table.desk.ask("share", text, choices, column=column.title, lasting=True) == "share"


def says_nothing(cell: Cell, kind: str) -> bool:
    """True for words in place of a number or a day that tell none: 待定, 办理中, 24个月; where days
    stand also for 24, which is a number of months.
    """
    words = plain(cell)
    is_count = kind in DAYS and words.isdecimal() and int(words) <= LONGEST_IN_MONTHS
    return is_count or bool(_NOTHING.fullmatch(words))


def doubtful(layout: Layout, shares: frozenset[int]) -> list[SheetColumn]:
    """Return the columns whose cells may mean something else: percentages that are no shares, and
    days.
    """
    return [
        column
        for column in layout.columns
        if (kind := _type(layout, column)) in DAYS
        or (kind == "percent" and column.index not in shares)
    ]


def doubts(
    line: list[Cell], layout: Layout, columns: list[SheetColumn]
) -> Iterator[tuple[SheetColumn, str]]:
    """Return a sentence for each cell of the doubtful columns that may mean something else."""
    for column in columns:
        cell = cell_at(line, column.index)
        if cell is None or (isinstance(cell, float) and cell.is_integer()):
            continue
        if _type(layout, column) == "percent":
            if _below_one(cell):
                sentence = gettext(
                    "“%(cell)s” is read as %(cell)s%%, less than one percent. Write a share as %%."
                )
                yield column, sentence % {"cell": plain(cell)}
        elif isinstance(cell, str) and plain(cell) in UNDATED:
            yield column, gettext("“%s” tells no day: the cell is left out.") % plain(cell)


def _below_one(cell: Cell) -> bool:
    if isinstance(cell, float):
        return 0 < cell < 1
    number = None if is_empty(cell) else parse_number(plain(cell))
    return number is not None and Decimal(0) < number < 1


def _type(layout: Layout, column: SheetColumn) -> str:
    return COLUMNS[layout.kind.value].fields[column.field].type
