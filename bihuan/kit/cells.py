"""One cell of a workbook that goes out. No Django: who reads strangers' workbooks writes too."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LONGEST_CELL = 32_000  # characters; Excel holds 32,767


def put(cell: Cell, value: Any) -> None:
    """Write a value; text that looks like a formula stays text, also when it is edited. Characters
    that no workbook can hold are dropped, and so is what a cell is too small for.
    """
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell.value = value
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        cell.data_type = "s"
        cell.quotePrefix = True
