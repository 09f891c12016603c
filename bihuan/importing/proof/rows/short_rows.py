"""Rows of a text that end before its last amounts: were they blank, or is the row cut? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.words import gettext

from .lines import Line

TEXTS = (".csv", ".txt", ".tsv")
BLANK, CUT = "blank", "cut"
MOST_NAMED = 12


def settle_short_rows(desk: Desk, layout: Layout, grid: Grid) -> list[Line]:
    """Return the rows that are cut, as answered: those that end before a column of amounts which
    most rows have.
    """
    if not desk.file.lower().endswith(TEXTS):
        return []
    lines = grid.data
    for column in reversed(grid.columns):
        short = [line for line in lines if len(line.cells) <= column.index]
        if short and len(short) * 2 < len(lines) and _is_read(layout, column):
            answer = _ask(desk, column, short)
            return short if answer == CUT else []
    return []


def _is_read(layout: Layout, column: SheetColumn) -> bool:
    return any(each.index == column.index for each in layout.columns)


def _ask(desk: Desk, column: SheetColumn, short: Sequence[Line]) -> str:
    rows = "、".join(str(line.number + 1) for line in short[:MOST_NAMED])
    told = {
        "count": len(short),
        "rows": rows + "…" * (len(short) > MOST_NAMED),
        "title": column.title,
    }
    text = gettext(
        "%(count)s rows end before “%(title)s”, which others have (rows %(rows)s): is it blank"
        " there, or are the rows cut?"
    )
    blank = gettext("“%(title)s” of %(count)s rows is blank")
    choices = [
        AnswerChoice(BLANK, gettext("Blank: nothing is told there"), blank % told),
        AnswerChoice(CUT, gettext("Cut"), gettext("%s rows to be mended") % len(short)),
    ]
    return desk.ask("short", text % told, choices)
