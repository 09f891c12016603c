"""The list of projects as a workbook: what is seen, no more."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

from bihuan.kit.words import gettext

from .queries.listing import ListCell, ListColumn

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def projects_workbook(
    title: str, columns: list[ListColumn], rows: Iterable[tuple[str, list[ListCell]]]
) -> bytes:
    """Return the rows in the chosen columns. Text is written as text: no formula can hide in it."""
    import xlsxwriter  # large, and most processes never write one

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    number = book.add_format({"num_format": "#,##0.00"})
    for place, label in enumerate([gettext("No."), gettext("Project"), *map(_head, columns)]):
        sheet.write_string(0, place, safe(label), head)
    for line, (name, cells) in enumerate(rows, 1):
        sheet.write_number(line, 0, line)
        sheet.write_string(line, 1, safe(name))
        for place, cell in enumerate(cells, 2):
            if cell.column.is_number and cell.text:
                sheet.write_number(line, place, _number(cell.text), number)
            elif not cell.column.is_number:
                sheet.write_string(line, place, safe(cell.text))
    sheet.freeze_panes(1, 2)
    sheet.set_column(1, 1, 42)
    sheet.set_column(2, len(columns) + 1, 14)
    book.close()
    return target.getvalue()


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, also after it was saved as CSV."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _head(column: ListColumn) -> str:
    return f"{column.label}（{column.unit}）" if column.unit else str(column.label)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
