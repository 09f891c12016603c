"""Writes the workbooks that go out. Imported only when one is: its library is large."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .cells import LONGEST_CELL, put
from .workbooks import BASE_SHEET, YEAR_KEY, OutSheet, Value

_THIN = Side(style="thin", color="B9B3A7")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E6EEF6")


def written(sheets: Iterable[OutSheet], *, returns: bool) -> bytes:
    """Return the workbook's bytes. With `returns`, it remembers the values it went out with."""
    book = Workbook()
    book.remove(book.active)
    base: list[tuple[str, ...]] = []
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        _page(page, sheet)
        if sheet.year is not None:
            base.append((sheet.name[:31], YEAR_KEY, json.dumps({YEAR_KEY: sheet.year})))
        base += [(sheet.name[:31], key, *_packed(sheet, cells)) for key, cells in sheet.rows]
    if returns:
        hidden = book.create_sheet(BASE_SHEET)
        hidden.sheet_state = "veryHidden"
        for number, line in enumerate(base, start=1):
            _put_line(hidden, number, line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put_line(page: Worksheet, number: int, values: Iterable[Any]) -> None:
    for column, value in enumerate(values, start=1):
        put(page.cell(number, column), value)


def _packed(sheet: OutSheet, cells: list[Value]) -> list[str]:
    """Return a row's cells as text, in as many parts as a cell may hold."""
    named = {c.title: v for c, v in zip(sheet.columns, cells, strict=True) if v is not None}
    text = json.dumps(named, ensure_ascii=False, default=str)
    return [text[at : at + LONGEST_CELL] for at in range(0, len(text), LONGEST_CELL)]


def _page(page: Worksheet, sheet: OutSheet) -> None:
    titles = [sheet.key_title, *(c.title for c in sheet.columns)]
    head: list[list[str | None]] = [[None, sheet.title], [None, sheet.note], [*titles]]
    for number, line in enumerate(head, start=1):
        _put_line(page, number, line)
    page["B1"].font = Font(size=16, bold=True)
    for cell in page[3]:
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for number, (key, cells) in enumerate(sheet.rows, start=4):
        put(page.cell(number, 1), key)
        for index, value in enumerate(cells, start=2):
            cell = page.cell(number, index)
            put(cell, value)
            cell.border = _BORDER
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if sheet.columns[index - 2].money:
                cell.number_format = "#,##0.00"
    page.column_dimensions["A"].hidden = True
    for index, column in enumerate(sheet.columns, start=2):
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.freeze_panes = "C4"
    page.auto_filter.ref = f"B3:{get_column_letter(len(titles))}{max(len(sheet.rows) + 3, 4)}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:3"
