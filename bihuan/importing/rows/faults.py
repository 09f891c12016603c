"""What is wrong or odd with a table besides its cells: units, totals, rows without a name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.months.monthly import months_alone
from bihuan.importing.proof.months.row_sums import contradicted_rows, row_sums
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .merges import Merges
from .table import WARNING, ImportProblem, SheetRow, Table

MOST_TOLD = 10  # hidden rows told by their numbers


def shared_amounts(table: Table, merges: Merges, number: int) -> Iterator[ImportProblem]:
    """Blame an amount, a day or a percentage that is merged over the rows of several projects."""
    for column in table.layout.columns:
        if (number, column.index) in merges.amounts:
            top, bottom = merges.amounts[(number, column.index)]
            sentence = gettext(
                "This cell is merged over rows %(top)s to %(bottom)s: give each its own."
            )
            yield ImportProblem(
                table.file,
                table.sheet.name,
                number + 1,
                column.title,
                sentence % {"top": top + 1, "bottom": bottom + 1},
                index=column.index,
            )


def hidden_rows(table: Table) -> Iterator[ImportProblem]:
    """Tell of rows that were read though nobody sees them who opens the workbook."""
    rows = [row.number for row in table.rows if row.number - 1 in table.sheet.hidden]
    if rows:
        told = "、".join(str(number) for number in rows[:MOST_TOLD]) + "…" * (len(rows) > MOST_TOLD)
        sentence = gettext("Hidden rows are read like others: %s.") % told
        yield ImportProblem(table.file, table.sheet.name, rows[0], "", sentence, WARNING)


def hidden_columns(table: Table) -> Iterator[ImportProblem]:
    """Tell of columns that were read though nobody sees them who opens the workbook."""
    hidden = [
        c.title
        for c in table.layout.columns
        if c.index in table.sheet.hidden_columns and c.field != "key"
    ]
    if hidden:
        sentence = gettext("Hidden columns are read like others: %s.") % "、".join(hidden)
        place = (table.file, table.sheet.name, table.layout.header_row + 1, hidden[0])
        yield ImportProblem(*place, sentence, WARNING)


def percents_of_amounts(table: Table) -> Mapping[int, list[SheetColumn]]:
    """Return the columns of amounts whose numbers are shown as percentages, by the row."""
    found: dict[int, list[SheetColumn]] = {}
    if table.sheet.percents:
        kind = table.layout.kind
        money = {c.index: c for c in table.layout.columns if type_of(kind, c) == "money"}
        for row, index in table.sheet.percents:
            if index in money:
                found.setdefault(row, []).append(money[index])
    return found


def shown_as_percentages(
    row: SheetRow, percents: Mapping[int, list[SheetColumn]]
) -> Iterator[ImportProblem]:
    """Blame an amount that its cell shows as a percentage: 0.85 as 85%."""
    for column in percents.get(row.number - 1, ()):
        if any(
            each.index == column.index for key, each in row.columns.items() if key in row.values
        ):
            row.bad = True
            sentence = gettext("The cell shows a percentage, where an amount should stand.")
            place = (row.file, row.sheet, row.number, column.title)
            yield ImportProblem(*place, sentence, index=column.index)


def unequal_sums(table: Table, grid: Grid, unit: int | None) -> Iterator[ImportProblem]:
    """Blame rows whose months do not add up to the sum that they state."""
    if table.layout.kind != SheetKind.MONTHLY:
        return
    months = months_alone(table.layout)
    sums = row_sums(table.layout, grid, months, unit)
    rows = {row.number - 1: row for row in table.rows}
    if sums is None:
        return
    for number, sentence in contradicted_rows(sums):
        if number in rows:
            rows[number].bad = True
            place = (table.file, table.sheet.name, number + 1, sums.title)
            yield ImportProblem(*place, sentence, index=sums.index)


def without_rows(tables: Sequence[Table]) -> Iterator[ImportProblem]:
    """Tell of tables without rows, if none has any; beside others a sheet left empty is none of
    anybody's concern.
    """
    if any(table.rows or table.desk.is_open for table in tables):
        return
    for table in tables:
        place = (table.file, table.sheet.name, table.layout.first_row + 1, "")
        yield ImportProblem(*place, gettext("There are no rows of data."), WARNING)


def beside(table: Table) -> Iterator[ImportProblem]:
    """Blame a second table to the right of the first: half of the sheet would be left out."""
    layout = table.layout
    place = (table.file, table.sheet.name, layout.header_row + 1)
    name = layout.column("name")
    again = next((c for c in layout.unknown if name and c.title == name.title), None)
    if again:
        sentence = gettext(
            "A second table stands beside the first: put it below, or on its own sheet."
        )
        yield ImportProblem(*place, again.title, sentence, index=again.index)


def type_of(kind: SheetKind, column: SheetColumn) -> str:
    return COLUMNS[kind.value].fields[column.field].type


def why_blank(sheet: Sheet, place: tuple[int, int]) -> str:
    """Return a sentence if a cell is blank only because its formula yields nothing to read."""
    if place in sheet.uncomputed:
        return gettext("This formula holds no result: open and save the workbook first.")
    if place in sheet.failed:
        return gettext("This formula ends in an error such as #DIV/0!: mend it, or empty the cell.")
    return ""
