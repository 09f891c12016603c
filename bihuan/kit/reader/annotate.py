"""A workbook given back with words beside its rows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from bihuan.kit.cells import put

from .limits import MOST_COLUMNS
from .number_formats import NumberFormat
from .package import inspect
from .reading import read
from .sniffing import FileFormat, format_of
from .values import Place, ReadingFault, Sheet, Unreadable

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
    """Return the workbook with a last column of notes; what is no .xlsx comes back as one, of the
    cells that were read. So does a workbook too odd to be edited. Raises Unreadable if it cannot
    even be read.
    """
    try:
        if format_of(content, name) == FileFormat.XLSX:
            book = load_workbook(io.BytesIO(inspect(content, name).content))
            return _annotated(book, {}, notes, heading)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001  # a library that edits a stranger's file fails in any way
        pass
    try:
        return _annotated(*_cells_of(content, name), notes, heading)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _annotated(
    book: Workbook, titles: dict[str, str], notes: Sequence[Note], heading: str
) -> bytes:
    """Write the notes on the sheets; `titles` are those that differ from the file's."""
    columns = {sheet.title: sheet.max_column + 1 for sheet in book.worksheets}
    first: dict[str, int] = {}
    for note in notes:
        title = titles.get(note.sheet, note.sheet)
        if title in columns:
            _write(book[title], note, columns[title])
            first[title] = min(note.row, first.get(title, note.row))
    for title, row in first.items():
        page = book[title]
        if row > 1:
            put(page.cell(row - 1, columns[title]), heading)
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


def _cells_of(content: bytes, name: str) -> tuple[Workbook, dict[str, str]]:
    """Return a new workbook of the cells, and the title that each sheet has in it."""
    book = Workbook()
    sheets = read(content, name, "").sheets
    if sheets:  # a book without any visible one cannot be saved
        book.remove(book.active)
    titles = {}
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.name))
        titles[sheet.name] = page.title
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row, start=1):
                put(page.cell(number, column), value)
        for place in sheet.percents:  # 0.85 would come back as 0.85%
            page.cell(place[0] + 1, place[1] + 1).number_format = "0.00%"
        for told, places in sheet.formats.items():
            code = NumberFormat.parse(told).code
            for place in places:
                page.cell(place[0] + 1, place[1] + 1).number_format = code
        _merge(page, sheet)
    return book, titles


def _merge(page: Any, sheet: Sheet) -> None:
    """Merge what the sheet did, but not over one another, which no workbook may hold, nor over
    values that would be lost.
    """
    taken: set[Place] = set()
    for top, left, bottom, right in sheet.merged:
        if right >= MOST_COLUMNS or bottom >= len(sheet.rows):
            continue
        area = set(product(range(top, bottom + 1), range(left, right + 1)))
        covered = area - {(top, left)}
        if not area & taken and all(sheet.cell(*place) is None for place in covered):
            taken |= area
            page.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)


def _title(name: str) -> str:
    """Return a sheet's name as a workbook may hold it: of a .csv it is the file's."""
    return re.sub(r"[\\*?:/\[\]]", "_", name)[:31] or "Sheet1"
