"""A workbook given back with its problems written beside the rows."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from bihuan.kit.sheets import read_workbook
from bihuan.kit.workbooks import put

HEADING = "问题"
_ODD = (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError)
_PAINT = PatternFill("solid", fgColor="FBE7E4")


def with_problems(name: str, content: bytes, problems: Sequence[dict[str, Any]]) -> bytes:
    """Return the same workbook with a last column that says what is wrong with each row.

    `problems` are those of this file, as kept with a batch. A .csv comes back as .xlsx.
    """
    book = _open(name, content)
    by_row: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for problem in problems:
        by_row[(_title(problem["sheet"]), problem["row"])].append(problem)
    columns = {sheet.title: sheet.max_column + 1 for sheet in book.worksheets}
    for (title, row), found in by_row.items():
        if title not in columns:
            continue
        page = book[title]
        cell = page.cell(row, columns[title])
        put(
            cell,
            "；".join(
                f"{p['column']}：{p['message']}" if p["column"] else p["message"] for p in found
            ),
        )
        cell.font = Font(color="A3231A")
        for problem in found:
            if problem["index"] is not None:
                page.cell(row, problem["index"] + 1).fill = _PAINT
    for title in {title for title, _row in by_row} & set(columns):
        page = book[title]
        head = min(row for sheet, row in by_row if sheet == title) - 1
        put(page.cell(max(head, 1), columns[title]), HEADING)
        page.column_dimensions[page.cell(1, columns[title]).column_letter].width = 60
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _open(name: str, content: bytes) -> Workbook:
    """Return the workbook itself; where it is a .csv, or too odd to be edited, its cells alone."""
    if PurePath(name).suffix.lower() != ".csv":
        with suppress(*_ODD):
            return load_workbook(io.BytesIO(content))
    book = Workbook()
    book.remove(book.active)
    for sheet in read_workbook(content, name):
        page = book.create_sheet(_title(sheet.name))
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row, start=1):
                put(page.cell(number, column), value)
    return book


def _title(name: str) -> str:
    """Return a sheet's name as a workbook may hold it: of a .csv it is the file's."""
    return re.sub(r"[\\*?:/\[\]]", "_", name)[:31] or "Sheet1"
