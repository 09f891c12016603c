"""Tables of the statistics bureau and of chains under headings that are not theirs. Pure.

What a heading is only like is asked about. Months and years stand in titles where headings tell
none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.importing.rows.table import Table
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .amount_words import in_wan
from .amounts import amount_of, total_of
from .grid import Grid, TableFacts
from .heads import ask_month, holds_in, stated_month
from .questions import LEAVE, AnswerChoice, Desk, nothing_read

_YEAR_BEFORE = re.compile(r"上年|去年|上一年|同期")
_OF_THE_BUREAU = re.compile(r"[入纳]统|统计口径|统计局|统计部门")
_COUNTED = re.compile(r"[入纳]统|统计|直报")
_NOT_COUNTED = re.compile(
    r"是否|时间|日期|率|占|比|上年|去年|同期|计划|累计|1-N月|情况|原因|编码|代码"
)
YES, OFFICE, BUREAU = "yes", "office", "bureau"


def settle_counted(
    table: Table, layout: Layout, grid: Grid, unit: int | None, facts: TableFacts
) -> Layout | None:
    """Return the layout with each amount as what it is, of its month or year; None while that is
    asked.
    """
    guessed = [c for c in layout.columns if c.guessed and layout.is_money(c)]
    guessed = [c for c in guessed if not is_of_year_before(c)]
    answers = {c.index: _ask(table.desk, layout, c, grid, unit or 1) for c in guessed}
    if not all(answers.values()):
        return None
    left = {index for index, answer in answers.items() if answer == LEAVE}
    if table.is_beside and left == set(answers):
        return None
    columns = [c for c in layout.columns if c.index not in left]
    unknown = [replace(c, field="") for c in layout.columns if c.index in left]
    unknown += layout.unknown
    if layout.kind == SheetKind.CHAIN:
        before = [c for c in unknown if is_of_year_before(c)]
        unknown = [c for c in unknown if c not in before]
        columns += [replace(c, field="output") for c in before]
        columns = [_of_its_year(c, table.year) for c in columns]
    elif any(c.field == "counted" and not c.month for c in columns):
        month = layout.month or stated_month(table.titles, table.above, table.year)
        main = next(c for c in columns if c.field == "counted" and not c.month)
        holds = holds_in(main.title, grid.amounts(main, unit or 1), 1 if unit else None)
        month = month or ask_month(table.desk, [], facts.today, table.year, holds=holds)
        if month is None:
            return None
        columns = [
            replace(c, month=c.month or month.number) if c.field == "counted" else c
            for c in columns
        ]
    return replace(layout, columns=tuple(columns), unknown=tuple(unknown))


def settle_source(table: Table, layout: Layout, grid: Grid, unit: int | None) -> Layout | None:
    """Return the layout of a month's table whose title speaks of the statistics as one of the
    bureau's, if it is; None while that is asked.
    """
    amounts = [c for c in layout.columns if c.field == "completed"]
    if not amounts or not any(_OF_THE_BUREAU.search(plain(text)) for text in table.titles):
        return layout
    gives = in_wan(sum(total_of(grid.amounts(c, unit or 1)).value for c in amounts))
    choices = [
        AnswerChoice(BUREAU, gettext("What the statistics bureau counted"), gives),
        AnswerChoice(OFFICE, gettext("The office's own monthly reports"), gives),
    ]
    text = gettext("The title speaks of the statistics: whose figures are “%s”?") % amounts[0].title
    answer = table.desk.ask("source", text, choices, column=amounts[0].title, lasting=True)
    if answer != BUREAU:
        return layout if answer else None
    month = layout.month.number if layout.month else layout.number
    columns = tuple(
        replace(c, field="counted", month=c.month or month)
        if c.field == "completed"
        else replace(c, field=field_of(c.path, COLUMNS[SheetKind.STATISTICS.value]) or "")
        for c in layout.columns
    )
    return replace(
        layout,
        kind=SheetKind.STATISTICS,
        columns=tuple(c for c in columns if c.field),
        unknown=(*layout.unknown, *(c for c in columns if not c.field)),
    )


def bureaus_columns(layout: Layout, sheet: Sheet) -> list[SheetColumn]:
    """Return the columns beside a month's amounts that may hold what the bureau counted in it."""
    return [
        column
        for column in layout.unknown
        if _COUNTED.search(words := "".join(words_of(column.path)))
        and not _NOT_COUNTED.search(words)
        and any(
            amount_of(sheet.cell(row, column.index), 1)
            for row in range(layout.first_row, len(sheet.rows))
        )
    ]


def is_of_year_before(column: SheetColumn) -> bool:
    """True if a heading tells output of the year before."""
    words = _YEAR_BEFORE.sub("", "".join(words_of(column.path)))
    aliases = COLUMNS[SheetKind.CHAIN.value].fields["output"].aliases
    return bool(_YEAR_BEFORE.search(column.title)) and words in aliases


def _of_its_year(column: SheetColumn, year: int | None) -> SheetColumn:
    if column.field != "output" or column.year or year is None:
        return column
    return replace(column, year=year - bool(_YEAR_BEFORE.search(column.title)))


def _ask(desk: Desk, layout: Layout, column: SheetColumn, grid: Grid, unit: int) -> str:
    if layout.kind == SheetKind.CHAIN:
        text = gettext("Is “%s” the output of the enterprises?")
    else:
        text = gettext("Is “%s” what the statistics bureau counted in the month?")
    amounts = grid.amounts(column, unit)
    choices = [
        AnswerChoice(YES, gettext("Yes"), in_wan(total_of(amounts).value)),
        AnswerChoice(LEAVE, gettext("No: do not read this column"), nothing_read()),
    ]
    return desk.ask("counted", text % column.title, choices, column=column.title, lasting=True)
