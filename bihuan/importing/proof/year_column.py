"""A column that tells the year of each row: 年度, 计划年度. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

_HEADING = re.compile(r"(?:计划|投资|所属|统计|清单|名单|实施|项目)?(?:年度|年份)")
_YEAR = re.compile(r"(20\d{2})(?:\.0)?年?度?")


def settle_year_column(desk: Desk, layout: Layout, grid: Grid) -> tuple[int | None, Sheet]:
    """Return the year that a column says of all rows, and the sheet; of several years it is asked
    which is meant, and the rows of the others are left out.
    """
    column = next((c for c in layout.unknown if _HEADING.fullmatch(c.leaf)), None)
    lines = grid.data
    if column is None or not lines:
        return None, grid.sheet
    told = [_YEAR.fullmatch(plain(cell_at(line.cells, column.index))) for line in lines]
    years = [int(found[1]) for found in told if found]
    if len(years) < len(lines):
        return None, grid.sheet
    if len(set(years)) == 1:
        text = gettext("“%(title)s” says %(year)s in every row.")
        desk.prove(text % {"title": column.title, "year": years[0]})
        return years[0], grid.sheet
    answer = _ask(desk, column, years)
    if answer in ("", LEAVE):
        return None, grid.sheet
    others = [line for line, year in zip(lines, years, strict=True) if str(year) != answer]
    return int(answer), _without(desk, grid, others)


def _ask(desk: Desk, column: SheetColumn, years: Sequence[int]) -> str:
    text = gettext("“%(title)s” says several years: of which are the rows to be read?")
    gives = gettext("%(count)s rows; %(others)s are left out")
    found = Counter(years)
    choices = [
        AnswerChoice(
            str(year),
            gettext("Year %s") % year,
            gives % {"count": count, "others": len(years) - count},
        )
        for year, count in sorted(found.items())
    ]
    label = gettext("It is not the year of the table: read all rows")
    choices.append(AnswerChoice(LEAVE, label, gettext("all %s rows") % len(years)))
    return desk.ask("years", text % {"title": column.title}, choices, column=column.title)


def _without(desk: Desk, grid: Grid, others: Sequence[Line]) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for line in others:
        desk.leave_out(line.number + 1, line.text, gettext("of another year"))
        cells |= {(line.number, place): None for place in range(len(line.cells))}
    return grid.sheet.with_cells(cells)
