"""Amounts written in a way of their own: (200), 500+300, 1280/1300, 1200余, 同上. Asked once a
column. Pure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
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

from .hedged_amounts import hedged, is_as_above, is_nothing_done
from .noted_amounts import AMOUNT, is_only_noted, noted

BRACKETS, ADDED, SLASHED, RANGE, NOTED = "brackets", "added", "slashed", "range", "noted"
TRIANGLE, HEDGED, WORDS, ABOVE = "triangle", "hedged", "words", "above"
AS_IS, MINUS, SUM, FIRST, SECOND = "amount", "minus", "sum", "first", "second"
NOUGHT = "zero"
COMPLETED = ("completed", "cumulative")
_BRACKETED = re.compile(r"\(([\d,.]+)\)")
_TRIANGLE = re.compile(r"[▲△]\s*([\d,.]+)")
"""A bookkeeper's minus."""
_ADDED = re.compile(r"[\d,.]+(?:\s*\+\s*[\d,.]+)+")
_SLASHED = re.compile(rf"({AMOUNT})\s*/\s*({AMOUNT})")
_RANGE = re.compile(rf"({AMOUNT})\s*[-~—–至]+\s*({AMOUNT})")
_UNITED = re.compile("[万亿]")
MOST_SHOWN = 3  # cells named in a question
Ways = Mapping[str, str]
"""What a cell may say: an amount by each answer."""
Written = dict[int, Ways]
"""What cells of a column may say, by their rows."""


def settle_written_amounts(desk: Desk, layout: Layout, sheet: Sheet) -> Sheet:
    """Return the sheet with plain numbers in the place of such amounts, as answered; while it is
    asked, as the first choice says. Where a note only says what an amount holds (含设备100), the
    amount is read, and the note told.
    """
    read: dict[tuple[int, int], Cell] = {}
    for column in (*layout.columns, *layout.unknown):
        if not _is_money(layout, column):
            continue
        for way, cells in _written(sheet, layout.first_row, column).items():
            answer = _answer(desk, sheet, column, way, cells)
            for row, ways in cells.items():
                read[row, column.index] = ways.get(answer)
                if is_only_noted(sheet.cell(row, column.index)):
                    _tell(desk, sheet, column, row, ways[AS_IS])
    return sheet.with_cells(read)


def _tell(desk: Desk, sheet: Sheet, column: SheetColumn, row: int, number_told: str) -> None:
    text = f"{column.title}：{''.join(str(sheet.cell(row, column.index)).split())}"
    desk.leave_out(row + 1, text, gettext("read as %s; the note is not kept") % number_told)


def _is_money(layout: Layout, column: SheetColumn) -> bool:
    if column.field:
        return layout.is_money(column)
    return period_of(column.path, None) is not None or is_bare(column.path)


def _written(sheet: Sheet, first: int, column: SheetColumn) -> dict[str, Written]:
    found: dict[str, Written] = defaultdict(dict)
    for row in range(first, len(sheet.rows)):
        cell = sheet.cell(row, column.index)
        if not isinstance(cell, str):
            continue
        above = sheet.cell(row - 1, column.index) if column.field in COMPLETED else None
        if told := _ways(cell) or _ways_of_words(cell, column, above):
            found[told[0]][row] = told[1]
    return found


def _ways_of_words(cell: str, column: SheetColumn, above: Cell) -> tuple[str, Ways] | None:
    """Return what a cell may say that tells a bound, or words in place of what was completed:
    nought, or what the cell above says.
    """
    if sure := hedged(cell):
        return HEDGED, {AS_IS: sure}
    if column.field in COMPLETED and is_nothing_done(cell):
        return WORDS, {NOUGHT: "0"}
    if is_as_above(cell) and parse_number(plain(above)) is not None:
        return ABOVE, {FIRST: plain(above)}
    return None


