"""The list of projects as a workbook: what is seen, no more."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.kit.line_workbooks import A4, head_line, new_book, new_sheet, safe
from bihuan.kit.words import gettext

from .queries.list_totals import ListTotals
from .queries.listing import ListCell, ListColumn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


def projects_workbook(
    title: str,
    columns: list[ListColumn],
    totals: ListTotals,
    rows: Iterable[tuple[str, list[ListCell]]],
    parts: Iterable[ListTotals] = (),
) -> bytes:
    """Return the rows in the chosen columns under a title, heads, and the sums of all; the sums of
    parts on a sheet of their own, where nobody who brings the rows in again takes one for a row.
    Text is written as text: no formula can hide in it.
    """
    target = io.BytesIO()
    book, sheet = new_book(target, title)
    sheet.write_string(0, 0, safe(title), book.add_format({"bold": True, "font_size": 16}))
    head_line(book, sheet, 1, [gettext("No."), gettext("Project"), *map(_head, columns)])
    summed = map(ListCell, columns, totals.texts)
    number = book.add_format({"num_format": "#,##0.00"})
    bold = book.add_format({"num_format": "#,##0.00", "bold": True})
    _write(sheet, 2, [gettext("Total"), totals.counted_text], summed, bold)
    for line, (name, cells) in enumerate(rows, 1):
        sheet.write_number(line + 2, 0, line)
        _write(sheet, line + 2, ["", name], cells, number)
    sheet.freeze_panes(3, 2)
    sheet.set_column(2, len(columns) + 1, 14)
    sheet.set_paper(A4)
    sheet.repeat_rows(1)
    _sums_of_parts(book, columns, list(parts), number)
    book.close()
    return target.getvalue()


def _sums_of_parts(
    book: Workbook, columns: list[ListColumn], parts: list[ListTotals], look: Format
) -> None:
    if not parts:
        return
    sheet = new_sheet(book, gettext("Sums by tier and class"))
    summed = [place for place in range(len(columns)) if any(part.texts[place] for part in parts)]
    heads = [gettext("Part"), gettext("Count"), *(_head(columns[place]) for place in summed)]
    head_line(book, sheet, 0, heads)
    for line, part in enumerate(parts, 1):
        cells = [ListCell(columns[place], part.texts[place]) for place in summed]
        _write(sheet, line, [part.part, ""], cells, look)
        sheet.write_number(line, 1, part.count)
    sheet.set_column(0, len(heads) - 1, 16)
    sheet.set_paper(A4)


def _write(
    sheet: Worksheet, line: int, texts: list[str], cells: Iterable[ListCell], look: Format
) -> None:
    """Write a line: what stands before the columns, where it is not blank, and a cell for each."""
    for place, text in enumerate(texts):
        if text:
            sheet.write_string(line, place, safe(text))
    for place, cell in enumerate(cells, len(texts)):
        if cell.day:
            sheet.write_datetime(line, place, cell.day)
        elif not cell.column.is_number:
            sheet.write_string(line, place, safe(cell.text))
        elif cell.text:
            sheet.write_number(line, place, _number(cell.text), look)


def _head(column: ListColumn) -> str:
    return str(column.label) + (gettext(" (%s)") % column.unit if column.unit else "")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
