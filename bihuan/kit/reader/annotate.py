"""A workbook given back with words beside its rows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from bihuan.kit.cells import put

from .package import inspect
from .reading import read
from .values import ReadingFault, Unreadable

_PAINT = PatternFill("solid", fgColor="FBE7E4")
WIDTH = 60


@dataclass(frozen=True)
class Note:
    """Words for one row of a sheet, both counted from 1, and the columns they are about."""

    sheet: str
    row: int
    words: str
    columns: Sequence[int] = field(default_factory=tuple)


def annotate(content: bytes, name: str, notes: Sequence[Note], heading: str) -> bytes:
    """Return the workbook with a last column of notes; a .csv comes back as .xlsx. Where it is too
    odd to be edited, its cells alone come back. Raises Unreadable if it cannot even be read.
    """
    try:
        return _annotated(_opened(content, name), notes, heading)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001  # a library that edits a stranger's file fails in any way
        pass
    try:
        return _annotated(_cells_of(content, name), notes, heading)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _annotated(book: Workbook, notes: Sequence[Note], heading: str) -> bytes:
    columns = {sheet.title: sheet.max_column + 1 for sheet in book.worksheets}
    first: dict[str, int] = {}
    for note in notes:
        title = _title(note.sheet)
        if title in columns:
            _write(book[title], note, columns[title])
            first[title] = min(note.row, first.get(title, note.row))
    for title, row in first.items():
        page = book[title]
        put(page.cell(max(row - 1, 1), columns[title]), heading)
        page.column_dimensions[page.cell(1, columns[title]).column_letter].width = WIDTH
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(page: Any, note: Note, column: int) -> None:
    cell = page.cell(note.row, column)
    put(cell, note.words)
    cell.font = Font(color="A3231A")
    for index in note.columns:
        page.cell(note.row, index).fill = _PAINT


def _opened(content: bytes, name: str) -> Workbook:
    if PurePath(name).suffix.lower() == ".csv":
        return _cells_of(content, name)
    return load_workbook(io.BytesIO(inspect(content, name).content))


def _cells_of(content: bytes, name: str) -> Workbook:
    book = Workbook()
    sheets = read(content, name, "").sheets
    if sheets:  # a book without any visible one cannot be saved
        book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.name))
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row, start=1):
                put(page.cell(number, column), value)
    return book


def _title(name: str) -> str:
    """Return a sheet's name as a workbook may hold it: of a .csv it is the file's."""
    return re.sub(r"[\\*?:/\[\]]", "_", name)[:31] or "Sheet1"
