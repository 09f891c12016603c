"""Tables of chains that are of a month: which month, and whether it is one at all. Pure."""

from __future__ import annotations

from dataclasses import replace

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.rows.table import Table
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .counted import is_of_year_before
from .grid import Grid, TableFacts
from .heads import ask_month, holds_in, stated_month, sum_in
from .questions import LEAVE, AnswerChoice, no_row_read

OF_MONTH, OF_YEAR = "month", "year"
FIELDS = {"output": "month_output", "before": "month_output_before"}


def settle_chain_month(
    table: Table, layout: Layout, grid: Grid, unit: int | None, facts: TableFacts
) -> Layout | None:
    """Return the layout with the month that it is of; None while that is asked."""
    month = layout.month or _of_heading(layout, table.year)
    month = month or stated_month(table.titles, table.above, table.year)
    if month is None:
        main = next(c for c in layout.columns if c.field == "month_output")
        holds = holds_in(main.title, grid.amounts(main, unit or 1), 1 if unit else None)
        month = ask_month(table.desk, [], facts.today, table.year, holds=holds)
    return replace(layout, month=month) if month else None


def settle_chain_period(
    table: Table, layout: Layout, grid: Grid, unit: int | None
) -> Layout | None:
    """Return the layout of output whose title names a month as one of that month, if it is; None
    while that is asked, or where it is left.
    """
    amounts = [c for c in layout.columns if c.field == "output"]
    month = stated_month(table.titles, table.above, table.year)
    if month is None or not amounts or any(c.year for c in amounts):
        return layout
    holds = sum_in(grid.amounts(amounts[0]), amounts[0].unit, unit)
    choices = [
        AnswerChoice(OF_MONTH, gettext("Of the month alone: %s") % month.in_words, holds),
        AnswerChoice(OF_YEAR, gettext("Of the whole year"), holds),
        AnswerChoice(LEAVE, gettext("Do not read this table"), no_row_read(len(grid.data))),
    ]
    text = gettext("The title names a month: what time is “%s” of?") % amounts[0].title
    answer = table.desk.ask("period", text, choices, column=amounts[0].title)
    if answer != OF_MONTH:
        return layout if answer == OF_YEAR else None
    return _of_month(layout, month)


def _of_month(layout: Layout, month: Month) -> Layout:
    every = (*layout.columns, *layout.unknown)
    read = {c.index: _field(c) for c in every}
    columns = tuple(replace(c, field=read[c.index]) for c in every if read[c.index])
    unknown = tuple(replace(c, field="") for c in every if not read[c.index])
    return replace(
        layout, kind=SheetKind.CHAIN_MONTH, columns=columns, unknown=unknown, month=month
    )


def _field(column: SheetColumn) -> str:
    if is_of_year_before(column):
        return FIELDS["before"]
    return FIELDS.get(column.field, column.field)


def _of_heading(layout: Layout, year: int | None) -> Month | None:
    """Return the month that the heading of the output names."""
    main = layout.column("month_output")
    number = main.month if main else None
    at = main.year if main and main.year else year
    return Month(at, number) if number and at else None
