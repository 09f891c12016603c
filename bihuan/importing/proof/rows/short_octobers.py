"""Months typed as numbers that end in .1: 2024.1 is January, or October cut short. Asked. Pure.

A spreadsheet keeps 2024.10 as 2024.1, and no longer knows what was typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .lines import Line

JANUARY, OCTOBER = "1", "10"
MOST_NAMED = 3
_DAYS = frozenset({"day", "last_day", "span", "month"})


def settle_short_octobers(desk: Desk, layout: Layout, grid: Grid) -> Sheet:
    """Return the sheet with the month that is meant, as answered."""
    fields = COLUMNS[layout.kind.value].fields
    cells: dict[tuple[int, int], Cell] = {}
    for column in (c for c in layout.columns if fields[c.field].type in _DAYS):
        lines = [line for line in grid.data if _is_cut(cell_at(line.cells, column.index))]
        if not lines:
            continue
        month = _ask(desk, column, lines)
        for line in lines if month else ():
            cells[line.number, column.index] = _month_of(line, column, month)
    return grid.sheet.with_cells(cells)


def _is_cut(cell: Cell) -> bool:
    return isinstance(cell, float) and repr(cell).endswith(".1")


def _month_of(line: Line, column: SheetColumn, month: str) -> str:
    return f"{repr(cell_at(line.cells, column.index)).partition('.')[0]}-{month}"


def _ask(desk: Desk, column: SheetColumn, lines: Sequence[Line]) -> str:
    told = {
        "title": column.leaf,
        "cell": repr(cell_at(lines[0].cells, column.index)),
        "count": len(lines),
        "rows": "、".join(str(line.number + 1) for line in lines[:MOST_NAMED]),
    }
    text = gettext(
        "“%(title)s” holds the number %(cell)s in %(count)s lines (row %(rows)s): January, or"
        " October of which the spreadsheet dropped the nought?"
    )
    labels = {JANUARY: gettext("January"), OCTOBER: gettext("October")}
    choices = [
        AnswerChoice(month, label, f"{lines[0].name}：{_month_of(lines[0], column, month)}")
        for month, label in labels.items()
    ]
    return desk.ask("october", text % told, choices, column=column.title)
