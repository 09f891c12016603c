"""A month's table of which no amount is read, though a column speaks of some completed. Pure."""

from __future__ import annotations

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

from .periods import period_of


def settle_unread_amounts(desk: Desk, layout: Layout, grid: Grid) -> None:
    """Ask before such a table is taken without its amounts; whoever answered of a column that it is
    left out is not asked again.
    """
    if any(layout.is_money(column) for column in layout.columns):
        return
    asked = {question.column for question in desk.questions}
    for column in layout.unknown:
        sample = _sample(grid, column)
        if column.title in asked or not sample or period_of(column.path, None) is None:
            continue
        text = gettext(
            "No amount of this table can be read: “%(title)s” holds “%(cell)s”. Put each amount"
            " into a cell of its own, or say below what the column is."
        ) % {"title": column.title, "cell": sample}
        label = gettext("Leave these amounts out")
        choice = AnswerChoice(LEAVE, label, nothing_read())
        desk.ask("unread", text, [choice], column=column.title)


def _sample(grid: Grid, column: SheetColumn) -> str:
    """Return the first cell with digits in it, if none of the column is a number."""
    if any(each is not None for each in grid.amounts(column)):
        return ""
    cells = (plain(cell_at(line.cells, column.index)).replace("\n", " ") for line in grid.data)
    return next((cell for cell in cells if any(map(str.isdigit, cell))), "")
