"""Columns of months after the one that the title names, or that have not begun: no amount of them
can have been completed, or it is asked. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import stated_month
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, nothing_read
from bihuan.importing.rows.table import Table
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .many_months import Spanning

COMPLETED = "completed"


def settle_later_months(
    table: Table, columns: list[Spanning], grid: Grid, unit: int | None, today: date
) -> list[Spanning] | None:
    """Return the columns without those of months that have not begun, which are told, and without
    those after the title's month, if they are said not to be completed; None while it is asked.
    """
    if table.year is None:
        return columns
    year = table.year
    told = [each for each in columns if each[1].number and _has_amounts(each, grid)]
    coming = [each for each in told if Month(year, each[1].number or 1).first_day > today]
    if coming:
        why = gettext("months that have not begun: nothing can have been completed in them")
        names = "、".join(column.title for column, _p in coming)
        table.desk.leave_out(table.layout.header_row + 1, names, why)
    named = stated_month([*table.above, table.sheet.name], table.above, year)
    later = [each for each in told if named and _is_after(each, named, year)]
    later = [each for each in later if each not in coming]
    left = coming
    if later and named and len(later) < len(told):
        answer = _ask(table, grid, unit, later, named)
        if not answer:
            return None
        left = coming + later * (answer == LEAVE)
    return [each for each in columns if each not in left]


def _has_amounts(each: Spanning, grid: Grid) -> bool:
    return any(told and told.value for told in grid.amounts(each[0]))


def _is_after(each: Spanning, named: Month, year: int) -> bool:
    column, period = each
    of_year = column.year or year
    return (of_year, period.number or 0) > (named.year, named.number)


def _ask(
    table: Table, grid: Grid, unit: int | None, later: Sequence[Spanning], named: Month
) -> str:
    told = {"month": named.in_words, "titles": "、".join(column.title for column, _p in later)}
    text = gettext("The title names %(month)s, and “%(titles)s” are later: were they completed?")
    sums = (
        f"{column.leaf} {in_wan(total_of(grid.amounts(column, unit or 1)).value)}"
        for column, _p in later
    )
    choices = [
        AnswerChoice(COMPLETED, gettext("Yes, they were completed"), "；".join(sums)),
        AnswerChoice(LEAVE, gettext("No: do not read these columns"), nothing_read()),
    ]
    return table.desk.ask("later", text % told, choices, column=later[0][0].title)
