"""Workbooks that say what a page shows: heads, and lines of texts and numbers. Text is written as
text: no formula can hide in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from .words import gettext

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
"""The number by which a workbook knows the paper."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lines_workbook(
    title: str, heads: Sequence[str], lines: Iterable[Sequence[str | int | Decimal]], *, held: int
) -> bytes:
    """Return lines of texts and numbers, numbered, under their heads; the first `held` columns stay
    where the others scroll.
    """
    target = io.BytesIO()
    book, sheet = new_book(target, title)
    head_line(book, sheet, 0, [gettext("No."), *heads])
    for number, cells in enumerate(lines, 1):
        sheet.write_number(number, 0, number)
        for place, cell in enumerate(cells, 1):
            if isinstance(cell, (int, Decimal)):
                sheet.write_number(number, place, cell)
            else:
                sheet.write_string(number, place, safe(cell))
    sheet.freeze_panes(1, held)
    sheet.set_column(2, len(heads), 16)
    sheet.repeat_rows(0)
    book.close()
    return target.getvalue()


def new_book(target: io.BytesIO, title: str) -> tuple[Workbook, Worksheet]:
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
    sheet = new_sheet(book, title)
    sheet.set_column(1, 1, 42)
    return book, sheet


def new_sheet(book: Workbook, title: str) -> Worksheet:
    """Return a sheet that prints across."""
    sheet = book.add_worksheet(title[:31])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def head_line(book: Workbook, sheet: Worksheet, line: int, labels: Iterable[str]) -> None:
    """Write the heads of columns."""
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    for place, label in enumerate(labels):
        sheet.write_string(line, place, safe(label), head)


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
