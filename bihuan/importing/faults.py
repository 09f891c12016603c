"""What is wrong or odd with a table besides its cells: units, totals, rows without a name. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .cells import Reader
from .kinds import COLUMNS, SheetKind
from .layout import Layout, months_of
from .merges import Merges
from .naming import SheetColumn
from .table import ERROR, TOLERANCE_YUAN, WARNING, ImportProblem, Key, Table

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


def no_rows(table: Table) -> Iterator[ImportProblem]:
    if not table.rows:
        place = (table.file, table.sheet.name, table.layout.first_row + 1, "")
        yield ImportProblem(*place, gettext("There are no rows of data."), WARNING)


def head_problems(table: Table, unit: int | None) -> Iterator[ImportProblem]:
    """Ask for the unit of money; report a title or a heading left over from another month."""
    layout = table.layout
    place = (table.file, table.sheet.name, layout.header_row + 1)
    if unit_missing(layout, unit):
        yield ImportProblem(
            *place,
            "",
            gettext("The sheet does not say in what unit its money is: 元, 万元 or 亿元?"),
        )
    yield from _beside(layout, place)
    months, stated = months_of(layout.columns), layout.month
    if layout.kind != SheetKind.MONTHLY or stated is None or len(months) != 1:
        return
    column = next(c for c in layout.columns if c.field == "completed" and c.month)
    if column.month != stated.number:
        sentence = gettext(
            "The sheet is of %(month)s, this heading of month %(number)s: mend one of them."
        )
        sentence %= {"month": stated, "number": column.month}
        yield ImportProblem(*place, column.title, sentence, index=column.index)


def _beside(layout: Layout, place: tuple[str, str, int]) -> Iterator[ImportProblem]:
    """Blame a second table to the right of the first: half of the sheet would be left out."""
    name = layout.column("name")
    again = next((c for c in layout.unknown if name and c.title == name.title), None)
    if again:
        sentence = gettext(
            "A second table stands beside the first: put it below, or on its own sheet."
        )
        yield ImportProblem(*place, again.title, sentence, index=again.index)


def unit_missing(layout: Layout, unit: int | None) -> bool:
    """True if money stands in the sheet and nothing says in what unit."""
    money = [c for c in layout.columns if type_of(layout.kind, c) == "money"]
    return bool(money) and not (layout.unit or unit) and not all(c.unit for c in money)


def type_of(kind: SheetKind, column: SheetColumn) -> str:
    return COLUMNS[kind.value].fields[column.field].type


def why_blank(sheet: Sheet, place: tuple[int, int]) -> str:
    """Return a sentence if a cell is blank only because its formula yields nothing to read."""
    if place in sheet.uncomputed:
        return gettext("This formula holds no result: open and save the workbook first.")
    if place in sheet.failed:
        return gettext("This formula ends in an error such as #DIV/0!: mend it, or empty the cell.")
    return ""


def nameless(table: Table, line: list[Cell], number: int) -> Iterator[ImportProblem]:
    """Tell of a row that has amounts and no name; under a merged name it surely is a project's."""
    money = [c for c in table.layout.columns if type_of(table.layout.kind, c) == "money"]
    amounts = [c for c in money if c.index < len(line) and isinstance(line[c.index], int | float)]
    name = table.layout.column("name")
    if not amounts or name is None:
        return
    if sentence := why_blank(table.sheet, (number, name.index)):
        place = (table.file, table.sheet.name, number + 1, name.title)
        yield ImportProblem(*place, sentence, index=name.index)
        return
    merged = any(
        top < number <= bottom and left <= name.index <= right
        for top, left, bottom, right in table.sheet.merged
    )
    yield ImportProblem(
        table.file,
        table.sheet.name,
        number + 1,
        name.title,
        gettext("This row has amounts but no name of its own: put a project into one row."),
        ERROR if merged else WARNING,
        name.index,
    )


def check_total(
    table: Table,
    line: list[Cell],
    number: int,
    readers: list[tuple[int, Key, str, Reader]],
    sums: Counter[Key],
    subtotal: Counter[Key],
) -> Iterator[ImportProblem]:
    """Compare a stated total with the rows above it; a total above its rows is not compared."""
    first = re.sub(r"\s", "", plain(next(c for c in line if c is not None and c != "")))
    if not sums or "其中" in first:
        return
    against = subtotal if "小计" in first and subtotal else sums
    for index, key, title, reader in readers:
        try:
            stated = reader(line[index]) if index < len(line) else None
        except Refusal:
            continue
        if type(stated) is int and abs(stated - against.get(key, 0)) > TOLERANCE_YUAN:
            yield ImportProblem(
                table.file,
                table.sheet.name,
                number + 1,
                title,
                gettext("The stated total is %(stated)s yuan, the rows above it sum to %(sum)s.")
                % {"stated": f"{stated:,}", "sum": f"{against.get(key, 0):,}"},
                WARNING,
                index,
            )
