"""The cells of .xlsx, .xlsm, .xls, .et and .xlsb as plain values."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

import python_calamine

from . import limits
from .biff import sheet_marks
from .marks import Marks
from .package import inspect
from .values import Book, Cell, Place, ReadingFault, Sheet, Unreadable
from .xlsb import binary_sheets

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")  # no workbook can hold them
ODD = (python_calamine.CalamineError, ValueError, OSError, TypeError, OverflowError)


def read_excel(content: bytes, name: str, base: str) -> Book:
    """Read an .xlsx or .xlsm; its macros are left alone. `base` is the title of the sheet that
    remembers what went out.
    """
    package = inspect(content, name)
    return _book(package.content, name, package.marks, base=base)


def read_xls(content: bytes, name: str) -> Book:
    """Read an .xls, or an .et of WPS, which is one."""
    return _book(content, name, sheet_marks(content, name))


def read_xlsb(content: bytes, name: str) -> Book:
    """Read an .xlsb."""
    whole, sheets = binary_sheets(content, name)
    book = _book(whole, name, {title: sheet.marks for title, sheet in sheets.items()})
    for sheet in book.sheets:
        if sheet.name in sheets:
            last = len(sheet.rows) - 1
            sheet.merged[:] = [area for area in sheets[sheet.name].merged if area[0] <= last]
    return book


def _book(
    content: bytes, name: str, marks: dict[str, Marks] | list[Marks], base: str | None = None
) -> Book:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        titles = list(_visible(book))
        if len(titles) > limits.MOST_SHEETS:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
        if isinstance(marks, list):
            marks = dict(zip(book.sheet_names, marks, strict=False))
        room = limits.MOST_CELLS
        sheets = []
        for title in titles:
            sheet = book.get_sheet_by_name(title)
            sheets.append(_sheet(sheet, title, marks.get(title, Marks()), room))
            room -= sum(map(len, sheets[-1].rows))
        return Book(sheets, [] if base is None else _base(book, base))
    except ODD as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _visible(book: python_calamine.CalamineWorkbook) -> Iterator[str]:
    for meta in book.sheets_metadata:
        shown = meta.visible == python_calamine.SheetVisibleEnum.Visible
        if shown and meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield meta.name


def _base(book: python_calamine.CalamineWorkbook, title: str) -> list[list[Cell]] | None:
    """Return the rows of the sheet that remembers; a damaged one keeps nobody from reading."""
    if title not in book.sheet_names:
        return []
    with suppress(*ODD):
        rows = book.get_sheet_by_name(title).to_python(nrows=limits.MOST_ROWS)
        return [[plain(cell) for cell in row] for row in rows]
    return None


def _sheet(sheet: python_calamine.CalamineSheet, title: str, marks: Marks, room: int) -> Sheet:
    if sheet.end is not None and sheet.end[1] >= limits.WIDEST:
        raise Unreadable(ReadingFault.TOO_WIDE, title)
    rows = _rows(sheet, title, room)
    while rows and not any(c is not None for c in rows[-1]):
        rows.pop()
    merged = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or []]
    failed = marks.failed | _no_numbers(rows)
    for row, column in marks.uncomputed:  # in an .xls they hold a number all the same: 0
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    return Sheet(title, rows, merged, **{**vars(marks), "failed": failed})


def _rows(sheet: python_calamine.CalamineSheet, title: str, room: int) -> list[list[Cell]]:
    """Return the rows down to a long emptiness, from the first of the sheet."""
    top, left = sheet.start or (0, 0)
    rows: list[list[Cell]] = [[] for _ in range(top)]
    empty = 0
    for line in sheet.iter_rows():
        filled = any(c != "" for c in line)
        empty = 0 if filled else empty + 1
        if len(rows) - empty > limits.MOST_ROWS:
            raise Unreadable(ReadingFault.TOO_MANY_ROWS, title)
        if empty > limits.MOST_EMPTY:
            break
        padding: list[Cell] = [None] * left if len(line) < (sheet.end or (0, 0))[1] + 1 else []
        rows.append(padding + [plain(c) for c in line[: limits.MOST_COLUMNS]])
        room -= len(rows[-1])
        if room < 0:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, title)
    return rows


def _no_numbers(rows: list[list[Cell]]) -> frozenset[Place]:
    """Blank the cells that say they hold a number and hold none (NaN, infinity); return them."""
    found = set()
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            if type(cell) is float and not math.isfinite(cell):
                row[index] = None
                found.add((number, index))
    return frozenset(found)


def plain(cell: object) -> Cell:
    """Return a cell's value as one of the few kinds that a sheet holds."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str):
        return cell if cell.isprintable() else CONTROL.sub("", cell)
    if isinstance(cell, float | int | bool | date | datetime):
        return cell
    return str(cell)
