"""The list of projects as a workbook: what is seen, no more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.kit.words import gettext

from .queries.list_totals import ListTotals
from .queries.listing import ListCell, ListColumn

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

A4 = 9
"""The number by which a workbook knows the paper."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    book, sheet = _new_book(target, title)
    sheet.write_string(0, 0, safe(title), book.add_format({"bold": True, "font_size": 16}))
    _head_line(book, sheet, 1, [gettext("No."), gettext("Project"), *map(_head, columns)])
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
    sheet = _new_sheet(book, gettext("Sums by tier and class"))
    summed = [place for place in range(len(columns)) if any(part.texts[place] for part in parts)]
    heads = [gettext("Part"), gettext("Count"), *(_head(columns[place]) for place in summed)]
    _head_line(book, sheet, 0, heads)
    for line, part in enumerate(parts, 1):
        cells = [ListCell(columns[place], part.texts[place]) for place in summed]
        _write(sheet, line, [part.part, ""], cells, look)
        sheet.write_number(line, 1, part.count)
    sheet.set_column(0, len(heads) - 1, 16)
    sheet.set_paper(A4)


def lines_workbook(
    title: str, heads: Sequence[str], lines: Iterable[Sequence[str | int]], *, held: int
) -> bytes:
    """Return lines of texts and numbers, numbered, under their heads; the first `held` columns stay
    where the others scroll.
    """
    target = io.BytesIO()
    book, sheet = _new_book(target, title)
    _head_line(book, sheet, 0, [gettext("No."), *heads])
    for number, cells in enumerate(lines, 1):
        sheet.write_number(number, 0, number)
        for place, cell in enumerate(cells, 1):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell)
            else:
                sheet.write_string(number, place, safe(cell))
    sheet.freeze_panes(1, held)
    sheet.set_column(2, len(heads), 16)
    sheet.repeat_rows(0)
    book.close()
    return target.getvalue()


def _new_book(target: io.BytesIO, title: str) -> tuple[Workbook, Worksheet]:
    """Return a workbook of one sheet, which prints on pages of its own width."""
    import xlsxwriter  # large, and most processes never write one

    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = _new_sheet(book, title)
    sheet.set_column(1, 1, 42)
    return book, sheet


def _new_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.add_worksheet(title[:31])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def _head_line(book: Workbook, sheet: Worksheet, line: int, labels: Iterable[str]) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    for place, label in enumerate(labels):
        sheet.write_string(line, place, safe(label), head)


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


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _head(column: ListColumn) -> str:
    return str(column.label) + (gettext(" (%s)") % column.unit if column.unit else "")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
