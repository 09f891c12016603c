"""A month's table whose only amounts are all since the start of construction. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.importing.proof.rows.lines import LineRole
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

REST, ALL = "rest", "all"


def settle_since_start(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, before: Sequence[Amount | None]
) -> tuple[Layout, Sheet]:
    """Return the layout with the amounts as the year's so far, as answered, and the sheet with
    these: less what was completed `before` the year, in yuan, line by line, or all of them.
    """
    column = layout.column("since_start")
    if column is None or layout.column("completed") or layout.column("cumulative"):
        return layout, grid.sheet
    amounts = grid.amounts(column, unit or 1)
    rest = [
        one - other if one is not None and other is not None else None
        for one, other in zip(amounts, before, strict=True)
    ]
    answer = _ask(desk, column, amounts, rest)
    if answer not in (REST, ALL):
        return layout, grid.sheet
    sheet = _with_rest(grid, column, unit, rest) if answer == REST else grid.sheet
    return layout.read_as(column, "cumulative"), sheet


def _ask(
    desk: Desk,
    column: SheetColumn,
    amounts: Sequence[Amount | None],
    rest: Sequence[Amount | None],
) -> str:
    told = sum(each is not None for each in rest)
    label = gettext("Less what was completed before this year: known of %s projects") % told
    choices = [AnswerChoice(REST, label, _gives(rest))] if told else []
    choices += [
        AnswerChoice(ALL, gettext("All of it was completed this year"), _gives(amounts)),
        AnswerChoice(LEAVE, gettext("Do not read this column"), nothing_read()),
    ]
    text = gettext(
        "“%s” counts all since the start of construction, and no column the month or the year: how"
        " much of it is this year's?"
    )
    if told < len(rest):
        text += gettext(
            " What was completed before the year stands on the page of each project, or under"
            " “截至上年底累计完成投资” in the table: then it is the rest."
        )
    return desk.ask("since", text % column.title, choices, column=column.title, lasting=True)


def _gives(amounts: Sequence[Amount | None]) -> str:
    return gettext("the year so far: %s") % in_wan(total_of(amounts).value)


def _with_rest(
    grid: Grid, column: SheetColumn, unit: int | None, rest: Sequence[Amount | None]
) -> Sheet:
    """Return the sheet with what is this year's in the place of all; sums of rows are sums of all,
    and not held.
    """
    scale = column.unit or unit or 1
    by_line = dict(zip((line.number for line in grid.data), rest, strict=True))
    rows = list(grid.sheet.rows)
    for line in grid.lines:
        found = by_line.get(line.number)
        if column.index < len(line.cells) and line.role is not LineRole.NUMBERS:
            cell = None if found is None else shown(found.value / scale)
            rows[line.number] = [
                cell if n == column.index else old for n, old in enumerate(line.cells)
            ]
    return replace(grid.sheet, rows=rows)
