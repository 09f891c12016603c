"""Amounts written in a way of their own: (200), 500+300. Asked once a column and way. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from bihuan.importing.headings.labels import is_bare
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import shown
from bihuan.importing.proof.months.periods import period_of
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, left_blank
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

BRACKETS, ADDED = "brackets", "added"
AS_IS, MINUS, SUM = "amount", "minus", "sum"
_BRACKETED = re.compile(r"\(([\d,.]+)\)")
_ADDED = re.compile(r"[\d,.]+(?:\s*\+\s*[\d,.]+)+")
MOST_SHOWN = 3  # cells named in a question
Written = dict[int, Decimal]
"""What cells of a column say, by their rows."""


def settle_written_amounts(desk: Desk, layout: Layout, sheet: Sheet) -> Sheet:
    """Return the sheet with plain numbers in the place of such amounts, as answered; while it is
    asked, as the first choice says.
    """
    read: dict[tuple[int, int], Cell] = {}
    for column in (*layout.columns, *layout.unknown):
        if not _is_money(layout, column):
            continue
        for way, cells in _written(sheet, layout.first_row, column.index).items():
            factor = _ask(desk, sheet, column, way, cells)
            for row, number in cells.items():
                read[row, column.index] = None if factor is None else shown(number * factor)
    return sheet.with_cells(read)


def _is_money(layout: Layout, column: SheetColumn) -> bool:
    if column.field:
        return layout.is_money(column)
    return period_of(column.path, None) is not None or is_bare(column.path)


def _written(sheet: Sheet, first: int, index: int) -> dict[str, Written]:
    found: dict[str, Written] = defaultdict(dict)
    for row in range(first, len(sheet.rows)):
        cell = sheet.cell(row, index)
        way = _way(cell)
        number = _number(cell, way) if way else None
        if way and number is not None:
            found[way][row] = number
    return found


def _way(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    words = plain(cell)
    if _BRACKETED.fullmatch(words):
        return BRACKETS
    return ADDED if _ADDED.fullmatch(words) else ""


def _number(cell: Cell, way: str) -> Decimal | None:
    """Return what a cell says without its brackets, or added up."""
    parts = plain(cell).strip("()").split("+") if way == ADDED else [plain(cell).strip("()")]
    numbers = [parse_number(part) for part in parts]
    told = [number for number in numbers if number is not None]
    return sum(told, Decimal(0)) if len(told) == len(numbers) else None


def _ask(desk: Desk, sheet: Sheet, column: SheetColumn, way: str, cells: Written) -> Decimal | None:
    """Return by what each number is multiplied; None if the cells are to be left blank."""
    whole = sum(cells.values(), Decimal(0))
    labels = {
        BRACKETS: [
            (AS_IS, gettext("Amounts; the brackets say something else")),
            (MINUS, gettext("Amounts below nought, as bookkeepers write them")),
        ],
        ADDED: [(SUM, gettext("Amounts to be added up"))],
    }
    choices = [
        AnswerChoice(value, label, f"{column.title}：{shown(-whole if value == MINUS else whole)}")
        for value, label in labels[way]
    ]
    choices.append(left_blank(len(cells)))
    named = [plain(sheet.cell(row, column.index)) for row in list(cells)[:MOST_SHOWN]]
    text = gettext("%(count)s cells of “%(title)s” are written %(cells)s: what do they say?")
    told = {"count": len(cells), "title": column.title}
    told["cells"] = "、".join(named) + "…" * (len(cells) > MOST_SHOWN)
    answer = desk.ask("written", text % told, choices, column=f"{column.title}|{way}")
    if answer == LEAVE:
        return None
    return Decimal(-1 if answer == MINUS else 1)