def _ways(cell: str) -> tuple[str, Ways] | None:
    """Return how a cell is written, and what it may say; None for a plain amount, or for words."""
    words = plain(cell)
    if _BRACKETED.fullmatch(words) and (number := parse_number(words.strip("()"))) is not None:
        return BRACKETS, {AS_IS: shown(number), MINUS: shown(-number)}
    if (found := _TRIANGLE.fullmatch(words)) and (number := parse_number(found[1])) is not None:
        return TRIANGLE, {MINUS: shown(-number), AS_IS: shown(number)}
    if _ADDED.fullmatch(words):
        numbers = [parse_number(part) for part in words.split("+")]
        told = [number for number in numbers if number is not None]
        return (ADDED, {SUM: shown(sum(told, Decimal(0)))}) if len(told) == len(numbers) else None
    if found := _SLASHED.fullmatch(words):
        return SLASHED, {FIRST: found[1], SECOND: found[2]}
    if (found := _RANGE.fullmatch(words)) and _is_range(found[1], found[2]):
        return RANGE, {FIRST: found[1], SECOND: found[2]}
    number_told = noted(cell)
    return (NOTED, {AS_IS: number_told}) if number_told else None


def _is_range(first: str, second: str) -> bool:
    low, high = parse_number(first), parse_number(second)
    return low is not None and high is not None and low < high


def _labels() -> dict[str, list[tuple[str, str]]]:
    return {
        BRACKETS: [
            (AS_IS, gettext("Amounts; the brackets say something else")),
            (MINUS, gettext("Amounts below nought, as bookkeepers write them")),
        ],
        TRIANGLE: [
            (MINUS, gettext("Amounts below nought, as bookkeepers write them")),
            (AS_IS, gettext("Amounts; the marks say something else")),
        ],
        ADDED: [(SUM, gettext("Amounts to be added up"))],
        SLASHED: [(FIRST, gettext("The first amount")), (SECOND, gettext("The second amount"))],
        RANGE: [(FIRST, gettext("The lower amount")), (SECOND, gettext("The higher amount"))],
        NOTED: [(AS_IS, gettext("The amount before the note"))],
        HEDGED: [(AS_IS, gettext("Just the amount that is written"))],
        WORDS: [(NOUGHT, gettext("Nothing was completed"))],
        ABOVE: [(FIRST, gettext("As much as in the row above"))],
    }


def _answer(desk: Desk, sheet: Sheet, column: SheetColumn, way: str, cells: Written) -> str:
    """Return which of the amounts counts; empty if the cells are to be left blank."""
    doubted = {r: w for r, w in cells.items() if not is_only_noted(sheet.cell(r, column.index))}
    labels = _labels()[way]
    if not doubted:
        return labels[0][0]
    choices = [
        AnswerChoice(value, label, f"{column.title}：{_sum(doubted, value)}")
        for value, label in labels
    ]
    choices.append(left_blank(len(doubted)))
    named = [plain(sheet.cell(row, column.index)) for row in list(doubted)[:MOST_SHOWN]]
    text = gettext("%(count)s cells of “%(title)s” are written %(cells)s: what do they say?")
    told = {"count": len(doubted), "title": column.title}
    told["cells"] = "、".join(named) + "…" * (len(doubted) > MOST_SHOWN)
    answer = desk.ask("written", text % told, choices, column=f"{column.title}|{way}")
    return "" if answer == LEAVE else answer or labels[0][0]


def _sum(cells: Written, value: str) -> str:
    """Show what cells come to with an answer: their sum, or the first where units stand in them."""
    numbers = [parse_number(ways[value]) for ways in cells.values()]
    told = [number for number in numbers if number is not None]
    in_words = any(_UNITED.search(ways[value]) for ways in cells.values())
    if len(told) == len(numbers) and not in_words:
        return shown(sum(told, Decimal(0)))
    return "、".join([ways[value] for ways in cells.values()][:MOST_SHOWN])
